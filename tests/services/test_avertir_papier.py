"""What a clerk is told before a form is entered, and that nothing is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.erreurs import DelegationAbsente
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.avertir_papier import Avertissements, avertir
from chalicelib.services.saisir_papier import FormulairePapier
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    PRESIDENTIELLE,
    RENNES,
    Nuage,
    formulaire_papier,
    mandant,
    mandataire,
)

JOURS = tuple(tour.date for tour in PRESIDENTIELLE.tours)


def averti(nuage: Nuage, formulaire: FormulairePapier) -> Avertissements:
    return avertir(
        nuage.contexte,
        formulaire=formulaire,
        agent=AGENT_RENNES,
        commune=RENNES,
        maintenant=nuage.maintenant,
    )


def test_un_formulaire_ordinaire_n_appelle_rien(nuage: Nuage) -> None:
    nuage.peupler()

    trouves = averti(nuage, formulaire_papier(nuage.maintenant))

    assert not trouves.deja_represente
    assert trouves.plafond.nuls == ()
    assert (trouves.deplacees, trouves.passes) == (0, ())
    assert list(nuage.contexte.depots.toutes_les_ecritures()) == []


def test_m08_une_autre_procuration_du_mandant_est_annoncee(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.etablir(nuage.deposer(mandant(nom="Papillon"), mandataire(nom="Autre")))

    assert averti(nuage, formulaire_papier(nuage.maintenant)).deja_represente


def test_l73_le_plafond_deja_atteint_est_annonce_tour_par_tour(nuage: Nuage) -> None:
    nuage.peupler()
    second_tour = PorteeScrutin(PRESIDENTIELLE.id, (2,))
    nuage.accepter(nuage.recue(portee=second_tour))
    nuage.avancer(hours=1)

    trouves = averti(nuage, formulaire_papier(nuage.maintenant))

    assert trouves.plafond.nuls == JOURS[1:]
    assert not trouves.plafond.est_nulle
    assert trouves.deplacees == 0


def test_l73_ce_qu_un_formulaire_plus_ancien_rendrait_nul_est_annonce(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.accepter(nuage.recue())

    trouves = averti(nuage, formulaire_papier(nuage.maintenant - timedelta(days=1)))

    assert trouves.plafond.nuls == ()
    assert trouves.deplacees == 1


def test_val_06_un_tour_passe_est_annonce_sans_rien_refuser(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = nuage.maintenant.replace(month=4, day=12)

    trouves = averti(nuage, formulaire_papier(nuage.maintenant - timedelta(days=30)))

    assert trouves.passes == JOURS[:1]


def test_une_autre_commune_n_apprend_rien(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(DelegationAbsente):
        avertir(
            nuage.contexte,
            formulaire=formulaire_papier(nuage.maintenant),
            agent=AGENT_ANGERS,
            commune=RENNES,
            maintenant=nuage.maintenant,
        )
