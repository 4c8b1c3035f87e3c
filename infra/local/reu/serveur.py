"""The HTTP face of the simulated register, on the loopback."""

from __future__ import annotations

import hmac
import json
import os
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chalicelib.configuration import stage
from infra.local.reu.registre import Conduite, RegistreSimule, RequeteRefusee

CHEMIN = "/v1/electeurs/recherches"
CORPS_MAX = 64 * 1024


class SimulateurReu:
    """Serves `registre` to whoever has `jeton`, from `demarrer` to `arreter`."""

    def __init__(self, registre: RegistreSimule, jeton: str) -> None:
        self.registre = registre
        self._serveur = _Ecoute(("127.0.0.1", 0), partial(_Guichet, registre, jeton))
        self._fil = threading.Thread(
            target=self._serveur.serve_forever, args=(0.02,), name="reu", daemon=True
        )

    @property
    def adresse(self) -> str:
        """Without a final slash."""
        return f"http://127.0.0.1:{self._serveur.server_port}"

    def demarrer(self) -> None:
        """Raises RuntimeError on any stage but `local`."""
        if stage() != "local" or "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
            raise RuntimeError("le registre simulé ne démarre jamais dans AWS")
        self._fil.start()

    def arreter(self) -> None:
        """Answers what waits, then stops; does nothing more when it never started."""
        self.registre.se_conduire(Conduite.NORMALE)
        if self._fil.is_alive():
            self._serveur.shutdown()
            self._fil.join()
        self._serveur.server_close()


class _Ecoute(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that gives up waiting hangs up: no incident."""


class _Guichet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One write an answer, sent at once: otherwise a kept connection waits 40 ms for each.
    wbufsize = 65536
    disable_nagle_algorithm = True
    server_version, sys_version = "registre-simule", ""

    def __init__(self, registre: RegistreSimule, jeton: str, *reste: object) -> None:
        self._registre, self._jeton = registre, jeton
        super().__init__(*reste)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        """The look-up; there is nothing else here."""
        longueur = self.headers.get("Content-Length", "")
        if not longueur.isdecimal() or int(longueur) > CORPS_MAX:
            self.close_connection = True
            if longueur.isdecimal():
                # Closed with bytes unread, the connection is reset, and the answer lost with it.
                self.rfile.read(min(int(longueur), 2 * CORPS_MAX))
            return self._refuser(413, "corps absent, sans longueur ou trop long")
        corps = self.rfile.read(int(longueur))
        if self.path != CHEMIN:
            return self._refuser(404, "rien à cette adresse")
        attendu = f"Bearer {self._jeton}".encode()
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), attendu):
            return self._refuser(401, "jeton inconnu")
        try:
            reponse = self._registre.traiter(corps)
        except RequeteRefusee as erreur:
            return self._refuser(400, str(erreur))
        if reponse is None:
            return self._refuser(503, "registre en panne")
        return self._envoyer(200, "application/json", reponse)

    def _refuser(self, statut: int, phrase: str) -> None:
        corps = json.dumps({"title": phrase, "status": statut}).encode()
        self._envoyer(statut, "application/problem+json", corps)

    def _envoyer(self, statut: int, type_: str, corps: bytes) -> None:
        self.send_response(statut)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(corps)))
        if self.close_connection:
            # Said, or the client would send its next request into a connection that closes.
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_: object) -> None:
        """Who was looked for is nobody's business."""
