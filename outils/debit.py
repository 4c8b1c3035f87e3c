"""How long messages wait for SES on the busiest day, with one queue or with three.

    python -m outils.debit        (make debit)

Arrivals are those of the load model (domaine.md, e): 0.9 million messages on the peak day, 40 a
second in its hour, a third of them references; a burst of ten minutes at 150 a second; the
reminders of the night, all at once. Each second a queue gives what its share of the quota allows.
The figures of docs/decisions/debit-des-courriels.md come from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.flux.rythme import PARTS
from chalicelib.services.ports_courrier import File

QUOTAS = (14, 50, 100, 150)
PAR_HEURE = (1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 8, 8, 9, 10, 12, 14, 13, 10, 7, 4, 2)
"""How a peak day is spread; its busiest hour is the sixth of it."""
PAR_JOUR = 900_000
TIERS = {File.URGENTS: 1 / 3, File.SUITES: 2 / 3}
RAPPELS, HEURE_DES_RAPPELS = 100_000, 1
POINTE_S, POINTE_HEURE, POINTE_PAR_S = 600, 18, 150
JOURS = 2
SECONDE, HEURE, JOUR = 1, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Attente:
    """What messages of a kind wait, in seconds: half of them less than `mediane`, one of a hundred
    more than `centile`; `retard` messages are still there at the end."""

    mediane: int
    centile: int
    pire: int
    retard: int


def main() -> int:
    """Prints the table."""
    arrivees = {file: _arrivees(file) for file in File}
    print("quota  files  genre      médiane     99 %      pire    encore là après deux jours")
    for quota in QUOTAS:
        une = simuler({"tout": _ensemble(arrivees.values())}, {"tout": 0.9 * quota})["tout"]
        print(_ligne(quota, "une", "tous", une))
        parts = {file.value: quota * PARTS[file] for file in File}
        trois = simuler({file.value: arrivees[file] for file in File}, parts)
        for nom, attente in trois.items():
            print(_ligne(quota, "trois", nom.lower(), attente))
    return 0


def simuler(
    arrivees: dict[str, list[float]], debits: dict[str, float], pause: range = range(0)
) -> dict[str, Attente]:
    """Each queue by itself, second by second; nothing leaves during `pause`."""
    return {nom: _file(arrivees[nom], debits[nom], pause) for nom in arrivees}


def _arrivees(file: File) -> list[float]:
    """Messages asked for, each second of two days: the peak day, then an ordinary one (a tenth)."""
    total = sum(PAR_HEURE)
    par_seconde = []
    for seconde in range(JOURS * JOUR):
        jour, heure = divmod(seconde // HEURE, 24)
        if file is File.RAPPELS:
            envoi = RAPPELS / 60 if heure == HEURE_DES_RAPPELS and seconde % HEURE < 60 else 0
            par_seconde.append(envoi)
            continue
        rythme = PAR_JOUR * PAR_HEURE[heure] / total / HEURE * (1 if jour == 0 else 0.1)
        if jour == 0 and heure == POINTE_HEURE and seconde % HEURE < POINTE_S:
            rythme = POINTE_PAR_S
        par_seconde.append(rythme * TIERS[file])
    return par_seconde


def _ensemble(toutes: Iterable[list[float]]) -> list[float]:

    return [sum(seconde) for seconde in zip(*toutes, strict=True)]


def _file(arrivees: list[float], debit: float, pause: range) -> Attente:
    """First in, first out. What arrives in a second leaves when as many have left in all."""
    partis, attendus, attentes = 0.0, 0.0, list[tuple[int, float]]()
    file: list[tuple[int, float]] = []
    tete = 0
    for seconde, nombre in enumerate(arrivees):
        attendus += nombre
        if nombre:
            file.append((seconde, attendus))
        if seconde not in pause:
            partis = min(attendus, partis + debit)
        while tete < len(file) and file[tete][1] <= partis + 1e-6:
            arrivee, rang = file[tete]
            avant = file[tete - 1][1] if tete else 0.0
            attentes.append((seconde - arrivee, rang - avant))
            tete += 1
    return _resumer(attentes, round(attendus - partis))


def _resumer(attentes: list[tuple[int, float]], retard: int) -> Attente:
    triees = sorted(attentes)
    total, vus, rangs = sum(n for _, n in triees), 0.0, dict[float, int]()
    for attente, nombre in triees:
        vus += nombre
        for part in (0.5, 0.99):
            if vus >= part * total:
                rangs.setdefault(part, attente)
    return Attente(rangs[0.5], rangs[0.99], triees[-1][0], retard)


def _ligne(quota: int, files: str, genre: str, attente: Attente) -> str:
    temps = "".join(f"{_duree(s):>10}" for s in (attente.mediane, attente.centile, attente.pire))
    return f"{quota:>4}/s  {files:<5}  {genre:<8}{temps}{attente.retard:>14}"


def _duree(secondes: int) -> str:
    if secondes < 120:
        return f"{secondes} s"
    return f"{secondes // 60} min" if secondes < 2 * HEURE else f"{secondes / HEURE:.1f} h"


if __name__ == "__main__":
    raise SystemExit(main())
