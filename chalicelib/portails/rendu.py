"""The pages of the three portals: Jinja templates over govuk-frontend's components.

Every template names its own context in its first comment. All of them are also given:

| name | what it holds | default |
|---|---|---|
| `url` | function: a path of ours (`/electeur`) → the link, with the stage's prefix | none |
| `portail` | `electeur`, `autorite`, `mairie`, or empty outside the portals | empty |
| `personne` | name of the signed-in person | empty |
| `navigation` | the portal's menu: rows of (text, path, whether it is this page) | empty |
| `csrf`, `cle` | CSRF token and idempotency key, the hidden fields of every POST form | empty |
| `saisie` | what was typed: field → value (list of values for check boxes) | empty |
| `erreurs` | what to correct: field → sentence | empty |
| `a_donner` | what an agent without delegation gives to the maire | empty |
| `code_source` | address of the source code of this deployment | empty |
| `langue` | language of the page: what is marked is said in it (docs/decisions/langues.md) | `fr` |
| `bascules` | the other languages of this page: rows of (code, its own name, path) | empty |

`url` has no default on purpose: a page that forgot the stage prefix would only break in the cloud.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.configuration import url_statiques
from chalicelib.domaine.libelles import date_fr, instant_fr, jour_fr
from chalicelib.domaine.phrases import (
    en_francais,
    phrase,
    pour_un_lecteur,
    traduire,
    traduire_selon,
)
from chalicelib.portails.langues import FRANCAIS, catalogue
from chalicelib.portails.typographie import typographier

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

STATIQUE = Path(__file__).parent / "static"
GABARITS = Path(__file__).parent / "gabarits"

_DEFAUTS: dict[str, Any] = {
    "portail": "",
    "personne": "",
    "navigation": (),
    "csrf": "",
    "cle": "",
    "saisie": {},
    "erreurs": {},
    "code_source": "",
    "a_donner": "",
    "langue": FRANCAIS,
    "bascules": (),
}


def rendre(gabarit: str, **contexte: Any) -> str:
    """The page of this template (`electeur/accueil.html`), as HTML text.

    Raises jinja2.UndefinedError when the context lacks a name that the template uses.
    """
    tout = _DEFAUTS | contexte
    with pour_un_lecteur(catalogue(tout["langue"])):
        html = _environnement().get_template(gabarit).render(tout)
    return typographier(html) if tout["langue"] == FRANCAIS else html


def reference_lisible(reference: str) -> str:
    """A reference spelled sign by sign, for a screen reader: `X B Q 7 V 3`."""
    return " ".join(reference)


def qr_svg(reference: str) -> str:
    """The QR code of the bare reference, as inline SVG without any style (strict CSP).

    It is the only HTML made outside the templates: `panneau_reference` marks it as safe."""
    import segno
    from markupsafe import escape

    code = segno.make_qr(reference, error="m")
    svg = code.svg_inline(scale=4, border=2, svgclass=None, lineclass=None, omitsize=True)
    nom = escape(phrase("Code QR de la référence {reference}", reference=reference))
    return str(svg).replace("<svg ", f'<svg role="img" aria-label="{nom}" ', 1)


@cache
def statique() -> dict[str, str]:
    """The served files: plain name (`maprocuration.css`) → name with the hash of its content."""
    manifeste: dict[str, str] = json.loads((STATIQUE / "manifeste.json").read_text("utf-8"))
    return manifeste


@cache
def empreinte(nom: str) -> str:
    """The hash by which a browser refuses what is not this file (Subresource Integrity), when it
    comes from elsewhere; empty when it comes from us.
    """
    if not url_statiques():
        return ""
    contenu = (STATIQUE / statique()[nom]).read_bytes()
    return "sha384-" + base64.b64encode(hashlib.sha384(contenu).digest()).decode()


def adresse_statique(nom: str, url: Callable[[str], str]) -> str:
    """The link to a file of the manifest; `url` is the page's own."""
    chemin = f"/static/{statique()[nom]}"
    ailleurs = url_statiques()
    return ailleurs + chemin if ailleurs else url(chemin)


class _Govuk:
    """govuk-frontend's macros, each loaded at its first use: `govuk.date_input({...})`.

    They come from an environment of their own, because they read parameters that were not given,
    while our templates must not.
    """

    def __init__(self, environnement: Environment) -> None:
        self._environnement = environnement

    def __getattr__(self, nom: str) -> Any:
        if nom.startswith("_"):
            raise AttributeError(nom)
        dossier = nom.replace("_", "-")
        gabarit = f"govuk_frontend_jinja/components/{dossier}/macro.html"
        module = self._environnement.get_template(gabarit).module
        macro = getattr(module, "govuk" + nom.title().replace("_", ""))
        setattr(self, nom, macro)
        return macro


def parler(environnement: Environment) -> None:
    """Makes the marks of its templates say what they hold in the language of the reader."""
    environnement.add_extension("jinja2.ext.i18n")
    environnement.policies["ext.i18n.trimmed"] = True
    environnement.install_gettext_callables(  # type: ignore[attr-defined]
        traduire, traduire_selon, newstyle=True
    )


@cache
def _environnement() -> Environment:
    from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

    from chalicelib.portails.precompiles import Precompiles

    composants = Environment(
        autoescape=True,
        auto_reload=False,
        bytecode_cache=Precompiles("composants"),
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    )
    pages = Environment(
        autoescape=True,
        auto_reload=False,
        bytecode_cache=Precompiles("pages"),
        loader=FileSystemLoader(GABARITS),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    parler(pages)
    pages.globals |= {
        "govuk": _Govuk(composants),
        "adresse_statique": adresse_statique,
        "empreinte": empreinte,
        "qr_svg": qr_svg,
    }
    for filtre in (date_fr, jour_fr, instant_fr, reference_lisible, en_francais):
        pages.filters[filtre.__name__] = filtre
    return pages
