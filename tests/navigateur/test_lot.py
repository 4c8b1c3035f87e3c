"""At the mairie: two procurations accepted by one submission, then found by the beginning of a
name.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import RENNES
from tests.navigateur.mandant import ParEtatCivil, Souhait, Vote
from tests.navigateur.poste import Reglage

pytestmark = pytest.mark.navigateur

AOUT = Vote(du=("1", "8", "2027"), au=("30", "9", "2027"))


def _pour(nom: str, prenom: str) -> Souhait:
    lui = ParEtatCivil(nom, prenom, "Féminin", ("3", "3", "1977"), "rennes", RENNES)
    return Souhait("renn", RENNES, lui, AOUT)


def test_deux_procurations_s_acceptent_par_un_seul_envoi(ouvrir, service):
    # Given two procurations that pass every automatic check
    reglage = Reglage(390, avec_js=False)
    agent, mairie = ouvrir(reglage), ouvrir(reglage)
    agent.entrer("autorite", "opj-rennes")
    mairie.entrer("mairie", "mairie-rennes")
    references = []
    souhaits = {"pierre": _pour("Kerloc’h", "Maëlle"), "yann": _pour("Quéméner", "Soizic")}
    for identite, souhait in souhaits.items():
        personne = ouvrir(reglage)
        personne.entrer("electeur", identite)
        references.append(mandant.deposer(personne, souhait))
        agents.etablir(agent, references[-1])
        agents.attendre_la_ligne(mairie, references[-1])

    # When the clerk has read both on the electoral list
    mairie.cliquer("Accepter plusieurs procurations")
    mairie.verifier()
    for reference in references:
        mairie.page.locator(f"#reference-{reference}").check()
    mairie.cliquer("Accepter les procurations cochées")

    # Then both are accepted, and their mandants know
    expect(mairie.page.locator("h1")).to_have_text("2 procurations acceptées")
    mairie.verifier()
    for reference in references:
        assert service.courriel("M3a", reference)

    # And the beginning of two words finds one of them
    mairie.aller("/mairie/procurations")
    champ = mairie.page.get_by_label("Chercher un mandant, un mandataire ou une référence")
    champ.fill("soi quem")
    mairie.cliquer("Chercher")
    expect(agents.ligne(mairie, references[1])).to_have_count(1)
    expect(agents.ligne(mairie, references[0])).to_have_count(0)
    mairie.verifier()
