"""The dates of a demande as a calendar file (RFC 5545), for the mandant's own diary.

Diaries are shared and synchronised: nothing in the file says who, for whom or where, nor at which
scrutin (a partial one would name the commune). The reference alone ties it to the demande.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_au_guichet, dernier_jour_pour_resilier
from chalicelib.domaine.etats import VIVANTS, Etat
from chalicelib.domaine.fin import resiliation_en_cours
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.votes import jours_de_l_electeur

if TYPE_CHECKING:
    from icalendar import Event

PRODUIT = "-//Maprocuration//Dates d'une procuration//FR"
RAPPEL = timedelta(days=-7)
"""A week before the last day at the counter."""


@dataclass(frozen=True, slots=True)
class Date:
    """A whole day to write in a diary. `genre` makes its identifier; `rappel`: with an alarm."""

    genre: str
    jour: date
    titre: str
    detail: str
    rappel: bool = False


def dates_de(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> tuple[Date, ...]:
    """The days still to come, in order; none once it has ended."""
    aujourd_hui = jour(maintenant)
    guichet: tuple[Date, ...] = ()
    if demande.etat is Etat.DEPOSEE:
        limite = dernier_jour_au_guichet(demande, scrutins)
        guichet = (_au_guichet(demande.reference, limite, "établir la procuration"),)
    elif demande.resiliation and resiliation_en_cours(demande, maintenant):
        limite = dernier_jour_pour_resilier(demande, demande.resiliation, scrutins)
        guichet = (_au_guichet(demande.reference, limite, "résilier la procuration"),)
    elif demande.etat not in VIVANTS | {Etat.COLLECTEE}:
        return ()
    sans_effet = {*demande.nuls, *demande.votes}
    jours = jours_de_l_electeur(demande.portee, scrutins, demande.mandant.commune)
    votes = (_vote(demande.reference, j) for j in jours if j not in sans_effet)
    return tuple(d for d in sorted((*guichet, *votes), key=_rang) if d.jour >= aujourd_hui)


def en_ics(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bytes:
    """The same as a file. Asked again, it updates what was imported: the identifiers are stable."""
    from icalendar import Calendar

    calendrier = Calendar()
    calendrier.add("prodid", PRODUIT)
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    for une in dates_de(demande, scrutins, maintenant):
        calendrier.add_component(_evenement(demande, une, maintenant))
    return bytes(calendrier.to_ical())


def _evenement(demande: Demande, une: Date, maintenant: datetime) -> Event:
    from icalendar import Alarm, Event

    evenement = Event()
    evenement.add("uid", f"{demande.reference}-{une.genre}@maprocuration")
    evenement.add("dtstamp", maintenant)
    evenement.add("sequence", demande.version)
    evenement.add("dtstart", une.jour)
    evenement.add("dtend", une.jour + timedelta(days=1))
    evenement.add("summary", une.titre)
    evenement.add("description", une.detail)
    evenement.add("class", "PRIVATE")
    evenement.add("transp", "TRANSPARENT")
    if une.rappel:
        alarme = Alarm()
        alarme.add("action", "DISPLAY")
        alarme.add("trigger", RAPPEL)
        alarme.add("description", une.titre)
        evenement.add_component(alarme)
    return evenement


def _au_guichet(reference: str, limite: date, pour: str) -> Date:
    return Date(
        "guichet",
        limite,
        f"Dernier jour au guichet : {reference}",
        f"Dernier jour pour présenter la référence {reference} avec votre pièce d’identité, pour "
        f"{pour}. Venez plus tôt : il faut du temps avant le vote.",
        rappel=True,
    )


def _vote(reference: str, jour_: date) -> Date:
    return Date(
        f"vote-{jour_:%Y%m%d}",
        jour_,
        f"Jour de vote, procuration {reference}",
        "Vérifiez où en est la procuration avant ce jour, et prévenez la personne désignée.",
    )


def _rang(une: Date) -> tuple[date, str]:
    return une.jour, une.genre
