"""The three steps, on both engines."""

from __future__ import annotations

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.services.verifier_journal import verifier_journal
from tests.constructeurs import RENNES, Nuage

pytestmark = pytest.mark.deux_moteurs


def test_une_demande_devient_une_procuration_acceptee(nuage: Nuage) -> None:
    nuage.peupler()

    recue = nuage.recue()
    acceptee = nuage.accepter(recue)

    assert recue.etat is Etat.A_CONTROLER
    assert recue.recue_le == nuage.maintenant
    assert nuage.relire(acceptee) == acceptee
    assert acceptee.etat is Etat.VALIDE
    bilan = verifier_journal(nuage.contexte)
    assert (bilan.chaines, bilan.ecritures, bilan.ruptures) == (1, 5, ())
    page = nuage.contexte.depots.file(RENNES, etat=None, depuis="", limite=10)
    assert [ligne.reference for ligne in page.lignes] == [recue.reference]
