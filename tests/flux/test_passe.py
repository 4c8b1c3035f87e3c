"""The pass of each night has the rights that it uses and no other: it alone may delete."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.flux.echeances import echeances
from chalicelib.montage import montage
from chalicelib.services.echeances import honorer
from chalicelib.services.ports_conservation import Part
from tests.constructeurs import PRESIDENTIELLE, Nuage, mandant, mandataire
from tests.infra.test_droits import Greffier, greffier, permis
from tests.services.conservatoire import outillage
from tests.services.test_echeances import annees

__all__ = ["greffier"]

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")


def passer(nuage: Nuage, greffier: Greffier, quand: datetime) -> dict[str, int]:
    """One pass at this instant, as a process that knows nothing yet."""
    nuage.maintenant = quand
    montage.cache_clear()
    with greffier.au_nom_de("echeances"):
        return echeances(60.0)


def reverifier(nuage: Nuage, greffier: Greffier, demande: Demande) -> None:
    """A week before the vote, where a register is connected."""
    registre: Any = object()
    outils = outillage(nuage)
    outils = replace(outils, contexte=replace(outils.contexte, registre=registre))
    scrutins = nuage.contexte.depots.scrutins()
    with greffier.au_nom_de("echeances"):
        for lue in outils.conservation.a_examiner(Part(0, 1), scrutins, nuage.maintenant):
            if lue.demande.reference == demande.reference:
                assert honorer(outils, lue, nuage.maintenant)


def test_la_passe_a_les_droits_dont_elle_se_sert_et_aucun_autre(
    nuage: Nuage, greffier: Greffier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECHEANCES_PARTS", "1")  # moto gives every part the whole table
    greffier.faits["echeances"] = set()
    nuage.deposer(mandant("mandant-2"))
    acceptee = nuage.accepter(
        nuage.recue(qui=mandant("m-3", nom="Abel"), pour=mandataire(nom="Roy"))
    )
    le_27_mars = datetime(2027, 3, 27, 1, 17, tzinfo=UTC)

    assert passer(nuage, greffier, le_27_mars)["RAPPEL_15"] == 1
    assert "RAPPEL_15" not in passer(nuage, greffier, le_27_mars)
    nuage.maintenant = datetime(2027, 4, 4, 1, 17, tzinfo=UTC)
    reverifier(nuage, greffier, acceptee)
    fins = passer(nuage, greffier, datetime(2027, 4, 26, 1, 17, tzinfo=UTC))
    assert (fins["EXPIRATION"], fins["FIN"]) == (1, 1)

    # given: two for a year, and a vote put off by a year
    annees(nuage)
    nuage.ajouter_scrutin(Scrutin("l-2028", "Législatives", (Tour(1, date(2028, 6, 11)),)))
    remis = (Tour(1, date(2027, 4, 11)), Tour(2, date(2027, 6, 20)))
    nuage.ajouter_scrutin(replace(PRESIDENTIELLE, tours=remis))
    passe = passer(nuage, greffier, datetime(2028, 4, 20, 1, 17, tzinfo=UTC))
    assert passe["PLAFONDS"] == 1
    assert passer(nuage, greffier, datetime(2028, 6, 21, 1, 17, tzinfo=UTC))["EFFACEMENT"] == 1

    assert greffier.faits["echeances"] - permis("EcheancesRole") == set(), "a right is missing"
    assert permis("EcheancesRole") - greffier.faits["echeances"] == set(), "a right of no use"
