"""What moto 5.2.5 lacks to stand for DynamoDB: fit transactions, and one call at a time.

moto's TransactWriteItems copies every table it touches at each call (7 transactions a second and
gigabytes of memory on tables of thousands of items), and a cancelled one puts the copies in place,
so that the stream's readers stay on the old ones. The version below saves only the items that it
touches and puts them back. It also honours ClientRequestToken, which moto ignores, and lets a
missing table be the error that DynamoDB gives. `tests/infra/test_moto_transactions.py` runs the
same cases on moto's own method and on ministack.

One lock is held around each API call, reads of the stream included: a conditional write is decided
and done at once, and nobody sees half a transaction. moto alone lets two writers win now and then.
"""

from __future__ import annotations

import copy
import json
import threading
import time
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    ConditionalCheckFailed,
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
    TransactWriteSingleOpException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.models import DynamoDBStreamsBackend
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

if TYPE_CHECKING:
    from collections.abc import Callable

# moto's own, kept for the test that compares.
ORIGINALE = DynamoDBBackend.transact_write_items

_VERROU = threading.RLock()
_OPERATIONS = ("ConditionCheck", "Put", "Delete", "Update")
_MAXIMUM = 100
_VIE_DU_JETON_S = 600.0
_JETONS: dict[str, tuple[str, float]] = {}


class _JetonReutilise(JsonRESTError):
    """The same ClientRequestToken came with another transaction."""

    def __init__(self) -> None:
        super().__init__(
            "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
            "Client token is already used for a different request",
        )


@cache
def installer() -> None:
    """Puts these versions in moto, once and for the life of the process."""
    remplacements: list[tuple[type, str, Callable[..., Any]]] = [
        (DynamoDBBackend, "transact_write_items", _transact_write_items),
        (DynamoDBStreamsBackend, "get_records", _get_records),
        (DynamoHandler, "transact_write_items", _avec_jeton(DynamoHandler.transact_write_items)),
        (DynamoHandler, "call_action", _un_a_la_fois(DynamoHandler.call_action)),
        (DynamoDBStreamsHandler, "call_action", _un_a_la_fois(DynamoDBStreamsHandler.call_action)),
    ]
    for classe, nom, fonction in remplacements:
        setattr(classe, nom, fonction)


def oublier_les_jetons() -> None:
    """Forgets the tokens of past transactions, as a reset engine does."""
    _JETONS.clear()


def _un_a_la_fois(appel: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(appel)
    def sous_verrou(self: Any) -> Any:
        with _VERROU:
            return appel(self)

    return sous_verrou


def _avec_jeton(appel: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The action with the idempotency of ClientRequestToken: ten minutes, success only."""

    @wraps(appel)
    def une_seule_fois(self: Any) -> Any:
        jeton = self.body.get("ClientRequestToken")
        contenu = json.dumps(self.body["TransactItems"], sort_keys=True, default=repr)
        maintenant = time.monotonic()
        connu, fin = _JETONS.get(jeton, ("", 0.0))
        if fin > maintenant:
            if connu != contenu:
                raise _JetonReutilise
            return ActionResult({"ConsumedCapacity": [], "ItemCollectionMetrics": {}})
        reponse = appel(self)
        if jeton:
            _JETONS[jeton] = (contenu, maintenant + _VIE_DU_JETON_S)
        return reponse

    return une_seule_fois


def _get_records(self: Any, iterator_arn: str, limit: int) -> dict[str, Any]:
    """moto's, but an empty answer gives the same iterator again: moto keeps each one for ever, and
    a pump that polls would fill the memory."""
    iterateur = self.shard_iterators[iterator_arn]
    if not iterateur.stream_shard.get(iterateur.sequence_number, 1):
        return {"NextShardIterator": iterator_arn, "Records": []}
    reponse: dict[str, Any] = iterateur.get(limit)
    return reponse


@dataclass(frozen=True, slots=True)
class _Sauvegarde:
    """One item as it was, and the length of its table's stream."""

    table: Any
    cle: Any
    rang: Any
    item: Any
    longueur_du_flux: int | None

    @classmethod
    def prendre(cls, backend: Any, table: Any, cles: dict[str, Any]) -> _Sauvegarde:
        cle, rang = backend.get_keys_value(table, cles)
        flux = table.stream_shard
        return cls(
            table=table,
            cle=cle,
            rang=rang,
            item=copy.deepcopy(table.get_item(cle, rang)),
            longueur_du_flux=None if flux is None else len(flux.items),
        )

    def remettre(self) -> None:
        lieu = self.table.items if self.rang is None else self.table.items[self.cle]
        nom = self.cle if self.rang is None else self.rang
        if self.item is None:
            lieu.pop(nom, None)
        else:
            lieu[nom] = self.item
        if self.longueur_du_flux is not None:
            del self.table.stream_shard.items[self.longueur_du_flux :]


def _transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:
    """All the operations, or none and TransactionCanceledException with a reason for each."""
    if len(transact_items) > _MAXIMUM:
        raise TooManyTransactionsException
    sauvegardes: list[_Sauvegarde] = []
    faite = False
    try:
        raisons = [_operation(self, item, sauvegardes) for item in transact_items]
        if any(code is not None for code, _, _ in raisons):
            raise TransactionCanceledException(raisons)
        faite = True
    finally:
        if not faite:
            for sauvegarde in reversed(sauvegardes):
                sauvegarde.remettre()


def _operation(
    backend: Any, transact_item: dict[str, Any], sauvegardes: list[_Sauvegarde]
) -> tuple[str | None, str | None, dict[str, Any] | None]:
    """Does one operation, its item saved first. Returns the cancellation reason (code, message,
    item), all None when the operation was done."""
    if len(transact_item) > 1:
        raise TransactWriteSingleOpException
    ((genre, operation),) = transact_item.items()
    if genre not in _OPERATIONS:
        raise TransactWriteSingleOpException
    table = backend.get_table(operation["TableName"])
    cles = _cles(table, operation["Item"]) if genre == "Put" else operation["Key"]
    sauvegarde = _Sauvegarde.prendre(backend, table, cles)
    if any(
        autre.table is table and (autre.cle, autre.rang) == (sauvegarde.cle, sauvegarde.rang)
        for autre in sauvegardes
    ):
        raise MultipleTransactionsException
    sauvegardes.append(sauvegarde)
    try:
        _verifier(operation, sauvegarde.item)
        _ecrire(backend, genre, operation, cles)
    except ConditionalCheckFailed as refus:
        rendu = operation.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
        ancien = sauvegarde.item.to_json()["Attributes"] if rendu and sauvegarde.item else None
        return "ConditionalCheckFailed", str(refus.message), ancien
    return None, None, None


def _cles(table: Any, item: dict[str, Any]) -> dict[str, Any]:
    return {nom: item[nom] for nom in (table.hash_key_attr, table.range_key_attr) if nom in item}


def _verifier(operation: dict[str, Any], actuel: Any) -> None:
    """Raises ConditionalCheckFailed when the operation's condition does not hold."""
    condition = get_filter_expression(
        operation.get("ConditionExpression"),
        operation.get("ExpressionAttributeNames"),
        operation.get("ExpressionAttributeValues"),
    )
    if not condition.expr(actuel):
        raise ConditionalCheckFailed


def _ecrire(backend: Any, genre: str, operation: dict[str, Any], cles: dict[str, Any]) -> None:
    """The write itself, its condition being already met."""
    nom = operation["TableName"]
    if genre == "Put":
        backend.put_item(nom, operation["Item"])
    elif genre == "Delete":
        backend.delete_item(nom, cles)
    elif genre == "Update":
        backend.update_item(
            nom,
            cles,
            update_expression=operation["UpdateExpression"],
            expression_attribute_names=operation.get("ExpressionAttributeNames"),
            expression_attribute_values=operation.get("ExpressionAttributeValues"),
        )
