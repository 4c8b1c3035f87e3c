"""Article L73: among the procurations of one mandataire, the first established are the only
valid ones, at each tour, within the cap in force on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins, jours_de_vote, se_recouvrent
from chalicelib.domaine.regles import plafond


class Sens(StrEnum):
    """Whether the elector gives the procuration or holds it."""

    DONNEE = "DONNEE"
    DETENUE = "DETENUE"


@dataclass(frozen=True, slots=True)
class Engagement:
    """What one live procuration means for one elector.

    `mandant` is the pseudonym of who gives it, empty when unknown: it tells apart two homonyms
    born on the same day, who share an account since that is keyed by civil status. `commune` is
    where the mandant votes: a period covers the scrutins held there and no other (empty when
    unknown: then every scrutin counts).
    """

    reference: str
    sens: Sens
    portee: Portee
    etablie_le: datetime
    mandant: str = ""
    commune: str = ""
    en_france: bool = True
    liste_consulaire: bool = False


@dataclass(frozen=True, slots=True)
class Compte:
    """All that one elector gives and holds. `version` lets two writers never both pass."""

    electeur: str
    version: int
    engagements: tuple[Engagement, ...]

    def donnees(self) -> tuple[Engagement, ...]:
        """What this elector gives."""
        return tuple(e for e in self.engagements if e.sens is Sens.DONNEE)

    def detenues(self) -> tuple[Engagement, ...]:
        """What this elector holds."""
        return tuple(e for e in self.engagements if e.sens is Sens.DETENUE)

    def avec(self, engagement: Engagement) -> Compte:
        """The account once this procuration is live."""
        return Compte(self.electeur, self.version + 1, (*self.engagements, engagement))

    def sans(self, reference: str) -> Compte:
        """The account once this procuration has ended: its place is free."""
        restants = tuple(e for e in self.engagements if e.reference != reference)
        return Compte(self.electeur, self.version + 1, restants)


@dataclass(frozen=True, slots=True)
class Depassement:
    """A tour at which a procuration is null: `en_france` tells which cap (motif M06 or M07)."""

    jour: date
    regle: str
    en_france: bool


def deja_represente(
    compte: Compte, mandant: str, portee: Portee, scrutins: Scrutins, sauf: str = ""
) -> bool:
    """Whether this mandant already gives a live procuration for one of these days (M08)."""
    return any(
        se_recouvrent(donnee.portee, portee, scrutins)
        for donnee in compte.donnees()
        if donnee.reference != sauf and donnee.mandant in {mandant, ""}
    )


def depassement(
    compte: Compte, reference: str, scrutins: Scrutins, *, depuis: date = date.min
) -> Depassement | None:
    """The first tour, from the day `depuis` on, at which this procuration exceeds its mandataire's
    cap, or None; None too once it is refused, since it holds no place any more.

    Each tour of each scrutin is judged by itself (CAP-06). The order is the instant of
    establishment, then the reference (CAP-05): a total order, the same for every reader.
    """
    rangees = sorted(compte.detenues(), key=lambda e: (e.etablie_le, e.reference))
    examinee = next((e for e in rangees if e.reference == reference), None)
    if examinee is None:
        return None
    for vote in sorted(_votes(examinee, scrutins)):
        jour, _ = vote
        if jour < depuis:
            continue
        exces = _exces((e for e in rangees if vote in _votes(e, scrutins)), examinee, jour)
        if exces is not None:
            return exces
    return None


def _exces(rangees: Iterable[Engagement], examinee: Engagement, jour: date) -> Depassement | None:
    valables = en_france = 0
    for engagement in rangees:
        regle = plafond(jour, liste_consulaire=engagement.liste_consulaire)
        trop = valables >= regle.total
        trop_en_france = engagement.en_france and en_france >= regle.en_france
        if engagement is examinee:
            if trop or trop_en_france:
                return Depassement(jour, regle.regle, en_france=trop_en_france)
            return None
        if not (trop or trop_en_france):
            valables += 1
            en_france += engagement.en_france
    return None


def _votes(engagement: Engagement, scrutins: Scrutins) -> frozenset[tuple[date, str]]:
    """The tours at which it serves: day, and identifier of the scrutin."""
    portee = engagement.portee
    if isinstance(portee, PorteePeriode):
        return frozenset(
            (tour.date, scrutin.id)
            for scrutin in scrutins.values()
            if not engagement.commune
            or scrutin.concerne(engagement.commune, est_consulat=engagement.liste_consulaire)
            for tour in scrutin.tours
            if portee.du <= tour.date <= portee.au
        )
    return frozenset((jour, portee.scrutin) for jour in jours_de_vote(portee, scrutins))
