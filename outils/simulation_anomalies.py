"""`python -m outils.simulation_anomalies`: how often the watch over unusual acts rings on the peak
day of the load model when nobody cheats, and whether it sees six frauds like that of Marseille.

What is not known of real agents is assumed, and said here: how unequal they are, who works at
night, who visits homes, how many voters share an address or a mandataire.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.domaine.anomalies import Fait, Journee, Nature, Seuils, examiner, rapprocher
from chalicelib.domaine.genres_d_anomalie import Genre
from chalicelib.domaine.habitudes import Pairs, Profil
from chalicelib.services.anomalies import changements_des_pairs

JOUR = date(2027, 4, 5)
MINUIT = datetime(2027, 4, 4, 22, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pays:
    """The peak day: 40,000 of the 100,000 agents establish 250,000. A few make a great part of them
    (log-normal); 3 % work at night, when a third as many people come; one agent in 200 makes a
    round of visits, up to ten of them; two of three days before made half as many; one reference
    in 50 is mistyped.
    """

    agents: int = 100_000
    actes: int = 250_000
    actifs: float = 0.4
    ecart: float = 0.9
    de_nuit: float = 0.03
    tournees: float = 0.005
    nouveaux: float = 0.1
    fautes: float = 0.02
    memes_adresses: Sequence[float] = (0.88, 0.10, 0.0175, 0.0024)
    memes_mandataires: Sequence[float] = (0.86, 0.12, 0.017, 0.0028)
    """Parts of addresses, and of mandataires, that serve 1, 2, 3… mandants; then each one more is
    twelve times rarer.
    """


@dataclass(frozen=True, slots=True)
class Bilan:
    """What rang wrongly, by kind, and what was seen of the frauds."""

    par_genre: Counter[Genre] = field(default_factory=Counter)
    fraudes: int = 0
    fraudes_vues: int = 0

    @property
    def fausses(self) -> int:
        """All kinds together."""
        return sum(self.par_genre.values())


def simuler(pays: Pays, graine: int, seuils: Seuils | None = None) -> Bilan:
    """One peak day of this country."""
    alea, seuils = random.Random(graine), seuils or Seuils()  # noqa: S311
    actifs = round(pays.agents * pays.actifs)
    ardeurs = [alea.lognormvariate(0, pays.ecart) for _ in range(actifs)]
    echelle = pays.actes / sum(ardeurs)
    journees = [_journee(pays, alea, ardeur * echelle) for ardeur in ardeurs]
    nombres = [len(_etablis(journee.faits)) for journee in journees]
    pairs = Pairs(changements_des_pairs((0, nombre) for nombre in nombres))
    trouvees = Counter(
        constat.genre
        for journee in journees
        for constat in examiner(replace(journee, pairs=pairs), seuils)
    )
    trouvees += _rapprochements(pays, alea, seuils)
    vues = [examiner(replace(fraude, pairs=pairs), seuils) for fraude in fraudes(alea)]
    return Bilan(trouvees, len(vues), sum(bool(constats) for constats in vues))


def fraudes(alea: random.Random) -> tuple[Journee, ...]:
    """Six ways to do what was done in Marseille, by agents who make four a day otherwise."""
    profil = _habitudes(alea, 8.0, de_nuit=False)
    nuit = MINUIT + timedelta(hours=1)
    revocation = MINUIT + timedelta(hours=9)
    refus = Fait(Nature.SANS_HABILITATION, revocation + timedelta(minutes=5))
    return (
        Journee(faits=_serie(194, 480, alea), profil=profil),
        Journee(faits=_serie(50, 300, alea, domicile=True), profil=profil),
        Journee(faits=_serie(12, 1.5, alea), profil=profil),
        Journee(faits=_serie(9, 120, alea, debut=nuit), profil=profil),
        Journee(faits=_serie(30, 400, alea), profil=profil, fin=MINUIT + timedelta(hours=40)),
        Journee(faits=(refus,), profil=profil, fin=revocation, revoquee=True),
    )


def _journee(pays: Pays, alea: random.Random, moyenne: float) -> Journee:
    de_nuit, nouveau = alea.random() < pays.de_nuit, alea.random() < pays.nouveaux
    moyenne = moyenne / 3 if de_nuit else moyenne
    nombre = _poisson(alea, moyenne)
    faits = [_acte(alea, de_nuit=de_nuit) for _ in range(nombre)]
    if alea.random() < pays.tournees:
        debut = MINUIT + timedelta(hours=alea.uniform(9, 14))
        visites = alea.randint(2, 10)
        faits += _serie(visites, 20.0 * visites, alea, debut=debut, domicile=True)
    for _ in range(_poisson(alea, pays.fautes * nombre)):
        faits.append(Fait(Nature.REFERENCE_INCONNUE, _heure(alea, de_nuit=de_nuit)))
    profil = Profil() if nouveau else _habitudes(alea, moyenne, de_nuit=de_nuit)
    return Journee(faits=tuple(faits), profil=profil)


def _acte(alea: random.Random, *, de_nuit: bool) -> Fait:
    return Fait(Nature.ETABLISSEMENT, _heure(alea, de_nuit=de_nuit))


def _heure(alea: random.Random, *, de_nuit: bool) -> datetime:
    """Between 8 and 20 h, more around 11 and 17 h and into the evening; at night for some."""
    if de_nuit:
        return MINUIT + timedelta(hours=alea.choice((21, 22, 23, 0, 1, 2, 3, 4)) + alea.random())
    heure = alea.gauss(alea.choice((11, 17)), 2.2)
    return MINUIT + timedelta(hours=min(max(heure, 6.5), 22.5))


def _habitudes(alea: random.Random, moyenne: float, *, de_nuit: bool) -> Profil:
    profil = Profil(jour=JOUR - timedelta(days=13))
    for n in range(12, -1, -1):
        if n and alea.random() < 1 / 3:
            continue
        nombre = _poisson(alea, moyenne / 2)
        heures = [
            ((_heure(alea, de_nuit=de_nuit) - MINUIT) // timedelta(hours=1)) % 24
            for _ in range(nombre)
        ]
        profil = profil.ouvrir(JOUR - timedelta(days=n), heures, 0)
    return profil


def _serie(
    nombre: int,
    minutes: float,
    alea: random.Random,
    debut: datetime = MINUIT + timedelta(hours=9),
    *,
    domicile: bool = False,
) -> tuple[Fait, ...]:
    pas = minutes / nombre
    return tuple(
        Fait(
            Nature.ETABLISSEMENT,
            debut + timedelta(minutes=pas * (n + alea.uniform(0, 0.5))),
            domicile=domicile,
        )
        for n in range(nombre)
    )


def _rapprochements(pays: Pays, alea: random.Random, seuils: Seuils) -> Counter[Genre]:
    """Prints that bring many mandants together in honest life, among those of the day."""
    trouves: Counter[Genre] = Counter()
    for genre, parts in (
        (Genre.ADRESSE, pays.memes_adresses),
        (Genre.MANDATAIRE, pays.memes_mandataires),
    ):
        reste = 1 - sum(parts)
        for mandants in range(len(parts) + 1, 12):
            part = reste * 11 / 12 ** (mandants - len(parts))
            if rapprocher(genre, mandants, seuils):
                trouves[genre] += _poisson(alea, part * pays.actes / mandants)
    return trouves


def _etablis(faits: Sequence[Fait]) -> list[Fait]:
    return [fait for fait in faits if fait.nature is Nature.ETABLISSEMENT]


def _poisson(alea: random.Random, moyenne: float) -> int:
    if moyenne > 50:
        return max(0, round(alea.gauss(moyenne, math.sqrt(moyenne))))
    seuil, nombre, produit = math.exp(-moyenne), 0, alea.random()
    while produit > seuil:
        nombre += 1
        produit *= alea.random()
    return nombre


def main() -> int:
    """Five peak days of the whole country."""
    for graine in range(2027, 2032):
        bilan = simuler(Pays(), graine)
        par_genre = ", ".join(f"{genre.value} {n}" for genre, n in bilan.par_genre.items())
        print(
            f"Jour {graine} : {bilan.fausses} fausse(s) alerte(s) ({par_genre or 'aucune'}) ; "
            f"{bilan.fraudes_vues} fraude(s) vue(s) sur {bilan.fraudes}."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
