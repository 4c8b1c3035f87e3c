"""What a mairie receives, decides and has still to decide, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.domaine.scrutins import Scrutin
from chalicelib.services.compter import Compteur, Compteurs, Journee, en_attente

DUREE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class JourDeLaMairie:
    """One day. `terminees`: ended before anybody decided. `en_attente`: left at the end of it."""

    jour: date
    recues: int
    acceptees: int
    refusees: int
    terminees: int
    en_attente: int


def periode(scrutin: Scrutin | None, aujourd_hui: date) -> tuple[date, date]:
    """The first and last days to show: the last thirty, or those from thirty days before a scrutin
    to its last tour, as far as they are past.
    """
    if scrutin is None:
        return aujourd_hui - DUREE + timedelta(days=1), aujourd_hui
    tours = sorted(tour.date for tour in scrutin.tours)
    au = min(tours[-1], aujourd_hui)
    return min(tours[0], au) - DUREE, au


def statistiques(
    compteurs: Compteurs, commune: str, du: date, au: date
) -> tuple[JourDeLaMairie, ...]:
    """Every day from `du` to `au`, for who has been given access."""
    journees = compteurs.journees(commune, au)
    return tuple(_derouler(journees, du, au))


def _derouler(journees: tuple[Journee, ...], du: date, au: date) -> Iterator[JourDeLaMairie]:
    reste = sum(en_attente(journee.nombres) for journee in journees if journee.jour < du)
    par_jour = {journee.jour: journee.nombres for journee in journees}
    for rang in range((au - du).days + 1):
        jour = du + timedelta(days=rang)
        nombres = par_jour.get(jour, {})
        reste += en_attente(nombres)
        yield JourDeLaMairie(
            jour=jour,
            recues=nombres.get(Compteur.RECUES, 0) + nombres.get(Compteur.ROUVERTES, 0),
            acceptees=nombres.get(Compteur.ACCEPTEES, 0),
            refusees=nombres.get(Compteur.REFUSEES, 0),
            terminees=nombres.get(Compteur.SANS_DECISION, 0),
            en_attente=reste,
        )
