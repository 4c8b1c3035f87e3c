"""What anybody may know: procurations established, by day and département.

A count from 1 to 9 is never published, nor what would give it back: the other half of a split, a
total, or the difference between what was published one night and the next
(docs/decisions/compteurs.md). Nothing else is published than these cells and their sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.domaine.temps import jour
from chalicelib.referentiel.communes import par_code
from chalicelib.referentiel.donnees import table
from chalicelib.services.compter import Compteurs

SEUIL = 10
REVISION = timedelta(days=62)
"""How long a day may still be revised: the mairies type the forms on paper days or weeks after."""

RECENTS = timedelta(days=31)

RECENTES = "recentes"
"""The key of what the page shows; the others are months, "2027-03"."""

ETRANGER = "99"
"""The code of INSEE for what is abroad: the consular lists."""

Case = tuple[date, str]
"""A day and a département."""


@dataclass(frozen=True, slots=True)
class Cellule:
    """What is published of one day in one département. `total` None: from 1 to 9. `en_ligne` and
    `papier` None, both: one of them would be told, or tell the other.
    """

    total: int | None
    en_ligne: int | None
    papier: int | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A published part: the recent days, or a month. `mois` are those that can be had."""

    publiee_le: datetime
    cellules: Mapping[Case, Cellule]
    mois: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ensemble:
    """All départements on one day, by what is published of each: the truth lies between both."""

    jour: date
    minimum: int
    maximum: int


class Publications(Protocol):
    """Where what is published is kept."""

    def lire(self, cle: str) -> Publication | None:
        """A month, or RECENTES; None when nothing was published under this key."""

    def ecrire(self, cle: str, publication: Publication) -> None:
        """Puts it in the place of the one before."""


def masquer(en_ligne: int, papier: int) -> Cellule:
    """The cell of a day as it is first published; at least one was established."""
    total = en_ligne + papier
    if total < SEUIL:
        return Cellule(None, None, None)
    if any(0 < nombre < SEUIL for nombre in (en_ligne, papier)):
        return Cellule(total, None, None)
    return Cellule(total, en_ligne, papier)


def reviser(publiee: Cellule | None, en_ligne: int, papier: int) -> Cellule:
    """The cell once more has come: a number changes by SEUIL at least or not at all, or else two
    nights compared would tell a count below it. What was masked of a split stays so.
    """
    neuve, total = masquer(en_ligne, papier), en_ligne + papier
    if publiee is None:
        return neuve
    if total < SEUIL or abs(total - (publiee.total or 0)) < SEUIL:
        return publiee
    if publiee.en_ligne is None or publiee.papier is None or neuve.en_ligne is None:
        return Cellule(total, None, None)
    ecarts = (abs(en_ligne - publiee.en_ligne), abs(papier - publiee.papier))
    return Cellule(total, None, None) if any(0 < e < SEUIL for e in ecarts) else neuve


def publier(compteurs: Compteurs, publications: Publications, maintenant: datetime) -> Publication:
    """Publishes the whole days past, and revises those that still may be; gives the recent ones."""
    hier = jour(maintenant) - timedelta(days=1)
    ouverts = list(_jours(hier - REVISION, hier))
    recentes: dict[Case, Cellule] = {}
    mois = sorted({_mois(jour_) for jour_ in ouverts})
    for cle in mois:
        deja = publications.lire(cle)
        cellules = dict(deja.cellules) if deja else {}
        for jour_ in (j for j in ouverts if _mois(j) == cle):
            for departement, nombres in _par_departement(compteurs.etablies(jour_)).items():
                case = (jour_, departement)
                cellules[case] = reviser(cellules.get(case), *nombres)
        publications.ecrire(cle, Publication(maintenant, cellules))
        recentes |= {case: c for case, c in cellules.items() if case[0] > hier - RECENTS}
    avant = publications.lire(RECENTES)
    connus = tuple(sorted({*mois, *(avant.mois if avant else ())}))
    publication = Publication(maintenant, recentes, connus)
    publications.ecrire(RECENTES, publication)
    return publication


def ensembles(cellules: Mapping[Case, Cellule], jours: Iterable[date]) -> tuple[Ensemble, ...]:
    """The sums by day, made of nothing but what is published."""
    return tuple(
        _ensemble(jour_, [c for (du, _), c in cellules.items() if du == jour_]) for jour_ in jours
    )


def nom_du_departement(code: str) -> str:
    """The name of a département, of a collectivité or of the consular lists; its code when it is
    known no more.
    """
    if code == ETRANGER:
        return "Français de l’étranger"
    return table().departements.get(code, code)


def jours_recents(publication: Publication) -> tuple[date, ...]:
    """The days that the recent ones cover, with or without a procuration."""
    hier = jour(publication.publiee_le) - timedelta(days=1)
    return tuple(_jours(hier - RECENTS + timedelta(days=1), hier))


def _ensemble(jour_: date, cellules: list[Cellule]) -> Ensemble:
    connu = sum(cellule.total or 0 for cellule in cellules)
    masquees = sum(cellule.total is None for cellule in cellules)
    return Ensemble(jour_, connu + masquees, connu + masquees * (SEUIL - 1))


def _par_departement(communes: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    sommes: dict[str, tuple[int, int]] = {}
    for code, (en_ligne, papier) in communes.items():
        if not en_ligne + papier:
            continue
        commune = par_code(code)
        departement = commune.departement if commune and not commune.consulaire else ETRANGER
        a, b = sommes.get(departement, (0, 0))
        sommes[departement] = (a + en_ligne, b + papier)
    return sommes


def _jours(du: date, au: date) -> Iterator[date]:
    for rang in range((au - du).days + 1):
        yield du + timedelta(days=rang)


def _mois(jour_: date) -> str:
    return f"{jour_:%Y-%m}"
