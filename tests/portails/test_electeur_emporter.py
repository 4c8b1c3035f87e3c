"""What the mandant takes along, and what is said when the vote is near."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.portails.vues_scrutin import vue_scrutin
from tests.constructeurs import Nuage
from tests.portails import exemples
from tests.portails.exemples import LE_14_JUIN, SCRUTINS
from tests.portails.mandant import (
    COMMUNE,
    DEMANDES,
    MANDATAIRE,
    RECAPITULATIF,
    mandant,
    remplir_jusqu_a,
)

ETATS = [
    (exemples.DEPOSEE, "pas encore établie", "ne peut pas refuser"),
    (exemples.ETABLIE, "ne l’a pas encore reçue", "Téléphonez"),
    (exemples.A_CONTROLER, "ne l’a pas encore acceptée", "Téléphonez"),
    (exemples.VALIDE, "est acceptée", "Rappelez-lui"),
    (exemples.RESILIATION_DEMANDEE, "pas encore résiliée", "avant ce jour"),
    (exemples.INVALIDE, "ne sert pas", "Votez vous-même"),
    (exemples.NULLE_A_UN_TOUR, "ne sert pas", "Votez vous-même"),
]


@pytest.mark.parametrize("demande, fait, conseil", ETATS)
def test_val_06_pres_du_vote_la_page_dit_le_jour_l_etat_et_quoi_faire(
    demande: Demande, fait: str, conseil: str
) -> None:
    vue = vue_scrutin(demande, SCRUTINS, LE_14_JUIN + timedelta(days=4))

    assert vue is not None
    assert vue.quand == "Le vote a lieu dans 2 jours, le dimanche 20 juin 2021."
    assert fait in vue.fait
    assert conseil in " ".join(vue.conseils)


@pytest.mark.parametrize(
    "instant, attendu",
    [
        (datetime(2021, 6, 18, 21, 59, tzinfo=UTC), "dans 2 jours, le dimanche 20 juin"),
        (datetime(2021, 6, 18, 22, 1, tzinfo=UTC), "demain, dimanche 20 juin"),
        (datetime(2021, 6, 19, 22, 1, tzinfo=UTC), "aujourd’hui, dimanche 20 juin"),
        (datetime(2021, 6, 20, 22, 1, tzinfo=UTC), "dans 6 jours, le dimanche 27 juin"),
    ],
)
def test_les_jours_se_comptent_a_paris(instant: datetime, attendu: str) -> None:
    vue = vue_scrutin(exemples.DEPOSEE, SCRUTINS, instant)

    assert vue is not None
    assert attendu in vue.quand


@pytest.mark.parametrize(
    "demande", [exemples.RETIREE, exemples.RESILIEE, exemples.CADUQUE, exemples.ECHUE]
)
def test_de_ce_qui_est_fini_rien_n_est_dit(demande: Demande) -> None:
    assert vue_scrutin(demande, SCRUTINS, LE_14_JUIN) is None


def test_loin_du_vote_rien_n_est_dit() -> None:
    assert vue_scrutin(exemples.DEPOSEE, SCRUTINS, LE_14_JUIN - timedelta(days=2)) is None


def test_la_fiche_dit_ou_quand_et_avec_quoi_sans_nommer_personne(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    page = mandant(nuage).voir(f"{DEMANDES}/{demande.reference}/fiche")

    for attendu in (demande.reference, "commissariat", "pièce d’identité", "au plus tard le"):
        assert attendu in page.texte, attendu
    contenu = page.texte.split("Espace électeur", 1)[1].split("Se déconnecter", 1)[1]
    for personne in (demande.mandant.etat_civil.nom, demande.mandataire.nom):
        assert personne not in contenu


def test_une_fois_etablie_il_n_y_a_plus_de_fiche(nuage: Nuage) -> None:
    demande = nuage.etablir(nuage.peupler().deposer())
    chemin = f"{DEMANDES}/{demande.reference}"

    assert mandant(nuage).voir(f"{chemin}/fiche").vers == chemin


def test_le_calendrier_se_lit_et_ne_nomme_personne(nuage: Nuage) -> None:
    # Given a demande for both tours
    demande = nuage.peupler().deposer()

    # When its dates are asked for
    reponse = mandant(nuage).demander(f"{DEMANDES}/{demande.reference}/calendrier.ics")

    # Then a parser reads the last day at the counter, with an alarm, and the days of the vote
    assert reponse.entetes["Content-Type"] == "text/calendar; charset=utf-8"
    jours = {
        (e["SUMMARY"], e["DTSTART"].dt, len(e.walk("VALARM")))
        for e in Calendar.from_ical(reponse.corps).walk("VEVENT")
    }
    reference = demande.reference
    assert jours == {
        (f"Jour de vote, procuration {reference}", date(2027, 4, 11), 0),
        (f"Jour de vote, procuration {reference}", date(2027, 4, 25), 0),
        (f"Dernier jour au guichet : {reference}", date(2027, 4, 25), 1),
    }
    texte = reponse.corps.decode()
    for personnel in (demande.mandant.etat_civil.nom, demande.mandataire.nom, "@exemple", "35238"):
        assert personnel not in texte


def test_sans_date_a_venir_il_n_y_a_pas_de_calendrier(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    retrait = f"{DEMANDES}/{demande.reference}/retrait"
    visiteur.remplir(visiteur.voir(retrait), retrait)

    page = visiteur.voir(f"{DEMANDES}/{demande.reference}/calendrier.ics")

    assert (page.statut, page.titre.split(" –")[0]) == (409, "Il n’y a plus de date à noter")


def test_changer_de_personne_ne_demande_que_qui_votera(nuage: Nuage) -> None:
    # Given an accepted procuration
    acceptee = nuage.accepter(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{acceptee.reference}"
    visiteur = mandant(nuage)

    # When its mandant wants somebody else
    suite = visiteur.remplir(visiteur.voir(f"{chemin}/resiliation"), f"{chemin}/remplacement")

    # Then only who will vote is asked, the recap comes next, and the first is untouched
    assert suite.vers == MANDATAIRE
    champs = {
        "designation": "nne",
        "nne": "490000082",
        "nne_naissance_jour": "20",
        "nne_naissance_mois": "5",
        "nne_naissance_annee": "1980",
    }
    page = visiteur.remplir(visiteur.voir(suite.vers), suite.vers, **champs)
    assert page.vers == RECAPITULATIF
    recapitulatif = visiteur.voir(page.vers)
    for repris in ("490000082", "25 avril 2027", acceptee.mandant.courriel):
        assert repris in recapitulatif.texte, repris
    assert nuage.relire(acceptee).etat is Etat.VALIDE


def test_modifier_depuis_le_recapitulatif_y_ramene(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, RECAPITULATIF)

    page = visiteur.voir(f"{MANDATAIRE}?modifier=1")

    assert page.liens["Retour"] == RECAPITULATIF
    assert visiteur.voir(MANDATAIRE).liens["Retour"] == COMMUNE
    assert visiteur.remplir(page, MANDATAIRE).vers == RECAPITULATIF


def test_apres_un_refus_les_memes_reponses_sont_reprises_sans_perdre_un_brouillon(
    nuage: Nuage,
) -> None:
    # Given a procuration that the mairie has refused
    refusee = nuage.refuser(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{refusee.reference}"
    visiteur = mandant(nuage)

    # When its mandant makes another demande from its page, twice
    page = visiteur.voir(chemin)
    suites = [visiteur.remplir(page, f"{chemin}/remplacement").vers for _ in range(2)]

    # Then only who will vote is asked, and the second time what was begun is offered again
    assert suites == [MANDATAIRE, DEMANDES]
    assert visiteur.voir(DEMANDES).liens["Reprendre ma demande"] == MANDATAIRE
