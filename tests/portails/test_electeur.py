"""The mandant's five steps: what is asked, what is kept, and what is sent once."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.depots.connexion import connexion
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from tests.constructeurs import PRESIDENTIELLE, RENNES, Nuage
from tests.constructeurs import mandant as un_mandant
from tests.portails.mandant import (
    COMMUNE,
    COURRIEL,
    DEMANDES,
    MANDATAIRE,
    PORTEE,
    RECAPITULATIF,
    REPONSES,
    declarer,
    deposer,
    mandant,
    remplir_jusqu_a,
    repondre,
)

TOUTES = [COMMUNE, MANDATAIRE, PORTEE, COURRIEL, RECAPITULATIF]


def test_un_mandant_depose_en_cinq_etapes_et_lit_sa_reference(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())

    recapitulatif = remplir_jusqu_a(visiteur, RECAPITULATIF)
    for lu in ("Durand-Lévêque", "Louis, Aimé", "Rennes (Ille-et-Vilaine, 35)", "15 janvier 1990"):
        assert lu in recapitulatif.texte
    confirmation = visiteur.voir(declarer(visiteur, recapitulatif).vers)

    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert demande.reference in confirmation.texte
    assert demande.mandant == un_mandant()
    assert demande.mandataire.prenoms == ("Louis", "Aimé")
    assert demande.portee == PorteeScrutin(PRESIDENTIELLE.id, (1, 2))


def test_l_identite_de_franceconnect_se_lit_et_ne_se_change_pas(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    page = visiteur.voir(COMMUNE)
    assert "Camille, Élodie" in page.texte

    visiteur.remplir(page, COMMUNE, commune=RENNES, nom="Autre", prenoms="Une", sexe="M")
    reference = deposer(visiteur)

    demande = nuage.contexte.depots.demande(reference)
    assert demande is not None
    assert demande.mandant.etat_civil == un_mandant().etat_civil


@pytest.mark.parametrize("chemin", TOUTES)
def test_une_etape_dont_les_precedentes_manquent_mene_a_la_premiere(
    nuage: Nuage, chemin: str
) -> None:
    visiteur = mandant(nuage.peupler())
    page = visiteur.voir(chemin)
    assert page.statut == 200 if chemin == COMMUNE else page.vers == COMMUNE


@pytest.mark.parametrize("chemin", TOUTES[:4])
def test_ce_qui_est_saisi_se_retrouve_apres_une_nouvelle_connexion(
    nuage: Nuage, chemin: str
) -> None:
    remplir_jusqu_a(mandant(nuage.peupler()), RECAPITULATIF)

    nuage.avancer(hours=20)
    revenu = mandant(nuage)
    champs = revenu.voir(chemin).formulaire(chemin).champs

    assert REPONSES[chemin].items() <= champs.items()
    assert revenu.voir(DEMANDES).liens["Reprendre ma demande"] == RECAPITULATIF


def test_une_saisie_refusee_est_gardee_elle_aussi(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, MANDATAIRE)

    refusee = repondre(visiteur, MANDATAIRE, naissance_mois="13", nom="D’Artagnan")
    assert refusee.titre.startswith("Erreur : ")
    assert refusee.formulaire(MANDATAIRE).champs["nom"] == "D’Artagnan"

    rechargee = visiteur.voir(MANDATAIRE)
    assert rechargee.formulaire(MANDATAIRE).champs["naissance_mois"] == "13"
    assert rechargee.erreurs == refusee.erreurs != []
    assert visiteur.voir(DEMANDES).liens["Reprendre ma demande"] == MANDATAIRE


def test_modifier_une_reponse_ramene_au_recapitulatif(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, RECAPITULATIF)

    assert repondre(visiteur, MANDATAIRE, nom="Bernard").vers == RECAPITULATIF

    assert "Bernard" in visiteur.voir(RECAPITULATIF).texte


def test_un_double_clic_ne_fait_qu_une_demande(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    recapitulatif = remplir_jusqu_a(visiteur, RECAPITULATIF)

    suites = {declarer(visiteur, recapitulatif).vers for _ in range(3)}

    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert suites == {f"{DEMANDES}/{demande.reference}/confirmation"}


def test_une_demande_envoyee_ne_se_reprend_pas(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    reference = deposer(visiteur)

    page = visiteur.voir(DEMANDES)

    assert reference in page.liens
    assert "Reprendre ma demande" not in page.liens


def test_changer_ses_reponses_apres_l_envoi_demande_un_second_envoi(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    deposer(visiteur)
    repondre(visiteur, MANDATAIRE, nom="Bernard")

    refusee = declarer(visiteur, visiteur.voir(RECAPITULATIF))
    assert refusee.statut == 409
    assert "déjà envoyé" in refusee.erreurs[0]
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1

    declarer(visiteur, refusee)
    deux = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert {demande.mandataire.nom for demande in deux} == {"Martin", "Bernard"}


def test_seul_ce_qui_a_ete_lu_au_recapitulatif_est_envoye(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    lu = remplir_jusqu_a(visiteur, RECAPITULATIF)
    repondre(visiteur, MANDATAIRE, nom="Bernard")

    refusee = declarer(visiteur, lu)

    assert refusee.statut == 409
    assert "Bernard" in refusee.texte
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


def test_sans_la_declaration_rien_n_est_envoye(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())

    refusee = visiteur.remplir(remplir_jusqu_a(visiteur, RECAPITULATIF), RECAPITULATIF)

    assert len(visiteur.voir(refusee.vers).erreurs) == 1
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


def test_les_choix_de_vote_sont_ceux_de_la_commune_qui_restent_a_venir(nuage: Nuage) -> None:
    nuage.peupler()
    paris = Scrutin("paris", "Élection à Paris", (Tour(1, date(2027, 5, 2)),), territoire=("75",))
    nuage.ajouter_scrutin(paris)
    visiteur = mandant(nuage)
    id_ = PRESIDENTIELLE.id

    page = remplir_jusqu_a(visiteur, PORTEE)
    assert page.formulaire(PORTEE).choix["portee"] == [
        f"{id_}:1,2",
        f"{id_}:1",
        f"{id_}:2",
        "periode",
    ]
    assert page.formulaire(PORTEE).champs["du_jour"] == "1"

    nuage.avancer(days=45)
    page = remplir_jusqu_a(mandant(nuage), PORTEE)
    assert page.formulaire(PORTEE).choix["portee"] == [f"{id_}:2", "periode"]


def test_une_periode_se_choisit_avec_deux_dates(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, PORTEE)
    au = {"au_jour": "01", "au_mois": "3", "au_annee": "2028"}

    assert repondre(visiteur, PORTEE, portee="periode", **au).vers == COURRIEL
    repondre(visiteur, COURRIEL)
    declarer(visiteur, visiteur.voir(RECAPITULATIF))

    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert demande.portee == PorteePeriode(date(2027, 3, 1), date(2028, 3, 1))


def test_des_communes_homonymes_se_departagent(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, MANDATAIRE)

    demandee = repondre(visiteur, MANDATAIRE, mandataire_recherche="saint denis")
    assert len(demandee.erreurs) == 1
    assert "93066" in demandee.formulaire(MANDATAIRE).choix["mandataire_commune"]
    assert "Saint-Denis (Seine-Saint-Denis, 93)" in demandee.texte

    assert visiteur.remplir(demandee, MANDATAIRE, mandataire_commune="93066").vers == PORTEE
    assert visiteur.voir(MANDATAIRE).formulaire(MANDATAIRE).champs["mandataire_commune"] == "93066"


def test_une_personne_se_designe_par_son_numero_d_electeur(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    page = remplir_jusqu_a(visiteur, MANDATAIRE)
    par_nne = {"designation": "nne", "nne": "123 456 789", "nne_naissance_annee": "1950"}

    assert visiteur.remplir(page, MANDATAIRE, **par_nne).vers == PORTEE
    repondre(visiteur, PORTEE)
    repondre(visiteur, COURRIEL)
    declarer(visiteur, visiteur.voir(RECAPITULATIF))

    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    designe = demande.mandataire
    assert (designe.nne, designe.naissance, designe.nom) == ("123456789", "1950-00-00", "")


def test_le_recapitulatif_previent_d_un_vote_proche(nuage: Nuage) -> None:
    nuage.maintenant = nuage.maintenant.replace(month=4, day=9)
    texte = remplir_jusqu_a(mandant(nuage.peupler()), RECAPITULATIF).texte
    assert "Le vote a lieu dans 2 jours, le dimanche 11 avril 2027." in texte
    assert "ne pas avoir le temps" in texte


def test_le_recapitulatif_previent_d_une_procuration_deja_donnee(nuage: Nuage) -> None:
    nuage.peupler().etablir(nuage.deposer())
    visiteur = mandant(nuage)

    page = remplir_jusqu_a(visiteur, RECAPITULATIF)

    assert "déjà une procuration établie" in page.texte
    assert "cette procuration remplacera celle" in page.texte
    assert "Le vote a lieu" not in page.texte
    assert declarer(visiteur, page).statut == 303


def test_l_envoi_coute_trois_allers_et_retours(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    recapitulatif = remplir_jusqu_a(visiteur, RECAPITULATIF)
    appels: list[str] = []
    connexion().client.meta.events.register(
        "request-created.dynamodb", lambda operation_name, **_: appels.append(operation_name)
    )

    declarer(visiteur, recapitulatif)

    assert appels == ["GetItem", "GetItem", "TransactWriteItems"]
