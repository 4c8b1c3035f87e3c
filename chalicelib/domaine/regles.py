"""The rules of law that change with time, as data: rule, article, dates, value.

Identifiers are those of `docs/droit.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True, slots=True)
class Plafond:
    """How many procurations one mandataire may hold at one tour."""

    regle: str
    article: str
    du: date
    au: date
    total: int
    en_france: int
    consulaire: bool = False

    def en_vigueur(self, jour: date) -> bool:
        """Whether the rule applies to a tour held on this day."""
        return self.du <= jour <= self.au


PLAFONDS = (
    # The derogations come before the common law that they set aside.
    Plafond("CAP-02", "loi 2020-760, art. 1 II", date(2020, 6, 28), date(2020, 6, 28), 2, 2),
    Plafond("CAP-03", "loi 2021-191, art. 2", date(2021, 2, 23), date(2021, 6, 27), 2, 2),
    Plafond("CAP-04", "L330-13 ; LO 76-97, art. 13", date.min, date.max, 3, 1, consulaire=True),
    Plafond("CAP-01", "L73", date.min, date.max, 2, 1),
)

MEME_COMMUNE_JUSQUAU = date(2021, 12, 31)
"""MTR-02: until this day the mandataire is registered in the mandant's commune (old L72)."""

PERIODE_MAX = relativedelta(years=1)
"""VAL-02, article R74: a period ends at most one year after establishment."""

PERIODE_MAX_CONSULAIRE = relativedelta(years=3)
"""VAL-03, article R74: three years when the mandant is on a consular list."""

DELAI_ETABLISSEMENT = relativedelta(months=2)
"""RET-02, arrêté du 31 mars 2021: a demande not established in two months is destroyed."""

CONSERVATION_ATTESTATION = relativedelta(months=6)
"""AUT-05, articles R72-1 IV and R73: the authority keeps the attestation of who could not come for
six months after the end of validity."""

ECRIT_AGE_MAX = relativedelta(months=6)
"""AUT-05 (D): no article dates the written request for a visit at home; an older one is a typing
mistake, or a wish to be asked for anew."""

CONSULATS_EN_LIGNE_DEPUIS = date(2022, 1, 1)
"""AUT-03, article R72-1-1 IV (décret 2021-1740): the first day on which consular authorities
establish online."""

AGE_ELECTEUR = relativedelta(years=18)
"""Article L2: electors have reached eighteen years."""


def plafond(jour: date, *, liste_consulaire: bool) -> Plafond:
    """The cap in force for a tour held on this day, for a mandant of a consular list or not."""
    return next(
        p for p in PLAFONDS if p.en_vigueur(jour) and (liste_consulaire or not p.consulaire)
    )


def meme_commune_exigee(jour: date) -> bool:
    """Whether mandant and mandataire must be of one commune for a tour held on this day."""
    return jour <= MEME_COMMUNE_JUSQUAU


def periode_max(*, liste_consulaire: bool) -> relativedelta:
    """The longest period the mandant may ask for."""
    return PERIODE_MAX_CONSULAIRE if liste_consulaire else PERIODE_MAX
