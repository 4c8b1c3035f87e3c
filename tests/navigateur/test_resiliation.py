"""A procuration is replaced at the counter, then ended: two people, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import MUNICIPALES, RENNES
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage, nom_de_champ

pytestmark = pytest.mark.navigateur

VOTE = Vote(f"{MUNICIPALES} : second tour")
UN = Souhait("renn", RENNES, ParNne("350000066", ("15", "1", "1990")), VOTE)
AUTRE = Souhait("renn", RENNES, ParNne("350000108", ("9", "9", "1965")), VOTE)


@pytest.mark.parametrize("reglage", [Reglage(390), Reglage(1280, avec_js=False)], ids=str)
def test_remplacer_puis_resilier(reglage, ouvrir, service):
    # Given a procuration, and a second demande for the same vote
    personne, agent = ouvrir(reglage), ouvrir(reglage)
    personne.entrer("electeur", "marie-rennes")
    agent.entrer("autorite", "opj-rennes")
    ancienne = mandant.deposer(personne, UN)
    agents.etablir(agent, ancienne)
    nouvelle = mandant.deposer(personne, AUTRE)

    # When the agent learns it from the refusal, and replaces with one key
    _remplacer(agent, nouvelle)

    # Then the first is ended, and the mandant is told which one took its place
    expect(agent.page.locator("main")).to_contain_text(ancienne)
    assert nouvelle in service.courriel("M5", f"{ancienne} est résiliée")["texte"]
    _suivre(personne, ancienne, "Résiliée", f"La procuration {nouvelle} la remplace")

    # And when the mandant then asks to end the second
    _demander(personne, nouvelle)
    assert "n’est pas résiliée" in service.courriel("M5a", nouvelle)["texte"]

    # Then the same reference ends it at the counter
    _resilier(agent, nouvelle)
    service.courriel("M5", f"{nouvelle} est résiliée")
    _suivre(personne, nouvelle, "Résiliée", "ne permet plus de voter à votre place")
    assert mandant.etapes(personne)[-2:] == [
        ("Résiliation demandée en ligne", True),
        ("Procuration résiliée", True),
    ]


def _remplacer(poste: Poste, reference: str) -> None:
    poste.aller("/autorite/saisie")
    agents.taper_la_reference(poste, reference)
    poste.page.get_by_label("Passeport", exact=True).check()
    poste.cliquer("Établir la procuration")
    carte = poste.page.locator(".mp-carte--alerte")
    expect(carte).to_be_focused()
    expect(carte).to_contain_text("Second tour")
    expect(poste.page.get_by_label("Passeport", exact=True)).to_be_checked()
    poste.verifier()
    poste.cliquer("Résilier la précédente et établir celle-ci")
    expect(poste.page.locator("h1")).to_have_text("Procuration établie")
    poste.verifier()


def _demander(poste: Poste, reference: str) -> None:
    poste.aller(f"/electeur/demandes/{reference}")
    poste.verifier()
    poste.cliquer("Changer de personne ou résilier")
    assert poste.titre == "Changer de personne ou résilier"
    poste.verifier()
    poste.cliquer("Demander la résiliation")
    expect(poste.page.locator("#reference")).to_have_text(reference)
    encore = "Votre procuration n’est pas encore résiliée"
    expect(poste.page.locator("main")).to_contain_text(encore)
    poste.verifier()


def _resilier(poste: Poste, reference: str) -> None:
    poste.aller("/autorite/saisie")
    agents.taper_la_reference(poste, reference)
    assert poste.titre == f"Résilier la procuration {reference}"
    expect(poste.page.locator(nom_de_champ("piece")).first).to_be_checked()
    poste.verifier()
    poste.cliquer("Résilier la procuration")
    expect(poste.page.locator("h1")).to_have_text("Procuration résiliée")
    poste.verifier()


def _suivre(poste: Poste, reference: str, etat: str, phrase: str) -> None:
    poste.aller(f"/electeur/demandes/{reference}")
    expect(poste.page.locator(".govuk-tag").first).to_have_text(etat)
    expect(poste.page.locator("main")).to_contain_text(phrase)
    poste.verifier()
