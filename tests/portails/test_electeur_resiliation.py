"""The mandant asks to end a procuration, then comes, or does not."""

from __future__ import annotations

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from tests.constructeurs import Nuage, mandataire
from tests.constructeurs import mandant as un_mandant
from tests.portails.mandant import DEMANDES, mandant
from tests.portails.visiteur import Page, Visiteur

LIEN = "Changer de personne ou résilier"


def chemin(demande: Demande, suite: str = "") -> str:
    return f"{DEMANDES}/{demande.reference}{suite}"


def demander(visiteur: Visiteur, demande: Demande) -> Page:
    """From the page of the demande to the answer to the button."""
    page = visiteur.voir(visiteur.voir(chemin(demande)).liens[LIEN])
    return visiteur.remplir(page, chemin(demande, "/resiliation"))


@pytest.fixture
def acceptee(nuage: Nuage) -> Demande:
    return nuage.accepter(nuage.peupler().recue())


def test_le_mandant_lit_comment_cela_se_passe_puis_quoi_faire(
    nuage: Nuage, acceptee: Demande
) -> None:
    visiteur = mandant(nuage)
    page = visiteur.voir(visiteur.voir(chemin(acceptee)).liens[LIEN])
    assert "Votre procuration n’est pas encore résiliée" in page.texte
    assert page.liens["Garder ma procuration"] == chemin(acceptee)

    suite = visiteur.voir(demander(visiteur, acceptee).vers)

    assert nuage.relire(acceptee).etat is Etat.VALIDE
    for attendu in (
        "Acceptée",
        "pas encore résiliée",
        "cette même référence",
        "au plus tard le 25 avril 2027",
        "Code QR de la référence",
        "Résiliation demandée en ligne",
        "Résiliation confirmée au guichet",
    ):
        assert attendu in suite.brut, attendu
    assert LIEN not in suite.liens


def test_l_adresse_suivie_deux_fois_montre_ou_on_en_est(nuage: Nuage, acceptee: Demande) -> None:
    visiteur = mandant(nuage)
    page = visiteur.voir(chemin(acceptee, "/resiliation"))

    envois = [visiteur.remplir(page, chemin(acceptee, "/resiliation")).vers for _ in range(2)]

    assert envois == [chemin(acceptee)] * 2
    assert nuage.relire(acceptee).version == acceptee.version + 1
    assert visiteur.voir(chemin(acceptee, "/resiliation")).vers == chemin(acceptee)


def test_sans_se_presenter_rien_ne_change_et_cela_se_redemande(nuage: Nuage) -> None:
    nuage.peupler().avancer(days=-35)
    acceptee = nuage.accepter(nuage.recue())
    demander(mandant(nuage), acceptee)
    nuage.avancer(days=65)

    page = mandant(nuage).voir(chemin(acceptee))

    assert "Prévenez la personne que vous avez désignée" in page.texte
    assert LIEN in page.liens


def test_une_fois_resiliee_la_page_le_dit(nuage: Nuage, acceptee: Demande) -> None:
    demander(mandant(nuage), acceptee)
    nuage.avancer(hours=3)
    nuage.resilier(acceptee)

    page = mandant(nuage).voir(chemin(acceptee))

    for attendu in (
        "Résiliée",
        "ne permet plus de voter",
        "Procuration résiliée 1er mars 2027 à 13 h 30",
        "Par Yann Kervella, officier de police judiciaire, à Rennes",
    ):
        assert attendu in page.texte, attendu
    assert "à venir" not in page.texte
    assert LIEN not in page.liens
    assert "Télécharger le récépissé (PDF)" in page.liens


def test_remplacee_la_page_dit_par_laquelle(nuage: Nuage, acceptee: Demande) -> None:
    nouvelle = nuage.etablir(nuage.deposer(pour=mandataire(nom="Voisin")), remplacer=True)

    page = mandant(nuage).voir(chemin(acceptee))

    assert f"La procuration {nouvelle.reference} la remplace" in page.texte
    assert "Résiliation demandée en ligne" not in page.texte


@pytest.mark.parametrize("etat", [Etat.DEPOSEE, Etat.INVALIDE, Etat.RESILIEE])
def test_ce_qui_ne_se_resilie_pas_dit_quoi_faire(nuage: Nuage, etat: Etat) -> None:
    demande = nuage.peupler().deposer()
    if etat is Etat.INVALIDE:
        demande = nuage.refuser(nuage.transmettre(nuage.etablir(demande)))
    elif etat is Etat.RESILIEE:
        demande = nuage.resilier(nuage.demander_resiliation(nuage.etablir(demande)))
    visiteur = mandant(nuage)

    page = visiteur.voir(chemin(demande, "/resiliation"))

    assert demande.etat is etat
    assert page.statut == 409
    assert page.liens["Voir cette demande"] == chemin(demande)
    assert LIEN not in visiteur.voir(chemin(demande)).liens


def test_envoyee_trop_tard_la_page_dit_pourquoi(nuage: Nuage, acceptee: Demande) -> None:
    visiteur = mandant(nuage)
    page = visiteur.voir(chemin(acceptee, "/resiliation"))
    nuage.demander_resiliation(acceptee)
    resiliee = nuage.resilier(acceptee)

    rendue = visiteur.remplir(page, chemin(acceptee, "/resiliation"))

    assert rendue.statut == 409
    assert "déjà résiliée" in rendue.texte
    assert nuage.relire(acceptee) == resiliee


def test_celle_d_un_autre_reste_inconnue(nuage: Nuage) -> None:
    autrui = nuage.accepter(nuage.peupler().recue(qui=un_mandant("mandant-2")))
    visiteur = mandant(nuage)

    page = visiteur.voir(chemin(autrui, "/resiliation"))

    assert page.statut == 404
    assert page.titre == visiteur.voir(f"{DEMANDES}/XBQ7V3/resiliation").titre


def test_apres_le_dernier_vote_le_bouton_n_est_plus_la(nuage: Nuage, acceptee: Demande) -> None:
    nuage.avancer(days=56)
    visiteur = mandant(nuage)

    assert LIEN not in visiteur.voir(chemin(acceptee)).liens
    assert visiteur.voir(chemin(acceptee, "/resiliation")).statut == 409
