"""One live procuration a mandant for each vote (L75, motif M08)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from chalicelib.domaine.plafond import Compte, Engagement, Sens, deja_represente
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour

DEBUT = datetime(2027, 1, 1, 8, tzinfo=UTC)
SCRUTINS = {"s": Scrutin("s", "Élection", (Tour(1, date(2027, 4, 11)), Tour(2, date(2027, 4, 25))))}


def test_le_mandant_n_est_represente_qu_une_fois_par_vote() -> None:
    t1, t2 = PorteeScrutin("s", (1,)), PorteeScrutin("s", (2,))
    compte = Compte("m", 1, (Engagement("REF000", Sens.DONNEE, t1, DEBUT, mandant="moi"),))

    assert deja_represente(compte, "moi", t1, SCRUTINS)
    assert not deja_represente(compte, "moi", t2, SCRUTINS)
    assert not deja_represente(compte, "moi", t1, SCRUTINS, sauf="REF000")
    # A homonym born on the same day shares the account, not the procuration.
    assert not deja_represente(compte, "homonyme", t1, SCRUTINS)


def test_ce_que_l_on_tient_n_empeche_pas_de_donner() -> None:
    portee = PorteeScrutin("s", (1,))
    compte = Compte("m", 1, (Engagement("REF000", Sens.DETENUE, portee, DEBUT, mandant="autre"),))

    assert not deja_represente(compte, "moi", portee, SCRUTINS)
