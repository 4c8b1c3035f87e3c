"""Carries messages from the queues to the senders, as Lambda does.

Most tests want no queue: what is queued leaves at once, and what can't makes the queueing fail, so
that the stream brings it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from chalicelib.depots.files import FilesSqs, corps
from chalicelib.flux.expedition import expedition
from chalicelib.services.courrier import EnvoiEnCours
from chalicelib.services.ports_courrier import File

DEPOSER = FilesSqs.deposer
Fonction = Callable[[dict[str, Any]], dict[str, Any]]


class PasParti(ConnectionError):
    """It could not leave now."""


def evenement(file: File, cle: str, essai: int = 1, **autres: Any) -> dict[str, Any]:
    """What Lambda hands to a sender."""
    enregistrement = {
        "messageId": str(uuid.uuid4()),
        "receiptHandle": "recu",
        "body": corps(cle),
        "attributes": {
            "ApproximateReceiveCount": str(essai),
            "SentTimestamp": "1803979800000",
            "ApproximateFirstReceiveTimestamp": "1803979800250",
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": arn(file),
        "awsRegion": "eu-west-3",
    }
    return {"Records": [enregistrement | autres]}


def arn(file: File) -> str:
    """The ARN of a queue."""
    return f"arn:aws:sqs:eu-west-3:123456789012:maprocuration-local-envois-{file.value.lower()}"


def envoyer_de_suite(self: FilesSqs, file: File, cle: str) -> None:
    """In place of `FilesSqs.deposer`. Raises EnvoiEnCours when a claim stands, else PasParti."""
    reports: list[int] = []
    reporter = FilesSqs.reporter
    FilesSqs.reporter = lambda _s, _f, _r, secondes: reports.append(secondes)  # type: ignore[method-assign]
    try:
        rendu = expedition(evenement(file, cle))
    finally:
        FilesSqs.reporter = reporter  # type: ignore[method-assign]
    if rendu["batchItemFailures"]:
        raise EnvoiEnCours("") if reports == [60] else PasParti


class Facteur:
    """Reads real queues."""

    def __init__(self, sqs: Any) -> None:
        self.sqs = sqs

    def tourner(self, fonction: Fonction = expedition) -> int:
        """Hands over what is there now, once; how many messages there were."""
        return sum(self._relever(file, fonction) for file in File)

    def contenu(self, nom: str) -> list[str]:
        """The bodies that a queue has to give, taken from it."""
        lus = self._lire(nom, 10)
        for lu in lus:
            self.sqs.delete_message(QueueUrl=adresse(nom), ReceiptHandle=lu["ReceiptHandle"])
        return [lu["Body"] for lu in lus]

    def _relever(self, file: File, fonction: Fonction) -> int:
        nom = f"envois-{file.value.lower()}"
        lus = self._lire(nom, 10)
        if not lus:
            return 0
        records = [
            {
                "messageId": lu["MessageId"],
                "receiptHandle": lu["ReceiptHandle"],
                "body": lu["Body"],
                "attributes": lu["Attributes"],
                "eventSourceARN": arn(file),
            }
            for lu in lus
        ]
        echoues = {e["itemIdentifier"] for e in fonction({"Records": records})["batchItemFailures"]}
        for lu in lus:
            if lu["MessageId"] not in echoues:
                self.sqs.delete_message(QueueUrl=adresse(nom), ReceiptHandle=lu["ReceiptHandle"])
        return len(lus)

    def _lire(self, nom: str, nombre: int) -> list[dict[str, Any]]:
        reponse = self.sqs.receive_message(
            QueueUrl=adresse(nom), MaxNumberOfMessages=nombre, AttributeNames=["All"]
        )
        lus: list[dict[str, Any]] = reponse.get("Messages", [])
        return lus


def adresse(nom: str) -> str:
    """The address of a queue, as the functions know it."""
    from chalicelib.configuration import file

    return file(nom.upper().replace("-", "_"))
