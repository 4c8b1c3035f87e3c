"""The catalogues of the languages: `make langues`.

Reads every marked sentence of the sources (`phrase(…)` in Python, `{% trans %}` and `_(…)` in the
templates), brings each `chalicelib/portails/langues/<langue>.po` up to date, keeping the
translations it holds, and compiles it. Fails while a sentence is not translated, or not with the
parameters of the French one. How to write a sentence: docs/decisions/langues.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from chalicelib.portails.langues import DOSSIER, FRANCAIS, NOMS

RACINE = Path(__file__).parents[1]
GABARITS = RACINE / "chalicelib" / "portails" / "gabarits"
_LOCALES = {"en": "en_GB"}
_DATE = datetime(2026, 11, 23, tzinfo=UTC)
"""In the header of every catalogue: the history is git's."""

_EN_TETE = "# The voter’s portal in English. Updated by `make langues` (docs/decisions/langues.md)."
_OPTIONS = {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "true"}
_PARAMETRES = re.compile(r"%%|%\((\w+)\)s|\{(\w+)\}")
LARGEUR = 100


def main() -> int:
    """Writes the catalogues, says what they lack, gives the exit code."""
    fautes = []
    for langue in NOMS:
        if langue != FRANCAIS:
            po, mo = mettre_a_jour(langue)
            chemin(langue).write_bytes(po)
            chemin(langue).with_suffix(".mo").write_bytes(mo)
            fautes += [f"{langue} : {faute}" for faute in verifier(lire(po))]
    print("\n".join(fautes) or "Chaque phrase est traduite.")
    return 1 if fautes else 0


def chemin(langue: str) -> Path:
    """The catalogue that people edit."""
    return DOSSIER / f"{langue}.po"


def mettre_a_jour(langue: str) -> tuple[bytes, bytes]:
    """The catalogue of today's sentences with the translations that it already holds: the text
    that people edit, and the compiled one.
    """
    catalogue = lire(chemin(langue).read_bytes()) if chemin(langue).exists() else Catalog()
    catalogue.locale = _LOCALES[langue]
    catalogue.update(extraire(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = _EN_TETE
    catalogue.project, catalogue.version = "maprocuration", "1"
    catalogue.fuzzy, catalogue.msgid_bugs_address = False, ""
    catalogue.last_translator, catalogue.language_team = "", ""
    catalogue.creation_date = catalogue.revision_date = _DATE
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=LARGEUR, sort_by_file=True, include_lineno=False)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def lire(po: bytes) -> Catalog:
    """The catalogue of this text."""
    return read_po(BytesIO(po))


def extraire() -> Catalog:
    """Every marked sentence of the sources, with the files where it stands."""
    modele = Catalog()
    for fichier, methode, mots in _sources():
        trouvees = extract_from_file(methode, fichier, keywords=mots, options=_OPTIONS)
        for ligne, message, commentaires, contexte in trouvees:
            lieu = (str(fichier.relative_to(RACINE)), ligne)
            modele.add(message, None, [lieu], auto_comments=commentaires, context=contexte)
    return modele


def verifier(catalogue: Catalog) -> list[str]:
    """What is not translated, not sure, or not with the same parameters."""
    return [faute for message in catalogue if message.id for faute in _fautes(message)]


def _sources() -> Iterator[tuple[Path, str, dict[str, tuple[int, ...] | None]]]:
    for fichier in sorted((RACINE / "chalicelib").rglob("*.py")):
        if "phrase(" in fichier.read_text("utf-8"):
            yield fichier, "python", {"phrase": None}
    for fichier in sorted(GABARITS.rglob("*.html")):
        yield fichier, "jinja2.ext:babel_extract", {"_": None, "gettext": None, "ngettext": (1, 2)}


def _fautes(message: Message) -> Iterator[str]:
    francais, traduit = _formes(message.id), _formes(message.string)
    if message.fuzzy:
        yield f"à relire : {francais[0]}"
    if not all(traduit):
        yield f"à traduire : {francais[0]}"
    elif {p for un in traduit for p in _parametres(un)} != set(_parametres(francais[-1])):
        yield f"pas les mêmes paramètres : {francais[0]}"


def _formes(texte: Any) -> tuple[str, ...]:
    """Singular and plural, or the only form."""
    return tuple(texte) if isinstance(texte, (tuple, list)) else (texte or "",)


def _parametres(texte: str) -> list[str]:
    return [lu[0] for lu in _PARAMETRES.finditer(texte)]


if __name__ == "__main__":
    sys.exit(main())
