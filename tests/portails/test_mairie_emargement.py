"""At the mairie: the émargement list (R76), its prints, the president's view, the letter (R77)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.portails import mairie_impressions
from chalicelib.registre.lettre import lettre_de
from chalicelib.services.router import router
from tests.constructeurs import (
    AGENT_ANGERS,
    ANGERS,
    Nuage,
    formulaire_papier,
    mandant,
    mandataire,
)
from tests.portails import exemples
from tests.portails.agents import agent_de_mairie, consultations, evenements
from tests.portails.mairies import accepter, dossier
from tests.portails.visiteur import Page, Visiteur
from tests.services.apres_reception import rendre_caduque

T1 = "tour=2027-04-11"
LISTE, IMPRESSIONS = f"/mairie/emargement?{T1}", f"/mairie/impressions?{T1}"


@pytest.fixture
def mairie(nuage: Nuage) -> Visiteur:
    nuage.peupler()
    return agent_de_mairie(nuage)


def recevoir(nuage: Nuage, nom: str, bureau: str = "") -> Demande:
    """An accepted procuration whose row is there."""
    recue = nuage.recue(qui=mandant(f"m-{nom}", nom=nom), pour=mandataire(nom=f"Pour-{nom}"))
    acceptee = nuage.accepter(recue, bureau=bureau)
    router(nuage.contexte, acceptee, nuage.maintenant)
    return acceptee


def imprimer(mairie: Visiteur, page: Page, **champs: str) -> Page:
    """Presses the button, then follows to the paper."""
    return mairie.voir(mairie.remplir(page, "/mairie/impressions", **champs).vers)


def test_r76_la_liste_est_par_bureau_et_ne_montre_que_les_noms(
    nuage: Nuage, mairie: Visiteur
) -> None:
    demandes = [recevoir(nuage, "Zola", "2"), recevoir(nuage, "Abel", "10")]
    recevoir(nuage, "Sansbureau")

    page = mairie.voir(LISTE)
    seul = mairie.voir(f"{LISTE}&bureau=10")
    fichier = mairie.demander(f"/mairie/emargement.csv?{T1}").corps.decode("utf-8-sig")

    assert "3 procurations servent ce jour-là" in page.texte
    assert page.texte.index("Bureau 2") < page.texte.index("Bureau 10")
    assert "Zola Camille Élodie Pour-Zola Louis" in page.texte
    assert "Zola" not in seul.texte
    assert "Pour-Abel" in seul.texte
    lignes = list(csv.reader(io.StringIO(fichier), delimiter=";"))
    assert [ligne[:2] for ligne in lignes[1:]] == [
        ["2", "Zola"],
        ["10", "Abel"],
        ["", "Sansbureau"],
    ]
    interdits = ["1985", "1990", "exemple.fr"]
    assert [x for x in interdits if x in page.brut or x in fichier] == []
    assert all(d.reference not in fichier for d in demandes)


def test_le_bureau_se_tape_en_acceptant_ou_ensuite_sur_la_liste(
    nuage: Nuage, mairie: Visiteur
) -> None:
    recue = nuage.recue()
    fiche = mairie.voir(dossier(recue.reference))
    faute = accepter(mairie, fiche, recue.reference, bureau="n° 12 !")
    assert (faute.statut, "par exemple 0112" in faute.erreurs[0]) == (422, True)
    accepter(mairie, fiche, recue.reference, bureau="0112")
    assert nuage.relire(recue).bureau == "0112"
    router(nuage.contexte, nuage.relire(recue), nuage.maintenant)
    sans = [recevoir(nuage, nom) for nom in ("Abel", "Zola")]
    page = mairie.voir(LISTE)
    assert "Bureau à indiquer : 2" in page.texte.replace("\xa0", " ")

    champs = {f"bureau_{sans[0].reference}": "7", f"bureau_{sans[1].reference}": "trop long non"}
    faute = mairie.remplir(page, "/mairie/emargement/bureaux", **champs)
    assert faute.statut == 422
    assert faute.formulaire("/mairie/emargement/bureaux").champs[f"bureau_{sans[1].reference}"] == (
        "trop long non"
    )
    champs[f"bureau_{sans[1].reference}"] = ""
    suite = mairie.remplir(page, "/mairie/emargement/bureaux", **champs).vers

    assert "sont enregistrés" in mairie.voir(suite).texte
    assert [nuage.relire(d).bureau for d in sans] == ["7", ""]
    assert evenements(nuage, sans[0])[-1] == "INDICATION_BUREAU"


def test_r76_une_liste_s_imprime_puis_ce_qui_est_nouveau_exactement(
    nuage: Nuage, mairie: Visiteur
) -> None:
    recevoir(nuage, "Zola", "2")
    assert "Rien n’est encore imprimé" in mairie.voir(IMPRESSIONS).texte
    liste = mairie.voir(LISTE)

    papier = imprimer(mairie, liste)
    assert "Liste n° 1" in papier.titre
    assert "Nolwenn Le Bris" in papier.texte
    assert "Pour-Zola" in papier.texte
    assert imprimer(mairie, liste).titre == papier.titre
    assert "Rien de nouveau" in mairie.voir(IMPRESSIONS).texte

    recevoir(nuage, "Abel", "10")
    page = mairie.voir(IMPRESSIONS)
    assert "Nouveautés depuis la liste n° 1" in page.titre
    assert "1 ligne à reporter" in page.texte
    assert "À ajouter Abel Camille Élodie Pour-Abel Louis" in page.texte
    assert "Zola" not in page.texte
    suite = imprimer(mairie, page)
    assert "Nouveautés n° 2, depuis la n° 1" in suite.titre
    assert "Zola" not in suite.texte
    rien = mairie.remplir(page, "/mairie/impressions", cle="une-autre-cle")
    assert "rien à imprimer" in mairie.voir(rien.vers).texte
    assert "Zola" in mairie.voir(f"/mairie/impressions/1?{T1}").texte
    assert "Abel" not in mairie.voir(f"/mairie/impressions/1?{T1}").texte
    for numero in (1, 2):
        pdf = mairie.demander(f"/mairie/impressions/{numero}/pdf?{T1}")
        assert (pdf.entetes["Content-Type"], pdf.corps[:5]) == ("application/pdf", b"%PDF-")


def test_une_procuration_qui_a_pris_fin_n_empeche_pas_de_saisir_les_autres_bureaux(
    nuage: Nuage, mairie: Visiteur
) -> None:
    finie, autre = (recevoir(nuage, nom) for nom in ("Abel", "Zola"))
    page = mairie.voir(LISTE)
    rendre_caduque(nuage, finie)

    champs = {f"bureau_{d.reference}": "7" for d in (finie, autre)}
    reponse = mairie.remplir(page, "/mairie/emargement/bureaux", **champs)

    assert reponse.statut == 303
    assert [nuage.relire(d).bureau for d in (finie, autre)] == ["", "7"]


def test_r76_le_president_lit_son_bureau_et_ce_qui_est_nouveau(
    nuage: Nuage, mairie: Visiteur
) -> None:
    recevoir(nuage, "Œuvré", "Ecole 2")
    recevoir(nuage, "Ailleurs", "3")
    recevoir(nuage, "Perdu")
    chemin = f"/mairie/bureaux/Ecole%202?{T1}"
    assert chemin in mairie.voir(LISTE).chemins
    imprimer(mairie, mairie.voir(LISTE))
    recevoir(nuage, "Zola", "Ecole 2")

    page = mairie.voir(chemin)

    assert "Bureau Ecole 2" in page.titre
    assert "2 procurations , extraites le 1er mars 2027 à 10 h 30" in page.texte
    assert "Nouveau depuis la liste n° 1" in page.texte
    assert "À ajouter Zola Camille Élodie Pour-Zola Louis vote à sa place" in page.texte
    assert "1 procuration de la commune n’a pas encore de bureau" in page.texte
    assert "Ailleurs" not in page.texte
    assert page.liens["O"] == "#lettre-1"
    assert "Aucune procuration pour ce bureau" in mairie.voir(f"/mairie/bureaux/99?{T1}").texte


def test_une_commune_dont_aucun_bureau_n_est_dit_a_une_seule_liste(
    nuage: Nuage, mairie: Visiteur
) -> None:
    recevoir(nuage, "Abel")
    liste = mairie.voir(LISTE)
    assert "Commune entière Liste d’émargement" in liste.texte
    assert "Bureau à indiquer" not in liste.texte
    assert "Commune entière" in imprimer(mairie, liste).texte
    recevoir(nuage, "Zola")

    president = mairie.voir(liste.liens["Vue du président"])

    assert "Commune entière" in president.titre
    assert "À ajouter Zola" in president.texte
    assert "Abel Camille Élodie Pour-Abel" in president.texte


def test_une_liste_trop_longue_pour_une_page_s_imprime_bureau_par_bureau(
    nuage: Nuage, mairie: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    recevoir(nuage, "Abel", "1")
    recevoir(nuage, "Zola", "2")
    monkeypatch.setattr(mairie_impressions, "LIGNES_MONTREES", 1)
    monkeypatch.setattr(mairie_impressions, "LIGNES_MAX", 1)

    page = imprimer(mairie, mairie.voir(LISTE))

    assert "bureau par bureau" in page.texte
    assert "Pour-Zola" not in page.texte
    assert "Pour-Zola" in mairie.voir(page.liens["Bureau 2"]).texte
    assert mairie.voir(f"/mairie/impressions/1/pdf?{T1}").statut == 422
    assert mairie.demander(f"/mairie/impressions/1/pdf?{T1}&bureau=2").corps[:5] == b"%PDF-"

    # what is new is short, however long the list
    recevoir(nuage, "Neuve", "2")
    assert "Nouveautés n° 2" in imprimer(mairie, mairie.voir(IMPRESSIONS)).titre
    assert mairie.demander(f"/mairie/impressions/2/pdf?{T1}").corps[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "chemin,statut",
    [
        ("/mairie/emargement?tour=2027-04-12", 422),
        ("/mairie/impressions?tour=%3Cb%3E", 422),
        (f"/mairie/impressions/7?{T1}", 404),
        (f"/mairie/impressions/1%00?{T1}", 404),
        (f"/mairie/impressions/999999999/pdf?{T1}", 404),
        (f"/mairie/bureaux/1?{T1}&bureau=x", 200),
    ],
)
def test_une_adresse_inventee_dit_quoi_faire(mairie: Visiteur, chemin: str, statut: int) -> None:
    page = mairie.voir(chemin)
    assert page.statut == statut
    assert "<b>" not in page.brut


def test_un_genre_inconnu_n_imprime_rien(mairie: Visiteur) -> None:
    page = mairie.remplir(mairie.voir(LISTE), "/mairie/impressions", genre="AUTRE")
    assert page.statut == 422
    assert "Rien n’est encore imprimé" in mairie.voir(IMPRESSIONS).texte


def test_sans_delegation_aucune_liste(nuage: Nuage, mairie: Visiteur) -> None:
    autre = agent_de_mairie(nuage, replace(AGENT_ANGERS, cle="21490007800012/sans"), ANGERS)
    for chemin in (LISTE, IMPRESSIONS, f"/mairie/bureaux/1?{T1}", f"/mairie/impressions/1?{T1}"):
        assert autre.voir(chemin).statut == 403


def test_un_vote_passe_ne_se_corrige_plus(nuage: Nuage, mairie: Visiteur) -> None:
    recevoir(nuage, "Zola", "2")
    imprimer(mairie, mairie.voir(LISTE))
    recevoir(nuage, "Tard", "2")
    nuage.maintenant = nuage.maintenant.replace(month=4, day=13)
    mairie = agent_de_mairie(nuage)

    assert "Ce vote est passé" in mairie.voir(LISTE).texte
    assert "Tard" not in mairie.voir(IMPRESSIONS).texte
    assert "Liste n° 1" in mairie.voir(IMPRESSIONS).texte


def test_r77_la_lettre_dit_le_motif_son_article_et_quoi_faire_et_ne_nomme_que_le_mandant(
    nuage: Nuage, mairie: Visiteur
) -> None:
    saisie = nuage.saisir_papier(formulaire_papier(nuage.maintenant))
    refusee = nuage.refuser(nuage.transmettre(saisie), "M04")
    fiche = mairie.voir(dossier(refusee.reference))

    nuage.avancer(seconds=1)
    page = mairie.voir(fiche.liens["Imprimer la lettre au mandant"])
    nuage.avancer(seconds=1)
    pdf = mairie.demander(dossier(refusee.reference, "/lettre/pdf"))

    assert "La personne que vous avez désignée ne peut pas voter à ce scrutin (article L72" in (
        page.texte
    )
    assert "Camille, Élodie Papillon" in page.texte
    assert "en désignant une autre personne" in page.texte
    assert [x for x in ("Martin", "1985", "1990") if x in page.brut] == []
    assert pdf.corps[:5] == b"%PDF-"
    assert consultations(nuage, refusee) == 3


@pytest.mark.parametrize(
    "demande,dit",
    [
        (exemples.NULLE, "nulle de plein droit : la personne"),
        (exemples.NULLE_A_UN_TOUR, "nulle de plein droit pour le vote du "),
        (exemples.ANNULEE, "article L77"),
        (exemples.INVALIDE, "article L73"),
    ],
)
def test_r77_r80_chaque_fin_qui_se_dit_a_sa_lettre(demande: Demande, dit: str) -> None:
    lettre = lettre_de(demande, exemples.SCRUTINS, "Rennes", exemples.LE_14_JUIN)
    assert dit in " ".join(lettre.corps)


@pytest.mark.parametrize("nom", ["valide", "resiliee", "caduque", "a-controler"])
def test_une_procuration_ordinaire_n_a_pas_de_lettre(nom: str) -> None:
    with pytest.raises(TransitionInterdite, match="ni refusée"):
        lettre_de(exemples.TOUTES[nom], exemples.SCRUTINS, "Rennes", exemples.LE_14_JUIN)
