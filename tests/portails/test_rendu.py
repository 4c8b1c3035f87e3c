"""Every page of the three portals, rendered with a plausible context."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from jinja2 import UndefinedError

from chalicelib.domaine.libelles import date_fr, instant_fr, jour_fr
from chalicelib.portails.rendu import STATIQUE, reference_lisible, rendre, statique
from tests.portails.lecture import Lecture
from tests.portails.pages import pages

PAGES = pages()
AILLEURS = ("https://franceconnect.gouv.fr/", "https://www.service-public.fr/")
"""The only other sites that a page may lead to."""


@pytest.fixture(params=sorted(PAGES))
def page(request) -> str:
    gabarit, contexte = PAGES[request.param]
    return rendre(gabarit, **contexte)


def test_chaque_page_dit_qu_elle_n_est_pas_un_service_de_l_etat(page):
    assert "Ce n’est pas un service de l’État." in page
    assert '<html lang="fr"' in page


def test_chaque_page_respecte_une_politique_de_securite_stricte(page):
    lecture = Lecture(page)
    assert [a for _, a in lecture.elements if "style" in a] == []
    assert [n for _, a in lecture.elements for n in a if n.startswith("on")] == []
    assert lecture.tous("style") == []
    assert {a.get("type") for a in lecture.tous("script")} == {"module"}
    assert all(a["src"].startswith("/api/static/") for a in lecture.tous("script"))


def test_tous_les_liens_internes_portent_le_prefixe_de_l_etape(page):
    for attributs in Lecture(page).tous("a", "link", "script", "form"):
        cible = attributs.get("href") or attributs.get("src") or attributs.get("action") or ""
        assert cible.startswith(("/api/", "#", *AILLEURS)), cible


def test_chaque_formulaire_post_porte_le_jeton_et_la_cle(page):
    for formulaire in re.findall(r'<form[^>]*method="post".*?</form>', page, re.S):
        assert 'name="csrf" value="jeton"' in formulaire
        if "/deconnexion" not in formulaire:
            assert 'name="cle" value="cle-1"' in formulaire


def test_aucun_identifiant_n_est_donne_deux_fois_et_chaque_etiquette_a_son_champ(page):
    lecture = Lecture(page)
    identifiants = [a["id"] for _, a in lecture.elements if "id" in a]
    assert len(identifiants) == len(set(identifiants))
    assert {a["for"] for a in lecture.tous("label")} <= set(identifiants)


def test_le_resume_des_erreurs_mene_a_chaque_champ(page):
    lecture = Lecture(page)
    identifiants = {a["id"] for _, a in lecture.elements if "id" in a}
    for lien in lecture.tous("a"):
        if lien.get("href", "").startswith("#"):
            assert lien["href"][1:] in identifiants


def test_ce_qui_a_ete_saisi_est_garde_sans_etre_interprete():
    gabarit, contexte = PAGES["electeur-mandataire-fautes"]
    page = rendre(gabarit, **contexte)
    assert "<script>alert" not in page
    valeurs = {a.get("name"): a.get("value") for a in Lecture(page).tous("input")}
    assert valeurs["nom"] == "<script>alert(1)</script>"
    assert valeurs["naissance_jour"] == "31"
    assert "<title>Erreur : " in page


@pytest.mark.parametrize("nom", sorted(PAGES))
def test_un_texte_hostile_n_est_jamais_interprete_dans_aucune_page(nom):
    piege = "<img src=x onerror=alert(1)>\"'"
    gabarit, contexte = PAGES[nom]
    hostile = {
        "personne": piege,
        "saisie": dict.fromkeys(("q", "nom", "reference", "courriel", "precision"), piege),
        "erreurs": {"": piege},
        "recherche": piege,
        "commune": piege,
        "titre": piege,
        "detail": piege,
    }
    page = rendre(gabarit, **contexte | hostile)
    assert "<img src=x" not in page
    assert [a for _, a in Lecture(page).elements if "onerror" in a] == []


def test_le_bouton_de_franceconnect_garde_ses_mots():
    gabarit, contexte = PAGES["electeur-accueil"]
    page = rendre(gabarit, **contexte)
    assert "S'identifier avec FranceConnect" in unescape(page)
    assert "Qu'est-ce que FranceConnect&nbsp;?" in page
    lien = next(a for a in Lecture(page).tous("a") if "franceconnect" in a["href"])
    assert lien["target"] == "_blank"


def test_au_guichet_la_piece_est_preselectionnee_et_entree_suffit():
    gabarit, contexte = PAGES["autorite-fiche"]
    radios = [a for a in Lecture(rendre(gabarit, **contexte)).tous("input") if a["type"] == "radio"]
    assert [(a["value"], "autofocus" in a) for a in radios if "checked" in a] == [("CNI", True)]


def test_le_registre_n_a_que_les_champs_de_l_article_r76_1():
    gabarit, contexte = PAGES["mairie-registre"]
    page = rendre(gabarit, **contexte)
    colonnes = re.findall(r'role="columnheader">([^<]+)<', page)
    assert colonnes == ["Mandant", "Mandataire", "Autorité", "Établie le", "À", "Durée de validité"]
    for interdit in ("1985", "1950", "exemple.fr", "XBQ7V3"):
        assert interdit not in page


def test_une_page_a_qui_il_manque_une_information_n_est_pas_rendue():
    gabarit, contexte = PAGES["autorite-saisie"]
    sans_agent = {nom: valeur for nom, valeur in contexte.items() if nom != "agent"}
    with pytest.raises(UndefinedError):
        rendre(gabarit, **sans_agent)


def test_les_fichiers_servis_portent_l_empreinte_de_leur_contenu():
    for nom in statique().values():
        empreinte = hashlib.sha256((STATIQUE / nom).read_bytes()).hexdigest()[:12]
        assert f".{empreinte}." in nom
    feuille = (STATIQUE / statique()["maprocuration.css"]).read_text("utf-8")
    assert "@font-face" not in feuille
    assert "url(" not in feuille.replace("url(data:", "")
    assert "GOV.UK" not in feuille


@pytest.mark.parametrize(
    "jour, texte",
    [
        (date(2021, 6, 1), "1er juin 2021"),
        (date(2022, 4, 24), "24 avril 2022"),
        ("1950-00-00", "1950 (jour et mois inconnus)"),
        ("1950-08-00", "août 1950 (jour inconnu)"),
        ("1985-03-27", "27 mars 1985"),
    ],
)
def test_une_date_se_lit_en_francais(jour, texte):
    assert date_fr(jour) == texte


def test_un_instant_se_lit_a_l_heure_de_paris_ete_comme_hiver():
    assert instant_fr(datetime(2021, 6, 14, 8, 32, tzinfo=UTC)) == "14 juin 2021 à 10 h 32"
    assert instant_fr(datetime(2021, 12, 31, 23, 5, tzinfo=UTC)) == "1er janvier 2022 à 0 h 05"
    assert jour_fr(date(2021, 6, 20)) == "dimanche 20 juin 2021"
    assert reference_lisible("XBQ7V3") == "X B Q 7 V 3"
