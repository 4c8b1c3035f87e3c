"""The house stays readable: short files and functions, documented doors, known settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
FICHIERS = sorted((RACINE / "chalicelib").rglob("*.py"))
FONCTION = (ast.FunctionDef, ast.AsyncFunctionDef)

par_fichier = pytest.mark.parametrize(
    "fichier", FICHIERS, ids=lambda f: str(f.relative_to(RACINE / "chalicelib"))
)


def _arbre(fichier: Path) -> ast.Module:
    return ast.parse(fichier.read_text("utf-8"))


def _publics(corps: list[ast.stmt], prefixe: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Public classes and functions, and the public methods of the former."""
    for noeud in corps:
        if not isinstance(noeud, (ast.ClassDef, *FONCTION)) or noeud.name.startswith("_"):
            continue
        if noeud.name == "Meta":
            continue
        yield prefixe + noeud.name, noeud
        if isinstance(noeud, ast.ClassDef):
            yield from _publics(noeud.body, f"{noeud.name}.")


def test_la_porte_tient_sur_un_ecran() -> None:
    assert len((RACINE / "app.py").read_text("utf-8").splitlines()) <= 60


@par_fichier
def test_un_fichier_a_moins_de_300_lignes(fichier: Path) -> None:
    assert len(fichier.read_text("utf-8").splitlines()) <= 300


@par_fichier
def test_une_fonction_tient_sur_un_ecran(fichier: Path) -> None:
    longues = {
        noeud.name: noeud.end_lineno - noeud.lineno + 1
        for noeud in ast.walk(_arbre(fichier))
        if isinstance(noeud, FONCTION)
        and noeud.end_lineno is not None
        and noeud.end_lineno - noeud.lineno >= 50
    }

    assert longues == {}


@par_fichier
def test_ce_qui_est_public_est_documente(fichier: Path) -> None:
    arbre = _arbre(fichier)
    muets = [nom for nom, noeud in _publics(arbre.body) if not ast.get_docstring(noeud)]  # type: ignore[arg-type]

    assert muets == []
    assert ast.get_docstring(arbre) or fichier.name == "__init__.py"


@par_fichier
def test_rien_n_est_imprime(fichier: Path) -> None:
    appels = [n for n in ast.walk(_arbre(fichier)) if isinstance(n, ast.Call)]

    assert not [n for n in appels if isinstance(n.func, ast.Name) and n.func.id == "print"]


_LUE = re.compile(
    r"""(?:variable|environ\.get|getenv|_secret|environ)[(\[]\s*f?["']([A-Z_{}a-z]+)"""
)
_DE_LA_PLATEFORME = {"POWERTOOLS_SERVICE_NAME", "_HANDLER", "AWS_LAMBDA_INITIALIZATION_TYPE"}


def _variables_lues() -> set[str]:
    """Every name that the shipped code reads, `{prefixe}` standing for both federations."""
    lues: set[str] = set()
    for fichier in (RACINE / "app.py", *FICHIERS):
        lues.update(_LUE.findall(fichier.read_text("utf-8")))
    developpees = set()
    for nom in lues:
        if "{prefixe}" in nom:
            developpees |= {nom.replace("{prefixe}", f) for f in ("FRANCECONNECT", "PROCONNECT")}
        elif "{" not in nom:
            developpees.add(nom)
    return developpees - _DE_LA_PLATEFORME


def test_chaque_variable_d_environnement_est_documentee() -> None:
    texte = "\n".join(f.read_text("utf-8") for f in (RACINE / "docs").rglob("*.md"))
    documentees = set(re.findall(r"^\| `([A-Z_]+)`", texte, flags=re.MULTILINE))

    assert _variables_lues() - documentees == set()
    assert len(_variables_lues()) > 8


def test_chaque_variable_d_environnement_est_reglee_ou_a_un_defaut() -> None:
    reglages = "\n".join(
        chemin.read_text("utf-8")
        for chemin in (RACINE / ".chalice/config.json", *(RACINE / "infra/ressources").glob("*"))
    )
    code = "\n".join(f.read_text("utf-8") for f in (RACINE / "app.py", *FICHIERS))
    sans_valeur = {
        nom
        for nom in _variables_lues()
        if nom not in reglages
        and not re.search(rf"""(?:variable|environ\.get)\(\s*"{nom}",\s*["f]""", code)
    }

    assert sans_valeur == set()
