"""Routing: the right register, once, whatever is delivered twice, late or out of order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.depots.modeles import LigneModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.services.changement import Ligne
from chalicelib.services.router import CommuneSansRegistre, commune_du_registre, router
from tests.constructeurs import ANGERS, RENNES, Nuage, mandant
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def lignes(nuage: Nuage, commune: str = RENNES) -> list[Ligne]:
    return list(nuage.contexte.depots.registre(commune))


def test_la_procuration_entre_au_registre_de_sa_commune_et_d_aucune_autre(nuage: Nuage) -> None:
    nuage.peupler()

    recue = nuage.recue()

    (ligne,) = lignes(nuage)
    assert (ligne.commune, ligne.reference, ligne.etat) == (
        RENNES,
        recue.reference,
        Etat.A_CONTROLER,
    )
    assert (ligne.mandant_nom, ligne.mandant_prenoms) == ("Durand-Lévêque", "Camille Élodie")
    assert (ligne.mandataire_nom, ligne.mandataire_prenoms) == ("Martin", "Louis")
    assert (ligne.autorite_nom, ligne.autorite_prenom) == ("Kervella", "Yann")
    assert (ligne.autorite_qualite, ligne.lieu) == ("OPJ", "Rennes")
    assert (ligne.premier_jour, ligne.dernier_jour) == ("2027-04-11", "2027-04-25")
    assert ligne.version == recue.version == 4
    assert lignes(nuage, ANGERS) == []


def test_livree_deux_fois_elle_n_entre_qu_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())

    recue = nuage.transmettre(etablie)
    nuage.avancer(minutes=3)

    assert nuage.transmettre(etablie) == recue
    assert len(lignes(nuage)) == 1
    verifier_tout(nuage)


def test_une_image_ancienne_livree_apres_la_decision_ne_ramene_rien_en_arriere(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    recue = nuage.transmettre(etablie)
    decidee = nuage.accepter(recue)
    router(nuage.contexte, decidee, nuage.maintenant)
    (apres,) = lignes(nuage)

    for image in (recue, etablie, decidee, etablie, recue):
        router(nuage.contexte, image, nuage.maintenant)

    assert lignes(nuage) == [apres]
    assert (apres.etat, apres.version) == (Etat.VALIDE, 5)
    assert nuage.relire(decidee) == decidee
    verifier_tout(nuage)


@pytest.mark.parametrize("geste", ["accepter", "refuser"])
def test_la_decision_avance_la_ligne(nuage: Nuage, geste: str) -> None:
    nuage.peupler()
    decidee: Demande = getattr(nuage, geste)(nuage.recue())

    router(nuage.contexte, decidee, nuage.maintenant)

    (ligne,) = lignes(nuage)
    assert (ligne.etat, ligne.version) == (decidee.etat, 5)


def test_une_decision_dont_la_ligne_manque_la_recree(nuage: Nuage) -> None:
    # given: the record of the decision comes to a register that a restore has emptied
    nuage.peupler()
    decidee = nuage.accepter(nuage.recue())
    LigneModele(RENNES, decidee.reference).delete()

    router(nuage.contexte, decidee, nuage.maintenant)

    assert [ligne.etat for ligne in lignes(nuage)] == [Etat.VALIDE]


def test_ce_qui_n_est_pas_etabli_ne_se_route_pas(nuage: Nuage) -> None:
    nuage.peupler()
    deposee = nuage.deposer()

    router(nuage.contexte, deposee, nuage.maintenant)

    assert nuage.relire(deposee) == deposee
    assert lignes(nuage) == []


@pytest.mark.parametrize(
    "code,registre",
    [
        ("35238", "35238"),
        ("75112", "75112"),
        ("69383", "69383"),
        ("13201", "13201"),
        ("ZZ001", "ZZ001"),
        # A commune that a commune nouvelle holds today, an old code, a commune associée.
        ("49018", "49018"),
        ("49101", "49018"),
        ("61324", "61324"),
    ],
)
def test_un_code_mene_au_registre_d_aujourd_hui(nuage: Nuage, code: str, registre: str) -> None:
    nuage.peupler()

    recue = nuage.recue(qui=mandant(commune=code))

    assert commune_du_registre(recue) == registre
    assert [ligne.reference for ligne in lignes(nuage, registre)] == [recue.reference]


@pytest.mark.parametrize("code", ["99999", "", "75056", "69123", "13055"])
def test_un_code_sans_registre_est_une_erreur_qui_ne_perd_rien(nuage: Nuage, code: str) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    perdue = replace(etablie, mandant=replace(etablie.mandant, commune=code))

    with pytest.raises(CommuneSansRegistre):
        router(nuage.contexte, perdue, nuage.maintenant)

    assert nuage.relire(etablie) == etablie
    verifier_tout(nuage)


def test_ret_01_une_image_livree_apres_l_effacement_n_ecrit_plus_rien(nuage: Nuage) -> None:
    nuage.peupler()
    acceptee = nuage.accepter(nuage.recue())
    (avant,) = lignes(nuage)
    LigneModele(avant.commune, avant.reference).delete()

    nuage.avancer(days=500)
    router(nuage.contexte, acceptee, nuage.maintenant)

    assert list(LigneModele.scan(consistent_read=True)) == []
