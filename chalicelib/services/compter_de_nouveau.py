"""The counters of a commune, counted again from its register and its journals: the proof that they
are right, and the repair after a register was rebuilt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.temps import jour
from chalicelib.services.compter import Compteur, comptages, est_papier
from chalicelib.services.ports import Depots

RECOMPTABLE = timedelta(days=330)
"""Older days are left as they are: a year after the end of its validity a procuration is erased,
and could not be counted any more.
"""

_ESSAIS = 10

Place = tuple[date, int]
"""A day and a part."""


@dataclass(frozen=True, slots=True)
class Compte:
    """An item of the counters as it was read; version 0: it is not there."""

    version: int
    nombres: Mapping[Compteur, int]


ABSENT = Compte(0, {})


class Recomptage(Protocol):
    """The counters, as they are checked and set."""

    def communes(self) -> Iterable[str]:
        """Every commune that has a register."""

    def comptes(self, commune: str, depuis: date) -> Mapping[Place, Compte]:
        """The items of a commune since this day."""

    def fixer(
        self, commune: str, place: Place, version: int, nombres: Mapping[Compteur, int]
    ) -> bool:
        """Sets an item that is still at this version; false when something was counted since."""


def recompter(depots: Depots, recomptage: Recomptage, commune: str, maintenant: datetime) -> int:
    """Sets each item that differs from the register; gives how many did. Beside the stream: what
    moves meanwhile is read again. Raises ConflitDeVersion when it never stops moving.
    """
    depuis, corrigees = jour(maintenant) - RECOMPTABLE, 0
    for _ in range(_ESSAIS):
        # In this order: a row that moves after its item was read moves the item's version too.
        comptes = recomptage.comptes(commune, depuis)
        vrais = _compter(depots, commune, depuis)
        fausses = [
            place
            for place in sorted(comptes.keys() | vrais.keys())
            if comptes.get(place, ABSENT).nombres != vrais.get(place, {})
        ]
        fixees = [
            recomptage.fixer(
                commune, place, comptes.get(place, ABSENT).version, vrais.get(place, {})
            )
            for place in fausses
        ]
        corrigees += sum(fixees)
        if all(fixees):
            return corrigees
    raise ConflitDeVersion


def _compter(depots: Depots, commune: str, depuis: date) -> dict[Place, Counter[Compteur]]:
    vrais: dict[Place, Counter[Compteur]] = defaultdict(Counter)
    for ligne in depots.registre(commune):
        ecritures = depots.ecritures(ligne.reference)
        # The row may be an instant behind its journal: what it has not done yet is not counted yet.
        faites = [e for e in ecritures if e.numero <= ligne.version]
        for comptage in comptages(
            commune,
            ligne.reference,
            faites,
            etablie_le=ligne.etablie_le,
            papier=est_papier(faites),
        ):
            if comptage.jour >= depuis:
                vrais[(comptage.jour, comptage.part)].update(comptage.ajouts)
    return dict(vrais)
