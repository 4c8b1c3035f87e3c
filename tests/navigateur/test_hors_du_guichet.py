"""A procuration established otherwise than at a plain counter: a délégué then his OPJ; the mandant
himself with a certified identity.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import ANGERS
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import Reglage

pytestmark = pytest.mark.navigateur

SOUHAIT = Souhait(
    "ANGERS",
    ANGERS,
    ParNne("350000017", ("14", "7", "1985")),
    Vote("Élection présidentielle de 2027 : second tour"),
)
REGLAGES = [Reglage(390), Reglage(1280, avec_js=False)]


@pytest.mark.parametrize("reglage", REGLAGES, ids=str)
def test_r72_1_v_le_delegue_recueille_et_l_opj_etablit(reglage, ouvrir, service):
    # Given a demande that the délégué of an OPJ collects
    personne, delegue, officier = ouvrir(reglage), ouvrir(reglage), ouvrir(reglage)
    personne.entrer("electeur", "marie-rennes" if reglage.avec_js else "marie-angers")
    reference = mandant.deposer(personne, SOUHAIT)
    delegue.entrer("autorite", "delegue-rennes")
    delegue.aller("/autorite/saisie")
    agents.taper_la_reference(delegue, reference)
    delegue.verifier()
    delegue.cliquer("Recueillir la demande")
    assert delegue.titre == "Demande recueillie"
    delegue.verifier()

    # When the OPJ finds it without typing anything
    officier.entrer("autorite", "opj-rennes")
    officier.cliquer("Demandes recueillies par vos délégués, à établir")
    officier.verifier()
    officier.cliquer(reference)
    expect(officier.page.locator("main")).to_contain_text("Identité vérifiée par votre délégué")
    officier.verifier()
    officier.cliquer("Établir la procuration")

    # Then it is his act, and the mandant is told
    assert officier.titre == "Procuration établie"
    assert "Nadia Kervella" in service.courriel("M2", reference)["texte"]


@pytest.mark.parametrize("reglage", REGLAGES, ids=str)
def test_aut_04_valider_puis_resilier_sans_se_presenter(reglage, ouvrir, service):
    # Given a mandant who has filed a demande
    personne = ouvrir(reglage)
    personne.entrer("electeur", "paul")
    reference = mandant.deposer(personne, SOUHAIT)
    personne.aller(f"/electeur/demandes/{reference}")
    personne.verifier()

    # When he proves his certified identity on the way
    personne.cliquer("Valider avec mon identité numérique certifiée")
    personne.verifier()
    personne.cliquer("S'identifier avec FranceConnect+")
    personne.cliquer("Continuer en tant que Paul Lefèvre")
    expect(personne.page.locator("main")).to_contain_text("Votre identité est certifiée")
    personne.verifier()
    personne.cliquer("Établir ma procuration")

    # Then it is established at once, and ends as easily
    expect(personne.page.locator(".mp-frise")).to_contain_text("numérique certifiée")
    assert mandant.etapes(personne)[1] == ("Identité vérifiée, procuration établie", True)
    assert "identité numérique certifiée" in service.courriel("M2", reference)["texte"]
    personne.cliquer("Résilier avec mon identité numérique certifiée")
    personne.cliquer("Résilier ma procuration")
    expect(personne.page.locator("main")).to_contain_text("Résiliée")
    service.courriel("M5", reference)


@pytest.mark.parametrize("chemin", ["/autorite/saisie", "/autorite/lieu", "/autorite/collectes"])
def test_les_pages_de_l_officier_se_lisent_aux_deux_largeurs(chemin, ouvrir):
    officier = ouvrir(Reglage(1280))
    officier.entrer("autorite", "opj-rennes")
    officier.aller(chemin)
    officier.verifier_aux_deux_largeurs()
