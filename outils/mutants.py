"""Mutation testing of the law: `make mutants`, or `make mutants MODULES="plafond fin"`.

mutmut changes one thing at a time in the functions of `chalicelib/domaine/` and runs the tests of
`tests/domaine/` that reach it. Prints the score of each module and the survivors; fails under the
threshold. What each survivor is: `docs/decisions/mutants.md`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

SEUIL = 90
"""Percent of the mutants that a test must find."""

_DOSSIER = Path("mutants")
_LIGNE = re.compile(r"^\s*chalicelib\.domaine\.(\w+)\.(\S+): ([\w ]+)$")
_TROUVES = ("killed", "timeout")
_MUTMUT = Path(sys.executable).with_name("mutmut")


def main(modules: list[str]) -> int:
    """Runs, prints, gives the exit code."""
    # From nothing: kept statistics name tests that may be there no more.
    shutil.rmtree(_DOSSIER, ignore_errors=True)
    motifs = [f"chalicelib.domaine.{module}.*" for module in modules]
    fait = subprocess.run([_MUTMUT, "run", "--max-children", "2", *motifs], check=False)
    if fait.returncode:
        return fait.returncode
    dit = subprocess.run(
        [_MUTMUT, "results", "--all", "true"], check=True, capture_output=True, text=True
    )
    return _compter(dit.stdout)


def _compter(resultats: str) -> int:
    comptes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    survivants = []
    for trouvee in map(_LIGNE.match, resultats.splitlines()):
        if trouvee is None or trouvee[3] == "not checked":
            continue
        module, nom, etat = trouvee.groups()
        comptes[module][etat] += 1
        if etat not in _TROUVES:
            survivants.append(f"{module}.{nom}: {etat}")
    print("\n".join(survivants), end="\n\n")
    for module, compte in sorted(comptes.items()):
        print(_score(module, compte)[0])
    texte, score = _score("total", sum(comptes.values(), Counter()))
    print(texte)
    return int(score < SEUIL)


def _score(nom: str, compte: Counter[str]) -> tuple[str, float]:
    trouves = sum(compte[etat] for etat in _TROUVES)
    score = 100 * trouves / compte.total() if compte else 0.0
    return f"{nom:<20} {trouves:>5} / {compte.total():<5} {score:6.1f} %", score


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
