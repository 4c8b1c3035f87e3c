"""What the register of electors is asked (article L16)."""

from __future__ import annotations

from chalicelib.domaine.electeurs import Recherche, recherche_du_mandant, recherche_du_mandataire
from chalicelib.domaine.identites import Mandataire, Sexe
from tests.constructeurs import RENNES, mandant, mandataire


def test_l71_le_mandant_se_cherche_par_son_etat_civil_dans_sa_commune() -> None:
    assert recherche_du_mandant(mandant()) == Recherche(
        naissance="1985-07-14",
        nne="",
        nom="Durand-Lévêque",
        prenoms=("Camille", "Élodie"),
        sexe=Sexe.FEMININ,
        commune=RENNES,
    )


def test_l72_le_mandataire_se_cherche_comme_le_mandant_l_a_nomme() -> None:
    assert recherche_du_mandataire(mandataire()) == Recherche(
        naissance="1990-01-15",
        nom="Martin",
        prenoms=("Louis",),
        sexe=Sexe.MASCULIN,
        commune=RENNES,
    )
    assert recherche_du_mandataire(Mandataire("1990-01-15", nne="12345678")) == Recherche(
        naissance="1990-01-15", nne="12345678"
    )
