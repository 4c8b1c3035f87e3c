"""The deposit of a demande by somebody who reads English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.navigateur.histoires import RENNES
from tests.navigateur.mandant import dater, reference_affichee
from tests.navigateur.poste import Poste, Reglage, nom_de_champ

pytestmark = pytest.mark.navigateur


def test_une_demande_se_depose_en_anglais_du_debut_a_la_reference(
    ouvrir: Callable[[Reglage], Poste],
) -> None:
    poste = ouvrir(Reglage(390, avec_js=False))
    poste.aller("/electeur")
    poste.cliquer("English")
    assert poste.titre == "Apply for a proxy vote in France"
    poste.verifier()

    poste.entrer("electeur", "camille")
    poste.cliquer("New application")
    poste.page.get_by_label("Commune or consulate", exact=True).fill("rennes")
    poste.cliquer("Search")
    poste.page.get_by_label(RENNES, exact=True).check()
    poste.cliquer("Continue")

    poste.page.get_by_label("With their full civil status").check()
    poste.page.get_by_label("Surname at birth", exact=True).fill("Martin")
    poste.page.get_by_label("Male", exact=True).check()
    dater(poste, "naissance", ("15", "1", "1990"))
    poste.page.get_by_label("Commune or consulate where they are registered").fill("rennes")
    poste.cliquer("Continue")
    assert poste.page.title().startswith("Error: ")
    assert "Enter the given names in the order" in poste.erreurs[0]
    assert poste.page.get_by_label("Surname at birth", exact=True).input_value() == "Martin"
    poste.verifier()

    poste.page.get_by_label("Given names", exact=True).fill("Louis, Émile")
    poste.page.get_by_label(RENNES, exact=True).check()
    poste.cliquer("Continue")
    poste.page.locator(nom_de_champ("portee")).first.check()
    poste.cliquer("Continue")
    adresse = poste.page.get_by_label("Email address", exact=True).input_value()
    poste.page.get_by_label("Type it a second time", exact=True).fill(adresse)
    poste.cliquer("Continue")
    poste.page.locator(nom_de_champ("declaration")).check()
    poste.verifier()
    poste.cliquer("Send my application")

    assert len(reference_affichee(poste)) == 6
    assert poste.titre == "We have received your application"
    assert poste.page.locator("html").get_attribute("lang") == "en"
    poste.verifier()
