"""The three steps without a mouse (RGAA 12.8 to 12.11, WCAG 2.1.1, 2.4.3 and 2.4.7)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.clavier import Clavier
from tests.navigateur.poste import Reglage, nom_de_champ

pytestmark = pytest.mark.navigateur

RENNES = "Rennes (Ille-et-Vilaine, 35)"
MUNICIPALES = "Élections municipales partielles de Rennes et d’Angers (démonstration)"


def test_les_trois_etapes_se_font_au_clavier_seul(ouvrir):
    # Given a mandant, an officer and a clerk who have no mouse
    personne, agent, clerc = (ouvrir(Reglage(1280)) for _ in range(3))
    # When each does their part
    reference = _deposer(personne)
    _etablir(agent, reference)
    _accepter(clerc, reference)
    # Then the procuration is accepted
    expect(clerc.page.locator("h1")).to_have_text("Procuration acceptée")


def _entrer(poste, portail, bouton, qui):
    clavier = Clavier(poste)
    poste.aller(f"/{portail}")
    clavier.suivre(bouton)
    clavier.suivre(f"Continuer en tant que {qui}")
    return clavier


def _deposer(poste):
    clavier = _entrer(poste, "electeur", "S'identifier avec FranceConnect", "Zoé D'Alembert")
    clavier.suivre("Nouvelle demande")
    mandant.a_l_etape(poste, 1)
    clavier.ecrire("Commune ou consulat", "angers")
    poste.page.locator("[data-liste] label").first.wait_for()
    clavier.choisir("Angers (Maine-et-Loire, 49)")
    clavier.suivre("Continuer")
    mandant.a_l_etape(poste, 2)
    clavier.choisir("Avec son numéro national d’électeur")
    clavier.ecrire("Numéro national d’électeur", "490000082")
    for partie, valeur in (("jour", "20"), ("mois", "5"), ("annee", "1980")):
        clavier.aller(poste.page.locator(nom_de_champ(f"nne_naissance_{partie}")))
        poste.page.keyboard.type(valeur)
    clavier.suivre("Continuer")
    mandant.a_l_etape(poste, 3)
    clavier.choisir(f"{MUNICIPALES} : les deux tours")
    clavier.suivre("Continuer")
    mandant.a_l_etape(poste, 4)
    adresse = poste.page.get_by_label("Adresse électronique", exact=True).input_value()
    clavier.ecrire("Écrivez-la une seconde fois", adresse)
    clavier.suivre("Continuer")
    mandant.a_l_etape(poste, 5)
    clavier.cocher(poste.page.locator(nom_de_champ("declaration")))
    clavier.suivre("Envoyer ma demande")
    return mandant.reference_affichee(poste)


def _etablir(poste, reference):
    _entrer(poste, "autorite", "S'identifier avec ProConnect", "Thierry Lemoine")
    agents.taper_la_reference(poste, reference)
    agents.etablir_d_une_touche(poste)


def _accepter(poste, reference):
    clavier = _entrer(poste, "mairie", "S'identifier avec ProConnect", "Olivier Cesbron")
    agents.attendre_la_ligne(poste, reference)
    clavier.entrer(agents.ligne(poste, reference).get_by_role("link").first)
    for case in poste.page.locator(nom_de_champ("controles")).all():
        clavier.cocher(case)
    for champ, valeur in (("nom", "Martin"), ("prenoms", "Marie")):
        saisie = poste.page.locator(nom_de_champ(f"mandataire_{champ}"))
        clavier.aller(saisie)
        poste.page.keyboard.type(valeur)
    clavier.suivre("Accepter la procuration")
