"""What people type, made safe and comparable."""

from __future__ import annotations

import unicodedata

LONGUEUR_MAX_NOM = 256
"""FranceConnect's own bound for given_name and family_name (domaine.md, 3.1)."""

_SANS_DECOMPOSITION = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "Ø": "O", "Đ": "D", "Ł": "L", "ẞ": "SS", "Þ": "TH", "Ð": "D"}
)


def normaliser(texte: str) -> str:
    """The comparable form of a name: capitals, no accent, one space for any other sign.

    >>> normaliser("Saint-Étienne-d’Œuvre")
    'SAINT ETIENNE D OEUVRE'
    """
    capitales = texte.upper().translate(_SANS_DECOMPOSITION)
    decompose = unicodedata.normalize("NFKD", capitales)
    sans_accents = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in sans_accents).split())


def ligne(texte: str) -> str:
    """One line of text in NFC with single spaces. Raises ValueError on any control, bidirectional
    or otherwise invisible character (Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp): such
    characters can make a name read as another on the agent's screen.
    """
    compact = " ".join(unicodedata.normalize("NFC", texte).split(" ")).strip()
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in compact):
        raise ValueError("caractère interdit")
    return " ".join(compact.split())
