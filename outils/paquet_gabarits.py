"""Compiles the templates of a package, inside it: `python -S -s -P outils/paquet_gabarits.py
<folder>`, with PYTHONHASHSEED set so that the same templates give the same bytes."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

_APPEL = re.compile(r"govuk\.([a-z_]+)")


def precompiler(dossier: Path) -> None:
    """Writes the byte code of each page and component where `Precompiles` looks for it."""
    from chalicelib.portails import rendu

    pages = rendu._environnement()
    for nom in sorted(pages.list_templates()):
        _garder(pages, nom, nom, dossier)
    composants: Any = pages.globals["govuk"]
    for nom in sorted(_atteints(pages, composants._environnement)):
        # PrefixLoader calls a component by its name without the prefix.
        _garder(composants._environnement, nom, nom.partition("/")[2], dossier)


def _atteints(pages: Any, composants: Any) -> set[str]:
    """The components that pages call (`govuk.date_input`), and what those are made of."""
    sources = (pages.loader.get_source(pages, nom)[0] for nom in pages.list_templates())
    appeles = {nom.replace("_", "-") for source in sources for nom in _APPEL.findall(source)}
    restants = [f"govuk_frontend_jinja/components/{nom}/macro.html" for nom in appeles]
    from jinja2.meta import find_referenced_templates

    atteints: set[str] = set()
    while restants:
        nom = restants.pop()
        atteints.add(nom)
        arbre = composants.parse(composants.loader.get_source(composants, nom)[0])
        restants += {autre for autre in find_referenced_templates(arbre) if autre} - atteints
    return atteints


def _garder(environnement: Any, nom: str, court: str, dossier: Path) -> None:
    source, fichier, _ = environnement.loader.get_source(environnement, nom)
    seau = environnement.bytecode_cache.get_bucket(environnement, court, fichier, source)
    seau.code = environnement.compile(source, court, Path(fichier).relative_to(dossier).as_posix())
    environnement.bytecode_cache.garder(seau)


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    precompiler(Path(sys.argv[1]))
