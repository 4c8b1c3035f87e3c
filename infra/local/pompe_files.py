"""Hands the messages of the queues to their function, as Lambda's mapping of an SQS queue does:
batches of five, at least once, what the function reports comes again after its visibility."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

journal = logging.getLogger(__name__)

_LOT = 5
_RONDE_S = 1.0
"""What comes again is looked for each second; what is queued by a function of this process is
handed over at once (`reveiller`)."""


class PompeDeFiles:
    """One thread for all the queues, in the order in which they are given."""

    def __init__(
        self,
        sqs: Any,
        files: Mapping[str, str],
        invoquer: Callable[[dict[str, Any]], Mapping[str, Any] | None],
    ) -> None:
        """`files`: the address of each queue, by its ARN."""
        self._sqs = sqs
        self._files = dict(files)
        self._invoquer = invoquer
        self._arret = False
        self._reveil = threading.Event()
        self._fil = threading.Thread(target=self._tourner, name="pompe-files", daemon=True)

    def __enter__(self) -> PompeDeFiles:
        self._fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._arret = True
        self._reveil.set()
        self._fil.join(timeout=10)

    def reveiller(self) -> None:
        """Something may have been queued."""
        self._reveil.set()

    def eveillant(
        self, fonction: Callable[[dict[str, Any]], Mapping[str, Any]]
    ) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
        """The same function, which may queue."""

        def appeler(evenement: dict[str, Any]) -> Mapping[str, Any]:
            try:
                return fonction(evenement)
            finally:
                self.reveiller()

        return appeler

    def _tourner(self) -> None:
        while not self._arret:
            self._reveil.wait(_RONDE_S)
            self._reveil.clear()
            try:
                while any(self._ronde()):
                    continue
            except (BotoCoreError, ClientError) as erreur:
                if not self._arret:
                    journal.warning("lecture des files impossible : %s", type(erreur).__name__)

    def _ronde(self) -> list[bool]:
        """A batch of each queue."""
        return [not self._arret and self._servir(arn) for arn in self._files]

    def _servir(self, arn: str) -> bool:
        """One batch of a queue; whether there was any."""
        adresse = self._files[arn]
        lus = self._sqs.receive_message(
            QueueUrl=adresse, MaxNumberOfMessages=_LOT, AttributeNames=["All"]
        ).get("Messages", [])
        if not lus:
            return False
        try:
            rendu = self._invoquer({"Records": [_enregistrement(lu, arn) for lu in lus]}) or {}
        # A function that raises deletes nothing: all of it comes again.
        except Exception as erreur:  # noqa: BLE001
            journal.warning("expedition a échoué : %s", type(erreur).__name__)
            return True
        echoues = {echec["itemIdentifier"] for echec in rendu.get("batchItemFailures") or ()}
        for lu in lus:
            if lu["MessageId"] not in echoues:
                self._sqs.delete_message(QueueUrl=adresse, ReceiptHandle=lu["ReceiptHandle"])
        return True


def _enregistrement(lu: dict[str, Any], arn: str) -> dict[str, Any]:
    """A message of ReceiveMessage as Lambda gives it."""
    return {
        "messageId": lu["MessageId"],
        "receiptHandle": lu["ReceiptHandle"],
        "body": lu["Body"],
        "attributes": lu.get("Attributes", {}),
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": "eu-west-3",
    }
