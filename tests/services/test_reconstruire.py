"""A procuration that the routing gave up reaches its mairie all the same."""

from __future__ import annotations

import pytest

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.modeles import LigneModele
from chalicelib.domaine.etats import Etat
from chalicelib.services.reconstruire import Reconstruction, reconstruire
from tests.constructeurs import RENNES, Nuage, mandant

pytestmark = pytest.mark.deux_moteurs


def refaire(nuage: Nuage) -> Reconstruction:
    return reconstruire(nuage.contexte, ActivitesDynamo(), nuage.maintenant)


def references_au_registre(nuage: Nuage) -> set[str]:
    return {ligne.reference for ligne in nuage.contexte.depots.registre(RENNES)}


def test_une_procuration_restee_en_chemin_est_transmise(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.deposer(qui=mandant("a-presenter"))
    en_chemin = nuage.etablir(nuage.deposer())

    assert refaire(nuage) == Reconstruction(1, 1, ())

    assert nuage.relire(en_chemin).etat is Etat.A_CONTROLER
    assert references_au_registre(nuage) == {en_chemin.reference}
    assert refaire(nuage) == Reconstruction(1, 0, ())


def test_un_registre_efface_est_ecrit_a_nouveau(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    LigneModele(RENNES, recue.reference).delete()

    refaire(nuage)

    assert references_au_registre(nuage) == {recue.reference}


def test_une_commune_sans_registre_est_nommee_et_n_arrete_pas_les_autres(nuage: Nuage) -> None:
    nuage.peupler()
    perdue = nuage.etablir(nuage.deposer(qui=mandant("perdu", commune="00000", nom="Perdu")))
    autre = nuage.etablir(nuage.deposer())

    bilan = refaire(nuage)

    assert bilan == Reconstruction(2, 1, (perdue.reference,))
    assert references_au_registre(nuage) == {autre.reference}
