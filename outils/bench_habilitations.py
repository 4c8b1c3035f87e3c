"""How long the command line takes to import the habilitations of every officer, on moto.

`python -m outils.bench_habilitations` prints a JSON object of seconds: the first import, then the
same file again.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
import time
from pathlib import Path

from infra.local import gabarit, moteurs

AGENTS = 100_000
_ENTETE = "agent;qualite;juge;tribunal;du;au;unite;lieu;opj;poste;revoquee_le"
_PAR_BRIGADE = 20


def mesurer() -> dict[str, float]:
    """Seconds of wall clock, all of it counted: reading, checks, comparison, writes, acts."""
    with moteurs.creer("moto") as engin, tempfile.TemporaryDirectory() as dossier:
        os.environ.update(engin.environnement() | {"STAGE": "local"})
        gabarit.appliquer(engin.client("dynamodb"), "local")
        chemin = Path(dossier) / "habilitations.csv"
        chemin.write_text("\n".join([_ENTETE, *map(_ligne, range(AGENTS)), ""]), "utf-8")
        return {"agents": AGENTS, "import": _charger(chemin), "rechargement": _charger(chemin)}


def _charger(chemin: Path) -> float:
    from chalicelib.administration.commande import main

    arguments = ["habilitations", "charger", str(chemin), "--par", "banc", "--motif", "mesure"]
    debut = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        code = main(arguments)
    if code:
        raise RuntimeError(f"chargement refusé : {code}")
    return time.perf_counter() - debut


def _ligne(numero: int) -> str:
    """In each brigade an OPJ, the délégué he appointed, and APJ."""
    brigade, rang = divmod(numero, _PAR_BRIGADE)
    siret = f"999{brigade:06d}00017"
    opj = f"{siret}/agent-{brigade * _PAR_BRIGADE:06d}" if rang == 1 else ""
    qualite = {0: "OPJ", 1: "DELEGUE_OPJ"}.get(rang, "APJ")
    juge = "Hélène Prigent;tribunal judiciaire de Rennes"
    unite = f"brigade de gendarmerie {brigade};Rennes"
    agent = f"{siret}/agent-{numero:06d}"
    return f"{agent};{qualite};{juge};2026-09-01;2027-08-31;{unite};{opj};;"


if __name__ == "__main__":
    print(json.dumps(mesurer()))
