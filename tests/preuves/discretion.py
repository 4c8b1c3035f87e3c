"""Reads over the shoulder of the whole suite: each log line, each metric, each address that the app
gives, takes or asks for, and the subject of each e-mail. What names somebody of the tests fails the
test during which it was written."""

from __future__ import annotations

import email
import email.policy
import json
import logging
import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import urllib3
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import (
    AmazonCloudWatchEMFProvider,
)
from chalice.app import Chalice

from tests.preuves.acteurs import RACINE
from tests.preuves.semences import personne_dans

_ICI = tuple(f"{RACINE / dossier}/" for dossier in ("chalicelib", "infra", "outils", "tests"))

_LIENS = re.compile(rb"""(?:href|action|src)=["']([^"'>]{2,})["']""")
_A_LA_DECONNEXION = re.compile(r"(?<=[?&])id_token_hint=[^&]*")
"""The one token that goes by an address: OpenID Connect wants it for a logout, and it names nobody
(an issuer, a subject, dates)."""

_DES_MOTEURS = ("moto", "werkzeug", "botocore", "boto3", "urllib3", "hypothesis", "asyncio")
"""Loggers that no function of ours has, or that say nothing on Lambda (their level is WARNING)."""


class Veille:
    """`fuites`: what was found since they were last taken."""

    def __init__(self) -> None:
        self._fuites: list[str] = []

    def relever(self) -> list[str]:
        """What was found, once."""
        trouvees, self._fuites = self._fuites, []
        return trouvees

    def lire(self, ou: str, texte: str) -> None:
        """Looks for somebody in what is written there."""
        if trouve := personne_dans(texte):
            self._fuites.append(f"{ou}: {trouve!r} in {texte[:300]!r}")

    def ouvrir(self) -> None:
        """From now on and until the end of this process."""
        self._les_journaux()
        self._les_mesures()
        self._les_adresses()

    def _les_journaux(self) -> None:
        mettre_en_forme, traiter = LambdaPowertoolsFormatter.format, logging.Logger.handle

        def format_(soi: Any, record: logging.LogRecord) -> str:
            ligne: str = mettre_en_forme(soi, record)
            self.lire("log", ligne)
            return ligne

        def handle(soi: logging.Logger, record: logging.LogRecord) -> None:
            if not record.name.startswith(_DES_MOTEURS):
                self.lire("log", f"{record.getMessage()} {_exception(record)}")
            traiter(soi, record)

        LambdaPowertoolsFormatter.format = format_
        logging.Logger.handle = handle  # type: ignore[method-assign]

    def _les_mesures(self) -> None:
        serialiser = AmazonCloudWatchEMFProvider.serialize_metric_set

        def serialize_metric_set(soi: Any, *args: Any, **kwargs: Any) -> Any:
            mesure = serialiser(soi, *args, **kwargs)
            self.lire("metric", json.dumps(mesure, ensure_ascii=False))
            return mesure

        AmazonCloudWatchEMFProvider.serialize_metric_set = serialize_metric_set

    def _les_adresses(self) -> None:
        repondre, demander = Chalice.__call__, urllib3.HTTPConnectionPool.urlopen

        def appeler(soi: Any, event: Any, context: Any) -> Any:
            reponse = repondre(soi, event, context)
            for adresse in _adresses(event, reponse):
                self.lire("address", adresse)
            return reponse

        def urlopen(soi: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            if _de_la_maison(sys._getframe(1)):
                self.lire("request", _A_LA_DECONNEXION.sub("", url))
            return demander(soi, method, url, *args, **kwargs)

        Chalice.__call__ = appeler
        urllib3.HTTPConnectionPool.urlopen = urlopen  # type: ignore[method-assign]

    def noter(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        """A call to SES: a subject shows on a locked screen."""
        if model.name == "SendEmail" and (brut := params["Content"].get("Raw")):
            message = email.message_from_bytes(brut["Data"], policy=email.policy.default)
            self.lire("subject", str(message["Subject"]))


def _de_la_maison(cadre: FrameType | None) -> bool:
    """Whether our code asks, and not a test or the local cloud."""
    while cadre is not None and not cadre.f_code.co_filename.startswith(_ICI):
        cadre = cadre.f_back
    return cadre is not None and cadre.f_code.co_filename.startswith(_ICI[0])


def _exception(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    return f"{type(record.exc_info[1]).__name__}: {record.exc_info[1]}"


def _adresses(evenement: Any, reponse: Any) -> Iterator[str]:
    """What stands in an address bar or a log of somebody else's: where one is sent, the links and
    the targets of forms; and what was asked, unless it was refused."""
    entetes = reponse["headers"] | {
        nom: " ".join(valeurs) for nom, valeurs in reponse.get("multiValueHeaders", {}).items()
    }
    if "Location" in entetes:
        yield _A_LA_DECONNEXION.sub("", str(entetes["Location"]))
    if reponse["statusCode"] < 400:
        demande = evenement["requestContext"].get("path", "")
        yield f"{demande}?{evenement.get('multiValueQueryStringParameters') or ''}"
    if str(entetes.get("Content-Type", "")).startswith("text/html"):
        corps = reponse["body"]
        brut = corps.encode() if isinstance(corps, str) else corps
        yield " ".join(lien.decode() for lien in _LIENS.findall(brut))
