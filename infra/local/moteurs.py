"""The engines that stand for AWS on one machine, behind one face.

moto is good for behaviour, ministack judges races and transactions
(docs/decisions/moteurs-locaux.md)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

REGION = "eu-west-3"
COMPTE = "123456789012"
NOMS = ("moto", "ministack")


class MoteurIndisponible(RuntimeError):
    """The engine cannot start; the message says in one line what is missing."""


@dataclass(frozen=True, slots=True)
class Courriel:
    """A message that the engine's SES accepted. `brut` is the MIME as sent; empty where the engine
    does not keep it (ministack)."""

    expediteur: str
    destinataires: tuple[str, ...]
    sujet: str
    texte: str
    html: str
    brut: bytes = b""


class Moteur(ABC):
    """DynamoDB, its streams and SES on a free loopback port, gone once stopped."""

    nom: ClassVar[str]
    endpoint: str = ""

    @abstractmethod
    def demarrer(self) -> None:
        """Starts; returns once requests are answered. Raises MoteurIndisponible."""

    @abstractmethod
    def arreter(self) -> None:
        """Stops and leaves nothing behind: no process, no file. Harmless when not started."""

    @abstractmethod
    def remettre_a_zero(self) -> None:
        """Forgets everything: tables, streams, messages."""

    @abstractmethod
    def courriels(self) -> list[Courriel]:
        """What was sent, oldest first."""

    def __enter__(self) -> Self:
        self.demarrer()
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()

    def environnement(self) -> dict[str, str]:
        """The environment variables that point every client of this process at the engine."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": COMPTE,
            "AWS_SECRET_ACCESS_KEY": "local",
            # Otherwise botocore puts the account in the host name of the streams' calls.
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, service: str) -> Any:
        """A boto3 client of the engine (`dynamodb`, `dynamodbstreams`, `sesv2`), whatever the
        environment says."""
        import boto3
        from botocore.config import Config

        # The stubs want the service's name written out, and know only two services.
        return cast("Any", boto3).client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=COMPTE,
            aws_secret_access_key="local",  # noqa: S106  (no engine checks it)
            config=Config(account_id_endpoint_mode="disabled", retries={"max_attempts": 2}),
        )


def creer(nom: str) -> Moteur:
    """The engine of that name, not started. Raises MoteurIndisponible for an unknown name."""
    if nom == "moto":
        from infra.local.moto_moteur import MoteurMoto

        return MoteurMoto()
    if nom == "ministack":
        from infra.local.ministack_moteur import MoteurMinistack

        return MoteurMinistack()
    raise MoteurIndisponible(f"Moteur inconnu : {nom}. Choisir parmi {', '.join(NOMS)}.")
