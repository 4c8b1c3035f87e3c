"""At the mairie: a refusal is taken back, then the procuration is annulled; the mandant is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import RENNES
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage, texte_de

pytestmark = pytest.mark.navigateur

SOUHAIT = Souhait(
    "renn",
    RENNES,
    ParNne("350000066", ("15", "1", "1990")),
    Vote("Élection présidentielle de 2027 : premier tour"),
)


@pytest.mark.parametrize("reglage", [Reglage(390), Reglage(1280, avec_js=False)], ids=str)
def test_article_l77_un_refus_se_reprend_puis_la_procuration_s_annule(reglage, ouvrir, service):
    # Given a procuration that the mairie has refused by error
    personne, agent, mairie = ouvrir(reglage), ouvrir(reglage), ouvrir(reglage)
    personne.entrer("electeur", "marie-rennes")
    agent.entrer("autorite", "opj-rennes")
    mairie.entrer("mairie", "mairie-rennes")
    reference = mandant.deposer(personne, SOUHAIT)
    agents.etablir(agent, reference)
    agents.attendre_la_ligne(mairie, reference)
    agents.ouvrir_le_dossier(mairie, reference)
    agents.refuser(mairie, "M01")

    # When the clerk takes the refusal back
    _faire(mairie, reference, "Revenir sur ce refus, fait par erreur", "Contrôler de nouveau")

    # Then it is to be checked again, and the mandant knows
    assert reference in service.courriel("M3r", reference)["texte"]
    mairie.cliquer("Contrôler cette procuration")
    expect(mairie.page.get_by_role("button", name="Accepter la procuration")).to_be_visible()
    mairie.verifier()

    # And when the mandataire is found deprived of rights
    lien = "Annuler : le mandataire est décédé ou privé de ses droits civiques"
    _faire(mairie, reference, lien, "Annuler la procuration")

    # Then it is annulled for everybody
    assert "L77" in service.courriel("M6", reference)["texte"]
    mairie.aller("/mairie/procurations?etat=ANNULEE_DROIT")
    mairie.verifier()
    personne.aller(f"/electeur/demandes/{reference}")
    assert "Votre procuration est annulée" in texte_de(personne.page.locator("main"))
    personne.verifier()
    assert mandant.etapes(personne)[-1] == ("Procuration annulée", True)


def _faire(mairie: Poste, reference: str, lien: str, bouton: str) -> None:
    mairie.aller(f"/mairie/procurations/{reference}")
    mairie.verifier()
    mairie.cliquer(lien)
    mairie.verifier()
    mairie.cliquer(bouton)
    mairie.verifier()
