"""The settings of a mairie and the delegations of its maire, without JavaScript."""

from __future__ import annotations

import pytest

from chalicelib.domaine.habilitation import Agent
from tests.constructeurs import AGENT_RENNES, RENNES, Nuage
from tests.portails.agents import agent_de_mairie
from tests.portails.mairies import FILE

MAIRE = Agent("21350238800019/maire-rennes", "Appéré", "Nadia")
AWA = Agent("21350238800019/a.traore", "Traoré", "Awa")
REGLAGES, DELEGATIONS = "/mairie/reglages", "/mairie/delegations"
DATES = {"du_jour": "1", "du_mois": "3", "du_annee": "2027", "au_jour": "31", "au_mois": "12"} | {
    "au_annee": "2027"
}


@pytest.fixture
def ville(nuage: Nuage) -> Nuage:
    nuage.peupler().deleguer(MAIRE, RENNES, maire=True)
    return nuage


def test_les_reglages_s_enregistrent_et_se_relisent(ville: Nuage) -> None:
    agent = agent_de_mairie(ville)
    page = agent.remplir(
        agent.voir(REGLAGES),
        REGLAGES,
        courriels="elections@exemple.fr",
        horaires="De 9 h à 17 h",
        impression="7 h",
        heure_du_bulletin="18",
    )

    assert page.vers == f"{REGLAGES}?fait=oui"
    relue = agent.voir(page.vers)
    assert "Vos réglages sont enregistrés" in relue.texte
    assert "elections@exemple.fr" in relue.texte
    champs = relue.formulaire(REGLAGES).champs
    assert (champs["horaires"], champs["impression"]) == ("De 9 h à 17 h", "07:00")


def test_ce_qui_est_mal_ecrit_est_garde_et_deux_collegues_ne_s_ecrasent_pas(ville: Nuage) -> None:
    agent, bons = agent_de_mairie(ville), {"heure_du_bulletin": "18", "horaires": "Le matin"}
    lue = agent.voir(REGLAGES)
    faute = agent.remplir(lue, REGLAGES, **bons, impression="tôt")
    assert (faute.statut, faute.formulaire(REGLAGES).champs["impression"]) == (422, "tôt")
    for nombre in ("9" * 5000, "²", "-1"):
        absurde = agent.remplir(lue, REGLAGES, **bons | {"heure_du_bulletin": nombre})
        assert absurde.statut == 422
        assert agent.remplir(lue, REGLAGES, version=nombre).statut == 422
    assert agent.remplir(lue, REGLAGES, **bons).statut == 303

    conflit = agent.remplir(lue, REGLAGES, **bons | {"horaires": "Le soir"})
    assert (conflit.statut, conflit.formulaire(REGLAGES).champs["horaires"]) == (409, "Le soir")
    encore = agent.remplir(conflit, REGLAGES, **bons | {"horaires": "Le soir"})
    assert encore.statut == 303


def test_un_agent_sans_delegation_lit_l_identifiant_que_le_maire_recopie(ville: Nuage) -> None:
    refuse = agent_de_mairie(ville, AWA).voir(FILE)
    assert refuse.statut == 403
    assert AWA.cle in refuse.texte
    maire = agent_de_mairie(ville, MAIRE)

    saisie = DATES | {"agent": AWA.cle, "nom": "Awa Traoré"}
    donnee = maire.remplir(maire.voir(DELEGATIONS), DELEGATIONS, **saisie)

    assert "La délégation est enregistrée" in maire.voir(donnee.vers).texte
    assert agent_de_mairie(ville, AWA).voir(FILE).statut == 200
    liste = maire.voir(DELEGATIONS)
    assert "Awa Traoré" in liste.texte
    csrf = liste.formulaire(DELEGATIONS).champs
    fin = maire.envoyer(f"{DELEGATIONS}/fin", csrf | {"agent": AWA.cle})
    assert "a pris fin" in maire.voir(fin.vers).texte
    assert agent_de_mairie(ville, AWA).voir(FILE).statut == 403


def test_la_page_des_delegations_est_au_maire_seul(ville: Nuage) -> None:
    page = agent_de_mairie(ville).voir(DELEGATIONS)

    assert page.statut == 403
    assert "Demandez au maire" in page.texte
    assert AGENT_RENNES.cle not in page.texte


def test_une_delegation_mal_saisie_se_corrige(ville: Nuage) -> None:
    maire = agent_de_mairie(ville, MAIRE)
    for saisie, phrase in (
        ({"agent": "Awa"}, "Recopiez l’identifiant"),
        ({"au_mois": "13"}, "date qui existe"),
        ({"agent": "21490007800012/x"}, "pas de votre mairie"),
        ({"du_annee": "9999", "au_annee": "9999"}, "six ans au plus"),
    ):
        champs = DATES | {"agent": AWA.cle, "nom": "Awa"} | saisie
        page = maire.remplir(maire.voir(DELEGATIONS), DELEGATIONS, **champs)
        assert page.statut == 422
        assert any(phrase in erreur for erreur in page.erreurs), page.erreurs
        assert page.formulaire(DELEGATIONS).champs["agent"] == champs["agent"]
    for cle in (MAIRE.cle, "21490007800012/mairie-angers", "", "x" * 3000):
        csrf = maire.voir(DELEGATIONS).formulaire(DELEGATIONS).champs
        assert maire.envoyer(f"{DELEGATIONS}/fin", csrf | {"agent": cle}).statut == 422
