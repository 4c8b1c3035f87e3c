"""Which function of Lambda is acting, read from the stack of whoever asks.

Nothing wraps the functions and nothing has to be told: an entry of `chalicelib/flux/fonctions.py`,
or the app itself for the portals and the API, is found above the call. What a test does itself,
even from inside a double that a function calls, is nobody's."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from chalice.app import Chalice

RACINE = Path(__file__).parents[2]
API = "api"
_APP: CodeType = Chalice.__call__.__code__
_HORS_DES_FONCTIONS = tuple(f"{RACINE / dossier}/" for dossier in ("tests", "infra", "outils"))


@cache
def entrees() -> dict[tuple[str, str], str]:
    """File and name of what each registered function runs → the name of the function."""
    fonctions = RACINE / "chalicelib/flux/fonctions.py"
    trouvees = {}
    for noeud in ast.walk(ast.parse(fonctions.read_text("utf-8"))):
        if not isinstance(noeud, ast.FunctionDef) or not noeud.decorator_list:
            continue
        for importe in ast.walk(noeud):
            if isinstance(importe, ast.ImportFrom) and importe.module:
                fichier = RACINE / f"{importe.module.replace('.', '/')}.py"
                trouvees |= {(str(fichier), nom.name): noeud.name for nom in importe.names}
    return trouvees


def qui_agit(depuis: FrameType | None = None) -> str | None:
    """The function that acts, None when it is nobody's act. `depuis`: the first frame to look at,
    that of the caller unless told."""
    cadre = depuis or sys._getframe(1)
    connues = entrees()
    while cadre is not None:
        code = cadre.f_code
        fichier = code.co_filename
        if code is _APP:
            return API
        if code is au_nom_de.__code__:
            trouve: str = cadre.f_locals["acteur"]
            return trouve
        if trouvee := connues.get((fichier, code.co_name)):
            return trouvee
        if fichier.startswith(_HORS_DES_FONCTIONS):
            return None
        cadre = cadre.f_back
    return None


def suivre_les_fils() -> None:
    """From now on the work that a function gives to threads is its own."""
    soumettre = ThreadPoolExecutor.submit

    @functools.wraps(soumettre)
    def submit(
        self: ThreadPoolExecutor, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        acteur = qui_agit(sys._getframe(1))
        if acteur is None:
            return soumettre(self, fn, *args, **kwargs)
        return soumettre(self, au_nom_de, acteur, fn, *args, **kwargs)

    ThreadPoolExecutor.submit = submit  # type: ignore[method-assign]


def au_nom_de(acteur: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Does it as that function: the bottom of its threads, and what a test does in its name."""
    return fn(*args, **kwargs)
