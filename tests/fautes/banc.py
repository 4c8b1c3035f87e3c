"""A cloud whose state is taken and put back in a millisecond, and whose every API call can be held,
counted or cut.

DynamoDB's calls go straight to moto's handler in this process: same requests, same answers, same
code of botocore and pynamodb around them, without the socket between.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from moto.core.botocore_stubber import MockRawResponse
from moto.core.request import normalize_request
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler
from moto.ses.models import ses_backends

from chalicelib.depots import calendrier, connexion
from infra.local import moto_transactions
from infra.local.moteurs import COMPTE, REGION
from tests.constructeurs import Nuage

Appel = Callable[[], Any]
Aiguillage = Callable[[str, Appel], Any]
"""What stands in the way of a call: its operation, and how to make it."""


@dataclass(frozen=True)
class Photo:
    """All that lasts: items, streams, messages, and what chance and the clock hold."""

    tables: bytes
    flux: dict[str, int]
    messages: int
    alea: Any
    maintenant: datetime


@dataclass
class Banc:
    """The cloud of one test."""

    nuage: Nuage
    _aiguillages: list[Aiguillage] = field(default_factory=list)

    @contextmanager
    def aiguiller(self, aiguillage: Aiguillage) -> Iterator[None]:
        """Every call made meanwhile goes through `aiguillage`."""
        self._aiguillages.append(aiguillage)
        try:
            yield
        finally:
            self._aiguillages.pop()

    def appeler(self, operation: str, appel: Appel) -> Any:
        """One API call, with what stands in its way."""
        return self._aiguillages[-1](operation, appel) if self._aiguillages else appel()

    def photographier(self) -> Photo:
        """The state of the world."""
        return Photo(
            tables=pickle.dumps({nom: table.items for nom, table in _tables().items()}),
            flux={n: len(t.stream_shard.items) for n, t in _tables().items() if t.stream_shard},
            messages=len(_messages()),
            alea=_alea(self.nuage).getstate(),
            maintenant=self.nuage.maintenant,
        )

    def remettre(self, photo: Photo) -> None:
        """The world as it was."""
        articles = pickle.loads(photo.tables)  # noqa: S301  (our own, made above)
        for nom, table in _tables().items():
            table.items = articles[nom]
            if table.stream_shard:
                del table.stream_shard.items[photo.flux[nom] :]
        del _messages()[photo.messages :]
        moto_transactions.oublier_les_jetons()
        _alea(self.nuage).setstate(photo.alea)
        self.nuage.maintenant = photo.maintenant

    def articles(self) -> dict[str, list[dict[str, Any]]]:
        """Every item of every table, by the table's short name."""
        return {
            nom.rsplit("-", 1)[1]: [i.to_json()["Attributes"] for i in table.all_items()]
            for nom, table in _tables().items()
        }

    def empreinte(self) -> str:
        """A print of all that lasts: two worlds that share it are the same."""
        contenu = {
            nom: sorted(json.dumps(article, sort_keys=True) for article in articles)
            for nom, articles in self.articles().items()
        }
        etat = json.dumps([contenu, len(_messages()), _alea(self.nuage).getstate()])
        return hashlib.sha256(etat.encode()).hexdigest()

    def enregistrements(self, table: str) -> list[dict[str, Any]]:
        """The records of a table's stream, oldest first, as Lambda receives them."""
        trouvee = next(t for nom, t in _tables().items() if nom.endswith(f"-{table}"))
        return [article.to_json() for article in trouvee.stream_shard.items]


def installer(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Banc:
    """Puts the bench between the clients and the engine (moto), for one test."""
    banc = Banc(nuage)
    reel = BaseClient._make_api_call

    def appeler(client: Any, operation: str, parametres: dict[str, Any]) -> Any:
        return banc.appeler(operation, lambda: reel(client, operation, parametres))

    monkeypatch.setattr(BaseClient, "_make_api_call", appeler)
    monkeypatch.setattr(connexion.connexion().client._endpoint.http_session, "send", _servir)
    # Read once and for all: a schedule may not change because a minute has passed on the wall.
    monkeypatch.setattr(calendrier, "_FRAICHEUR_S", float("inf"))
    return banc


def _servir(requete: Any) -> AWSResponse:
    normale = normalize_request(requete)
    statut, entetes, corps = DynamoHandler.dispatch(normale, normale.raw_url, normale.headers)
    return AWSResponse(requete.url, statut, entetes, MockRawResponse(corps))


def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = dynamodb_backends[COMPTE][REGION].tables
    return tables


def _messages() -> list[Any]:
    messages: list[Any] = ses_backends[COMPTE][REGION].sent_messages
    return messages


def _alea(nuage: Nuage) -> random.Random:
    alea = nuage.contexte.alea
    assert isinstance(alea, random.Random)
    return alea
