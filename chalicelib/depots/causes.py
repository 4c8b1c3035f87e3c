"""Why DynamoDB did not do what was asked."""

from __future__ import annotations

from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException

ANNULEE = "TransactionCanceledException"
CONDITION = "ConditionalCheckFailed"
CONFLIT = "TransactionConflict"


def code(erreur: PynamoDBException) -> str:
    """DynamoDB's error code, empty when it never answered.

    pynamodb's own `cause_response_code` raises AttributeError after a lost answer, whose botocore
    exception has a `response` that is None.
    """
    cause = erreur.cause
    return str(cause.response["Error"]["Code"]) if isinstance(cause, ClientError) else ""
