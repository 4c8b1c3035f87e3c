"""The mandant reads what is held about him, takes it away, corrects his address."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.navigateur import mandant
from tests.navigateur.histoires import MUNICIPALES, RENNES
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import Reglage

pytestmark = pytest.mark.navigateur

SOUHAIT = Souhait(
    "renn",
    RENNES,
    ParNne("350000108", ("9", "9", "1965")),
    Vote(f"{MUNICIPALES} : second tour"),
)


@pytest.mark.parametrize("reglage", [Reglage(390), Reglage(1280, avec_js=False)], ids=str)
def test_lire_emporter_et_corriger(reglage, ouvrir, service):
    # Given a demande whose address has a mistake
    personne = ouvrir(reglage)
    personne.entrer("electeur", "camille")
    reference = mandant.deposer(personne, SOUHAIT)

    # When the mandant opens what is held
    personne.cliquer("Mes données")
    expect(personne.page.locator("main")).to_contain_text(reference)
    personne.verifier_aux_deux_largeurs()

    # Then he takes it away in a form that a machine reads
    document = json.loads(personne.telecharger("Télécharger toutes mes données (JSON)"))
    assert reference in [demande["reference"] for demande in document["demandes"]]

    # And when he corrects the address, first wrongly
    personne.aller(f"/electeur/demandes/{reference}/courriel")
    personne.page.get_by_label("Adresse électronique", exact=True).fill("juste@")
    personne.cliquer("Corriger l’adresse")
    assert personne.erreurs
    personne.verifier_aux_deux_largeurs()
    for champ in ("Adresse électronique", "Écrivez-la une seconde fois"):
        personne.page.get_by_label(champ, exact=True).fill("juste@courriel.example")
    personne.cliquer("Corriger l’adresse")

    # Then the new address is told, with the reference
    expect(personne.page.locator("main")).to_contain_text("juste@courriel.example")
    recu = service.courriel("M1r", reference)
    assert "Présentez-vous" in recu["texte"]
