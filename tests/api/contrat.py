"""The OpenAPI document as a judge: every answer of the tests goes through it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from chalicelib.web.reponses import entetes_de_securite

FICHIER = Path(__file__).parents[2] / "chalicelib" / "api" / "openapi.json"


@cache
def document() -> dict[str, Any]:
    """The document that the API serves."""
    lu: dict[str, Any] = json.loads(FICHIER.read_text("utf-8"))
    return lu


def resoudre(noeud: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for."""
    while "$ref" in noeud:
        cible: Any = document()
        for segment in noeud["$ref"].removeprefix("#/").split("/"):
            cible = cible[segment]
        noeud = cible
    return noeud


@cache
def validateur(texte: str) -> Draft202012Validator:
    """The judge of one schema, given as JSON text."""
    schema = json.loads(texte) | {"components": document()["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def fautes(schema: dict[str, Any], valeur: Any) -> list[str]:
    """What this value has against the schema."""
    return [
        f"{e.json_path} : {e.message}" for e in validateur(json.dumps(schema)).iter_errors(valeur)
    ]


def exiger(methode: str, route: str, statut: int, entetes: Any, corps: bytes) -> None:
    """Fails unless the document describes this very answer, and it bears the security headers."""
    manquants = [nom for nom, valeur in entetes_de_securite().items() if entetes.get(nom) != valeur]
    assert not manquants, f"{methode} {route} : sans {manquants}"
    operation = document()["paths"][route].get(methode.lower())
    if operation is None:
        assert statut == 405
        return
    assert str(statut) in operation["responses"], f"{methode} {route} : {statut} n'est pas décrit"
    reponse = resoudre(operation["responses"][str(statut)])
    type_ = entetes["Content-Type"]
    assert type_ in reponse["content"], f"{methode} {route} : {type_} n'est pas décrit"
    if "json" in type_:
        assert fautes(reponse["content"][type_]["schema"], json.loads(corps)) == []
