"""The authority refuses at the counter."""

from __future__ import annotations

import pytest

from chalicelib.domaine.erreurs import (
    ErreurMetier,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from tests.constructeurs import APJ, Nuage, mandant
from tests.services.comptoir import JAMAIS_DONNEE, consulter, echecs, refuser
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def test_un_refus_provisoire_laisse_la_reference_vivante(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    ajournee = refuser(nuage, demande.reference, "A2")

    assert (ajournee.etat, ajournee.version) == (Etat.DEPOSEE, 2)
    assert consulter(nuage, demande.reference, APJ) == ajournee
    assert nuage.etablir(ajournee).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_un_refus_definitif_ferme_la_reference(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    assert refuser(nuage, demande.reference, "A4").etat is Etat.REFUSEE_AGENT
    with pytest.raises(TransitionInterdite, match="refusée au guichet"):
        nuage.etablir(demande)
    verifier_tout(nuage)


def test_un_refus_rejoue_avec_sa_cle_ne_change_rien_de_plus(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    premier = refuser(nuage, demande.reference, "A1", cle="c")
    nuage.avancer(seconds=3)

    assert refuser(nuage, demande.reference, "A1", cle="c") == premier
    assert nuage.relire(demande).version == 2
    assert refuser(nuage, demande.reference, "A1", cle="autre").version == 3
    assert refuser(nuage, demande.reference, "A1", agent=APJ, cle="autre").version == 4
    # Nor does it after another agent's.
    assert refuser(nuage, demande.reference, "A1", cle="c").version == 4
    verifier_tout(nuage)


def test_un_motif_inconnu_est_refuse_avant_toute_lecture(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(SaisieInvalide):
        refuser(nuage, JAMAIS_DONNEE, "M01")
    assert echecs(nuage) == 0


def test_aucun_refus_du_guichet_ne_nomme_personne(nuage: Nuage) -> None:
    nuage.peupler()
    finies = [
        refuser(nuage, nuage.deposer(qui=mandant("m1")).reference, "A4"),
        nuage.etablir(nuage.deposer(qui=mandant("m2")), APJ),
    ]

    for finie in finies:
        with pytest.raises(ErreurMetier) as refus:
            consulter(nuage, finie.reference)
        texte = f"{refus.value.titre} {refus.value.detail} {refus.value}"
        for nom in ("Durand", "Camille", "Martin", "exemple.fr", "Moreau", finie.reference):
            assert nom not in texte
