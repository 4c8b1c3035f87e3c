"""Article L73: among the procurations of one mandataire, the first established are the only
valid ones, at each tour, within the cap in force on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domaine.portee import (
    Portee,
    PorteePeriode,
    Scrutins,
    dernier_jour,
    jours_de_vote,
    se_recouvrent,
)
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
    unknown: then every scrutin counts). `autre` is the key of the other elector's account.

    `acceptee`: its checks have passed; only then may it displace another. `nulle`: refused or
    displaced by L73. It holds no place, and is examined again when one is freed. `nuls` are the
    days at which a valid one is null, as its demande records them.
    """

    reference: str
    sens: Sens
    portee: Portee
    etablie_le: datetime
    mandant: str = ""
    commune: str = ""
    en_france: bool = True
    liste_consulaire: bool = False
    autre: str = ""
    acceptee: bool = False
    nulle: bool = False
    nuls: tuple[date, ...] = ()


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

    def engagement(self, reference: str) -> Engagement | None:
        """What this procuration means for this elector, if it counts or may count again."""
        return next((e for e in self.engagements if e.reference == reference), None)

    def avec(self, engagement: Engagement) -> Compte:
        """The account once this procuration is live."""
        return self._devient((*self.engagements, engagement))

    def sans(self, reference: str) -> Compte:
        """The account once this procuration has ended: its place is free."""
        return self._devient(tuple(e for e in self.engagements if e.reference != reference))

    def acceptees(self) -> Compte:
        """Only what is accepted: among these L73 makes null what exceeds the cap. What waits for
        its own decision displaces nobody yet, although it keeps later ones from being accepted.
        """
        return replace(self, engagements=tuple(e for e in self.detenues() if e.acceptee))

    def marque(
        self,
        reference: str,
        *,
        acceptee: bool = False,
        nulle: bool = False,
        nuls: tuple[date, ...] = (),
    ) -> Compte:
        """The account once this procuration is decided, or to be decided again."""
        return self._devient(
            tuple(
                replace(e, acceptee=acceptee, nulle=nulle, nuls=nuls)
                if e.reference == reference
                else e
                for e in self.engagements
            )
        )

    def rattache(self, reference: str, autre: str) -> Compte:
        """The account once the other elector is counted under another key."""
        return self._devient(
            tuple(
                replace(e, autre=autre) if e.reference == reference else e for e in self.engagements
            )
        )

    def elague(self, scrutins: Scrutins, aujourd_hui: date) -> Compte:
        """The account without what can serve no more. No version of its own: it goes with the
        change that comes next.
        """
        utiles = (e for e in self.engagements if dernier_jour(e.portee, scrutins) >= aujourd_hui)
        return replace(self, engagements=tuple(utiles))

    def attend_une_place(self) -> bool:
        """Whether one of the procurations held here is null, wholly or at some tours: it is to be
        examined again when another ends.
        """
        return any(e.nulle or e.nuls for e in self.detenues())

    def _devient(self, engagements: tuple[Engagement, ...]) -> Compte:
        return Compte(self.electeur, self.version + 1, engagements)


@dataclass(frozen=True, slots=True)
class Depassement:
    """A tour at which a procuration is null: `en_france` tells which cap (motif M06 or M07)."""

    jour: date
    regle: str
    en_france: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What L73 says of one procuration at each tour to come. With no tour known yet, nothing is
    null.
    """

    exces: tuple[Depassement, ...] = ()
    jours: frozenset[date] = frozenset()

    @property
    def nuls(self) -> tuple[date, ...]:
        """The days at which it is null, in order."""
        return tuple(sorted({e.jour for e in self.exces}))

    @property
    def est_nulle(self) -> bool:
        """Whether no tour to come is left to it."""
        return bool(self.exces) and set(self.nuls) == self.jours


def representations(
    compte: Compte, mandant: str, portee: Portee, scrutins: Scrutins, sauf: str = ""
) -> tuple[Engagement, ...]:
    """The live procurations that this mandant already gives for one of these days (M08). A
    pseudonym that is not known (on paper) may be anybody's of this account.
    """
    return tuple(
        donnee
        for donnee in compte.donnees()
        if not donnee.nulle
        and donnee.reference != sauf
        and (donnee.mandant == mandant or not (donnee.mandant and mandant))
        and se_recouvrent(donnee.portee, portee, scrutins)
    )


def deja_represente(
    compte: Compte, mandant: str, portee: Portee, scrutins: Scrutins, sauf: str = ""
) -> bool:
    """Whether this mandant already gives a live procuration for one of these days (M08)."""
    return bool(representations(compte, mandant, portee, scrutins, sauf))


def juger(
    compte: Compte, reference: str, scrutins: Scrutins, *, depuis: date = date.min
) -> Verdict:
    """L73 for this procuration at each tour from the day `depuis` on; the empty verdict once it is
    not in the account any more.

    Each tour of each scrutin is judged by itself (CAP-06). The order is the instant of
    establishment, then the reference (CAP-05): a total order, the same for every reader. One that
    is null already holds no place; judged itself, it is as if it were live.
    """
    rangees = sorted(
        (e for e in compte.detenues() if not e.nulle or e.reference == reference),
        key=lambda e: (e.etablie_le, e.reference),
    )
    examinee = next((e for e in rangees if e.reference == reference), None)
    if examinee is None:
        return Verdict()
    votes = {id(e): _votes(e, scrutins) for e in rangees}
    a_venir = sorted(vote for vote in votes[id(examinee)] if vote[0] >= depuis)
    exces = (
        _exces((e for e in rangees if vote in votes[id(e)]), examinee, vote[0]) for vote in a_venir
    )
    return Verdict(tuple(e for e in exces if e is not None), frozenset(jour for jour, _ in a_venir))


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
