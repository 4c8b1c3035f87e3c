"""What one call asks of DynamoDB: round trips and write units, observed on botocore's own hooks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.depots.connexion import connexion

_ECRITURES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
_KO = 1024


@dataclass
class Releve:
    """`voyages` are the HTTP requests; `unites` what the engine says it consumed; `calculees` what
    AWS's published rules say of the same items: 2 a started kilobyte in a transaction, 1 outside,
    plus 1 a started kilobyte for an index entry that is added.
    """

    voyages: int = 0
    unites: float = 0
    calculees: float = 0
    appels: list[str] = field(default_factory=list)


@contextmanager
def releve() -> Iterator[Releve]:
    """Counts what this process asks of DynamoDB meanwhile."""
    evenements = connexion().client.meta.events
    lu = Releve()

    def demander(params: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name in _ECRITURES:
            params["ReturnConsumedCapacity"] = "TOTAL"
        lu.appels.append(model.name)
        lu.calculees += _unites(model.name, params)

    def envoyer(**_: Any) -> None:
        lu.voyages += 1

    def recevoir(parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        if model.name in _ECRITURES:
            consomme = parsed.get("ConsumedCapacity", [])
            for table in consomme if isinstance(consomme, list) else [consomme]:
                lu.unites += table.get("WriteCapacityUnits") or table["CapacityUnits"]

    crochets = (
        ("provide-client-params.dynamodb", demander),
        ("before-send.dynamodb", envoyer),
        ("after-call.dynamodb", recevoir),
    )
    for nom, crochet in crochets:
        evenements.register(nom, crochet)
    try:
        yield lu
    finally:
        for nom, crochet in crochets:
            evenements.unregister(nom, crochet)


def _unites(operation: str, params: Mapping[str, Any]) -> float:
    if operation == "PutItem":
        return _paliers(params["Item"])
    if operation != "TransactWriteItems":
        return 0
    return sum(
        _element(acte, corps) for un in params["TransactItems"] for acte, corps in un.items()
    )


def _element(acte: str, corps: Mapping[str, Any]) -> float:
    if acte != "Put":
        return 2
    nouvelle = "demandes" in corps["TableName"] and corps["Item"]["version"]["N"] == "1"
    return 2 * _paliers(corps["Item"]) + nouvelle


def _paliers(item: Mapping[str, Any]) -> int:
    return math.ceil(taille(item) / _KO)


def taille(valeur: Any) -> int:
    """Bytes of an item by DynamoDB's rules: names and texts in UTF-8, numbers about two digits a
    byte, 3 bytes a list or map and 1 a member.
    """
    if isinstance(valeur, Mapping) and set(valeur) <= {"S", "N", "BOOL", "NULL", "L", "M"}:
        ((espece, contenu),) = valeur.items()
        if espece == "S":
            return len(contenu.encode())
        if espece == "N":
            return (len(contenu) + 1) // 2 + 1
        if espece == "L":
            return 3 + sum(1 + taille(un) for un in contenu)
        return 3 + len(contenu) + taille(contenu) if espece == "M" else 1
    return sum(len(nom.encode()) + taille(un) for nom, un in valeur.items())
