"""A record that no function can read goes to the on-failure queues; the next ones go on."""

from __future__ import annotations

import json
from typing import Any

from infra.deploiement.monde import Monde, attendre
from infra.deploiement.parcours import exiger
from infra.local import gabarit

REFERENCE = "ZZZZZZ"
_TABLE = "TableDemandes"


def empoisonner(monde: Monde) -> list[str]:
    """Writes such a record. Returns the queues that must be told of it, by logical name."""
    table = gabarit.nom_physique("demandes", monde.etape)
    monde.emulateur.client("dynamodb").put_item(
        TableName=table,
        Item={"reference": {"S": REFERENCE}, "version": {"N": "1"}, "etat": {"S": "INCONNU"}},
    )
    return sorted(_files_des_echecs(monde))


def constater(monde: Monde, files: list[str]) -> int:
    """Waits until each queue holds one message, which says where the record is and nothing of it.
    Returns how many functions gave it up. Raises AttenteDepassee, ParcoursRompu."""
    sqs = monde.emulateur.client("sqs")
    for file in files:
        url = monde.pile.identifiant(file)

        def venu(url: str = url) -> list[dict[str, Any]]:
            recus: list[dict[str, Any]] = sqs.receive_message(QueueUrl=url).get("Messages", [])
            return recus

        (message,) = attendre(f"le message de l’échec dans {file}", venu)
        lu = json.loads(message["Body"])
        exiger(
            lu["requestContext"]["condition"] == "RetryAttemptsExhausted"
            and lu["DDBStreamBatchInfo"]["batchSize"] == 1
            and REFERENCE not in message["Body"],
            f"Le message de {file} n’est pas celui d’un enregistrement abandonné.",
        )
    return len(files)


def _files_des_echecs(monde: Monde) -> set[str]:
    """The on-failure queues of the functions at the end of the stream of demandes."""
    files = set()
    for ressource in monde.conversion.modele["Resources"].values():
        if ressource["Type"] != "AWS::Lambda::EventSourceMapping":
            continue
        proprietes = ressource["Properties"]
        if _table(proprietes["EventSourceArn"]) == _TABLE:
            arn = proprietes["DestinationConfig"]["OnFailure"]["Destination"]
            files.add(arn["Fn::GetAtt"][0])
    return files


def _table(arn: Any) -> str:
    return str(arn["Fn::GetAtt"][0]) if isinstance(arn, dict) and "Fn::GetAtt" in arn else ""
