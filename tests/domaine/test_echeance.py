"""Until when a demande (RET-02), or a résiliation asked for (R78), can be presented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.actes import Resiliation
from chalicelib.domaine.echeance import (
    dernier_jour_au_guichet,
    dernier_jour_pour_resilier,
    est_perimee,
    peut_encore_servir,
)
from chalicelib.domaine.etats import A_PRESENTER, Etat
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin
from tests.constructeurs import PRESIDENTIELLE, SCRUTINS
from tests.domaine.exemples import demande_dans

INSTANT = timedelta(microseconds=1)
DEUX_TOURS = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
PREMIER = PorteeScrutin(PRESIDENTIELLE.id, (1,))
AN = PorteePeriode(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "depot,portee,dernier",
    [
        # Two months come first…
        (datetime(2027, 1, 5, 12, tzinfo=UTC), DEUX_TOURS, date(2027, 3, 5)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), AN, date(2027, 2, 28)),
        # … or the last day of its vote, whether both tours or the first one.
        (datetime(2027, 3, 1, 12, tzinfo=UTC), DEUX_TOURS, date(2027, 4, 25)),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), PREMIER, date(2027, 4, 11)),
        (datetime(2027, 11, 15, 12, tzinfo=UTC), AN, date(2027, 12, 31)),
    ],
)
def test_ret_02_deux_mois_et_jamais_apres_le_dernier_vote(
    depot: datetime, portee: Portee, dernier: date
) -> None:
    demande = demande_dans(Etat.DEPOSEE, depot=depot, portee=portee)

    assert dernier_jour_au_guichet(demande, SCRUTINS) == dernier


def test_res_01_r78_la_resiliation_se_presente_dans_les_memes_deux_mois() -> None:
    demande = demande_dans(Etat.VALIDE)

    def asked(expire_le: datetime) -> date:
        resiliation = Resiliation(demandee_le=expire_le, expire_le=expire_le)
        return dernier_jour_pour_resilier(demande, resiliation, SCRUTINS)

    assert asked(datetime(2027, 4, 10, 22, tzinfo=UTC)) == date(2027, 4, 10)
    assert asked(datetime(2027, 5, 1, 22, tzinfo=UTC)) == date(2027, 4, 25)


@pytest.mark.parametrize("etat", list(Etat))
def test_ret_02_seule_se_perime_une_demande_qui_attend_son_etablissement(etat: Etat) -> None:
    minuit = datetime(2027, 4, 25, 22, tzinfo=UTC)
    demande = demande_dans(etat)

    assert est_perimee(demande, SCRUTINS, minuit) is (etat in A_PRESENTER)
    assert not est_perimee(demande, SCRUTINS, minuit - INSTANT)


def test_val_07_elle_peut_servir_jusqu_au_dernier_soir_de_vote() -> None:
    demande = demande_dans(Etat.VALIDE)
    minuit = datetime(2027, 4, 25, 22, tzinfo=UTC)

    assert peut_encore_servir(demande, SCRUTINS, minuit - INSTANT)
    assert not peut_encore_servir(demande, SCRUTINS, minuit)
    assert peut_encore_servir(replace(demande, portee=AN), SCRUTINS, minuit)
