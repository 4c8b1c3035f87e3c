"""What a cold start costs, measured on a packaged archive: `python -m outils.bench_froid [zip]`.

Processor time: others may share this machine. Fresh processes, with the archive and the standard
library alone as in Lambda, import `app` and ask for a page twice: the first request pays for what
is imported and compiled late (templates), the second is what a warm function gives. On this
machine, not on Lambda: the figures compare."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

RACINE = Path(__file__).parents[1]
TOURS = 9

_ENFANT = """
import contextlib, io, json, resource, sys, time
depart = time.process_time()
sys.path[:0] = sys.argv[1:3]
import paquet_essai
import os
os.environ.update(paquet_essai.ENVIRONNEMENT)
pret = time.process_time()
import app
temps = [time.process_time() - pret]
with contextlib.redirect_stdout(io.StringIO()):
    for _ in range(2):
        debut = time.process_time()
        reponse = app.app(paquet_essai.demande("/electeur"), paquet_essai.CONTEXTE)
        assert reponse["statusCode"] == 200, reponse
        temps.append(time.process_time() - debut)
print(json.dumps([1000 * t for t in temps]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def mesurer(archive: Path, tours: int = TOURS) -> tuple[float, float, float, float]:
    """Medians: milliseconds to import, of the first request, of the second; resident MB."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-froid-") as dossier:
        with zipfile.ZipFile(archive) as contenu:
            contenu.extractall(dossier)
        fois = [_un_demarrage(dossier) for _ in range(tours)]
    importer, premiere, suivante, memoire = (statistics.median(c) for c in zip(*fois, strict=True))
    return importer, premiere, suivante, memoire


def _un_demarrage(dossier: str) -> tuple[float, ...]:
    sortie = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", _ENFANT, dossier, str(Path(__file__).parent)],
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return (*json.loads(sortie[-2]), float(sortie[-1]))


def main() -> int:
    """The command; without an archive, that of the stage prod."""
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else RACINE / "out/prod/deployment.zip"
    if not archive.exists():
        print(f"{archive} n'existe pas : faire d'abord make paquet ETAPE=prod", file=sys.stderr)
        return 2
    importer, premiere, suivante, memoire = mesurer(archive)
    print(f"import {importer:.0f} ms, première page {premiere:.0f} ms, suivante {suivante:.1f} ms,")
    print(f"{memoire:.0f} Mo résidents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
