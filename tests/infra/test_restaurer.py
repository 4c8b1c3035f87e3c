"""From a backup to a service in order: what was lost is back, and nothing else has moved."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.depots.modeles import (
    CompteModele,
    DemandeModele,
    EcritureModele,
    EnvoiModele,
    LigneModele,
)
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.domaine.demande import CONSERVATION
from chalicelib.domaine.journal import effacement
from chalicelib.services.courrier import Message
from outils.rapprocher import rapprocher
from outils.restaurer import remettre, restaurer
from tests.constructeurs import RENNES, Nuage, mandant, mandataire
from tests.services.invariants import verifier_tout
from tests.services.rapprochement import Bureau, plus_tard, recue

TOUTES: tuple[Any, ...] = (DemandeModele, LigneModele, MotModele, EnvoiModele)


@pytest.fixture
def bureau(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("RAPPROCHEMENT_PARTS", "1")
    nuage.peupler()
    return Bureau(nuage)


def contenu(*modeles: Any) -> dict[str, list[str]]:
    return {
        m.__name__: sorted(str(sorted(a.serialize().items())) for a in m.scan(consistent_read=True))
        for m in modeles
    }


def taire(_: str) -> None:
    """Nobody listens."""


@pytest.mark.deux_moteurs
def test_des_demandes_perdues_et_un_registre_vide_reviennent_egaux(bureau: Bureau) -> None:
    nuage = bureau.nuage
    une = recue(bureau)
    autre = recue(bureau, qui=mandant("m2", nom="Abel"), pour=mandataire(nom="Roy"))
    troisieme = recue(bureau, qui=mandant("m3", nom="Petit"), pour=mandataire(nom="Blanc"))
    copie = restaurer("demandes", None)
    # given: life goes on, then a mishap loses two demandes, all the registers
    # and accounts
    acceptee = nuage.accepter(troisieme)
    bureau.envoyer(acceptee, Message.M3A)
    nuage.transmettre(acceptee)
    plus_tard(bureau)
    avant = contenu(*TOUTES)
    DemandeModele(une.reference).delete()
    DemandeModele(autre.reference).delete()
    for modele in (LigneModele, CompteModele, MotModele):
        for article in modele.scan():
            article.delete()

    assert remettre("demandes", copie, faire=False, dire=taire) == {"vus": 3, "manquants": 2}
    assert remettre("demandes", copie, faire=True, dire=taire) == {"vus": 3, "remis": 2}
    assert remettre("demandes", copie, faire=True, dire=taire) == {"vus": 3}
    assert rapprocher(reparer_=True, dire=taire).restants == 0
    assert rapprocher(reparer_=True, dire=taire).references == 0

    assert contenu(*TOUTES) == avant
    assert nuage.relire(acceptee) == acceptee
    verifier_tout(nuage)
    assert nuage.moteur.courriels() == []


def test_ce_qui_est_revenu_en_arriere_avance_et_rien_ne_recule(bureau: Bureau) -> None:
    demande = recue(bureau)
    (ancienne,) = DemandeModele.scan()
    acceptee = bureau.nuage.accepter(demande)
    copie = restaurer("demandes", None)
    ancienne.save()

    assert remettre("demandes", copie, faire=True, dire=taire)["remis"] == 1
    assert bureau.nuage.relire(demande) == acceptee

    resiliee = bureau.nuage.resilier(bureau.nuage.demander_resiliation(acceptee))
    assert remettre("demandes", copie, faire=True, dire=taire) == {"vus": 1}
    assert bureau.nuage.relire(demande) == resiliee


def test_une_demande_ne_revient_pas_derriere_son_journal(bureau: Bureau) -> None:
    demande = recue(bureau)
    copie = restaurer("demandes", None)
    bureau.nuage.accepter(demande)
    DemandeModele(demande.reference).delete()

    bilan = remettre("demandes", copie, faire=True, dire=taire)

    assert bilan == {"vus": 1, "en_retard": 1}
    assert list(DemandeModele.scan()) == []


@pytest.mark.parametrize("table", ["demandes", "envois"])
def test_ce_qui_fut_efface_ne_revient_pas(bureau: Bureau, table: str) -> None:
    demande = recue(bureau)
    copie = restaurer(table, None)
    trace = effacement(
        reference=demande.reference,
        numero=demande.version,
        acteur=CONSERVATION,
        instant=bureau.nuage.maintenant,
        etat=demande.etat,
        precedente=demande.tete,
    )
    bureau.nuage.contexte.depots.consigner(trace)
    DemandeModele(demande.reference).delete()
    for envoi in EnvoiModele.scan():
        envoi.delete()

    assert remettre(table, copie, faire=True, dire=taire) == {"vus": 1, "effaces": 1}


def test_un_journal_et_des_envois_perdus_reviennent_sans_un_courriel(bureau: Bureau) -> None:
    recue(bureau)
    copies = {table: restaurer(table, None) for table in ("journal", "envois")}
    plus_tard(bureau)
    avant = contenu(EcritureModele, EnvoiModele)
    for modele in (EcritureModele, EnvoiModele):
        for article in modele.scan():
            article.delete()

    for table, copie in copies.items():
        remettre(table, copie, faire=True, dire=taire)

    assert contenu(EcritureModele, EnvoiModele) == avant
    assert rapprocher(reparer_=True, dire=taire).references == 0
    assert bureau.nuage.moteur.courriels() == []
    assert LigneModele.count(RENNES) == 1
