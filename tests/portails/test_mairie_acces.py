"""At the mairie: one commune, one delegation, one session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.identite import jetons
from chalicelib.identite.personnes import Portail
from tests.constructeurs import (
    AGENT_ANGERS,
    ANGERS,
    RENNES,
    Nuage,
    mandant,
)
from tests.portails.agents import agent_de_mairie, consultations, opj
from tests.portails.mairies import (
    COLLEGUE,
    CONTROLES,
    FILE,
    RECHERCHE,
    accepter,
    adresse_de,
    dossier,
    references,
    routes_de_la_mairie,
)
from tests.portails.visiteur import Visiteur


def test_la_procuration_d_une_autre_commune_est_introuvable_comme_une_inconnue(
    nuage: Nuage,
) -> None:
    d_angers = nuage.peupler().recue(qui=mandant(commune=ANGERS))
    a_etablir = nuage.deposer()
    agent = agent_de_mairie(nuage)
    jeton = {"csrf": jetons.csrf(agent.jeton), "cle": "cle-du-formulaire"}
    envois = {
        "/acceptation": jeton | {"controles": CONTROLES},
        "/refus": jeton | {"motif": "M03"},
    }

    for suite in ("", "/decision", *envois):
        reponses = set()
        for reference in (d_angers.reference, a_etablir.reference, "ZZZ999"):
            chemin = dossier(reference, suite)
            page = agent.envoyer(chemin, envois[suite]) if suite in envois else agent.voir(chemin)
            reponses.add((page.statut, page.texte))
        ((statut, texte),) = reponses
        assert statut == 404
        assert "Votre commune n’a pas reçu de procuration sous cette référence" in texte

    assert references(agent.voir(FILE)) == []
    assert references(agent.remplir(agent.voir(FILE), RECHERCHE, nom="durand")) == []
    assert consultations(nuage, d_angers) == 0
    assert nuage.relire(d_angers) == d_angers
    assert references(agent_de_mairie(nuage, AGENT_ANGERS, ANGERS).voir(FILE)) == [
        d_angers.reference
    ]


@pytest.mark.parametrize("morceau", ["ABC", "%00", "%E2%80%AEXBQ7V3", "x" * 2000, "'\"<b>"])
@pytest.mark.parametrize("suite", ["", "/decision"])
def test_une_reference_deformee_est_introuvable(nuage: Nuage, morceau: str, suite: str) -> None:
    nuage.peupler()
    page = agent_de_mairie(nuage).voir(dossier(morceau, suite))
    assert page.statut in {400, 404}
    assert page.liens["Procurations"] == FILE


@pytest.mark.parametrize(
    "dates",
    [
        None,
        {"au": timedelta(0)},
        {"du": timedelta(seconds=1)},
        {"commune": ANGERS},
    ],
)
def test_sans_delegation_de_sa_commune_aucune_page_ne_s_ouvre(
    nuage: Nuage, dates: dict[str, Any] | None
) -> None:
    recue = nuage.peupler().recue()
    if dates is not None:
        commune = dates.get("commune", RENNES)
        ecarts = {n: nuage.maintenant + d for n, d in dates.items() if n != "commune"}
        nuage.deleguer(COLLEGUE, commune, **ecarts)
    agent = agent_de_mairie(nuage, COLLEGUE)
    champs = {
        "csrf": jetons.csrf(agent.jeton),
        "cle": "cle-du-formulaire",
        "nom": "durand",
        "motif": "M03",
        "controles": CONTROLES,
    }
    visitees = 0

    for methode, chemin in routes_de_la_mairie():
        adresse = adresse_de(chemin, recue.reference)
        page = agent.voir(adresse) if methode == "GET" else agent.envoyer(adresse, champs)
        assert page.statut == 403, chemin
        assert "Demandez au secrétariat de votre mairie" in page.texte
        assert "Durand" not in page.texte
        visitees += 1

    assert visitees >= 13
    assert nuage.relire(recue) == recue
    assert consultations(nuage, recue) == 0


def test_chaque_envoi_exige_le_jeton_de_sa_session(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    bons = (
        agent.voir(dossier(recue.reference)).formulaire(dossier(recue.reference, "/refus")).champs
    )
    bons |= {"motif": "M03", "nom": "durand"}
    visitees = 0

    for methode, chemin in routes_de_la_mairie():
        if methode != "POST":
            continue
        adresse = adresse_de(chemin, recue.reference)
        for csrf in ("", "faux", jetons.csrf("autre-session"), "é\x00"):
            assert agent.envoyer(adresse, bons | {"csrf": csrf}).statut == 403
        sans = {nom: valeur for nom, valeur in bons.items() if nom != "csrf"}
        assert agent.envoyer(adresse, sans).statut == 403
        assert agent.envoyer(adresse, bons, origin="https://ailleurs.example").statut == 403
        assert agent.envoyer(adresse, b"csrf=" + b"x" * 2**20).statut == 413
        json = agent.envoyer(adresse, b"{}", **{"content-type": "application/json"})
        assert json.statut == 415
        assert agent.envoyer(adresse, b"\xff\xfe=1").statut == 400
        visitees += 1

    assert visitees >= 6
    assert nuage.relire(recue) == recue


def test_sans_session_de_ce_portail_on_va_s_identifier(nuage: Nuage) -> None:
    nuage.peupler()
    du_guichet = opj(nuage).jeton
    for methode, chemin in routes_de_la_mairie():
        adresse = adresse_de(chemin, "XBQ7V3")
        for jeton in ("", "inconnu", du_guichet):
            visiteur = Visiteur(Portail.MAIRIE, jeton)
            page = visiteur.voir(adresse) if methode == "GET" else visiteur.envoyer(adresse, {})
            assert page.vers == "/mairie"


def test_une_session_finie_le_dit_et_ne_decide_rien(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    lue = agent.voir(dossier(recue.reference))
    nuage.avancer(minutes=31)
    page = accepter(agent, lue, recue.reference)
    assert page.statut == 401
    assert "quatre heures" in page.texte
    assert nuage.relire(recue) == recue


@pytest.mark.parametrize("cle", ["", "court", "é" * 20, "x" * 201])
def test_un_formulaire_sans_sa_cle_demande_de_recharger(nuage: Nuage, cle: str) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    page = accepter(agent, agent.voir(dossier(recue.reference)), recue.reference, cle=cle)
    assert page.statut == 400
    assert "Rechargez la page" in page.texte
    assert nuage.relire(recue) == recue
