"""The rules of law that change with time, as data: rule, article, dates, value.

Identifiers are those of `docs/droit.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule of law: its identifier, its article, the first and the last day on which it holds
    (`date.min` and `date.max` when it has no bound, or none that matters here).
    """

    regle: str
    article: str
    du: date
    au: date

    def en_vigueur(self, jour: date) -> bool:
        """Whether it holds on this day: of the act, or of the vote, as the rule says."""
        return self.du <= jour <= self.au


@dataclass(frozen=True, slots=True)
class Delai(Regle):
    """A rule that sets how long."""

    duree: relativedelta


@dataclass(frozen=True, slots=True)
class Plafond(Regle):
    """How many procurations one mandataire may hold at one tour, by the day of the tour."""

    total: int
    en_france: int
    consulaire: bool = False


PLAFONDS = (
    # The derogations come before the common law that they set aside.
    Plafond("CAP-02", "loi 2020-760, art. 1 II", date(2020, 6, 28), date(2020, 6, 28), 2, 2),
    Plafond("CAP-03", "loi 2021-191, art. 2", date(2021, 2, 23), date(2021, 6, 27), 2, 2),
    Plafond("CAP-04", "L330-13 ; LO 76-97, art. 13", date.min, date.max, 3, 1, consulaire=True),
    Plafond("CAP-01", "L73", date.min, date.max, 2, 1),
)

MEME_COMMUNE = Regle("MTR-02", "ancien L72", date.min, date(2021, 12, 31))
"""By the day of the vote: the mandataire is registered in the mandant's commune."""

PERIODE_MAX = Delai("VAL-02", "R74", date.min, date.max, relativedelta(years=1))
"""A period ends at most one year after establishment."""

PERIODE_MAX_CONSULAIRE = Delai("VAL-03", "R74", date.min, date.max, relativedelta(years=3))
"""Three years when the mandant is on a consular list."""

DELAI_ETABLISSEMENT = Delai(
    "RET-02", "arrêté du 31 mars 2021", date(2021, 4, 6), date.max, relativedelta(months=2)
)
"""A demande not established in two months is destroyed."""

CONSERVATION = Delai(
    "RET-01", "R76 ; arrêté du 31 mars 2021", date(2021, 4, 6), date.max, relativedelta(years=1)
)
"""Kept for a year after the end of validity, on paper too (RET-03)."""

CONSERVATION_ATTESTATION = Delai(
    "AUT-05", "R72-1 IV, R73", date.min, date.max, relativedelta(months=6)
)
"""The authority keeps the attestation of who could not come for six months after the end of
validity."""

ECRIT_AGE_MAX = Delai("AUT-05", "D", date.min, date.max, relativedelta(months=6))
"""No article dates the written request for a visit at home; an older one is a typing mistake, or a
wish to be asked for anew."""

CONSULATS_EN_LIGNE = Regle("AUT-03", "R72-1-1 IV (décret 2021-1740)", date(2022, 1, 1), date.max)
"""By the day of the act: consular authorities establish online."""

LIEUX_PUBLICS = Regle("AUT-06", "R72-1 III (décret 2020-742)", date(2020, 6, 18), date.max)
"""By the day of the act: authorities establish in the public places of the préfet's arrêté."""

DEPUTES_DE_L_ETRANGER_EN_LIGNE = Regle("AUT-08", "R72 al. 2", date(2022, 1, 1), date.max)
"""By the day of the vote: before it, the députés of the French abroad were the only election for
which no procuration could be asked online."""

AGE_ELECTEUR = relativedelta(years=18)
"""Article L2: electors have reached eighteen years."""


def plafond(jour: date, *, liste_consulaire: bool) -> Plafond:
    """The cap in force for a tour held on this day, for a mandant of a consular list or not."""
    return next(
        p for p in PLAFONDS if p.en_vigueur(jour) and (liste_consulaire or not p.consulaire)
    )


def meme_commune_exigee(jour: date) -> bool:
    """Whether mandant and mandataire must be of one commune for a tour held on this day."""
    return MEME_COMMUNE.en_vigueur(jour)


def periode_max(*, liste_consulaire: bool) -> relativedelta:
    """The longest period the mandant may ask for."""
    return (PERIODE_MAX_CONSULAIRE if liste_consulaire else PERIODE_MAX).duree
