"""What people type, made safe and comparable."""

from __future__ import annotations

import re
import unicodedata

LONGUEUR_MAX_NOM = 256
"""FranceConnect's own bound for given_name and family_name (domaine.md, 3.1)."""

_SANS_DECOMPOSITION = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "Ø": "O", "Đ": "D", "Ł": "L", "ẞ": "SS", "Þ": "TH", "Ð": "D"}
)

_CATEGORIES_INTERDITES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_SANS_DESSIN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Letters, marks and signs that draw nothing (Unicode's Default_Ignorable_Code_Point outside the
categories above, and the blank Braille pattern)."""


def normaliser(texte: str) -> str:
    """The comparable form of a name: capitals, no accent, one space for any other sign.

    >>> normaliser("Saint-Étienne-d’Œuvre")
    'SAINT ETIENNE D OEUVRE'
    """
    # Decomposed before the capitals, since what a sign stands for may be small letters (ª, ㎏), and
    # after them, since a capital may be an accented one.
    capitales = unicodedata.normalize("NFKD", texte).upper().translate(_SANS_DECOMPOSITION)
    decompose = unicodedata.normalize("NFKD", capitales)
    sans_accents = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in sans_accents).split())


def ligne(texte: str) -> str:
    """One line of text in NFC with single spaces. Raises ValueError on any control, bidirectional
    or otherwise invisible character (Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp): such
    characters can make a name read as another on the agent's screen.
    """
    compact = " ".join(unicodedata.normalize("NFC", texte).split(" ")).strip()
    if _SANS_DESSIN.search(compact) or any(
        unicodedata.category(c) in _CATEGORIES_INTERDITES for c in compact
    ):
        raise ValueError("caractère interdit")
    return " ".join(compact.split())
