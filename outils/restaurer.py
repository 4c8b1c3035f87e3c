"""`python -m outils.restaurer` (make restaurer): puts back what a table has lost, from a point in
time (PITR), on the cloud that the environment names or on the local one that runs.

1. `make restaurer TABLE=demandes INSTANT=2027-03-01T10:00:00Z` restores that instant beside the
   living table, which is never replaced: its stream, its rights and what was written since stay.
2. `make restaurer TABLE=demandes DEPUIS=<name that 1 gave>` says what is missing or went back.
3. The same with FAIRE=oui puts it back, and never over something newer, nor what was erased, nor a
   demande whose journal has gone further (another INSTANT, later, is then needed).
4. `make rapprocher REPARER=oui` writes again what derives from it, then delete the restored table.

In this order when several were lost: journal, envois (or messages would leave twice), demandes.
Exit code: 0, 1 when something is missing or can't be put back, 2 when the command makes no sense.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from outils.nuage_courant import rejoindre

TABLES = ("journal", "envois", "demandes", "engagements")
"""Those whose loss only a backup repairs (accounts: sooner than reconciliation does)."""

Dire = Callable[[str], None]
Article = dict[str, Any]


def restaurer(table: str, instant: datetime | None) -> str:
    """Restores a table at this instant (the latest possible without one) beside the living one;
    gives the name of the new table, once it is there.
    """
    from chalicelib.configuration import table as nom_physique

    client, source = _dynamodb(), nom_physique(table)
    quand = {"RestoreDateTime": instant} if instant else {"UseLatestRestorableTime": True}
    suffixe = instant.strftime("%Y%m%dT%H%M%S") if instant else "dernier-instant"
    cible = f"{source}-restauree-{suffixe}"
    client.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=cible, **quand)
    client.get_waiter("table_exists").wait(TableName=cible, WaiterConfig={"MaxAttempts": 720})
    return cible


def remettre(table: str, depuis: str, *, faire: bool, dire: Dire = print) -> Counter[str]:
    """Compares item by item, and puts back what is missing or went back when asked to: how many
    were seen, are missing, were put back, were erased since, are behind their journal.
    """
    from chalicelib.configuration import table as nom_physique

    client, vivante = _dynamodb(), nom_physique(table)
    cles = [c["AttributeName"] for c in _decrire(client, vivante)["KeySchema"]]
    bilan: Counter[str] = Counter()
    for article in _articles(client, depuis):
        bilan["vus"] += 1
        cle = {nom: article[nom] for nom in cles}
        actuel = client.get_item(TableName=vivante, Key=cle, ConsistentRead=True).get("Item")
        if actuel is not None and not _a_recule(table, article, actuel):
            continue
        issue = _empechement(table, article) or ("manquants" if not faire else "")
        if not issue:
            issue = "remis" if _ecrire(client, vivante, article, cles[0]) else "depasses"
        bilan[issue] += 1
        dire(f"{article[cles[0]]['S']} : {_DITS[issue]}.")
    return bilan


_DITS = {
    "manquants": "à remettre",
    "remis": "remis",
    "depasses": "plus récent entre-temps, laissé",
    "effaces": "effacé au terme de sa conservation, ne revient pas",
    "en_retard": "son journal va plus loin que cet instant : restaurer un instant plus tard",
}


def _a_recule(table: str, article: Article, actuel: Article) -> bool:
    return table != "journal" and "version" in article and _version(actuel) < _version(article)


def _empechement(table: str, article: Article) -> str:
    """What is erased stays so (RET-01), and a demande never goes back behind its own journal: its
    next transition would be an entry that is there already.
    """
    if table == "journal" or "reference" not in article:
        return ""
    from chalicelib.domaine.journal import EFFACEMENT, HORS_CHAINE
    from chalicelib.montage import montage

    ecritures = montage().contexte.depots.ecritures(article["reference"]["S"])
    if any(e.evenement == EFFACEMENT for e in ecritures):
        return "effaces"
    if table != "demandes":
        return ""
    chaine = [e.empreinte for e in ecritures if e.evenement not in HORS_CHAINE]
    return "" if chaine and chaine[-1] == article["tete"]["S"] else "en_retard"


def _ecrire(client: Any, vivante: str, article: Article, cle: str) -> bool:
    """False when something as new has come meanwhile."""
    condition: dict[str, Any] = {
        "ConditionExpression": "attribute_not_exists(#cle)",
        "ExpressionAttributeNames": {"#cle": cle},
    }
    if "version" in article:
        condition["ConditionExpression"] += " OR #version < :version"
        condition["ExpressionAttributeNames"]["#version"] = "version"
        condition["ExpressionAttributeValues"] = {":version": article["version"]}
    try:
        client.put_item(TableName=vivante, Item=article, **condition)
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _articles(client: Any, table: str) -> Iterator[Article]:
    for page in client.get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]


def _version(article: Article) -> int:
    return int(article["version"]["N"])


def _decrire(client: Any, table: str) -> dict[str, Any]:
    decrite: dict[str, Any] = client.describe_table(TableName=table)["Table"]
    return decrite


def _maintenant() -> datetime:
    from chalicelib.montage import horloge

    return horloge()()


def _dynamodb() -> Any:
    import boto3

    return boto3.client("dynamodb")


def main() -> int:
    """TABLE=, then INSTANT= (or `dernier`) or DEPUIS=, FAIRE=oui."""
    table, instant, depuis = (os.environ.get(n, "") for n in ("TABLE", "INSTANT", "DEPUIS"))
    if table not in TABLES or bool(instant) == bool(depuis):
        print(f"TABLE={'|'.join(TABLES)}, et INSTANT=… ou DEPUIS=….", file=sys.stderr)
        return 2
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    if instant:
        try:
            quand = None if instant == "dernier" else datetime.fromisoformat(instant)
        except ValueError:
            print("INSTANT : 2027-03-01T10:00:00Z, ou « dernier ».", file=sys.stderr)
            return 2
        if quand and (quand.tzinfo is None or quand > _maintenant()):
            print("INSTANT : passé, avec son fuseau : 2027-03-01T10:00:00Z.", file=sys.stderr)
            return 2
        print(f"Restaurée : DEPUIS={restaurer(table, quand)}")
        return 0
    faire = os.environ.get("FAIRE", "") == "oui"
    try:
        bilan = remettre(table, depuis, faire=faire)
    except _dynamodb().exceptions.ResourceNotFoundException:
        print("DEPUIS : aucune table de ce nom ; INSTANT=… la fait, et le dit.", file=sys.stderr)
        return 2
    print(", ".join(f"{nom} : {nombre}" for nom, nombre in sorted(bilan.items())))
    if bilan["manquants"]:
        print("Rien n’a été touché : FAIRE=oui remet.")
    return 1 if bilan["manquants"] + bilan["en_retard"] else 0


if __name__ == "__main__":
    sys.exit(main())
