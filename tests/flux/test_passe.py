"""The pass of each night through the years, a process that knows nothing yet each time.

`tests/preuves` compares what it does with its role: it alone may delete."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.configuration import configuration
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.flux.echeances import echeances
from chalicelib.montage import montage
from chalicelib.services.numeriser import numeriser
from tests.constructeurs import (
    AGENT_RENNES,
    PRESIDENTIELLE,
    RENNES,
    SCRUTINS,
    Nuage,
    mandant,
    mandataire,
)
from tests.numerisations import UN_PDF, objets
from tests.services.test_echeances import annees

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")


def passer(nuage: Nuage, quand: datetime) -> dict[str, int]:
    """One pass at this instant, as a process that knows nothing yet."""
    nuage.maintenant = quand
    montage.cache_clear()
    return echeances(60.0)


def test_chaque_passe_fait_ce_que_le_temps_demande(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECHEANCES_PARTS", "1")  # moto gives every part the whole table
    nuage.peupler().deposer(mandant("mandant-2"))
    acceptee = nuage.accepter(
        nuage.recue(qui=mandant("m-3", nom="Abel"), pour=mandataire(nom="Roy"))
    )
    le_27_mars = datetime(2027, 3, 27, 1, 17, tzinfo=UTC)

    assert passer(nuage, le_27_mars)["RAPPEL_15"] == 1
    assert "RAPPEL_15" not in passer(nuage, le_27_mars)

    # when: a register is connected, a week before the vote
    with monkeypatch.context() as connecte:
        connecte.setenv("REU_URL", "http://127.0.0.1:1")
        configuration.cache_clear()
        assert passer(nuage, datetime(2027, 4, 4, 1, 17, tzinfo=UTC))["REVERIFICATION"] == 1
    configuration.cache_clear()
    plus_tard = nuage.maintenant + timedelta(hours=1)
    assert list(nuage.contexte.depots.attentes_dues(plus_tard))
    fins = passer(nuage, datetime(2027, 4, 26, 1, 17, tzinfo=UTC))
    assert (fins["EXPIRATION"], fins["FIN"]) == (1, 1)
    assert nuage.relire(acceptee).etat is Etat.ECHUE

    # given: two for a year, and a vote put off by a year
    annees(nuage)
    nuage.ajouter_scrutin(Scrutin("l-2028", "Législatives", (Tour(1, date(2028, 6, 11)),)))
    remis = (Tour(1, date(2027, 4, 11)), Tour(2, date(2027, 6, 20)))
    nuage.ajouter_scrutin(replace(PRESIDENTIELLE, tours=remis))
    passe = passer(nuage, datetime(2028, 4, 20, 1, 17, tzinfo=UTC))
    assert passe["PLAFONDS"] == 1
    assert passer(nuage, datetime(2028, 6, 21, 1, 17, tzinfo=UTC))["EFFACEMENT"] == 1


def test_ret_03_la_numerisation_s_efface_avec_la_procuration_un_an_apres_sa_validite(
    nuage: Nuage, seau: None
) -> None:
    saisie = nuage.peupler().saisir_papier()
    numeriser(
        nuage.contexte,
        montage().coffre,
        reference=saisie.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        contenu=UN_PDF,
        maintenant=nuage.maintenant,
    )
    fin = fin_de_conservation(saisie.portee, SCRUTINS)

    passer(nuage, fin - timedelta(minutes=1))
    assert len(objets(nuage)) == 1
    passer(nuage, fin + timedelta(minutes=1))

    assert objets(nuage) == set()
    assert nuage.contexte.depots.demande(saisie.reference) is None
