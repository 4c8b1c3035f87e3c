"""What is not usual in the acts of an authority (PEN-01: L107, L111). It says where somebody should
look, never that a fraud is one: nothing is refused for it.

In Marseille in 2020 one officer on leave made 194 false procurations, many of residents of homes
for the elderly. Everything here is a count over one day of one agent, compared with thresholds that
are data (`Seuils`), with the agent's own habits and with what colleagues do on the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import log2
from statistics import median

from chalicelib.domaine.genres_d_anomalie import Genre
from chalicelib.domaine.habitudes import Pairs, Profil
from chalicelib.domaine.temps import paris


class Nature(StrEnum):
    """What an agent did or tried."""

    ETABLISSEMENT = "ETABLISSEMENT"
    REFERENCE_INCONNUE = "REFERENCE_INCONNUE"
    VERROUILLE = "VERROUILLE"
    SANS_HABILITATION = "SANS_HABILITATION"


@dataclass(frozen=True, slots=True)
class Fait:
    """One act or attempt. `domicile`: a visit; `lieu_public`: in a place of a préfet's arrêté,
    where people queue; `recueilli`: a délégué had collected it, so that its OPJ establishes several
    at once.
    """

    nature: Nature
    instant: datetime
    domicile: bool = False
    lieu_public: bool = False
    recueilli: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seuils:
    """The thresholds. What is below them is ordinary whatever the habits; docs/decisions/
    anomalies.md says where each number comes from and how many alerts it makes.
    """

    par_jour: int = 60
    par_jour_lieu_public: int = 250
    par_heure: int = 40
    rafale: int = 6
    rafale_s: int = 60
    fois_l_habitude: float = 5.0
    pairs_min: int = 500
    part_des_pairs: float = 0.9995
    nuit_debut: int = 22
    nuit_fin: int = 6
    de_nuit: int = 5
    de_nuit_sans_habitudes: int = 12
    habitudes_min: int = 20
    domiciles: int = 12
    domiciles_semaine: int = 40
    domiciles_rafale: int = 4
    domiciles_rafale_s: int = 900
    sans_habilitation: int = 3
    avant_la_fin_h: int = 48
    avant_la_fin: int = 15
    avant_la_fin_fois: float = 3.0
    echecs_heure: int = 8
    echecs_jour: int = 20
    mandants_par_adresse: int = 5
    mandants_par_mandataire: int = 6


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing to look at: what was counted, and from how many it is unusual."""

    genre: Genre
    valeur: int
    seuil: int

    @property
    def niveau(self) -> int:
        """0, then one more each time the count has doubled: it is told again then, not before."""
        return int(log2(max(self.valeur, self.seuil) / self.seuil))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journee:
    """A day of an agent, as it stands: what was done, the habits, the colleagues, and when the
    habilitation ends or ended (None: unknown); `revoquee` when it was taken back.
    """

    faits: Sequence[Fait]
    profil: Profil = field(default_factory=Profil)
    pairs: Pairs = field(default_factory=Pairs)
    fin: datetime | None = None
    revoquee: bool = False


def examiner(journee: Journee, seuils: Seuils) -> tuple[Constat, ...]:
    """What is unusual in this day, at most once for each kind (the worst of it)."""
    trouves: dict[Genre, Constat] = {}
    for regle in _REGLES:
        for constat in regle(journee, seuils):
            autre = trouves.get(constat.genre)
            if autre is None or _exces(constat) > _exces(autre):
                trouves[constat.genre] = constat
    return tuple(trouves.values())


def rapprocher(genre: Genre, mandants: int, seuils: Seuils) -> Constat | None:
    """Whether so many mandants share one e-mail address, or one mandataire."""
    par_adresse = genre is Genre.ADRESSE
    seuil = seuils.mandants_par_adresse if par_adresse else seuils.mandants_par_mandataire
    return Constat(genre, mandants, seuil) if mandants >= seuil else None


def seuil_du_jour(journee: Journee, seuils: Seuils) -> int:
    """From how many procurations in a day this agent's day is unusual: never under the floor, well
    over the agent's own days, and over nearly all colleagues of the same day.
    """
    return max(
        seuils.par_jour,
        round(seuils.fois_l_habitude * _habitude(journee.profil)),
        journee.pairs.quantile(seuils.part_des_pairs, au_moins=seuils.pairs_min) + 1,
    )


def _cadence(journee: Journee, seuils: Seuils) -> Iterable[Constat]:
    etablis = [f for f in journee.faits if f.nature is Nature.ETABLISSEMENT]
    en_public = [f for f in etablis if f.lieu_public]
    yield from _depasse(
        Genre.CADENCE, len(etablis) - len(en_public), seuil_du_jour(journee, seuils)
    )
    yield from _depasse(Genre.CADENCE, len(en_public), seuils.par_jour_lieu_public)
    un_par_un = [f.instant for f in etablis if not f.recueilli]
    yield from _depasse(Genre.CADENCE, _au_plus_en(un_par_un, timedelta(hours=1)), seuils.par_heure)
    rafale = _au_plus_en(un_par_un, timedelta(seconds=seuils.rafale_s))
    yield from _depasse(Genre.CADENCE, rafale, seuils.rafale)


def _heure(journee: Journee, seuils: Seuils) -> Iterable[Constat]:
    heures = [
        f.instant.astimezone(paris()).hour
        for f in journee.faits
        if f.nature is Nature.ETABLISSEMENT
    ]
    profil, assez = journee.profil, journee.profil.actes >= seuils.habitudes_min
    nocturnes = [
        heure
        for heure in heures
        if (heure >= seuils.nuit_debut or heure < seuils.nuit_fin)
        and not (assez and profil.connait(heure))
    ]
    seuil = seuils.de_nuit if assez else seuils.de_nuit_sans_habitudes
    yield from _depasse(Genre.HEURE, len(nocturnes), seuil)


def _domicile(journee: Journee, seuils: Seuils) -> Iterable[Constat]:
    visites = [f.instant for f in journee.faits if f.domicile and f.nature is Nature.ETABLISSEMENT]
    yield from _depasse(Genre.DOMICILE, len(visites), seuils.domiciles)
    if visites:
        semaine = len(visites) + journee.profil.domiciles_recents
        yield from _depasse(Genre.DOMICILE, semaine, seuils.domiciles_semaine)
    rafale = _au_plus_en(visites, timedelta(seconds=seuils.domiciles_rafale_s))
    yield from _depasse(Genre.DOMICILE, rafale, seuils.domiciles_rafale)


def _fin_habilitation(journee: Journee, seuils: Seuils) -> Iterable[Constat]:
    """A visit to a page after the end is no more than a lapse; insisting is told, and the first
    attempt after the habilitation was taken back.
    """
    if journee.fin is None:
        return
    fin = journee.fin
    apres = [f for f in journee.faits if f.nature is Nature.SANS_HABILITATION and f.instant >= fin]
    seuil = 1 if journee.revoquee else seuils.sans_habilitation
    yield from _depasse(Genre.FIN_HABILITATION, len(apres), seuil)
    derniers = [
        f
        for f in journee.faits
        if f.nature is Nature.ETABLISSEMENT
        and fin - timedelta(hours=seuils.avant_la_fin_h) <= f.instant < fin
    ]
    presse = round(seuils.avant_la_fin_fois * _habitude(journee.profil))
    yield from _depasse(Genre.FIN_HABILITATION, len(derniers), max(seuils.avant_la_fin, presse))


def _echecs(journee: Journee, seuils: Seuils) -> Iterable[Constat]:
    manques = [f.instant for f in journee.faits if f.nature is Nature.REFERENCE_INCONNUE]
    en_une_heure = _au_plus_en(manques, timedelta(hours=1))
    yield from _depasse(Genre.ECHECS, en_une_heure, seuils.echecs_heure)
    yield from _depasse(Genre.ECHECS, len(manques), seuils.echecs_jour)


def _verrou(journee: Journee, _: Seuils) -> Iterable[Constat]:
    """The first call of a locked agent: the count is of minutes in which one came."""
    verrous = sum(f.nature is Nature.VERROUILLE for f in journee.faits)
    yield from _depasse(Genre.VERROU, verrous, 1)


_REGLES: tuple[Callable[[Journee, Seuils], Iterable[Constat]], ...] = (
    _cadence,
    _heure,
    _domicile,
    _fin_habilitation,
    _echecs,
    _verrou,
)


def _depasse(genre: Genre, valeur: int, seuil: int) -> Iterable[Constat]:
    if valeur >= seuil:
        yield Constat(genre, valeur, seuil)


def _exces(constat: Constat) -> float:
    return constat.valeur / constat.seuil


def _habitude(profil: Profil) -> float:
    """The median of the days on which this agent acted: one mad day moves it little."""
    return median(profil.jours) if profil.jours else 0.0


def _au_plus_en(instants: Sequence[datetime], duree: timedelta) -> int:
    """The most of them in any window of this length."""
    tries, debut, plus = sorted(instants), 0, 0
    for fin, instant in enumerate(tries):
        while instant - tries[debut] >= duree:
            debut += 1
        plus = max(plus, fin - debut + 1)
    return plus
