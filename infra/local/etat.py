"""Where the running local cloud can be found by another terminal: `.local/etat.json`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

RACINE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Etat:
    """The process, the address of the portals, and the environment that its functions run in."""

    pid: int
    adresse: str
    environnement: dict[str, str]


def dossier() -> Path:
    """The folder of the running cloud: `.local` here, or DOSSIER_LOCAL. Created when missing."""
    chemin = Path(os.environ.get("DOSSIER_LOCAL") or RACINE / ".local")
    chemin.mkdir(parents=True, exist_ok=True)
    return chemin


def ecrire(etat: Etat) -> None:
    """Says where the cloud is. Readable by its owner only: the file holds local secrets."""
    provisoire = dossier() / f"etat.{etat.pid}.tmp"
    with os.fdopen(os.open(provisoire, os.O_CREAT | os.O_WRONLY, 0o600), "w") as fichier:
        json.dump(asdict(etat), fichier)
    provisoire.replace(dossier() / "etat.json")


def lire() -> Etat | None:
    """The cloud that runs now, None when there is none."""
    try:
        etat = Etat(**json.loads((dossier() / "etat.json").read_text("utf-8")))
        os.kill(etat.pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return etat


def effacer() -> None:
    """Forgets this process's cloud, never one started later by another."""
    etat = lire()
    if etat is not None and etat.pid == os.getpid():
        (dossier() / "etat.json").unlink()
