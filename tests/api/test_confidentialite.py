"""No personal data leaves by the side: neither by logs and metrics, nor by addresses."""

from __future__ import annotations

import io
import json
import logging
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from tests.api import client
from tests.constructeurs import AGENT_RENNES, ANGERS, LISTE_ELECTORALE, OPJ, RENNES, Nuage

SECRETS = (
    "Durand", "Lévêque", "LEVEQUE", "Camille", "Élodie", "1985-07-14", "camille@exemple.fr",
    "Martin", "Louis", "1990-01-15", "Kervella", "Yann", "Nolwenn", "Le Bris", "jeton-de-",
)  # fmt: skip


def _fuites(texte: str) -> list[str]:
    return [secret for secret in SECRETS if secret in texte or quote(secret) in texte]


def _tout_vivre(nuage: Nuage) -> list[client.Reponse]:
    """Every kind of call, and every kind of refusal that knows a name."""
    mandant, opj, agent = client.mandant(nuage), client.autorite(nuage), client.mairie(nuage)
    reponses = [mandant.post("/demandes", client.depot(), idempotency_key="cle-du-depot")]
    reference = reponses[0].json["reference"]
    guichet, mairie = f"/autorite/demandes/{reference}", f"/mairie/procurations/{reference}"
    faux = client.depot(courriel="camille@exemple.fr <Durand>")
    reponses += [
        mandant.post("/demandes", faux, idempotency_key="cle-du-depot-2"),
        mandant.get("/demandes"),
        opj.get(guichet),
        opj.post(f"{guichet}/refus", {"motif": "A2"}),
        opj.post(f"{guichet}/etablissement", {"piece": "CNI"}),
    ]
    demande = nuage.contexte.depots.demande(reference)
    assert demande is not None
    nuage.transmettre(demande)
    reponses += [
        agent.post("/mairie/recherche", {"q": "Durand-Lévêque"}),
        agent.get("/mairie/procurations"),
        agent.get(mairie),
        agent.post(f"{mairie}/acceptation", {"controles": sorted(LISTE_ELECTORALE)}),
        agent.post(f"{mairie}/refus", {"motif": "M03"}),
        agent.get("/mairie/registre.json"),
        mandant.get(f"/demandes/{reference}/recepisse.pdf"),
        mandant.delete(f"/demandes/{reference}"),
    ]
    return reponses


def test_aucun_nom_dans_les_journaux_ni_les_mesures(
    nuage: Nuage,
    journal: io.StringIO,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    nuage.peupler()
    caplog.set_level(logging.INFO)

    reponses = _tout_vivre(nuage)

    sorties = capfd.readouterr()
    autres = "\n".join(ligne.getMessage() for ligne in caplog.records)
    ecrit = journal.getvalue() + sorties.out + sorties.err + autres
    assert ecrit.count('"Latence": [') == len(reponses)
    assert _fuites(ecrit) == []


def test_aucun_nom_dans_les_adresses_ni_les_entetes(nuage: Nuage) -> None:
    nuage.peupler()

    reponses = _tout_vivre(nuage)

    assert len(reponses) == 14
    assert _fuites("\n".join(str(dict(r.entetes)) for r in reponses)) == []


def test_log_01_qui_lit_une_liste_ou_cherche_une_reference_laisse_une_trace(
    nuage: Nuage, journal: io.StringIO
) -> None:
    nuage.transmettre(nuage.accepter(nuage.peupler().recue()))
    agent, opj = client.mairie(nuage), client.autorite(nuage)

    agent.get("/mairie/procurations")
    agent.post("/mairie/recherche", {"q": "Durand-Lévêque"})
    agent.get("/mairie/registre.json")
    agent.get("/mairie/registre.csv")
    opj.get("/autorite/demandes/222222")
    client.mairie(nuage, commune=ANGERS).get("/mairie/registre.csv")

    lignes = [json.loads(ligne) for ligne in journal.getvalue().splitlines()]
    lues = [(x["liste"], x["agent"], x["commune"]) for x in lignes if "liste" in x]
    manquees = [x["agent"] for x in lignes if x["message"] == "référence sans suite au guichet"]
    qui = (AGENT_RENNES.cle, RENNES)
    assert lues == [("file", *qui), ("recherche", *qui), ("registre", *qui), ("registre", *qui)]
    assert manquees == [OPJ.cle]
    assert _fuites(journal.getvalue()) == []


def test_une_erreur_qui_contient_un_nom_ne_le_journalise_pas(
    nuage: Nuage, journal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandant = client.mandant(nuage.peupler())

    def tomber(*_: Any) -> None:
        raise KeyError("Camille Durand-Lévêque, camille@exemple.fr")

    monkeypatch.setattr(DepotsDynamo, "demandes_du_mandant", tomber)
    reponse = mandant.get("/demandes")

    ligne = json.loads(journal.getvalue())
    assert (reponse.statut, reponse.probleme) == (500, "incident")
    assert (ligne["message"], ligne["type"]) == ("incident", "KeyError")
    assert ligne["correlation_id"] == "req-1"
    assert _fuites(journal.getvalue() + reponse.corps.decode()) == []


def test_le_registre_ne_montre_que_les_mentions_de_la_loi(nuage: Nuage) -> None:
    nuage.transmettre(nuage.accepter(nuage.peupler().recue()))
    agent = client.mairie(nuage)

    (ligne,) = agent.get("/mairie/registre.json").json["registre"]
    fichier = agent.get("/mairie/registre.csv")

    assert ligne["mandant_nom"] == "Durand-Lévêque"
    assert "1985" not in str(ligne) + fichier.corps.decode("utf-8-sig")
    assert "attachment" in fichier.entetes["Content-Disposition"]
    assert "Durand-Lévêque" in fichier.corps.decode("utf-8-sig")
