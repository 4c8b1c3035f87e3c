"""A local cloud in a process of its own, and a visitor of it who keeps cookies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3

RACINE = Path(__file__).parents[2]
RENNES = "35238"
LOUIS = {"nne": "350000066", "naissance": "1990-01-15"}
LE_GOFF = {
    "nom": "Le Goff",
    "prenoms": ["Yann"],
    "sexe": "M",
    "naissance": "1990-02-01",
    "commune": "75112",
}
PORTEE_2021 = {"scrutin": "departementales-regionales-2021", "tours": [1, 2]}
PRET_S = 60
"""Far over what starting takes: the machine of a test may be busy."""


class NuageLance:
    """`python -m infra.local` with these arguments; its files are all under `dossier`."""

    def __init__(self, dossier: Path, *arguments: str) -> None:
        self.local = dossier / "local"
        self.temporaire = dossier / "tmp"
        self.temporaire.mkdir(parents=True)
        self.environnement = environnement(dossier)
        self.processus = subprocess.Popen(  # noqa: S603  (our own module)
            [sys.executable, "-m", "infra.local", *arguments],
            cwd=RACINE,
            env=self.environnement,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.annonce = self._attendre()
        self.etat = json.loads((self.local / "etat.json").read_text("utf-8"))
        self.adresse: str = self.etat["adresse"]

    def _attendre(self) -> str:
        """What it prints, until the last line of its greeting."""
        delai = threading.Timer(PRET_S, self.processus.kill)
        delai.start()
        lignes = []
        for ligne in self.processus.stdout or ():
            lignes.append(ligne)
            if "Ctrl-C" in ligne:
                break
        delai.cancel()
        if self.processus.poll() is not None:
            raise AssertionError("".join(lignes) + self.processus.communicate()[1])
        return "".join(lignes)

    def arreter(self, signal_: signal.Signals = signal.SIGINT) -> tuple[int, str, float]:
        """Exit code, what it still printed (both outputs), seconds that it took."""
        debut = time.monotonic()
        self.processus.send_signal(signal_)
        sortie, erreurs = self.processus.communicate(timeout=30)
        return self.processus.returncode, sortie + erreurs, time.monotonic() - debut

    def journal(self) -> tuple[int, str]:
        """`make journal`: exit code and what it printed."""
        return lancer("infra.local.journal", environnement=self.environnement)


def environnement(dossier: Path) -> dict[str, str]:
    """The environment of a process whose files stay under `dossier`."""
    garde = {nom: os.environ[nom] for nom in ("PATH", "HOME", "LANG") if nom in os.environ}
    return garde | {"DOSSIER_LOCAL": str(dossier / "local"), "TMPDIR": str(dossier / "tmp")}


def lancer(module: str, *arguments: str, environnement: dict[str, str]) -> tuple[int, str]:
    """Runs a module to its end: exit code and what it printed (both outputs)."""
    fini = subprocess.run(  # noqa: S603  (our own modules)
        [sys.executable, "-m", module, *arguments],
        cwd=RACINE,
        env=environnement,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return fini.returncode, fini.stdout + fini.stderr


class Visiteur:
    """One browser without pages: follows redirects, keeps cookies, calls the API."""

    def __init__(self, adresse: str) -> None:
        self.adresse = adresse
        self._cookies: dict[str, str] = {}
        self._liens = urllib3.PoolManager(retries=False, timeout=20)

    def demander(
        self, methode: str, chemin: str, corps: Any = None, **entetes: str
    ) -> urllib3.BaseHTTPResponse:
        """One request, redirects followed; names of headers take `_` for `-`."""
        tous = {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
        if corps is not None:
            tous["Content-Type"] = "application/json"
        url = urljoin(self.adresse, chemin)
        for _ in range(10):
            tous["Cookie"] = "; ".join(f"{nom}={v}" for nom, v in self._cookies.items())
            reponse = self._liens.request(
                methode,
                url,
                headers=tous,
                redirect=False,
                body=json.dumps(corps) if corps else None,
            )
            self._retenir(reponse)
            if reponse.status not in (302, 303):
                return reponse
            methode, corps, url = "GET", None, urljoin(url, reponse.headers["Location"])
        raise AssertionError(f"trop de redirections vers {urlsplit(url).path}")

    def json(self, chemin: str) -> Any:
        """A JSON document."""
        return self.demander("GET", chemin, Accept="application/json").json()

    def connecter(self, portail: str, identite: str) -> Visiteur:
        """Signs in as a demo identity, by the whole code flow."""
        self.demander("GET", f"/{portail}/connexion?login_hint={identite}")
        return self

    def sessions(self) -> dict[str, Any]:
        """The open sessions, by portal."""
        ouvertes: dict[str, Any] = self.json("/api/v1/session")["sessions"]
        return ouvertes

    def ecrire(self, portail: str, chemin: str, corps: Any) -> urllib3.BaseHTTPResponse:
        """A POST of the API, with the CSRF token of the portal's session and a new key."""
        return self.demander(
            "POST",
            chemin,
            corps,
            X_CSRF_Token=self.sessions()[portail]["csrf"],
            Idempotency_Key=uuid.uuid4().hex,
            Origin=self.adresse,
        )

    def _retenir(self, reponse: urllib3.BaseHTTPResponse) -> None:
        for pose in reponse.headers.getlist("Set-Cookie"):
            nom, _, valeur = pose.split(";")[0].partition("=")
            self._cookies[nom] = valeur


def attendre(condition: Any, delai: float = 10.0) -> Any:
    """The first true answer of `condition`, asked again until then."""
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        if trouve := condition():
            return trouve
        threading.Event().wait(0.02)
    raise AssertionError("cela n'est pas arrivé à temps")


def deposer(adresse: str, mandant: str = "camille", **changes: object) -> str:
    """Files a demande as this mandant; gives its reference. `changes` replace parts of it."""
    demande = {
        "commune": RENNES,
        "courriel": "essai@courriel.example",
        "mandataire": LOUIS,
        "portee": PORTEE_2021,
    }
    qui = Visiteur(adresse).connecter("electeur", mandant)
    reponse = qui.ecrire("electeur", "/api/v1/demandes", demande | changes)
    assert reponse.status == 201, reponse.data
    return str(reponse.json()["reference"])
