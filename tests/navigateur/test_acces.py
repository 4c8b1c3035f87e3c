"""Whoever should not be there, and what they are told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.navigateur import agents, mandant
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import Reglage

pytestmark = pytest.mark.navigateur

RENNES = "Rennes (Ille-et-Vilaine, 35)"
SECOND_TOUR = Vote("Élection présidentielle de 2027 : second tour")
PAR_MARIE = Souhait("rennes", RENNES, ParNne("490000082", ("20", "5", "1980")), SECOND_TOUR)


@pytest.mark.parametrize(
    "portail, identite, titre",
    [
        ("autorite", "opj-expire", "Votre habilitation n’est pas valide à cet instant"),
        ("autorite", "opj-non-habilite", "Votre habilitation n’est pas valide à cet instant"),
        ("autorite", "opj-sans-mfa", "Une double authentification est nécessaire"),
        ("autorite", "mairie-rennes", "Votre habilitation n’est pas valide à cet instant"),
        ("mairie", "mairie-sans-delegation", "Le maire ne vous a pas donné délégation"),
        ("mairie", "opj-rennes", "Votre établissement n’est pas reconnu comme une mairie"),
    ],
)
def test_qui_n_a_pas_le_droit_d_agir_le_lit_et_n_agit_pas(ouvrir, portail, identite, titre):
    # Given somebody whom ProConnect knows, but who may not act here
    poste = ouvrir(Reglage(390))
    # When signing in
    poste.entrer(portail, identite)
    # Then the page says why, and there is nothing to fill in
    assert poste.titre == titre
    assert poste.page.locator("main form").count() == 0
    poste.verifier_aux_deux_largeurs()


def test_la_session_d_un_portail_n_ouvre_pas_les_autres(ouvrir):
    # Given a mandant's session
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "sophie")
    (cookie,) = [c for c in poste.contexte.cookies() if c["name"] == "maprocuration-electeur"]
    for portail, chemin, accueil in (
        ("autorite", "/autorite/saisie", "Établir une procuration"),
        ("mairie", "/mairie/procurations", "Contrôler les procurations de la commune"),
    ):
        # When it is presented to the portal of the agents, even under the name that it expects
        poste.aller(chemin)
        assert poste.titre == accueil
        poste.contexte.add_cookies([cookie | {"name": f"maprocuration-{portail}"}])
        poste.aller(chemin)
        # Then it leads to the way in
        assert poste.titre == accueil


def test_dix_references_incorrectes_verrouillent_l_agent(ouvrir):
    # Given an agent who tries references at random
    poste = ouvrir(Reglage(390))
    poste.entrer("autorite", "apj-angers")
    for dernier in "23456789A":
        poste.aller("/autorite/saisie")
        agents.taper_la_reference(poste, f"22222{dernier}")
        assert "Aucune demande à traiter sous cette référence" in poste.erreurs[0]
    # When it is the tenth
    poste.aller("/autorite/saisie")
    agents.taper_la_reference(poste, "22222B")
    # Then the agent is told to wait, whatever the page
    assert poste.titre == "Trop de références incorrectes"
    poste.verifier_aux_deux_largeurs()
    poste.aller("/autorite/saisie")
    assert poste.titre == "Trop de références incorrectes"


def test_une_mairie_ne_voit_que_sa_commune(ouvrir):
    # Given a procuration established for Rennes
    personne, agent = ouvrir(Reglage(390)), ouvrir(Reglage(1280))
    personne.entrer("electeur", "louis")
    reference = mandant.deposer(personne, PAR_MARIE)
    agent.entrer("autorite", "opj-angers")
    agents.etablir(agent, reference)
    rennes = ouvrir(Reglage(1280))
    rennes.entrer("mairie", "mairie-rennes")
    agents.attendre_la_ligne(rennes, reference)
    # When the agent of Angers asks for its address
    angers = ouvrir(Reglage(390))
    angers.entrer("mairie", "mairie-angers")
    assert agents.ligne(angers, reference).count() == 0
    for suite in ("", "/decision"):
        reponse = angers.aller(f"/mairie/procurations/{reference}{suite}")
        # Then it is as if it did not exist
        assert reponse is not None
        assert reponse.status == 404
        assert "Louis" not in angers.page.content()
    angers.verifier_aux_deux_largeurs()
    # And the agent of Rennes finds it by a name, and by its scrutin, among the others
    rennes.page.get_by_label("Chercher un mandant").fill("louis martin")
    rennes.cliquer("Chercher")
    expect(agents.ligne(rennes, reference)).to_have_count(1)
    rennes.verifier_aux_deux_largeurs()
    assert "martin" not in rennes.page.url.lower()
    rennes.aller("/mairie/procurations")
    rennes.page.get_by_text("Filtrer par état ou par scrutin").click()
    rennes.page.get_by_label("Scrutin").select_option("presidentielle-2027")
    rennes.cliquer("Filtrer")
    expect(agents.ligne(rennes, reference)).to_have_count(1)
    rennes.page.get_by_label("Scrutin").select_option("municipales-partielles-demo")
    rennes.cliquer("Filtrer")
    expect(agents.ligne(rennes, reference)).to_have_count(0)
    # And refuses nothing without a motif
    agents.attendre_la_ligne(rennes, reference)
    agents.ouvrir_le_dossier(rennes, reference)
    agents.refuser(rennes)
    expect(rennes.page.locator(".govuk-error-summary")).to_be_visible()
    rennes.verifier_aux_deux_largeurs()


def test_un_refus_au_guichet_laisse_revenir_ou_met_fin_a_la_demande(ouvrir):
    # Given a demande presented without a document that is valid
    personne, agent = ouvrir(Reglage(390)), ouvrir(Reglage(390))
    personne.entrer("electeur", "marie-angers")
    reference = mandant.deposer(
        personne,
        Souhait(
            "angers",
            "Angers (Maine-et-Loire, 49)",
            ParNne("350000066", ("15", "1", "1990")),
            SECOND_TOUR,
        ),
    )
    agent.entrer("autorite", "opj-angers")
    for motif, titre in (("A2", "Présentation au guichet sans suite"), ("A5", "Demande refusée")):
        # When the agent says why it is not established
        agent.aller(f"/autorite/demandes/{reference}/refus")
        agent.cliquer("Enregistrer le motif")
        expect(agent.page.locator(".govuk-error-summary")).to_be_visible()
        agent.verifier_aux_deux_largeurs()
        agent.page.locator(f'[name="motif"][value="{motif}"]').check()
        agent.cliquer("Enregistrer le motif")
        # Then the mandant reads it among the steps
        expect(agent.page.locator("h1")).to_have_text("Procuration non établie")
        agent.verifier_aux_deux_largeurs()
        personne.aller(f"/electeur/demandes/{reference}")
        assert any(pas.startswith(titre) for pas, _ in mandant.etapes(personne))
        personne.verifier_aux_deux_largeurs()


@pytest.mark.parametrize("avec_js", [True, False], ids=["js", "sans-js"])
def test_se_deconnecter_ferme_la_session_ici_et_chez_le_fournisseur(ouvrir, avec_js):
    # Given a signed-in mandant
    poste = ouvrir(Reglage(1280, avec_js))
    poste.entrer("electeur", "sophie")
    # When signing out
    poste.cliquer("Se déconnecter")
    # Then the browser is back at the way in, and the session is dead
    poste.page.wait_for_url(lambda url: url.split("?")[0].endswith("/electeur"))
    poste.aller("/electeur/demandes")
    assert poste.titre == "Donner procuration pour voter"


def test_interrompre_la_connexion_se_dit(ouvrir):
    # Given somebody on the provider's page
    poste = ouvrir(Reglage(390))
    poste.aller("/electeur/connexion")
    # When giving up
    poste.cliquer("Annuler et revenir au service")
    # Then the portal says how to go on
    assert poste.titre == "Vous avez interrompu la connexion"
    poste.verifier_aux_deux_largeurs()


@pytest.mark.parametrize(
    "chemin",
    [
        "/",
        "/electeur",
        "/autorite",
        "/mairie",
        "/accessibilite",
        "/donnees-personnelles",
        "/electeur/une-adresse-inconnue",
        "/_local/identites",
        "/_local/courriels",
        "/_local/liste-electorale?commune=35238&q=martin",
        "/_local/reu",
    ],
)
def test_les_pages_sans_session_sont_accessibles(ouvrir, chemin):
    poste = ouvrir(Reglage(390))
    poste.aller(chemin)
    assert poste.titre
    expect(poste.page.locator("body")).to_contain_text("Ce n’est pas un service de l’État")
    poste.verifier_aux_deux_largeurs()
