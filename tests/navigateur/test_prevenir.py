"""What goes beside the three steps: the mandataire is told, the maire delegates."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import MUNICIPALES, RENNES
from tests.navigateur.mandant import ParEtatCivil, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage
from tests.navigateur.service import Service, attendre

pytestmark = pytest.mark.navigateur

LOUIS = ParEtatCivil("Martin", "Louis, Émile", "Masculin", ("15", "1", "1990"), "rennes", RENNES)
SOUHAIT = Souhait("renn", RENNES, LOUIS, Vote(f"{MUNICIPALES} : les deux tours"))
ADRESSE = "louis.martin@courriel.example"


def recus(service: Service, adresse: str) -> list[dict[str, Any]]:
    """The messages at this address, latest first."""
    tous = service.lire("/_local/courriels")["courriels"]
    return [courriel for courriel in tous if adresse in courriel["destinataire"]]


def test_le_mandataire_recoit_une_fiche_ou_un_courriel(ouvrir, service) -> None:
    # Given an accepted procuration
    personne, opj, mairie = ouvrir(Reglage(390)), ouvrir(Reglage(1280)), ouvrir(Reglage(1280))
    personne.entrer("electeur", "camille")
    reference = mandant.deposer(personne, SOUHAIT)
    opj.entrer("autorite", "opj-rennes")
    agents.etablir(opj, reference)
    mairie.entrer("mairie", "mairie-rennes")
    agents.attendre_la_ligne(mairie, reference)
    agents.ouvrir_le_dossier(mairie, reference)
    agents.cocher_les_controles(mairie)
    mairie.cliquer("Accepter la procuration")

    # When the mandant opens the slip from the page of the demande
    personne.aller(f"/electeur/demandes/{reference}")
    personne.cliquer("Prévenir la personne désignée")
    personne.verifier_aux_deux_largeurs()
    personne.cliquer("Voir la fiche à imprimer")
    personne.verifier_aux_deux_largeurs()

    # Then it prints on one page
    personne.page.emulate_media(media="print")
    feuille = PdfReader(io.BytesIO(personne.page.pdf(format="A4")))
    personne.page.emulate_media(media="screen")
    assert len(feuille.pages) == 1
    assert "Louis Martin, vous votez pour Camille" in " ".join(
        feuille.pages[0].extract_text().split()
    )

    # And when he gives an address
    personne.aller(f"/electeur/demandes/{reference}/prevenir")
    for champ in ("courriel", "courriel_confirmation"):
        personne.page.locator(f"[name={champ}]").fill(ADRESSE)
    personne.cliquer("Envoyer le message")

    # Then the mandataire is told, without the reference
    expect(personne.page.locator("main")).to_contain_text(ADRESSE)
    personne.verifier_aux_deux_largeurs()
    (recu,) = attendre(lambda: recus(service, ADRESSE), "le courriel du mandataire")
    assert "Camille Durand-Lévêque vous a donné procuration" in recu["texte"]
    assert reference not in recu["texte"]

    # And nobody else sees the address
    mairie.aller(f"/mairie/procurations/{reference}")
    assert ADRESSE not in mairie.page.content()


def test_le_maire_donne_et_retire_une_delegation(ouvrir, service) -> None:
    # Given an agent who reads the identifier to give
    agent, maire = ouvrir(Reglage(390)), ouvrir(Reglage(1280, avec_js=False))
    agent.entrer("mairie", "mairie-sans-delegation")
    identifiant = agent.page.locator("main code").inner_text()
    agent.verifier()

    # When the maire gives the delegation, first with a slip of the finger
    maire.entrer("mairie", "maire-rennes")
    maire.cliquer("Réglages")
    maire.verifier_aux_deux_largeurs()
    maire.cliquer("délégations de la commune")
    _deleguer(maire, identifiant[1:])
    assert maire.erreurs
    maire.verifier()
    _deleguer(maire, identifiant)

    # Then the agent works, until the maire ends it
    maire.verifier_aux_deux_largeurs()
    agent.aller("/mairie/procurations")
    expect(agent.page.locator("h1")).not_to_contain_text("délégation")
    maire.cliquer("Mettre fin à la délégation de Bruno Le Corre")
    agent.aller("/mairie/procurations")
    expect(agent.page.locator("main")).to_contain_text(identifiant)


def _deleguer(maire: Poste, identifiant: str) -> None:
    maire.page.locator("[name=agent]:visible").fill(identifiant)
    maire.page.locator("[name=nom]").fill("Bruno Le Corre")
    maire.cliquer("Donner la délégation")
