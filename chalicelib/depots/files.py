"""The queues of messages, in SQS. What lies there is a key: a reference, a version, a kind."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from chalicelib.configuration import file
from chalicelib.services.ports_courrier import File

ECHECS = "ECHECS_ENVOIS"


class FilesSqs:
    """`services.ports_courrier.Files` over SQS."""

    def deposer(self, file_: File, cle: str) -> None:
        """Queues a message."""
        _sqs().send_message(QueueUrl=_adresse(file_), MessageBody=corps(cle))

    def reporter(self, file_: File, recu: str, secondes: int) -> None:
        """Has a received message come again after so many seconds."""
        _sqs().change_message_visibility(
            QueueUrl=_adresse(file_), ReceiptHandle=recu, VisibilityTimeout=secondes
        )

    def abandonner(self, cle: str) -> None:
        """Puts it where somebody looks."""
        _sqs().send_message(QueueUrl=file(ECHECS), MessageBody=corps(cle))


def corps(cle: str) -> str:
    """The body of a message."""
    return json.dumps({"cle": cle})


def cle_du_corps(texte: str) -> str:
    """The key of a body. Raises ValueError for a body that we did not write."""
    lu = json.loads(texte)
    cle = lu.get("cle") if isinstance(lu, dict) else None
    if not isinstance(cle, str) or not cle:
        raise ValueError("a body without a key")
    return cle


def _adresse(file_: File) -> str:
    return file(f"ENVOIS_{file_.value}")


@cache
def _sqs() -> Any:
    import boto3
    from botocore.config import Config

    reglages = Config(
        connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"}
    )
    # A session of its own: threads may come here at once, and the common one bears no sharing.
    return boto3.Session().client("sqs", config=reglages)
