"""The second phase: the national register checks, and the mairie watches."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import ANGERS, RENNES
from tests.navigateur.mandant import ParEtatCivil, ParNne, Souhait, Vote
from tests.navigateur.poste import LARGEURS, Poste, Reglage
from tests.navigateur.service import attendre

pytestmark = pytest.mark.navigateur

LEGISLATIVES = (
    "Élections législatives partielles de Rennes, d’Angers et de Paris 12e "
    "(démonstration : répertoire)"
)
EN_REGLE = Souhait(
    "renn",
    RENNES,
    ParNne("350000108", ("9", "9", "1965")),
    Vote(f"{LEGISLATIVES} : les deux tours"),
)
INCONNUE = Souhait(
    "angers",
    ANGERS,
    ParEtatCivil("Introuvable", "Zoé", "Féminin", ("30", "11", "1971"), "Angers", ANGERS),
    Vote(f"{LEGISLATIVES} : premier tour"),
)


PARIS = Souhait(
    "paris 12",
    "Paris 12e arrondissement (Paris, 75)",
    ParNne("490000090", ("30", "11", "1971")),
    Vote(f"{LEGISLATIVES} : second tour"),
)


@pytest.mark.parametrize("largeur", LARGEURS)
def test_le_mandant_sait_avant_de_se_deplacer_ce_que_le_registre_refuserait(largeur, ouvrir):
    poste = ouvrir(Reglage(largeur))

    reference = deposer(poste, "jean-baptiste", INCONNUE)

    carte = poste.page.locator("section[aria-labelledby=conseil]")
    expect(carte).to_contain_text("Avant de vous déplacer, corrigez ceci")
    expect(carte).to_contain_text("n’a pas été trouvée sur les listes électorales")
    poste.verifier()
    poste.aller(f"/electeur/demandes/{reference}")
    poste.cliquer("Vérifier avant de vous déplacer")
    expect(poste.page.locator("h1")).to_have_text("Vérifier avant de vous déplacer")
    poste.verifier()
    retirer(poste, reference)


def test_le_registre_accepte_sans_la_mairie_et_son_silence_se_voit(ouvrir, service):
    personne, clerc = ouvrir(Reglage(390)), ouvrir(Reglage(1280))
    agent, exploitant = ouvrir(Reglage(1280)), ouvrir(Reglage(1280))
    conduire(exploitant, "en-panne")
    try:
        # Given a register that does not answer: no advice, and nothing is prevented
        reference = deposer(personne, "camille", EN_REGLE)
        expect(personne.page.locator("section[aria-labelledby=conseil]")).to_have_count(0)

        # When the procuration is established
        agent.entrer("autorite", "opj-rennes")
        agents.etablir(agent, reference)

        # Then it waits, and both see it
        clerc.entrer("mairie", "mairie-rennes")
        agents.attendre_la_ligne(clerc, reference, "EN_ATTENTE")
        agents.ouvrir_le_dossier(clerc, reference)
        expect(clerc.page.locator("main")).to_contain_text("Contrôle en attente")
        expect(clerc.page.get_by_role("button", name="Accepter la procuration")).to_have_count(0)
        clerc.verifier()
        personne.aller(f"/electeur/demandes/{reference}")
        expect(personne.page.locator("main")).to_contain_text("Contrôle en attente")
        personne.verifier()
    finally:
        conduire(exploitant, "normale")

    # When another one comes while the register answers
    autre = deposer(ouvrir(Reglage(1280)), "anais", PARIS)
    agents.etablir(agent, autre)

    # Then it is accepted within seconds, without anybody
    service.courriel("M3a", autre)


def deposer(poste: Poste, identite: str, souhait: Souhait) -> str:
    """Signs in and files the demande; gives its reference."""
    poste.entrer("electeur", identite)
    return mandant.deposer(poste, souhait)


def retirer(poste: Poste, reference: str) -> None:
    """Leaves the place to the next test."""
    poste.aller(f"/electeur/demandes/{reference}/retrait")
    poste.cliquer("Retirer ma demande")


def conduire(poste: Poste, conduite: str) -> None:
    """Tells the simulated register how to behave, and waits until it says so."""
    poste.aller("/_local/reu")
    poste.page.locator(f'[name="conduite"][value="{conduite}"]').first.check()
    poste.page.get_by_role("button").first.click()

    def dite() -> bool:
        return bool(poste.service.lire("/_local/reu")["conduite"] == conduite)

    attendre(dite, f"le registre se conduit : {conduite}")
