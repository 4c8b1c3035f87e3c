"""What waits in a mairie and what was decided, by state and by scrutin, at a glance.

What waits for the clerk is counted to the last one; of what is decided, a thousand at most in each
state are read: beyond, the page says « plus de ». The exact figures of the decided ones are in the
counters (`services.statistiques`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.domaine.temps import jour
from chalicelib.services.lister import scrutin_choisi, scrutins_de
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_recherche import Apercu, sert

A_CONTROLER_MAX = 20_000
DECIDEES_MAX = 1_000

BIENTOT = timedelta(days=7)


class File(StrEnum):
    """Where a procuration stands in the work of the mairie. What the national register has still to
    answer is not the clerk's work.
    """

    A_CONTROLER = "A_CONTROLER"
    EN_ATTENTE = "EN_ATTENTE"
    VALIDE = "VALIDE"
    INVALIDE = "INVALIDE"
    NULLE_PLAFOND = "NULLE_PLAFOND"


@dataclass(frozen=True, slots=True)
class Denombrement:
    """`totaux` for the scrutin that was told, or all; `au_moins` are the files of which more exist
    than were read. `par_scrutin` counts by the scrutin for which each was given, "" for a period.
    `plus_ancienne` is when the one that has waited longest was received, `urgentes` how many are
    to check before a vote of the next days, `partielles` how many accepted ones L73 leaves without
    effect at some tour.
    """

    totaux: Mapping[File, int]
    au_moins: frozenset[File]
    par_scrutin: Mapping[str, Mapping[File, int]]
    plus_ancienne: datetime | None
    urgentes: int
    partielles: int


def denombrer(
    contexte: Contexte, commune: str, maintenant: datetime, scrutin: str = ""
) -> Denombrement:
    """The rows of a commune, for who has been given access, in one reading a state (one more for
    each megabyte to check). Raises SaisieInvalide (scrutin).
    """
    connu = scrutin_choisi(contexte, scrutin)
    lues, au_moins = _lire(contexte, commune)
    par_scrutin: dict[str, Counter[File]] = defaultdict(Counter)
    totaux: Counter[File] = Counter()
    for file, apercus in lues.items():
        for apercu in apercus:
            par_scrutin[apercu.scrutin][file] += 1
            totaux[file] += connu is None or sert(apercu, connu)
    a_controler = lues[File.A_CONTROLER]
    return Denombrement(
        totaux={file: totaux[file] for file in File},
        au_moins=au_moins,
        par_scrutin=par_scrutin,
        plus_ancienne=min((a.recue_le for a in a_controler), default=None),
        urgentes=_avant_un_vote_proche(a_controler, scrutins_de(contexte, commune), maintenant),
        partielles=sum(a.nulle_un_jour for a in lues[File.VALIDE]),
    )


def _lire(
    contexte: Contexte, commune: str
) -> tuple[dict[File, tuple[Apercu, ...]], frozenset[File]]:
    toutes, complet = contexte.depots.apercus(commune, Etat.A_CONTROLER, A_CONTROLER_MAX)
    lues = {
        File.A_CONTROLER: tuple(a for a in toutes if not a.en_attente),
        File.EN_ATTENTE: tuple(a for a in toutes if a.en_attente),
    }
    au_moins = set() if complet else {File.A_CONTROLER, File.EN_ATTENTE}
    for etat in (Etat.VALIDE, Etat.INVALIDE, Etat.NULLE_PLAFOND):
        file = File(etat.value)
        lues[file], complet = contexte.depots.apercus(commune, etat, DECIDEES_MAX)
        if not complet:
            au_moins.add(file)
    return lues, frozenset(au_moins)


def _avant_un_vote_proche(
    apercus: Iterable[Apercu], scrutins: Iterable[Scrutin], maintenant: datetime
) -> int:
    aujourd_hui = jour(maintenant)
    proches = [
        tour.date.isoformat()
        for scrutin in scrutins
        for tour in scrutin.tours
        if aujourd_hui <= tour.date <= aujourd_hui + BIENTOT
    ]
    return sum(any(a.premier_jour <= j <= a.dernier_jour for j in proches) for a in apercus)
