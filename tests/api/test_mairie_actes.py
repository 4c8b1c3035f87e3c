"""What a mairie marks after reception, through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.router import router
from tests.api import client
from tests.constructeurs import AGENT_ANGERS, ANGERS, OPJ, PRESIDENTIELLE, RENNES, Nuage
from tests.services.apres_reception import PREMIER_TOUR, noter_vote, prete

CLE = "une-cle-d-idempotence"
ACTES: dict[str, tuple[str, dict[str, Any], Etat]] = {
    "annulation": ("L77-R80", {}, Etat.ANNULEE_DROIT),
    "caducite": ("caducité", {"motif": "RADIATION"}, Etat.CADUQUE),
    "resiliation": ("L75-papier", {"le": "2027-03-01", "a": "10 h 31"}, Etat.RESILIEE),
    "vote-du-mandant": ("L76-R79", {"tour": "2027-04-11"}, Etat.VALIDE),
    "reouverture": ("réouverture", {}, Etat.A_CONTROLER),
}

chaque_acte = pytest.mark.parametrize("acte", ACTES)


def preparee(nuage: Nuage, acte: str) -> Demande:
    return prete(nuage.peupler(), ACTES[acte][0])


def chemin(demande: Demande, acte: str) -> str:
    return f"/mairie/procurations/{demande.reference}/{acte}"


@chaque_acte
def test_articles_l75_l76_l77_l_acte_se_fait_une_fois_meme_renvoye(nuage: Nuage, acte: str) -> None:
    demande = preparee(nuage, acte)
    agent, (_, corps, arrivee) = client.mairie(nuage), ACTES[acte]

    premiere, seconde = (
        agent.post(chemin(demande, acte), corps, idempotency_key=CLE) for _ in range(2)
    )

    assert premiere.statut == 200
    assert premiere.json == {"reference": demande.reference, "etat": arrivee.value}
    assert (seconde.statut, seconde.corps) == (200, premiere.corps)
    assert nuage.relire(demande).version == demande.version + 1


@chaque_acte
def test_la_meme_cle_d_un_autre_acte_ne_le_refait_pas(nuage: Nuage, acte: str) -> None:
    demande = preparee(nuage, acte)
    agent, (_, corps, _) = client.mairie(nuage), ACTES[acte]
    agent.post(chemin(demande, acte), corps, idempotency_key=CLE)

    encore = agent.post(
        chemin(demande, "annulation"),
        {},
        idempotency_key=CLE if acte != "annulation" else CLE + "2",
    )

    vivante = acte in {"vote-du-mandant", "reouverture"}
    assert encore.statut == (200 if vivante else 409)


@chaque_acte
def test_une_autre_commune_ne_trouve_rien(nuage: Nuage, acte: str) -> None:
    demande = preparee(nuage, acte)
    angers = client.mairie(nuage, AGENT_ANGERS, ANGERS)

    reponse = angers.post(chemin(demande, acte), ACTES[acte][1])

    assert (reponse.statut, reponse.probleme) == (404, "procuration-introuvable")
    inconnue = angers.post(f"/mairie/procurations/ZZZZZZ/{acte}", ACTES[acte][1])
    assert reponse.corps == inconnue.corps
    assert nuage.relire(demande) == demande


@chaque_acte
def test_ni_le_mandant_ni_l_autorite_ni_un_agent_sans_delegation_ne_le_fait(
    nuage: Nuage, acte: str
) -> None:
    demande = preparee(nuage, acte)
    sans = Agent("21350238800019/sans", "Roux", "Léa")
    corps = ACTES[acte][1]

    for appelant in (client.mandant(nuage), client.autorite(nuage, OPJ)):
        assert appelant.post(chemin(demande, acte), corps).probleme == "session-absente"
    refus = client.mairie(nuage, sans, RENNES).post(chemin(demande, acte), corps)
    assert (refus.statut, refus.probleme) == (403, "delegation-absente")
    sans_jeton = client.Appelant(client.mairie(nuage).entetes)
    assert sans_jeton.post(chemin(demande, acte), corps).statut == 403
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize(
    "acte, corps, champs",
    [
        ("caducite", {}, {"motif"}),
        ("caducite", {"motif": "M15"}, {"motif"}),
        ("caducite", {"motif": ["DECES"]}, {"motif"}),
        ("resiliation", {}, {"le", "a"}),
        ("resiliation", {"le": "2027-13-01", "a": "25 h"}, {"le", "a"}),
        ("resiliation", {"le": "2027-03-01", "a": "10 h", "fuseau": "Mars/Base"}, {"a"}),
        ("resiliation", {"le": "9999-12-31", "a": "23 h 59"}, {"le"}),
        ("resiliation", {"le": "0001-01-01", "a": "0 h"}, {"a"}),
        ("resiliation", {"le": "2026-03-01", "a": "10 h"}, {"le"}),
        ("vote-du-mandant", {}, {"tour"}),
        ("vote-du-mandant", {"tour": "1"}, {"tour"}),
        ("vote-du-mandant", {"tour": "2027-04-12"}, {"tour"}),
        ("vote-du-mandant", {"tour": "2027-04-25"}, {"tour"}),
    ],
)
def test_une_saisie_fausse_nomme_chaque_champ(
    nuage: Nuage, acte: str, corps: dict[str, Any], champs: set[str]
) -> None:
    demande = preparee(nuage, acte)

    reponse = client.mairie(nuage).post(chemin(demande, acte), corps)

    assert reponse.statut == 422
    assert {e["champ"] for e in reponse.json["erreurs"]} == champs
    assert nuage.relire(demande) == demande


def test_l_heure_du_formulaire_est_celle_du_lieu_de_l_acte(nuage: Nuage) -> None:
    demande = preparee(nuage, "resiliation")
    nuage.avancer(days=1)

    client.mairie(nuage).post(
        chemin(demande, "resiliation"),
        {"le": "2027-03-01", "a": "22 h", "fuseau": "Pacific/Noumea"},
    )
    lue = nuage.relire(demande)

    assert lue.resiliation is not None
    assert lue.resiliation.le == datetime(2027, 3, 1, 11, tzinfo=UTC)


def test_la_liste_garde_ce_qui_a_pris_fin_avec_son_motif_et_le_registre_non(nuage: Nuage) -> None:
    demande = preparee(nuage, "annulation")
    agent = client.mairie(nuage)
    agent.post(chemin(demande, "annulation"), {})
    router(nuage.contexte, nuage.relire(demande), nuage.maintenant)

    (ligne,) = agent.get("/mairie/procurations?etat=ANNULEE_DROIT").json["procurations"]
    lue = agent.get(f"/mairie/procurations/{demande.reference}").json

    assert (ligne["motif"], ligne["nuls"], ligne["votes_du_mandant"]) == ("M15", [], [])
    assert (lue["etat"], lue["motif"]) == ("ANNULEE_DROIT", "M15")
    assert agent.get("/mairie/registre.json").json == {"registre": []}


def test_article_l76_la_liste_du_tour_ne_montre_plus_qui_a_vote(nuage: Nuage) -> None:
    demande = preparee(nuage, "vote-du-mandant")
    router(nuage.contexte, noter_vote(nuage, demande), nuage.maintenant)
    agent = client.mairie(nuage)

    def au_registre(filtre: str) -> int:
        return len(agent.get(f"/mairie/registre.json?{filtre}").json["registre"])

    (ligne,) = agent.get("/mairie/procurations?etat=VALIDE").json["procurations"]
    assert ligne["votes_du_mandant"] == [PREMIER_TOUR.isoformat()]
    assert [au_registre(f"scrutin={PRESIDENTIELLE.id}&tour={n}") for n in "12"] == [0, 1]
    assert au_registre(f"scrutin={PRESIDENTIELLE.id}") == 1
    assert agent.get("/mairie/registre.json?tour=1").statut == 422


def test_le_mandant_lit_pourquoi_sa_procuration_a_pris_fin(nuage: Nuage) -> None:
    demande = preparee(nuage, "annulation")
    client.mairie(nuage).post(chemin(demande, "annulation"), {})

    lue = client.mandant(nuage).get(f"/demandes/{demande.reference}").json

    assert lue["etat"] == "ANNULEE_DROIT"
    assert lue["fin"]["motif"] == "M15"
    assert "autre personne" in lue["fin"]["conseil"]
    assert (lue["nuls"], lue["votes_du_mandant"]) == ([], [])


def test_le_suivi_se_filtre_par_etat_et_par_scrutin(nuage: Nuage) -> None:
    demande = preparee(nuage, "annulation")
    agent = client.mairie(nuage)
    agent.post(chemin(demande, "annulation"), {})
    router(nuage.contexte, nuage.relire(demande), nuage.maintenant)

    def lignes(filtre: str) -> int:
        return len(agent.get(f"/mairie/suivi.csv?{filtre}").corps.splitlines()) - 1

    filtres = ("", "etat=ANNULEE_DROIT", "etat=VALIDE", f"scrutin={PRESIDENTIELLE.id}")
    assert [lignes(filtre) for filtre in filtres] == [1, 1, 0, 1]
    assert lignes("scrutin=departementales-regionales-2021") == 0
    assert agent.get("/mairie/suivi.csv?etat=x").statut == 422
