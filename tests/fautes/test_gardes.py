"""Each guard of the transactions is needed: taken away, some order of two use cases breaks what is
promised, and the walk finds it. So the walk would see such a fault, were it made.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.fautes.banc import Banc
from tests.fautes.couples import COUPLES
from tests.fautes.test_entrelacements import prouver

TOUJOURS = "attribute_exists(version) OR attribute_not_exists(version)"

GARDES: dict[str, tuple[str, set[str], str]] = {
    # The number of the entry is the version of the demande: each alone would do.
    "la version de la demande et de son journal": (
        "Put",
        {"demandes", "journal"},
        "établissement et retrait",
    ),
    "la version des comptes écrits": (
        "Put",
        {"engagements"},
        "un mandant, deux mandataires (L75)",
    ),
    "la version du compte jugé": (
        "Put",
        {"engagements"},
        "accepter pendant qu'un acte antérieur s'écrit (L73)",
    ),
    "la clé d'idempotence": ("Put", {"idempotence"}, "deux dépôts de même clé"),
    "la version de la ligne du registre": ("Put", {"registre"}, "deux états routés à l'envers"),
}


def affaiblir(
    genre: str, tables: set[str], operation: str, parametres: dict[str, Any]
) -> dict[str, Any]:
    """The same call, whose conditions of this kind on these tables always hold."""
    affaiblis = copy.deepcopy(parametres)
    visees = affaiblis.get("TransactItems") or [{operation.removesuffix("Item"): affaiblis}]
    for visee in visees:
        ((sorte, corps),) = visee.items()
        if sorte != genre or corps["TableName"].rsplit("-", 1)[1] not in tables:
            continue
        if "ConditionExpression" in corps:
            corps["ConditionExpression"] = TOUJOURS
            corps.pop("ExpressionAttributeNames", None)
            corps.pop("ExpressionAttributeValues", None)
    return affaiblis


@pytest.mark.parametrize("garde", GARDES)
def test_sans_cette_garde_un_ordre_au_moins_rompt_la_loi(
    banc: Banc, garde: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    genre, tables, titre = GARDES[garde]
    reel = BaseClient._make_api_call

    def appeler(client: Any, operation: str, parametres: dict[str, Any]) -> Any:
        affaiblis = affaiblir(genre, tables, operation, parametres)
        return reel(client, operation, affaiblis)

    monkeypatch.setattr(BaseClient, "_make_api_call", appeler)

    with pytest.raises(AssertionError) as echec:
        prouver(banc, COUPLES[titre])

    assert "le plus simple" in echec.value.__notes__[0]
