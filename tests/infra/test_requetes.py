"""Each field that a saved query reads is one that our lines have."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from chalicelib import observabilite
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.flux import lot
from infra import assemblage
from tests.api import client
from tests.constructeurs import Nuage

RESSOURCES = assemblage.charger()["Resources"]
REQUETES = {
    nom: r["Properties"]
    for nom, r in RESSOURCES.items()
    if r.get("Type") == "AWS::Logs::QueryDefinition"
}
MOTS = {
    "fields", "filter", "stats", "sort", "limit", "by", "as", "or", "and", "asc", "desc",
    "ispresent", "count", "latest", "earliest", "pct", "max", "avg", "bin",
}  # fmt: skip
DE_LAMBDA = {"@timestamp", "@log", "@type", "@initDuration", "@maxMemoryUsed"}
"""Logs Insights finds these in every line, or in Lambda's own REPORT."""


def champs(requete: str) -> set[str]:
    """The fields that a query reads: its words, without texts, numbers, commands and aliases."""
    sans_textes = re.sub(r'"[^"]*"', "", requete)
    donnes = set(re.findall(r"\bas (\w+)", sans_textes))
    lus = set(re.findall(r"@?[A-Za-z_][\w.]*", re.sub(r"bin\(\w+\)", "", sans_textes)))
    return lus - donnes - MOTS


def des_acces() -> set[str]:
    """The fields of API Gateway's access log."""
    reglages = RESSOURCES["RestAPI"]["Properties"]["AccessLogSetting"]
    return set(json.loads(reglages["Format"]))


@pytest.fixture
def journaux() -> Iterator[StringIO]:
    """What the app's logger writes during a test."""
    lignes = StringIO()
    sortie = observabilite.journaliste().registered_handler
    assert isinstance(sortie, logging.StreamHandler)
    avant = sortie.setStream(lignes)
    yield lignes
    sortie.setStream(avant)


def aplatis(document: dict[str, Any]) -> set[str]:
    """The fields that Logs Insights finds in a line: those of a list are `pile.0`, `pile.1`…"""
    noms = set(document)
    for nom, valeur in document.items():
        if isinstance(valeur, list):
            noms |= {f"{nom}.{rang}" for rang in range(len(valeur))}
    return noms


def test_chaque_champ_d_une_requete_est_dans_nos_lignes(
    nuage: Nuage,
    journaux: StringIO,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nuage.peupler()
    client.autorite(nuage).get("/autorite/demandes/A7K2MX")
    client.traiter(client.evenement("GET", "/autorite/connexion/retour"))
    rompue = {"dynamodb": {"Keys": {"reference": {"S": "A7K2MX"}}, "SequenceNumber": "1"}}
    rompue["dynamodb"]["NewImage"] = {}
    lot.traiter({"Records": [rompue]}, lambda _: None)
    observabilite.incident(ConflitDeVersion(), envoi="A7K2MX#1#M1", commune="35238")
    monkeypatch.setattr(DepotsDynamo, "scrutins", lambda _: 1 / 0)
    client.mandant(nuage).get("/scrutins")

    ecrit = journaux.getvalue() + capsys.readouterr().out
    lignes = [json.loads(ligne) for ligne in ecrit.splitlines() if ligne.startswith("{")]
    connus = des_acces() | DE_LAMBDA
    for ligne in lignes:
        connus |= aplatis(ligne)
    for nom, proprietes in REQUETES.items():
        assert champs(proprietes["QueryString"]) <= connus, nom
    messages = {str(ligne.get("message")) for ligne in lignes}
    for proprietes in REQUETES.values():
        assert set(re.findall(r'message = "([^"]+)"', proprietes["QueryString"])) <= messages


def test_une_requete_de_la_passerelle_et_celles_des_fonctions_ont_le_meme_identifiant(
    nuage: Nuage, journaux: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    monkeypatch.setattr(DepotsDynamo, "scrutins", lambda _: 1 / 0)
    client.mandant(nuage).get("/scrutins")

    (incident,) = [json.loads(lu) for lu in journaux.getvalue().splitlines() if "incident" in lu]
    assert incident["correlation_id"] == "req-1"
    assert "$context.requestId" in json.dumps(RESSOURCES["RestAPI"]["Properties"])


def test_les_requetes_sont_rangees_et_lisent_des_journaux_du_gabarit() -> None:
    assert len(REQUETES) >= 10
    for proprietes in REQUETES.values():
        assert proprietes["Name"]["Fn::Sub"].startswith("maprocuration-${Stage}/")
        for journal in proprietes["LogGroupNames"]:
            assert RESSOURCES[journal["Ref"]]["Type"] == "AWS::Logs::LogGroup"
            assert "Condition" not in RESSOURCES[journal["Ref"]]


def test_les_journaux_de_toutes_les_fonctions_sont_lus_par_la_requete_des_erreurs() -> None:
    lus = {journal["Ref"] for journal in REQUETES["RequeteErreursParType"]["LogGroupNames"]}
    ecrits = {
        r["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        for r in RESSOURCES.values()
        if "LoggingConfig" in r.get("Properties", {})
    }
    assert lus == ecrits
