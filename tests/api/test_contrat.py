"""The OpenAPI document says what the code does, all of it and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

import app
from chalicelib.web.acces import ROUTES, Route
from tests.api import client, contrat
from tests.constructeurs import Nuage

ROUTES_DE_L_API = [route for route in ROUTES if route.chemin.startswith(("/api/v1/", "/donnees/"))]


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = contrat.document()["paths"][route.chemin][route.methode.lower()]
    return operation


def test_le_document_est_un_openapi_valable() -> None:
    validate(contrat.document())


def test_le_document_publie_est_celui_qui_est_servi(nuage: Nuage) -> None:
    publie = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"

    servi = client.Appelant().get("/openapi.json")

    assert json.loads(publie.read_text("utf-8")) == servi.json


def test_le_document_decrit_chaque_route_et_rien_d_autre() -> None:
    decrites = {
        (methode.upper(), chemin)
        for chemin, operations in contrat.document()["paths"].items()
        for methode in operations
    }

    assert decrites == {(route.methode, route.chemin) for route in ROUTES_DE_L_API}
    assert all(route.methode in app.app.routes[route.chemin] for route in ROUTES_DE_L_API)


@pytest.mark.parametrize("route", ROUTES_DE_L_API, ids=lambda r: f"{r.methode} {r.chemin}")
def test_chaque_route_dit_qui_peut_l_appeler(route: Route) -> None:
    attendu: list[dict[str, list[str]]] = []
    if route.acces.portail is not None:
        session: dict[str, list[str]] = {str(route.acces.portail): []}
        attendu = [session | ({"csrf": []} if route.acces.ecrit else {})]
    if route.acces.canari:
        attendu.append({"canari": []})
    if route.acces.machine:
        attendu.append({"logiciel": ["mairie"]})

    assert _operation(route)["security"] == attendu


@pytest.mark.parametrize("route", ROUTES_DE_L_API, ids=lambda r: f"{r.methode} {r.chemin}")
def test_chaque_route_dit_ce_qu_elle_recoit_et_ses_refus(route: Route) -> None:
    operation = _operation(route)
    parametres = {contrat.resoudre(p)["name"] for p in operation.get("parameters", [])}
    statuts = set(operation["responses"])

    assert ("{reference}" in route.chemin) == ("reference" in parametres)
    assert {"415", "500", "503"} < statuts
    assert ("401" in statuts) == (route.acces.portail is not None or route.acces.canari)
    assert "403" in statuts or not route.acces.ecrit
    assert ("requestBody" in operation) == (route.methode in {"POST", "PATCH"})


def test_les_exemples_respectent_leur_schema() -> None:
    trouves = list(_exemples(contrat.document()))

    assert len(trouves) > 50
    assert [f for schema, exemple in trouves for f in contrat.fautes(schema, exemple)] == []


def _exemples(noeud: Any) -> Any:
    if isinstance(noeud, list):
        for un in noeud:
            yield from _exemples(un)
    elif isinstance(noeud, dict):
        if "example" in noeud and "schema" in noeud:
            yield noeud["schema"], noeud["example"]
        if "type" in noeud and isinstance(noeud.get("examples"), list):
            yield from ((dict(noeud), e) for e in noeud["examples"])
        for un in noeud.values():
            yield from _exemples(un)
