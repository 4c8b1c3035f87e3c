"""The mandant asks online to end a procuration (L75, R78)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.temps import fin_du_jour, jour
from chalicelib.services.demander_resiliation import demander_resiliation
from chalicelib.services.suivre import DemandeIntrouvable
from tests.constructeurs import PRESIDENTIELLE, Nuage
from tests.services.comptoir import refuser
from tests.services.invariants import verifier_tout
from tests.services.pannes import avant, intercepter

pytestmark = pytest.mark.deux_moteurs

DEUX_MOIS = timedelta(days=61)
"""From 1 March to the end of 1 May."""


@pytest.mark.parametrize("etape", ["établie", "reçue", "acceptée"])
def test_r78_la_procuration_reste_valable_et_la_demande_vaut_deux_mois(
    nuage: Nuage, etape: str
) -> None:
    nuage.peupler()
    vivante = nuage.etablir(nuage.deposer())
    if etape != "établie":
        vivante = nuage.transmettre(vivante)
    if etape == "acceptée":
        vivante = nuage.accepter(vivante)

    demandee = nuage.demander_resiliation(vivante)

    assert (demandee.etat, demandee.version) == (vivante.etat, vivante.version + 1)
    assert demandee.resiliation is not None
    assert demandee.resiliation.demandee_le == nuage.maintenant
    assert demandee.resiliation.expire_le == fin_du_jour(jour(nuage.maintenant + DEUX_MOIS))
    assert demandee.resiliation.le is None
    assert nuage.relire(vivante) == demandee
    verifier_tout(nuage)


def test_demander_deux_fois_ne_change_rien_de_plus(nuage: Nuage) -> None:
    nuage.peupler()
    demandee = nuage.demander_resiliation(nuage.etablir(nuage.deposer()))
    nuage.avancer(days=3)

    assert nuage.demander_resiliation(demandee) == demandee
    assert nuage.relire(demandee).version == demandee.version
    verifier_tout(nuage)


def test_apres_deux_mois_la_demande_se_refait(nuage: Nuage) -> None:
    nuage.peupler()
    second_tour = PorteeScrutin(PRESIDENTIELLE.id, (2,))
    nuage.avancer(days=-30)
    demandee = nuage.demander_resiliation(nuage.etablir(nuage.deposer(portee=second_tour)))
    nuage.avancer(days=70)

    refaite = nuage.demander_resiliation(demandee)

    assert refaite.version == demandee.version + 1
    assert refaite.resiliation is not None
    assert refaite.resiliation.demandee_le == nuage.maintenant
    verifier_tout(nuage)


@pytest.mark.parametrize("etat", [Etat.DEPOSEE, Etat.REFUSEE_AGENT, Etat.INVALIDE, Etat.RESILIEE])
def test_seule_une_procuration_vivante_se_resilie(nuage: Nuage, etat: Etat) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    if etat is Etat.REFUSEE_AGENT:
        demande = refuser(nuage, demande.reference, "A4")
    elif etat is Etat.INVALIDE:
        demande = nuage.refuser(nuage.transmettre(nuage.etablir(demande)))
    elif etat is Etat.RESILIEE:
        demande = nuage.resilier(nuage.demander_resiliation(nuage.etablir(demande)))
    assert demande.etat is etat

    with pytest.raises(TransitionInterdite):
        nuage.demander_resiliation(demande)
    assert nuage.relire(demande) == demande


def test_apres_le_dernier_vote_il_n_y_a_plus_rien_a_resilier(nuage: Nuage) -> None:
    nuage.peupler()
    vivante = nuage.etablir(nuage.deposer())
    nuage.avancer(days=56)

    with pytest.raises(TransitionInterdite, match="dernier vote"):
        nuage.demander_resiliation(vivante)
    assert nuage.relire(vivante) == vivante


def test_un_autre_que_le_mandant_n_apprend_rien(nuage: Nuage) -> None:
    nuage.peupler()
    vivante = nuage.etablir(nuage.deposer())

    with pytest.raises(DemandeIntrouvable):
        demander_resiliation(
            nuage.contexte,
            reference=vivante.reference,
            mandant_id="mandant-2",
            maintenant=nuage.maintenant,
        )
    assert nuage.relire(vivante) == vivante


def test_la_mairie_qui_accepte_entre_temps_n_empeche_rien(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    recue = nuage.recue()
    intercepter(monkeypatch, "TransactWriteItems", 1, avant(lambda: nuage.accepter(recue)))

    demandee = nuage.demander_resiliation(recue)

    assert demandee.etat is Etat.VALIDE
    assert demandee.dernier is Evenement.DEMANDE_RESILIATION
    verifier_tout(nuage)


def test_une_procuration_dont_la_resiliation_est_demandee_va_quand_meme_a_la_mairie(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    demandee = nuage.demander_resiliation(etablie)

    nuage.transmettre(etablie)
    recue = nuage.transmettre(demandee)

    assert recue.etat is Etat.A_CONTROLER
    assert recue.resiliation == demandee.resiliation
    assert nuage.accepter(recue).etat is Etat.VALIDE
    verifier_tout(nuage)
