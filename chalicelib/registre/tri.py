"""Rows in order without holding them all: what is too long for the memory is sorted in packets,
each on a temporary file that nobody else can open, then merged.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

Rang = tuple[str, ...]

PAR_PAQUET = 10_000


def trier(rangs: Iterable[Rang], par_paquet: int = PAR_PAQUET) -> Iterator[Rang]:
    """The rows by their first text, then their second, and so on. Reads all of them before it gives
    the first.
    """
    source = iter(rangs)
    paquet = sorted(islice(source, par_paquet))
    with ExitStack() as fichiers:
        autres = []
        while len(paquet) == par_paquet:
            fichier = fichiers.enter_context(TemporaryFile("w+", encoding="utf-8"))
            autres.append(_deposer(paquet, fichier))
            paquet = sorted(islice(source, par_paquet))
        yield from heapq.merge(paquet, *autres)


def _deposer(paquet: Iterable[Rang], fichier: IO[str]) -> Iterator[Rang]:
    fichier.writelines(f"{json.dumps(rang)}\n" for rang in paquet)
    fichier.seek(0)
    return (tuple(json.loads(texte)) for texte in fichier)
