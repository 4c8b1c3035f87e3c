"""How long the files of a mairie take, and how much memory, for 10,000 and 50,000 rows.

`python -m outils.bench_exports` prints a list of measures: each file is written in a process of its
own, to a temporary file, from rows made as they are read, and its memory is the most that this
process ever held, Python and libraries included. `python -m outils.bench_exports csv 10000` is one
of these processes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domaine.etats import Etat
from chalicelib.registre.lignes import lignes_publiques, tableau_public
from chalicelib.registre.tableau import Format, ecrire
from chalicelib.services.changement import Ligne

LIGNES = (10_000, 50_000)
_NOMS = (
    *("Durand", "Lévêque", "Œuvrard", "Çelik", "Noël", "Muñoz", "Le Goff", "Ékoué", "Ayşe", "Roy"),
    "de La Rochefoucauld-Saint-Hilaire",
)
_PRENOMS = ("Camille Élodie", "Louis", "Marie-Françoise Jeanne Andrée", "Zoé", "Gaël", "Inès Lou")


def mesurer() -> list[dict[str, Any]]:
    """Seconds of processor (`montre`: those of the clock, which depend on who else is at work),
    megabytes at most and bytes of each format, for each number of rows.
    """
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "outils.bench_exports", format_.value, str(nombre)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout
        )
        for format_ in Format
        for nombre in LIGNES
    ]


def un_fichier(format_: Format, nombre: int) -> dict[str, Any]:
    """The register as a file: sorted, then written."""
    imprime = format_ is Format.PDF
    tableau = tableau_public("Registre des procurations", ("Banc",), imprime=imprime)
    debut, depart = time.process_time(), time.perf_counter()
    publiques = lignes_publiques(lignes(nombre))
    rangs = (x.cellules_a_imprimer() if imprime else x.cellules() for x in publiques)
    with tempfile.TemporaryFile() as sortie:
        ecrire(format_, tableau, rangs, sortie)
        octets = sortie.tell()
    return {
        "format": format_.value,
        "lignes": nombre,
        "secondes": time.process_time() - debut,
        "montre": time.perf_counter() - depart,
        "mo": _plus_haut_mo(),
        "octets": octets,
    }


def _plus_haut_mo() -> float:
    """The most that this program ever held. `ru_maxrss` would begin at what its parent held."""
    statut = Path("/proc/self/status").read_text(encoding="ascii")
    trouve = re.search(r"^VmHWM:\s+(\d+) kB$", statut, re.MULTILINE)
    if trouve is None:
        raise RuntimeError("/proc/self/status ne dit pas VmHWM")
    return int(trouve[1]) / 1024


def lignes(nombre: int) -> Iterator[Ligne]:
    """Rows of a large town, in the order of their establishment; no two alike."""
    le = datetime(2027, 3, 1, 8, tzinfo=UTC)
    for i in range(nombre):
        nom, autre = _NOMS[i % len(_NOMS)], _NOMS[i * 7 % len(_NOMS)]
        yield Ligne(
            commune="35238",
            reference=f"{i:06d}",
            version=3,
            etat=Etat.VALIDE,
            premier_jour="2027-04-11",
            dernier_jour="2027-04-25",
            objet="Élection présidentielle 2027 : premier tour du 11 avril 2027 et second tour du "
            "25 avril 2027",
            mandant_nom=f"{nom}-{i * 7919 % nombre}",
            mandant_prenoms=_PRENOMS[i % len(_PRENOMS)],
            mandataire_nom=autre,
            mandataire_prenoms=_PRENOMS[i * 5 % len(_PRENOMS)],
            autorite_nom="Kervella",
            autorite_prenom="Yann",
            autorite_qualite="OPJ",
            lieu="Rennes",
            etablie_le=le + timedelta(minutes=i),
            recue_le=le + timedelta(minutes=i + 1),
            scrutin="presidentielle-2027",
            tours=(1, 2),
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(un_fichier(Format(sys.argv[1]), int(sys.argv[2]))))
    else:
        print(json.dumps(mesurer()))
