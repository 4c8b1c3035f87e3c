"""ministack in an environment of its own (`.venv-ministack`), bound to a free loopback port."""

from __future__ import annotations

import atexit
import http.client
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import ClassVar

from infra.local.moteurs import COMPTE, REGION, Courriel, Moteur, MoteurIndisponible

_BOUCLE_LOCALE = "127.0.0.1"
PYTHON = Path(__file__).parents[2] / ".venv-ministack" / "bin" / "python"
_DELAI_S = 20.0
_PAS_S = 0.05


class MoteurMinistack(Moteur):
    """A process of ministack. Its files, the pid file and those of its own temporary folder, are
    all in one folder that goes with it."""

    nom: ClassVar[str] = "ministack"
    commande: ClassVar[tuple[str, ...]] = ("-m", "ministack")
    services: ClassVar[str] = "dynamodb,dynamodbstreams,s3,ses,sqs,sts"

    def __init__(self, python: Path = PYTHON) -> None:
        self._python = python
        self._processus: subprocess.Popen[bytes] | None = None
        self._dossier: Path | None = None

    def demarrer(self) -> None:
        if not self._python.exists():
            raise MoteurIndisponible(
                "Le second moteur n'est pas installé : « make ministack » l'installe."
            )
        self._dossier = Path(tempfile.mkdtemp(prefix="maprocuration-ministack-"))
        port = _port_libre()
        self.endpoint = f"http://{_BOUCLE_LOCALE}:{port}"
        with (self._dossier / "journal.txt").open("wb") as journal:
            self._processus = subprocess.Popen(  # noqa: S603  (fixed arguments)
                [str(self._python), *self.commande],
                cwd=self._dossier,
                env=_environnement(port, self._dossier, self.services),
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal is ours to handle: the engine stops last.
                start_new_session=True,
            )
        atexit.register(self.arreter)
        self._attendre()

    def arreter(self) -> None:
        atexit.unregister(self.arreter)
        if self._processus is not None:
            self._processus.terminate()
            try:
                self._processus.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._processus.kill()
                self._processus.wait()
            self._processus = None
        if self._dossier is not None:
            shutil.rmtree(self._dossier, ignore_errors=True)
            self._dossier = None

    def remettre_a_zero(self) -> None:
        self._demander("POST", "/_ministack/reset")

    def courriels(self) -> list[Courriel]:
        contenu = json.loads(self._demander("GET", f"/_ministack/ses/messages?account={COMPTE}"))
        messages = contenu["messages"].get(COMPTE, [])
        return [
            Courriel(
                expediteur=message["Source"],
                destinataires=tuple(message["To"]),
                sujet=message["Subject"],
                texte=message["BodyText"] or "",
                html=message["BodyHtml"] or "",
            )
            for message in messages
        ]

    def _attendre(self) -> None:
        fin = time.monotonic() + _DELAI_S
        while time.monotonic() < fin:
            if self._processus is None or self._processus.poll() is not None:
                break
            try:
                self._demander("GET", "/_ministack/ready")
            except OSError:
                time.sleep(_PAS_S)
            else:
                return
        derniere = self._derniere_ligne()
        self.arreter()
        raise MoteurIndisponible(f"ministack n'a pas démarré : {derniere}")

    def _derniere_ligne(self) -> str:
        if self._dossier is None:
            return ""
        lignes = (self._dossier / "journal.txt").read_text(errors="replace").strip().splitlines()
        return lignes[-1] if lignes else "aucun message"

    def _demander(self, methode: str, chemin: str) -> bytes:
        """The body of an answer of the engine's own pages. Raises OSError when it does not
        answer."""
        connexion = http.client.HTTPConnection(self.endpoint.removeprefix("http://"), timeout=10)
        try:
            connexion.request(methode, chemin)
            return connexion.getresponse().read()
        finally:
            connexion.close()


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind((_BOUCLE_LOCALE, 0))
        port: int = prise.getsockname()[1]
        return port


def _environnement(port: int, dossier: Path, services: str) -> dict[str, str]:
    """The process's whole environment: nothing of ours, no outside address, no file elsewhere."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(dossier),
        "TMPDIR": str(dossier),
        "BIND_HOST": _BOUCLE_LOCALE,
        "GATEWAY_PORT": str(port),
        "SERVICES": services,
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": COMPTE,
        "AWS_EC2_METADATA_DISABLED": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "S3_DATA_DIR": str(dossier / "s3"),
        "STATE_DIR": str(dossier / "etat"),
        "LOG_LEVEL": "WARNING",
    }
