"""moto in this process, served on a free loopback port, with the transactions of
`moto_transactions` and the answers of `moto_reponses`."""

from __future__ import annotations

import email
import email.policy
import http.client
import threading
from typing import TYPE_CHECKING, ClassVar

from infra.local import moto_reponses, moto_transactions
from infra.local.moteurs import COMPTE, REGION, Courriel, Moteur

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

_BOUCLE_LOCALE = "127.0.0.1"


class MoteurMoto(Moteur):
    """moto keeps its state by process: two engines of this class see the same tables."""

    nom: ClassVar[str] = "moto"

    def __init__(self) -> None:
        self._serveur: BaseWSGIServer | None = None
        self._fil: threading.Thread | None = None

    def demarrer(self) -> None:
        from moto.moto_server.werkzeug_app import (
            DomainDispatcherApplication,
            MotoRequestHandler,
            create_backend_app,
        )
        from werkzeug.serving import make_server

        class Discret(MotoRequestHandler):
            """Writes no line a request: their paths are nobody's business."""

            # Connections that last, answers in one piece: a third more calls a second.
            protocol_version = "HTTP/1.1"
            wbufsize = 65536
            disable_nagle_algorithm = True

            def log_request(self, *_: object) -> None:
                return None

        moto_transactions.installer()
        moto_reponses.installer()
        self._serveur = make_server(
            _BOUCLE_LOCALE,
            0,
            DomainDispatcherApplication(create_backend_app),
            threaded=True,
            request_handler=Discret,
        )
        self.endpoint = f"http://{_BOUCLE_LOCALE}:{self._serveur.server_port}"
        self._fil = threading.Thread(
            target=self._serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._fil.start()

    def arreter(self) -> None:
        if self._serveur is None or self._fil is None:
            return
        self.remettre_a_zero()
        self._serveur.shutdown()
        self._fil.join()
        self._serveur.server_close()
        self._serveur = self._fil = None

    def remettre_a_zero(self) -> None:
        moto_transactions.oublier_les_jetons()
        connexion = http.client.HTTPConnection(self.endpoint.removeprefix("http://"), timeout=10)
        connexion.request("POST", "/moto-api/reset")
        connexion.getresponse().read()
        connexion.close()

    def courriels(self) -> list[Courriel]:
        from moto.ses.models import ses_backends

        return [_courriel(m.raw_data) for m in ses_backends[COMPTE][REGION].sent_messages]


def _courriel(brut: str) -> Courriel:
    message = email.message_from_bytes(brut.encode(), policy=email.policy.default)
    texte = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Courriel(
        expediteur=str(message["From"]),
        destinataires=tuple(adresse.addr_spec for adresse in message["To"].addresses),
        sujet=str(message["Subject"]),
        texte=texte.get_content() if texte else "",
        html=html.get_content() if html else "",
        brut=brut.encode(),
    )
