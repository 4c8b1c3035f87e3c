"""What the on-failure queues hold, read without changing it: Lambda's words about the records of a
stream (where they are, never what they hold) or about an event, or a message of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from infra.assemblage import charger
from infra.local.pompe import en_enregistrement

_DISPARUS = {"TrimmedDataAccessException", "ResourceNotFoundException", "ValidationException"}
_A_LA_FOIS = 10


@dataclass(frozen=True, slots=True)
class Position:
    """Where the records that a function gave up are in their stream."""

    flux: str
    fragment: str
    de: str
    a: str
    combien: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a queue. `position` for records of a stream, `evenement` for a whole event that
    Lambda gave up, `corps` for what our own functions write.
    """

    recu: str
    depuis: datetime
    condition: str
    corps: str
    position: Position | None = None
    evenement: dict[str, Any] | None = None


def files() -> tuple[str, ...]:
    """The short names of the on-failure queues of the template (`routage`, `envois`…)."""
    noms = (
        str(ressource["Properties"]["QueueName"]["Fn::Sub"]).partition("-echecs-")[2]
        for ressource in charger()["Resources"].values()
        if ressource.get("Type") == "AWS::SQS::Queue" and "QueueName" in ressource["Properties"]
    )
    return tuple(sorted(nom for nom in noms if nom))


def lire_le_message(brut: dict[str, Any]) -> Message:
    """A message as SQS gives it. What nobody of ours wrote is a body like another."""
    corps = str(brut["Body"])
    depuis = datetime.fromtimestamp(int(brut["Attributes"]["SentTimestamp"]) / 1000, UTC)
    try:
        lu = json.loads(corps)
    except ValueError:
        lu = None
    lu = lu if isinstance(lu, dict) else {}
    info = lu.get("DDBStreamBatchInfo")
    position = None
    if info is not None:
        position = Position(
            info["streamArn"],
            info.get("shardId", ""),
            info["startSequenceNumber"],
            info["endSequenceNumber"],
            int(info["batchSize"]),
        )
        depuis = datetime.fromisoformat(info["approximateArrivalOfFirstRecord"])
    return Message(
        recu=str(brut["ReceiptHandle"]),
        depuis=depuis,
        condition=str(lu.get("requestContext", {}).get("condition", "")),
        corps=corps,
        position=position,
        evenement=lu.get("requestPayload"),
    )


def recevoir(sqs: Any, url: str, visibilite_s: int) -> Iterator[Message]:
    """Each message that nobody else holds, once, hidden from others for so long."""
    vus: set[str] = set()
    while True:
        reponse = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=_A_LA_FOIS,
            VisibilityTimeout=visibilite_s,
            WaitTimeSeconds=1 if vus else 0,
            AttributeNames=["SentTimestamp"],
        )
        nouveaux = [m for m in reponse.get("Messages", []) if m["MessageId"] not in vus]
        if not nouveaux:
            return
        vus.update(m["MessageId"] for m in nouveaux)
        yield from (lire_le_message(m) for m in nouveaux)


def enregistrements(flux: Any, position: Position) -> list[dict[str, Any]] | None:
    """The records themselves, as Lambda gave them; None when the stream has them no more (it keeps
    them for 24 hours).
    """
    try:
        iterateur = flux.get_shard_iterator(
            StreamArn=position.flux,
            ShardId=position.fragment,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=position.de,
        )["ShardIterator"]
        lus: list[dict[str, Any]] = []
        while iterateur and len(lus) < position.combien:
            reponse = flux.get_records(
                ShardIterator=iterateur, Limit=max(position.combien - len(lus), 1)
            )
            if not reponse["Records"]:
                break
            lus += [en_enregistrement(brut, position.flux) for brut in reponse["Records"]]
            iterateur = reponse.get("NextShardIterator")
    except ClientError as erreur:
        if erreur.response["Error"]["Code"] not in _DISPARUS:
            raise
        return None
    siens = [e for e in lus if int(position.de) <= _numero(e) <= int(position.a)]
    entiers = bool(siens) and _numero(siens[0]) == int(position.de)
    return siens if entiers and _numero(siens[-1]) == int(position.a) else None


def _numero(enregistrement: dict[str, Any]) -> int:
    return int(enregistrement["dynamodb"]["SequenceNumber"])
