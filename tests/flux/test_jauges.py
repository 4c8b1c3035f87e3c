"""What waits for the mairies, by age, as the schedule reads it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from chalice.local import LambdaContext

import app
from chalicelib import observabilite
from chalicelib.mesures import AGES
from chalicelib.services import jauger
from chalicelib.services.router import router
from infra.local.horloge import evenement
from tests.constructeurs import Nuage, mandant


def relever() -> dict[str, int]:
    """As EventBridge does."""
    resultat: dict[str, int] = app.jauges(evenement("jauges"), LambdaContext("jauges", 512))
    return resultat


def recue(nuage: Nuage, n: int) -> Any:
    qui = mandant(f"m{n}", nom=f"Nom {'ABCDEFGH'[n]}")
    return nuage.transmettre(nuage.etablir(nuage.deposer(qui=qui)))


def test_ce_qui_attend_est_compte_a_son_age_et_ce_qui_est_decide_n_attend_plus(
    nuage: Nuage, capsys: pytest.CaptureFixture[str]
) -> None:
    nuage.peupler()
    ancienne = recue(nuage, 0)
    nuage.maintenant += timedelta(days=2)
    recue(nuage, 1)

    assert relever() == {
        "moins-d-un-jour": 1,
        "un-a-trois-jours": 1,
        "trois-a-sept-jours": 0,
        "plus-de-sept-jours": 0,
    }

    router(nuage.contexte, nuage.accepter(ancienne), nuage.maintenant)
    nuage.maintenant += timedelta(days=9)
    observabilite.publier()
    capsys.readouterr()
    assert relever()["plus-de-sept-jours"] == 1
    emises = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert {m["age"]: m["EnAttente"] for m in emises if "EnAttente" in m} == {
        "moins-d-un-jour": [0],
        "un-a-trois-jours": [0],
        "trois-a-sept-jours": [0],
        "plus-de-sept-jours": [1],
    }
    assert [m["fonction"] for m in emises if "PassesFinies" in m] == ["jauges"]
    assert ancienne.reference not in json.dumps(emises)


def test_les_ages_sont_ceux_de_la_mesure_et_se_suivent() -> None:
    class UneParJour:
        """One received on each day."""

        def attendent_depuis(self, jour_: date) -> int:
            return 1

    # A quarter past midnight in Paris: the day before in UTC.
    comptes = jauger.attentes_par_age(UneParJour(), datetime.fromisoformat("2027-03-01T23:15Z"))

    assert tuple(comptes) == AGES
    assert list(comptes.values()) == [1, 2, 4, jauger.AGE_MAX + 1 - 7]
