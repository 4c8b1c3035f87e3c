"""One botocore client for all tables."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

PANNES = (PynamoDBException, BotoCoreError, ClientError)
"""What a store raises when it can't be reached, is throttled or fails."""

CONDITION_REFUSEE = "ConditionalCheckFailedException"

M = TypeVar("M", bound=Model)


@cache
def connexion() -> Connection:
    """The one connection. Region and endpoint come from the environment (AWS_REGION,
    AWS_ENDPOINT_URL_DYNAMODB). botocore itself retries what the network lost, with the same
    client token for a transaction.
    """
    return Connection(
        connect_timeout_seconds=2.0,
        read_timeout_seconds=5.0,
        max_retry_attempts=3,
        max_pool_connections=50,
    )


class Table(Model):
    """A pynamodb model on the shared client.

    Left alone, pynamodb makes one botocore client a model, each of which parses the service
    description again (tens of milliseconds of a cold start) and keeps a pool of its own.
    """

    @classmethod
    def _get_connection(cls) -> TableConnection:
        deja = cls._connection
        table = super()._get_connection()
        if table is not deja:
            table.connection._client = connexion().client
        return table


def lire(modele: type[M], cle: str, rang: str | None = None) -> M | None:
    """One item, strongly consistent, or None."""
    try:
        return modele.get(cle, rang, consistent_read=True)
    except modele.DoesNotExist:
        return None
