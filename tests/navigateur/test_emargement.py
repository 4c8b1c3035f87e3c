"""On the eve and on polling day: the list is printed, then exactly what comes after it (R76)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import ANGERS
from tests.navigateur.mandant import ParEtatCivil, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage, nom_de_champ, texte_de
from tests.navigateur.service import attendre

pytestmark = pytest.mark.navigateur

LEA = ParEtatCivil("Kerjean", "Léa", "Féminin", ("3", "3", "1977"), "Angers", ANGERS)
SOUHAIT = Souhait("ANGERS", ANGERS, LEA, Vote("Élection présidentielle de 2027 : premier tour"))
TOUR = "tour=2027-04-11"


def test_r76_la_liste_imprimee_puis_exactement_ce_qui_est_nouveau(ouvrir, service):
    # Given a list that is printed, whatever stands on it
    personne, agent = ouvrir(Reglage(390)), ouvrir(Reglage(390))
    mairie, president = ouvrir(Reglage(1280, avec_js=False)), ouvrir(Reglage(390))
    for poste in (mairie, president):
        poste.entrer("mairie", "mairie-angers")
    mairie.aller(f"/mairie/emargement?{TOUR}")
    mairie.verifier()
    mairie.cliquer("Imprimer la liste")
    mairie.verifier()
    assert mairie.telecharger("Télécharger en PDF").startswith(b"%PDF-")

    # When a procuration is accepted afterwards
    personne.entrer("electeur", "zoe")
    reference = mandant.deposer(personne, SOUHAIT)
    agent.entrer("autorite", "opj-angers")
    agents.etablir(agent, reference)
    agents.attendre_la_ligne(mairie, reference)
    agents.ouvrir_le_dossier(mairie, reference)
    agents.cocher_les_controles(mairie)
    mairie.page.locator(nom_de_champ("bureau")).fill("12")
    mairie.cliquer("Accepter la procuration")

    # Then the changes are that one and no other
    attendre(lambda: _nouveautes(mairie) == ["À ajouter"], "la nouvelle procuration")
    mairie.verifier()
    assert "Bureau 12 " in texte_de(mairie.page.locator("main"))
    assert "Kerjean Léa" in texte_de(mairie.page.locator(".mp-emargement"))

    # And the president sees it first on a phone, until it is printed
    president.aller(f"/mairie/bureaux/12?{TOUR}")
    president.verifier()
    expect(president.page.locator(".mp-gestes li")).to_have_count(1)
    mairie.cliquer("Imprimer ces nouveautés")
    mairie.verifier()
    assert _nouveautes(mairie) == []
    president.page.reload()
    expect(president.page.locator(".mp-gestes")).to_have_count(0)
    expect(president.page.locator(".mp-mentions li")).to_have_count(1)


def _nouveautes(mairie: Poste) -> list[str]:
    mairie.aller(f"/mairie/impressions?{TOUR}")
    return mairie.page.locator(".mp-emargement tbody th").all_inner_texts()
