"""Serves the Chalice app on the loopback, in place of API Gateway and Lambda."""

from __future__ import annotations

import errno
import functools
import gzip
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalice.config import Config
from chalice.local import (
    ChaliceRequestHandler,
    ForbiddenError,
    LambdaContext,
    LocalChalice,
    LocalGatewayException,
    ThreadedHTTPServer,
)

from infra.local import gabarit
from infra.local.reglages import PORT_HABITUEL, ReglageInvalide

if TYPE_CHECKING:
    from chalice.app import Chalice

BOUCLE_LOCALE = "127.0.0.1"

_UN_APPEL = threading.Lock()
"""A Lambda instance serves one call at a time: the logger and the metrics of the functions count on
it. Here every function lives in this one process."""


class PortOccupe(ReglageInvalide):
    """Something already listens there, or the port is not ours to take."""


def ouvrir(port: int | None) -> socket.socket:
    """A listening socket on this port (0: any free one; None: the usual one, else a free one). What
    calls before the app is ready waits. Raises PortOccupe."""
    try:
        return socket.create_server((BOUCLE_LOCALE, PORT_HABITUEL if port is None else port))
    except OSError as erreur:
        if port is None and erreur.errno == errno.EADDRINUSE:
            return socket.create_server((BOUCLE_LOCALE, 0))
        raison = os.strerror(erreur.errno or 0)
        if erreur.errno == errno.EADDRINUSE:
            raison = "il est déjà pris ; en choisir un autre avec « make run PORT=… »"
        raise PortOccupe(f"Le port {port} ne peut pas servir : {raison}.") from None


class _AppLocale(LocalChalice):
    """The app as Lambda runs it: one call at a time, each with its request id, each measured as API
    Gateway measures it."""

    mesurer_un_appel: Callable[[int, float], None]

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        event["requestContext"].setdefault("requestId", context.aws_request_id)
        debut = time.monotonic()
        with _UN_APPEL:
            reponse: dict[str, Any] = super().__call__(event, context)
        self.mesurer_un_appel(int(reponse["statusCode"]), time.monotonic() - debut)
        return reponse


class _Guichetier(ChaliceRequestHandler):
    # One write an answer, sent at once: otherwise a kept connection waits 40 ms for each answer.
    wbufsize = 65536
    disable_nagle_algorithm = True
    server_version, sys_version = "maprocuration-local", ""
    server: _Ecoute

    def parse_request(self) -> bool:
        """Refuses what API Gateway would not hand over: a body whose length is not told."""
        if not super().parse_request():
            return False
        longueur = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not longueur.isdecimal():
            self.close_connection = True
            self.send_error(411)
            return False
        return True

    def _send_error_response(self, error: LocalGatewayException) -> None:
        """An unknown address, answered as the template has API Gateway answer it."""
        if error.CODE != ForbiddenError.CODE:
            super()._send_error_response(error)
            return
        accepte = self.headers.get("accept", "")
        statut, type_, corps = gabarit.reponse_de_la_passerelle(
            "MISSING_AUTHENTICATION_TOKEN", accepte
        )
        self._send_http_response_with_body(statut, {"Content-Type": type_}, corps)

    def _send_http_response_with_body(
        self, code: int, headers: dict[str, Any], body: str | bytes
    ) -> None:
        """Compresses as API Gateway does: whatever is long enough, for whoever accepts it."""
        corps = body.encode() if isinstance(body, str) else body
        accepte = "gzip" in self.headers.get("accept-encoding", "")
        if accepte and len(corps) >= self.server.compression:
            corps = gzip.compress(corps, mtime=0)
            headers |= {"Content-Encoding": "gzip"}
        super()._send_http_response_with_body(code, headers, corps)

    def log_message(self, *_: object) -> None:
        """Addresses are nobody's business; the functions log what matters."""


class _Ecoute(ThreadedHTTPServer):
    def __init__(self, prise: socket.socket, app: Chalice) -> None:
        config = Config.create(chalice_app=app, config_from_disk={"stages": {"local": {}}})
        guichetier = functools.partial(_Guichetier, app_object=app, config=config)
        super().__init__(prise.getsockname(), guichetier, bind_and_activate=False)
        self.socket.close()
        self.socket: socket.socket = prise
        self.compression = gabarit.compression_de_la_passerelle()

    def handle_error(self, *_: object) -> None:
        """A browser that hangs up in the middle of an answer is not an incident."""


class Serveur:
    """Serves `app` on a socket that listens already, until stopped."""

    def __init__(
        self,
        prise: socket.socket,
        app: Chalice,
        mesurer: Callable[[int, float], None] = lambda _statut, _secondes: None,
    ) -> None:
        """`mesurer` is told the status and the seconds of each call."""
        app.__class__ = _AppLocale
        vars(app)["mesurer_un_appel"] = mesurer
        self._ecoute = _Ecoute(prise, app)
        self._fil = threading.Thread(
            target=self._ecoute.serve_forever, args=(0.05,), name="portails", daemon=True
        )

    def __enter__(self) -> Serveur:
        self._fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ecoute.shutdown()
        self._fil.join()
        self._ecoute.server_close()


def invocation(
    nom: str, fonction: Callable[[dict[str, Any], Any], Mapping[str, Any]]
) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    """The Lambda function `nom`, to be called with an event alone, like Lambda's own invocation."""

    def invoquer(evenement: dict[str, Any]) -> Mapping[str, Any]:
        with _UN_APPEL:
            return fonction(evenement, LambdaContext(nom, memory_size=512, max_runtime_ms=60_000))

    return invoquer
