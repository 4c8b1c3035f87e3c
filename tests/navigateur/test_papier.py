"""A clerk enters a form on paper with the keyboard alone, joins its scan, finds it in the queue:
with JavaScript on a desk, without on a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents
from tests.navigateur.poste import Poste, Reglage
from tests.numerisations import UN_PDF

pytestmark = pytest.mark.navigateur

Ouvrir = Callable[[Reglage], Poste]
SAUTE = ""
"""A field that the form leaves empty."""


def taper(poste: Poste, *gestes: str | tuple[str, ...]) -> None:
    """Fills in fields one after the other, from the one that has the focus: a text is typed and Tab
    leads to the next, keys are pressed as they are.
    """
    clavier = poste.page.keyboard
    for geste in gestes:
        if isinstance(geste, tuple):
            for touche in geste:
                clavier.press(touche)
            continue
        clavier.press("Tab")
        clavier.type(geste)


def premiere_saisie(poste: Poste, nom: str) -> None:
    """The form in its own order, without a mouse; ends on the last field."""
    poste.page.get_by_label("Nom de naissance").first.focus()
    poste.page.keyboard.type(nom)
    naissance, autre = ("14", "7", "1985"), ("15", "1", "1990")
    taper(poste, SAUTE, "Camille, Élodie", ("Tab", "Space"), *naissance, "350000012", SAUTE)
    taper(poste, "Martin", "Louis, Émile", ("Tab", "ArrowDown"), *autre, SAUTE, "Rennes 35")
    poste.page.locator("[name=portee]").first.focus()
    poste.page.keyboard.press("Space")
    poste.page.get_by_label("Qualité").focus()
    poste.page.keyboard.type("Magistrat")
    taper(poste, "Aubert", "Hélène", "Rennes", "22", "11", "2026", "10 h 05")


def seconde_saisie(poste: Poste, heure: str) -> None:
    """What matters, again; ends on the last field."""
    poste.page.get_by_role("group", name="Date de naissance du mandant").get_by_label(
        "Jour"
    ).focus()
    poste.page.keyboard.type("14")
    taper(poste, "7", "1985", "350000012", "15", "1", "1990", SAUTE, "22", "11", "2026", heure)


def test_une_erreur_dans_la_seconde_saisie_se_dit_puis_se_corrige(
    ouvrir: Ouvrir, tmp_path: Path
) -> None:
    for reglage, nom in ((Reglage(1280), "Papillon"), (Reglage(390, avec_js=False), "Grillon")):
        poste = ouvrir(reglage)
        poste.entrer("mairie", "mairie-rennes")
        poste.cliquer("Saisir un formulaire")
        poste.verifier()
        poste.cliquer("Continuer")
        assert len(poste.erreurs) == 16
        poste.verifier()
        premiere_saisie(poste, nom)
        poste.valider("")
        expect(poste.page.locator("h1")).to_have_text("Vérifier la saisie")
        poste.verifier()

        seconde_saisie(poste, "10 h 06")
        poste.valider("")
        assert len(poste.erreurs) == 1
        poste.verifier()
        poste.page.get_by_label("Heure de l’établissement").fill("10 h 05")
        poste.cliquer("Enregistrer la procuration")
        expect(poste.page.locator("h1")).to_have_text("Procuration sur papier enregistrée")
        poste.verifier()

        joindre_et_relire(poste, tmp_path)
        reference = poste.page.url.rsplit("/", 1)[1]
        agents.attendre_la_ligne(poste, reference)
        agents.ouvrir_le_dossier(poste, reference)
        expect(poste.page.get_by_text("Mandant à prévenir par courrier")).to_be_visible()
        poste.verifier()


def joindre_et_relire(poste: Poste, dossier: Path) -> None:
    """The scan goes and comes back the same, without a script."""
    fichier = dossier / "cerfa.pdf"
    fichier.write_bytes(UN_PDF)
    poste.page.set_input_files("#fichier", fichier)
    poste.cliquer("Joindre")
    poste.verifier()
    assert poste.telecharger("Télécharger le formulaire numérisé") == UN_PDF
