"""CPU of each handler against a bare function that makes the same DynamoDB calls with a raw
botocore client, as botocore makes it. Neither touches the network: both get the answers recorded
from the engine, from a hook that stands where botocore would send.
"""

from __future__ import annotations

import contextlib
import gc
import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from chalice.local import LambdaContext

import app
from chalicelib.depots.connexion import connexion
from outils.bench_monde import Cas, Monde

TOURS = 400
CHAUFFE = 50


@dataclass
class Enregistrement:
    """The DynamoDB calls of one call of the API: what was asked, what was answered."""

    demandes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    reponses: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Rapport:
    """Medians in microseconds of CPU."""

    nom: str
    handler: float
    nu: float

    @property
    def rapport(self) -> float:
        """How many times the bare function."""
        return self.handler / self.nu


def mesurer(monde: Monde, cas: Cas) -> Rapport:
    """Both, interleaved, on one recorded call of this use case."""
    brut = cas.preparer(monde)
    contexte = LambdaContext("api", 1024)
    with _enregistrement() as enregistrement, _muet():
        attendu = app.app(brut, contexte)["statusCode"]
    if attendu >= 300:
        raise RuntimeError(f"{cas.nom} : {attendu}")
    client = botocore.session.get_session().create_client("dynamodb")
    methodes = [
        (getattr(client, xform_name(nom)), params) for nom, params in enregistrement.demandes
    ]

    def nu() -> None:
        for methode, params in methodes:
            methode(**params)

    def handler() -> None:
        if app.app(brut, contexte)["statusCode"] != attendu:
            raise RuntimeError(f"{cas.nom} : la reprise ne répond pas comme l'original")

    with _rejoue(enregistrement, client) as rembobiner, _muet():
        temps = _alterner(handler, nu, rembobiner)
    return Rapport(cas.nom, *(statistics.median(t) * 1e6 for t in temps))


def _alterner(
    handler: Callable[[], None], nu: Callable[[], None], rembobiner: Callable[[], None]
) -> tuple[list[float], list[float]]:
    temps: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    try:
        for tour in range(CHAUFFE + TOURS):
            for mesures, fonction in zip(temps, (handler, nu), strict=True):
                rembobiner()
                debut = time.process_time()
                fonction()
                if tour >= CHAUFFE:
                    mesures.append(time.process_time() - debut)
            if tour % 50 == 0:
                gc.collect()
    finally:
        gc.enable()
    return temps


@contextlib.contextmanager
def _enregistrement() -> Iterator[Enregistrement]:
    evenements = connexion().client.meta.events
    lu = Enregistrement()

    def demander(params: dict[str, Any], model: Any, **_: Any) -> None:
        lu.demandes.append((model.name, dict(params)))

    def recevoir(http_response: Any, **_: Any) -> None:
        lu.reponses.append(http_response.content)

    evenements.register("provide-client-params.dynamodb", demander)
    evenements.register("after-call.dynamodb", recevoir)
    try:
        yield lu
    finally:
        evenements.unregister("provide-client-params.dynamodb", demander)
        evenements.unregister("after-call.dynamodb", recevoir)


@contextlib.contextmanager
def _rejoue(enregistrement: Enregistrement, *clients: Any) -> Iterator[Callable[[], None]]:
    """Answers ours and these clients from the record; gives what goes back to its beginning."""
    tous = [client.meta.events for client in (connexion().client, *clients)]
    suite = iter(enregistrement.reponses)

    def rembobiner() -> None:
        nonlocal suite
        suite = iter(enregistrement.reponses)

    def envoyer(request: Any, **_: Any) -> AWSResponse:
        return _Reponse(request.url, next(suite))

    for evenements in tous:
        evenements.register("before-send.dynamodb", envoyer)
    try:
        yield rembobiner
    finally:
        for evenements in tous:
            evenements.unregister("before-send.dynamodb", envoyer)


class _Reponse(AWSResponse):
    """An answer that was never on the network."""

    def __init__(self, url: str, contenu: bytes) -> None:
        entetes = HTTPHeaders()
        entetes["Content-Type"] = "application/x-amz-json-1.0"
        super().__init__(url, 200, entetes, None)
        self._content = contenu


@contextlib.contextmanager
def _muet() -> Iterator[None]:
    """Keeps the lines of metrics off the terminal; they are still made."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield
