"""The languages of the voter's portal and of the public pages. Agents' portals are in French.

The catalogues (`en.po`, and `en.mo` compiled from it) are read by the standard library's gettext
when a reader first needs them; `make langues` makes them (docs/decisions/langues.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from chalicelib.domaine.phrases import Catalogue

FRANCAIS = "fr"
NOMS = {"fr": "Français", "en": "English"}
"""Each language under its own name: whoever looks for it may read no other."""

DOSSIER = Path(__file__).parent

COOKIE = "langue"
DUREE_DU_CHOIX = 365 * 24 * 3600
"""Seconds. A choice of the reader: no consent is asked for, 13 months at most (CNIL)."""

_CHEMIN = re.compile(r"/(?!/)[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&%+_.,:'-]*)?")
"""A path of this site and nothing else: no host, no backslash, no control character."""


@cache
def catalogue(langue: str) -> Catalogue | None:
    """The catalogue of a language; None for French, which is that of the sources."""
    if langue == FRANCAIS:
        return None
    from gettext import GNUTranslations

    with (DOSSIER / f"{langue}.mo").open("rb") as fichier:
        return GNUTranslations(fichier)


def langue_du_lecteur(choisie: str, acceptees: str) -> str:
    """The language that was chosen (value of the cookie), else the first of the header
    Accept-Language that we speak, else French.
    """
    if choisie in NOMS:
        return choisie
    return next((langue for langue in _preferees(acceptees) if langue in NOMS), FRANCAIS)


def changer_de_langue(langue: str, chemin: str, parametres: Mapping[str, str]) -> str:
    """The path that shows this page in this language from now on."""
    page = f"{chemin}?{urlencode(parametres)}" if parametres else chemin
    return f"/langue/{langue}?{urlencode({'retour': page})}"


def retour_permis(retour: str) -> str:
    """The path to come back to, or the home page for what is no path of this site."""
    return retour if _CHEMIN.fullmatch(retour) else "/"


def _preferees(acceptees: str) -> list[str]:
    """The languages of an Accept-Language (RFC 9110, 12.5.4), the preferred ones first."""
    lues = []
    for un in acceptees.lower().split(",")[:20]:
        langue, _, qualite = un.partition(";")
        poids = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", qualite)
        lues.append((float(poids[1]) if poids else 1.0, langue.strip().partition("-")[0]))
    return [langue for poids, langue in sorted(lues, key=lambda lue: -lue[0]) if poids]
