"""How French is set on a page, whoever wrote the sentence: in code a sentence is typed with the
straight apostrophe and plain spaces of a keyboard.

Names keep the apostrophe that the register of electors knows (N'Diaye, D'Alembert, Kerloc'h): only
an elision before a small letter is curved. « S'identifier » and the question under it keep theirs:
those are FranceConnect's own words. What is typed in a field stays as it was typed, and a
title, which has no lines, as it was written.
"""

from __future__ import annotations

import re

_MORCEAUX = re.compile(r"<title>.*?</title>|<textarea\b.*?</textarea>|<[^>]*>|[^<]+", re.DOTALL)
_ELISION = re.compile(
    r"\b((?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|aujourd))(?:'|&#39;)"
    r"(?!identifier|est-ce que FranceConnect)(?=[a-zà-öø-ÿœ])"
)
_INSECABLE = re.compile(
    r"(?<=\S) (?=[:;?!»](?:\s|$))|(?<=«) |(?<=n°) (?=\d)|(?<=\d) (?=h \d)|(?<=\d h) (?=\d)"
)


def typographier(html: str) -> str:
    """The same HTML, its texts with curved apostrophes and no line that begins with a sign."""
    return _MORCEAUX.sub(_composer, html)


def _composer(morceau: re.Match[str]) -> str:
    texte = morceau[0]
    if texte.startswith("<"):
        return texte
    return _INSECABLE.sub("\N{NO-BREAK SPACE}", _ELISION.sub(r"\1’", texte))
