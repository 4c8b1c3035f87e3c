"""Transactions written in a word, and tables to run them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.local import gabarit
from infra.local.moteurs import Moteur

VERSION_1 = {"ConditionExpression": "version = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}}
VERSION_9 = {"ConditionExpression": "version = :v", "ExpressionAttributeValues": {":v": {"N": "9"}}}
NEUF = {
    "ConditionExpression": "attribute_not_exists(#r)",
    "ExpressionAttributeNames": {"#r": "reference"},
}
TOUT = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def article(reference: str, version: int = 1) -> dict[str, Any]:
    return {"reference": {"S": reference}, "version": {"N": str(version)}}


def poser(reference: str, version: int = 5, **suite: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "demandes", "Item": article(reference, version), **suite}}


def effacer(reference: str, **suite: Any) -> dict[str, Any]:
    return {"Delete": {"TableName": "demandes", "Key": {"reference": {"S": reference}}, **suite}}


def verifier(reference: str, **suite: Any) -> dict[str, Any]:
    cle = {"reference": {"S": reference}}
    return {"ConditionCheck": {"TableName": "demandes", "Key": cle, **suite}}


def augmenter(reference: str, attendue: int | None = None) -> dict[str, Any]:
    valeurs = {":un": {"N": "1"}}
    suite: dict[str, Any] = {}
    if attendue is not None:
        suite = {"ConditionExpression": "version = :v"}
        valeurs[":v"] = {"N": str(attendue)}
    return {
        "Update": {
            "TableName": "demandes",
            "Key": {"reference": {"S": reference}},
            "UpdateExpression": "ADD version :un",
            "ExpressionAttributeValues": valeurs,
            **suite,
        }
    }


def consigner(rang: str, **suite: Any) -> dict[str, Any]:
    cle = {"reference": {"S": "A"}, "rang": {"S": rang}}
    return {"Put": {"TableName": "journal", "Item": cle, **suite}}


@dataclass(frozen=True)
class Resultat:
    """What a transaction answered and left."""

    code: str
    raisons: list[str]
    rendus: list[Any]
    demandes: list[Any]
    journal: list[Any]
    flux: list[str]


class Banc:
    """Tables of one test, A, B and C in place."""

    def __init__(self, moteur: Moteur, etape: str) -> None:
        self.dynamodb = moteur.client("dynamodb")
        self.noms = gabarit.appliquer(self.dynamodb, etape)
        for reference in "ABC":
            self.dynamodb.put_item(TableName=self.noms["demandes"], Item=article(reference))
        self._flux = moteur.client("dynamodbstreams")

    def executer(self, operations: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
        traduites = [
            {genre: {**detail, "TableName": self.noms[detail["TableName"]]}}
            for operation in operations
            for genre, detail in operation.items()
        ]
        reponse: dict[str, Any] = self.dynamodb.transact_write_items(
            TransactItems=traduites, **options
        )
        return reponse

    def resultat(self, operations: list[dict[str, Any]]) -> Resultat:
        code, raisons = "", []
        try:
            self.executer(operations)
        except ClientError as erreur:
            code = erreur.response["Error"]["Code"]
            raisons = erreur.response.get("CancellationReasons", [])
        return Resultat(
            code=code,
            raisons=[raison["Code"] for raison in raisons],
            rendus=[raison.get("Item") for raison in raisons],
            demandes=self.contenu("demandes"),
            journal=self.contenu("journal"),
            flux=self.evenements(),
        )

    def contenu(self, table: str) -> list[Any]:
        articles = self.dynamodb.scan(TableName=self.noms[table])["Items"]
        return sorted(articles, key=str)

    def evenements(self) -> list[str]:
        """What the stream tells of since the three first items, and the last version that it
        gives."""
        arn = self.dynamodb.describe_table(TableName=self.noms["demandes"])["Table"]
        arn = arn["LatestStreamArn"]
        (fragment,) = self._flux.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        iterateur = self._flux.get_shard_iterator(
            StreamArn=arn, ShardId=fragment["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        lus = self._flux.get_records(ShardIterator=iterateur)["Records"]
        return [
            f"{lu['eventName']} {lu['dynamodb']['Keys']['reference']['S']} "
            f"{lu['dynamodb'].get('NewImage', {}).get('version', {}).get('N', '-')}"
            for lu in lus[3:]
        ]
