"""A partition as DynamoDB keeps one: sorted, read by ranges, a megabyte a page.

The local engines look at every item of a partition for each query, so that 400,000 of them say
nothing of a search. Here the two readings of a search and of the queue are answered from sorted
lists by DynamoDB's own rules for a page (1 MB before the filter, `Limit`, `LastEvaluatedKey`), in
the place of the network; every other call goes to the engine.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from chalicelib.depots.connexion import connexion

Item = dict[str, dict[str, Any]]

PAGE_OCTETS = 1_048_576
_DEBUT = re.compile(r"begins_with \(#\d+, (:\d+)\)")
_CONTIENT = re.compile(r"contains \(#\d+, (:\d+)\)")


class Etal:
    """The items of one partition by `rang`."""

    def __init__(self) -> None:
        self._items: list[tuple[str, Item, int]] = []

    def poser(self, item: Item) -> None:
        """Adds an item; `trier` before the first reading."""
        octets = sum(len(nom) + len(json.dumps(v)) - 8 for nom, v in item.items())
        self._items.append((item["rang"]["S"], item, octets))

    def trier(self) -> None:
        """Puts them in order."""
        self._items.sort(key=itemgetter(0))

    def page(self, demande: dict[str, Any]) -> dict[str, Any]:
        """The answer to a `Query`."""
        valeurs = demande["ExpressionAttributeValues"]
        debut = _valeurs(_DEBUT, demande["KeyConditionExpression"], valeurs)[0]
        contenus = _valeurs(_CONTIENT, demande.get("FilterExpression", ""), valeurs)
        apres = demande.get("ExclusiveStartKey", {}).get("rang", {}).get("S", "")
        i = bisect_right(self._items, apres, key=itemgetter(0)) if apres else 0
        i = max(i, bisect_left(self._items, debut, key=itemgetter(0)))
        gardes: list[Item] = []
        lus = octets = 0
        while i < len(self._items) and self._items[i][0].startswith(debut):
            _, item, taille = self._items[i]
            if octets + taille > PAGE_OCTETS or lus == demande.get("Limit"):
                cle = {"commune": item["commune"], "rang": {"S": self._items[i - 1][0]}}
                return _reponse(gardes, lus) | {"LastEvaluatedKey": cle}
            lus, octets, i = lus + 1, octets + taille, i + 1
            if all(contenu in item["mots"]["S"] for contenu in contenus):
                gardes.append(item)
        return _reponse(gardes, lus)


def _valeurs(forme: re.Pattern[str], texte: str, valeurs: dict[str, Any]) -> list[str]:
    return [valeurs[nom]["S"] for nom in forme.findall(texte)]


def _reponse(items: list[Item], lus: int) -> dict[str, Any]:
    return {"Items": items, "Count": len(items), "ScannedCount": lus}


@contextmanager
def servis(recherche: Etal, par_etat: Etal, lignes: dict[str, Item]) -> Iterator[None]:
    """Answers from these meanwhile; what is answered is written and read as JSON, as by wire."""

    def repondre(params: dict[str, Any], model: Any, **_: Any) -> Any:
        demande = json.loads(params["body"])
        reponse: dict[str, Any] | None = None
        if model.name == "Query" and demande["TableName"].endswith("-recherche"):
            reponse = recherche.page(demande)
        elif model.name == "Query" and demande.get("IndexName") == "par_etat":
            reponse = par_etat.page(demande)
        elif model.name == "BatchGetItem":
            ((table, cles),) = demande["RequestItems"].items()
            trouves = [lignes[cle["reference"]["S"]] for cle in cles["Keys"]]
            reponse = {"Responses": {table: trouves}, "UnprocessedKeys": {}}
        if reponse is None:
            return None
        lue = json.loads(json.dumps(reponse))
        entetes = {"ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}
        return SimpleNamespace(status_code=200), lue | entetes

    evenements = connexion().client.meta.events
    evenements.register_first("before-call.dynamodb", repondre)
    try:
        yield
    finally:
        evenements.unregister("before-call.dynamodb", repondre)
