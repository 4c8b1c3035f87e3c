"""What the counters of a commune count: each transition of the journal once, on its day in Paris.

A row of the register moves from one version to another, whatever the records between that came
late or never: the entries of the journal between the two say what that move counts. So the sum of
the counters of a commune is at every instant what the journals of its rows say
(docs/decisions/compteurs.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zlib import crc32

from chalicelib.domaine import canari
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.journal import HORS_CHAINE, Ecriture
from chalicelib.domaine.temps import jour

PARTS = 8
"""Items of one commune and day: two procurations that move at once are rarely in the same one."""


class Compteur(StrEnum):
    """What is counted; the value is the name of the attribute."""

    EN_LIGNE = "en_ligne"
    PAPIER = "papier"
    RECUES = "recues"
    ROUVERTES = "rouvertes"
    ACCEPTEES = "acceptees"
    REFUSEES = "refusees"
    SANS_DECISION = "sans_decision"
    TERMINEES = "terminees"


ETABLIES = (Compteur.EN_LIGNE, Compteur.PAPIER)
"""Counted on the day of the establishment, the others on the day of their transition."""

_DECIDEES = {Etat.VALIDE: Compteur.ACCEPTEES, Etat.INVALIDE: Compteur.REFUSEES}

_FINIES = frozenset(
    {Etat.NULLE_PLAFOND, Etat.RESILIEE, Etat.ANNULEE_DROIT, Etat.CADUQUE, Etat.ECHUE}
)


@dataclass(frozen=True, slots=True)
class Comptage:
    """What one move of one row adds to an item of the counters."""

    commune: str
    jour: date
    part: int
    ajouts: Mapping[Compteur, int]


@dataclass(frozen=True, slots=True)
class Journee:
    """The counters of a commune on one day."""

    jour: date
    nombres: Mapping[Compteur, int]


class Compteurs(Protocol):
    """The counters, as they are read."""

    def journees(self, commune: str, jusqu_au: date) -> tuple[Journee, ...]:
        """Each day on which something was counted, in order, up to `jusqu_au` included."""

    def etablies(self, jour_: date) -> Mapping[str, tuple[int, int]]:
        """Established on this day, by commune: online, on paper (index: may lag by an instant)."""


def comptages(
    commune: str,
    reference: str,
    ecritures: Iterable[Ecriture],
    *,
    etablie_le: datetime,
    papier: bool = False,
) -> tuple[Comptage, ...]:
    """What these entries of the journal of one reference add, by day. `papier` tells how it was
    established, for the entries that hold its reception. The canary's commune has no counters.
    """
    if commune == canari.COMMUNE:
        return ()
    par_jour: dict[date, Counter[Compteur]] = {}
    for ecriture in ecritures:
        if ecriture.evenement in HORS_CHAINE:
            continue
        for compteur in _compteurs(ecriture):
            par_jour.setdefault(jour(ecriture.instant), Counter())[compteur] += 1
        if ecriture.evenement == Evenement.RECEPTION:
            support = Compteur.PAPIER if papier else Compteur.EN_LIGNE
            par_jour.setdefault(jour(etablie_le), Counter())[support] += 1
    part = crc32(reference.encode()) % PARTS
    return tuple(Comptage(commune, jour_, part, ajouts) for jour_, ajouts in par_jour.items())


def est_papier(ecritures: Iterable[Ecriture]) -> bool:
    """Whether a whole journal is that of a form on paper."""
    return any(ecriture.evenement == Evenement.SAISIE_PAPIER for ecriture in ecritures)


def en_attente(nombres: Mapping[Compteur, int]) -> int:
    """By how much these counters make the queue longer."""
    entrees = nombres.get(Compteur.RECUES, 0) + nombres.get(Compteur.ROUVERTES, 0)
    sorties = (Compteur.ACCEPTEES, Compteur.REFUSEES, Compteur.SANS_DECISION)
    return entrees - sum(nombres.get(compteur, 0) for compteur in sorties)


def _compteurs(ecriture: Ecriture) -> Iterable[Compteur]:
    """By the states, not by the event: a new way to decide or to end is counted too."""
    de, vers = ecriture.de, ecriture.vers
    if de == vers:
        return
    if ecriture.evenement == Evenement.RECEPTION:
        yield Compteur.RECUES
    elif vers == Etat.A_CONTROLER:
        yield Compteur.ROUVERTES
    if de == Etat.A_CONTROLER:
        yield _DECIDEES.get(Etat(vers), Compteur.SANS_DECISION)
    if vers in _FINIES and de not in _FINIES:
        yield Compteur.TERMINEES
