"""The people of the tests, and how to know that one of them is in a text.

Names are few and unmistakable: a test may make up others, but those of the builders, of the local
cloud and of the guichet go through every use case. Addresses, birth dates and tokens are known by
their shape, whoever they belong to."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote_plus

IDENTITES = Path(__file__).parents[2] / "infra/local/donnees/identites.json"

NOMS = (
    "Durand-Lévêque", "DURAND-LEVEQUE", "Durand-Leveque", "Lévêque", "Camille", "Élodie", "Martin",
    "Louis", "Kervella", "Yann", "Moreau", "Inès", "Le Goff", "Yvon", "Vasseur", "Le Bris",
    "Nolwenn", "Gautier", "Aubert", "Hélène", "Papillon",
)  # fmt: skip
"""Of `tests/constructeurs.py`."""

_FORMES = {
    "e-mail address": r"(?<![\w.+-])(?!ne-pas-repondre@)[\w.+-]+@[\w-]+\.[a-z]{2,}",
    "birth date": r"(?<!\d)(?:19\d\d-(?:0\d|1[0-2])-[0-3]\d|[0-3]\d/(?:0\d|1[0-2])/19\d\d)(?!\d)",
    "token": r"eyJ[\w-]{8,}\.[\w-]{8,}\.|jeton-de-(?:electeur|autorite|mairie)|e{200}",
}


@cache
def _motif() -> re.Pattern[str]:
    """One expression for everything: a text is read once."""
    identites = json.loads(IDENTITES.read_text("utf-8"))
    nnes = {electeur["nne"] for electeur in identites["electeurs"]} | {"123456789", "350000012"}
    formes = {
        "name": r"\b(?:" + "|".join(map(re.escape, NOMS)) + r")\b",
        "NNE": r"(?<![\d-])(?:" + "|".join(sorted(nnes)) + r")(?!\d)",
    } | _FORMES
    return re.compile(
        "|".join(f"(?P<f{rang}>{forme})" for rang, forme in enumerate(formes.values()))
    )


def personne_dans(texte: str) -> str:
    """What of a person is in this text, as it is or escaped for an address; empty when nothing
    is."""
    trouve = _motif().search(texte)
    if trouve is None and "%" in texte:
        trouve = _motif().search(unquote_plus(texte))
    if trouve is None and "\\u" in texte:
        trouve = _motif().search(texte.encode("latin-1", "replace").decode("unicode_escape"))
    return trouve[0] if trouve else ""
