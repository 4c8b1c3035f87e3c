"""The whole cloud as `make run` starts it, in a process of its own, as a stranger would meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import urllib3

T = TypeVar("T")

RACINE = Path(__file__).parents[2]
DATE = "2027-03-01"
"""A Monday, six weeks before the présidentielle of 2027 and five before the demo municipales."""

DEMARRAGE_S = 60
_SONDAGE_S = 0.05


@dataclass(frozen=True, slots=True)
class Service:
    """A running local cloud. `adresse` is that of the portals, without a final slash."""

    adresse: str
    environnement: dict[str, str]
    dossier: Path

    @property
    def origines(self) -> frozenset[str]:
        """The only origins that a browser may ask: the portals and the simulators."""
        federations = ("FRANCECONNECT", "FRANCECONNECT_PLUS", "PROCONNECT")
        emetteurs = (self.environnement[f"{nom}_ISSUER"] for nom in federations)
        return frozenset(origine(url) for url in (self.adresse, *emetteurs))

    def lire(self, chemin: str) -> Any:
        """A JSON document of the portals."""
        reponse = urllib3.request(
            "GET", self.adresse + chemin, headers={"Accept": "application/json"}
        )
        if reponse.status != 200:
            raise RuntimeError(f"{chemin} : {reponse.status}")
        return reponse.json()

    def courriel(self, message: str, reference: str) -> dict[str, Any]:
        """The one message of this kind (M1, M2…) about this demande, as soon as it is there."""

        def chercher() -> list[dict[str, Any]]:
            tous: list[dict[str, Any]] = self.lire("/_local/courriels")["courriels"]
            return [c for c in tous if c["message"] == message and reference in c["texte"]]

        (recu,) = attendre(chercher, f"le courriel {message} de {reference}")
        return recu

    def dynamodb(self) -> Any:
        """A client of the engine, for the little that no page can do."""
        import boto3

        nuage = self.environnement
        return boto3.client(
            "dynamodb",
            endpoint_url=nuage.get("AWS_ENDPOINT_URL_DYNAMODB") or nuage["AWS_ENDPOINT_URL"],
            region_name=nuage["AWS_REGION"],
            aws_access_key_id=nuage["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=nuage["AWS_SECRET_ACCESS_KEY"],
        )

    def verifier_le_journal(self) -> subprocess.CompletedProcess[str]:
        """`make journal`."""
        return subprocess.run(
            [sys.executable, "-m", "infra.local.journal"],
            cwd=RACINE,
            env=os.environ | {"DOSSIER_LOCAL": str(self.dossier)},
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def demarrer(dossier: Path, date: str = DATE) -> Iterator[Service]:
    """Starts a cloud on free ports, as if on `date`; stops it as Ctrl-C would."""
    environnement = {nom: v for nom, v in os.environ.items() if not nom.startswith("AWS_")}
    environnement |= {"PORT": "0", "DATE": date, "DOSSIER_LOCAL": str(dossier), "STAGE": "local"}
    processus = subprocess.Popen(
        [sys.executable, "-m", "infra.local"],
        cwd=RACINE,
        env=environnement,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert processus.stdout is not None
    minuterie = threading.Timer(DEMARRAGE_S, processus.kill)
    minuterie.start()
    dit: list[str] = []
    try:
        for ligne in processus.stdout:
            dit.append(ligne)
            if "Ctrl-C" in ligne:
                break
        else:
            raise RuntimeError("le nuage local n'a pas démarré :\n" + "".join(dit))
        minuterie.cancel()
        etat = json.loads((dossier / "etat.json").read_text("utf-8"))
        yield Service(etat["adresse"], etat["environnement"], dossier)
    finally:
        minuterie.cancel()
        processus.terminate()
        processus.communicate(timeout=30)


def attendre(chercher: Callable[[], T], quoi: str, delai_s: float = 10) -> T:
    """The first answer that is not empty. Fails after `delai_s` seconds."""
    fin = time.monotonic() + delai_s
    while not (trouve := chercher()):
        if time.monotonic() > fin:
            raise AssertionError(f"attendu en vain pendant {delai_s} s : {quoi}")
        threading.Event().wait(_SONDAGE_S)
    return trouve


def origine(url: str) -> str:
    """Scheme, host and port of an address."""
    parties = urlsplit(url)
    return f"{parties.scheme}://{parties.netloc}"
