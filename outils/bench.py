"""`make bench`: every budget of the house in one table; ends with 1 when one is missed.

Counts come from the second engine (its capacity figures for transactional writes are right), CPU
ratios from interleaved runs in one process, import time from fresh processes, the delay of the
routing from the local cloud, processor and memory of the exports from processes of their own.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outils.bench_monde import Monde

RAPPORT_CPU_MAX = 1.5
RAPPORT_IMPORT_MAX = 1.35
ROUTAGE_P99_MAX_MS = 500
VOYAGES_PLAFOND_MAX = 2
IMPORT_DES_HABILITATIONS_MAX_S = 120
VOYAGES_RECHERCHE_MAX = 4
RECHERCHE_MAX_MS = 1000
VOYAGES_FILE_MAX = 6
EXPORT_MAX_S = {"csv": 1, "xlsx": 2, "pdf": 7}
EXPORT_MAX_MO = 256
EXPORT_CROISSANCE_MAX_MO = {"csv": 16, "xlsx": 24, "pdf": 48}
"""What five times the rows may add to the memory; for the PDF, the file itself several times."""


@dataclass(frozen=True)
class Mesure:
    """One line of the table."""

    quoi: str
    valeur: float
    budget: float
    detail: str = ""

    @property
    def tenue(self) -> bool:
        """Whether the budget holds."""
        return self.valeur <= self.budget

    def __str__(self) -> str:
        verdict = "  " if self.tenue else "✗ "
        return f"{verdict}{self.quoi:<52}{self.valeur:>8.2f}  ≤ {self.budget:<7g}{self.detail}"


def main() -> int:
    """Prints the table; 1 when a budget is missed."""
    manques = 0
    for mesure in chain(
        _cas_d_usage(), _import(), _routage(), _habilitations(), _exports(), _recherche()
    ):
        print(mesure, flush=True)
        manques += not mesure.tenue
    print(f"\n{manques} budget(s) dépassé(s)." if manques else "\nTous les budgets sont tenus.")
    return 1 if manques else 0


def _cas_d_usage() -> Iterator[Mesure]:
    from outils import bench_cpu
    from outils.bench_dynamo import releve
    from outils.bench_monde import CAS, monde
    from tests.api import client

    with monde("ministack") as m:
        for cas in CAS:
            with contextlib.redirect_stdout(io.StringIO()):
                brut = cas.preparer(m)
                with releve() as lu:
                    reponse = client.traiter(brut)
            if reponse.statut >= 300:
                raise RuntimeError(f"{cas.nom} : {reponse.statut}")
            yield Mesure(f"{cas.nom} · voyages", lu.voyages, cas.voyages, ", ".join(lu.appels))
            yield Mesure(
                f"{cas.nom} · unités d'écriture",
                max(lu.unites, lu.calculees),
                cas.unites,
                f"moteur {lu.unites:g}, règles d'AWS {lu.calculees:g}",
            )
        yield from _plafond(m)
        for cas in CAS:
            with contextlib.redirect_stdout(io.StringIO()):
                rapport = bench_cpu.mesurer(m, cas)
            yield Mesure(
                f"{cas.nom} · CPU, fois la fonction nue",
                rapport.rapport,
                RAPPORT_CPU_MAX,
                f"{rapport.handler:.0f} µs / {rapport.nu:.0f} µs",
            )


def _plafond(m: Monde) -> Iterator[Mesure]:
    from outils import bench_plafond

    with contextlib.redirect_stdout(io.StringIO()):
        examen = bench_plafond.mesurer(m)
    for quoi, lu in (("rien ne change", examen.calme), ("une est déplacée", examen.deplacement)):
        yield Mesure(
            f"L73, {bench_plafond.ENGAGEMENTS} procurations, {quoi} · voyages",
            lu.voyages,
            VOYAGES_PLAFOND_MAX,
            ", ".join(lu.appels),
        )


def _import() -> Iterator[Mesure]:
    from outils import bench_import

    app, nues = bench_import.mesurer()
    yield Mesure(
        "import app, fois ses bibliothèques seules",
        app / nues,
        RAPPORT_IMPORT_MAX,
        f"{app:.0f} ms / {nues:.0f} ms, {bench_import.modules()} modules de chalicelib",
    )


def _routage() -> Iterator[Mesure]:
    lu = _a_part("outils.bench_routage")
    yield Mesure(
        "du 200 de l'agent à la liste de la mairie, p99 (ms)",
        lu["p99"],
        ROUTAGE_P99_MAX_MS,
        f"{lu['mesures']} établissements, p50 {lu['p50']:.0f}, max {lu['max']:.0f}",
    )


def _habilitations() -> Iterator[Mesure]:
    lu = _a_part("outils.bench_habilitations")
    yield Mesure(
        f"import de {lu['agents']:.0f} habilitations (s)",
        lu["import"],
        IMPORT_DES_HABILITATIONS_MAX_S,
        f"le même fichier une seconde fois : {lu['rechargement']:.0f} s",
    )


def _exports() -> Iterator[Mesure]:
    from outils import bench_exports

    avant: dict[str, Any] = {}
    for lu in bench_exports.mesurer():
        format_, quoi = lu["format"], f"export {lu['format']} de {lu['lignes']} lignes"
        detail = f"{lu['montre']:.1f} s à la montre, {lu['octets'] / 1e6:.1f} Mo de fichier"
        if lu["lignes"] == bench_exports.LIGNES[0]:
            avant = lu
            yield Mesure(f"{quoi} (s de processeur)", lu["secondes"], EXPORT_MAX_S[format_], detail)
            yield Mesure(f"{quoi} (Mo de mémoire)", lu["mo"], EXPORT_MAX_MO)
        else:
            detail += f", {lu['secondes']:.1f} s de processeur"
            ajout = lu["mo"] - avant["mo"]
            yield Mesure(f"{quoi} (Mo de plus)", ajout, EXPORT_CROISSANCE_MAX_MO[format_], detail)


def _recherche() -> Iterator[Mesure]:
    lu = _a_part("outils.bench_recherche")
    quoi = f"parmi {lu['lignes']:.0f} procurations"
    yield Mesure(
        f"recherche par nom {quoi} · voyages",
        lu["voyages"],
        VOYAGES_RECHERCHE_MAX,
        f"délégation comprise ; {lu['lus']:.0f} entrées lues au plus",
    )
    yield Mesure(f"recherche par nom {quoi} (ms, sans le réseau)", lu["ms"], RECHERCHE_MAX_MS)
    yield Mesure(
        f"comptes de la file {quoi} · voyages",
        lu["file_voyages"],
        VOYAGES_FILE_MAX,
        f"{lu['file_lus']:.0f} lignes lues, {lu['file_ms']:.0f} ms",
    )


def _a_part(module: str) -> dict[str, float]:
    """What a module measures in a process of its own."""
    commande = [sys.executable, "-m", module]
    fin = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True)
    lu: dict[str, float] = json.loads(fin.stdout)
    return lu


if __name__ == "__main__":
    sys.exit(main())
