"""One botocore client for all tables."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from chalicelib.depots.series import deserialiser, remplir, serialiser

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
    connexion = Connection()
    client: Any = connexion.session.create_client(
        "dynamodb",
        connexion.region,
        config=Config(
            connect_timeout=2.0,
            read_timeout=5.0,
            retries={"total_max_attempts": 4, "mode": "standard"},
            max_pool_connections=50,
            # pynamodb and mypy have seen to the parameters.
            parameter_validation=False,
            # Fixed: botocore composes its long one twice for each call, a third of the call's CPU.
            user_agent=f"maprocuration botocore/{botocore.__version__}",
        ),
    )
    connexion._client = client
    return connexion


class Table(Model):
    """A pynamodb model on the shared client, with the quicker conversions of `series`.

    Left alone, pynamodb makes one botocore client a model, each of which parses the service
    description again (tens of milliseconds of a cold start) and keeps a pool of its own.
    """

    def __init__(
        self,
        hash_key: Any = None,
        range_key: Any = None,
        _user_instantiated: bool = True,
        **attributs: Any,
    ) -> None:
        cles = ((self._hash_keyname, hash_key), (self._range_keyname, range_key))
        remplir(self, attributs | {nom: cle for nom, cle in cles if nom and cle is not None})

    @classmethod
    def _get_connection(cls) -> TableConnection:
        deja = cls._connection
        table = super()._get_connection()
        if table is not deja:
            table.connection._client = connexion().client
        return table

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        """The item. `null_check` is pynamodb's: an attribute that must be there always is."""
        return serialiser(self)

    @classmethod
    def from_raw_data(cls: type[M], data: dict[str, Any]) -> M:
        """The model of an item."""
        return deserialiser(cls, data)


def lire(modele: type[M], cle: str, rang: str | None = None) -> M | None:
    """One item, strongly consistent, or None."""
    try:
        return modele.get(cle, rang, consistent_read=True)
    except modele.DoesNotExist:
        return None
