"""The process dies before or after one of its API calls, then the client tries again with the same
key, or the stream brings the record again.

A dead process makes no call any more, not even those of its `finally` clauses: what cuts it is no
`Exception`, and cuts every later call too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chalicelib.domaine.erreurs import ErreurMetier
from tests.fautes.banc import Appel, Banc


class Mort(BaseException):
    """The process is no more."""


class Quand(StrEnum):
    """On which side of the call the process dies."""

    AVANT = "avant"
    APRES = "après"


@dataclass
class Coupure:
    """Cuts the process at its call number `rang` (from 0)."""

    rang: int
    quand: Quand
    appels: list[str] = field(default_factory=list)
    mort: bool = False

    def __call__(self, operation: str, appel: Appel) -> Any:
        """Stands in the way of a call."""
        if self.mort:
            raise Mort
        self.appels.append(operation)
        atteinte = len(self.appels) - 1 == self.rang
        self.mort = atteinte and self.quand is Quand.AVANT
        if self.mort:
            raise Mort
        reponse = appel()
        if atteinte:
            self.mort = True
            raise Mort
        return reponse


def mourir(banc: Banc, geste: Callable[[], object], coupure: Coupure) -> bool:
    """Plays `geste` with this cut; says whether it died of it."""
    with banc.aiguiller(coupure), suppress(Mort, ErreurMetier):
        geste()
    return coupure.mort


def compter(banc: Banc, geste: Callable[[], object]) -> list[str]:
    """The API calls of `geste`, played whole."""
    temoin = Coupure(-1, Quand.AVANT)
    with banc.aiguiller(temoin):
        geste()
    return temoin.appels


def coupures(combien: int) -> Iterator[tuple[int, Quand]]:
    """Every place at which a process that makes so many calls can die."""
    return ((rang, quand) for rang in range(combien) for quand in Quand)


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:\+00:?00|Z)")
_EMPREINTES = frozenset({"tete", "empreinte", "precedente", "rang", "jeton", "exp", "message_id"})


def resume(banc: Banc, connues: frozenset[str]) -> dict[str, Counter[str]]:
    """What the tables hold, whenever it was done and whatever reference was drawn: instants and
    prints left out, references that are not in `connues` all called alike. Somebody who looks
    twice is logged twice: once here.
    """
    neuves = {a["reference"]["S"] for a in banc.articles()["demandes"]} - connues
    dits: dict[str, Counter[str]] = {}
    for table, articles in banc.articles().items():
        textes = [_texte(article, neuves) for article in articles]
        consultations = {t for t in textes if '"CONSULTATION"' in t}
        restes = [t for t in textes if t not in consultations]
        dits[table] = Counter([*restes, *consultations])
    return dits


def references(banc: Banc) -> frozenset[str]:
    """Of the demandes that are there."""
    return frozenset(a["reference"]["S"] for a in banc.articles()["demandes"])


def _texte(article: dict[str, Any], neuves: set[str]) -> str:
    gardes = {cle: valeur for cle, valeur in article.items() if cle not in _EMPREINTES}
    texte = _INSTANT.sub("(instant)", json.dumps(gardes, sort_keys=True))
    for reference in neuves:
        texte = texte.replace(reference, "(neuve)")
    return texte
