"""Applies the template of production (`infra/ressources/`) to a DynamoDB endpoint.

CloudFormation engines that run on one machine drop TTL, recovery and encryption without a word, so
the tables are created from the template by the API itself: what a test sees is what production
gets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.assemblage import charger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sesv2 import SESV2Client

_PREFIXE = "Table"


def tables() -> dict[str, dict[str, Any]]:
    """The properties of each table, by its short name (`demandes`, `registre`…)."""
    return {
        identifiant.removeprefix(_PREFIXE).lower(): ressource["Properties"]
        for identifiant, ressource in charger()["Resources"].items()
        if ressource.get("Type") == "AWS::DynamoDB::Table"
    }


def nom_physique(table: str, stage: str) -> str:
    """The name of a table at a stage: `demandes` at `prod` is `maprocuration-prod-demandes`."""
    return _texte(tables()[table]["TableName"], stage)


def variables_des_tables(stage: str) -> dict[str, str]:
    """The environment variables `TABLE_…` of that stage, as the template gives them to
    functions."""
    return {f"TABLE_{table.upper()}": nom_physique(table, stage) for table in tables()}


def appliquer(dynamodb: DynamoDBClient, stage: str = "local") -> dict[str, str]:
    """Creates every table of the template: keys, indexes, stream, TTL, encryption, recovery.

    Returns the physical names by short name. An engine without recovery or TTL is tolerated; a
    table that is already there is an error (ClientError ResourceInUseException)."""
    noms = {table: nom_physique(table, stage) for table in tables()}
    for table, nom in noms.items():
        proprietes = tables()[table]
        reponse = dynamodb.create_table(**_demande_de_creation(nom, proprietes))
        if reponse["TableDescription"].get("TableStatus") != "ACTIVE":
            dynamodb.get_waiter("table_exists").wait(
                TableName=nom, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
            )
        _completer(dynamodb, nom, proprietes)
    return noms


def preparer_seaux(s3: Any, stage: str = "local") -> None:
    """Creates the buckets, with their versions and their lock. Their encryption and their end of
    life are production's."""
    for ressource in charger()["Resources"].values():
        if ressource.get("Type") != "AWS::S3::Bucket":
            continue
        proprietes = ressource["Properties"]
        # One account on one machine: the configuration names a bucket without it.
        nom = _texte(proprietes["BucketName"], stage).removesuffix("-${AWS::AccountId}")
        verrou = proprietes.get("ObjectLockConfiguration")
        s3.create_bucket(
            Bucket=nom,
            CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
            ObjectLockEnabledForBucket=verrou is not None,
        )
        if "VersioningConfiguration" in proprietes:
            s3.put_bucket_versioning(
                Bucket=nom, VersioningConfiguration=proprietes["VersioningConfiguration"]
            )
        if verrou:
            retention = verrou["Rule"]["DefaultRetention"]
            jours = _de_la_table(retention["Days"], stage)
            s3.put_object_lock_configuration(
                Bucket=nom,
                ObjectLockConfiguration=verrou
                | {"Rule": {"DefaultRetention": retention | {"Days": jours}}},
            )


def _de_la_table(valeur: dict[str, Any], stage: str) -> Any:
    """What `!FindInMap [table, !Ref Stage, cle]` gives; a stage of one machine is as `dev`."""
    nom, _, cle = valeur["Fn::FindInMap"]
    table = charger()["Mappings"][nom]
    return table.get(stage, table["dev"])[cle]


def preparer_courriels(ses: SESV2Client, expediteur: str, jeu: str) -> None:
    """Creates the sending identity (the domain of `expediteur`) and the configuration set `jeu`."""
    ses.create_configuration_set(ConfigurationSetName=jeu)
    ses.create_email_identity(EmailIdentity=expediteur.rsplit("@", 1)[1])


def preparer_files(sqs: Any, stage: str = "local") -> dict[str, str]:
    """Creates the queues that functions write to; gives the environment variables `FILE_…`."""
    variables = {}
    for ressource in charger()["Resources"].values():
        nom = ressource.get("Properties", {}).get("QueueName")
        if ressource.get("Type") != "AWS::SQS::Queue" or nom is None:
            continue
        texte = _texte(nom, stage)
        delai = str(ressource["Properties"].get("VisibilityTimeout", 30))
        reponse = sqs.create_queue(QueueName=texte, Attributes={"VisibilityTimeout": delai})
        court = texte.removeprefix(f"maprocuration-{stage}-").upper().replace("-", "_")
        variables[f"FILE_{court}"] = reponse["QueueUrl"]
    return variables


@dataclass(frozen=True, slots=True)
class ReglagesFlux:
    """How a stream is delivered to a function: the settings of its event source mapping."""

    taille_de_lot: int
    reprises: int
    evenements: frozenset[str]


def reglages_du_flux(fonction: str) -> ReglagesFlux:
    """The settings of the stream mapping of a function (`routage`, `courriels`).

    Raises ValueError when the template filters on something else than the event name, which the
    local pump would not honour."""
    ressource = charger()["Resources"][fonction.capitalize()]["Properties"]
    (evenement,) = ressource["Events"].values()
    proprietes = evenement["Properties"]
    retenus: set[str] = set()
    for filtre in proprietes["FilterCriteria"]["Filters"]:
        motif = json.loads(filtre["Pattern"])
        if set(motif) != {"eventName"}:
            raise ValueError(f"Filtre de flux inconnu de la pompe locale : {filtre['Pattern']}")
        retenus.update(motif["eventName"])
    return ReglagesFlux(
        taille_de_lot=proprietes["BatchSize"],
        reprises=proprietes["MaximumRetryAttempts"],
        evenements=frozenset(retenus),
    )


def _demande_de_creation(nom: str, proprietes: Mapping[str, Any]) -> dict[str, Any]:
    """CreateTable's arguments. The key of production does not exist here: encryption keeps its
    type. Deletion protection is production's too: a local table dies with its engine."""
    gardees = (
        "BillingMode",
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
    )
    demande = {cle: proprietes[cle] for cle in gardees if cle in proprietes}
    demande["TableName"] = nom
    chiffrement = proprietes["SSESpecification"]
    demande["SSESpecification"] = {
        "Enabled": chiffrement["SSEEnabled"],
        "SSEType": chiffrement["SSEType"],
    }
    if "StreamSpecification" in proprietes:
        demande["StreamSpecification"] = {
            "StreamEnabled": True,
            **proprietes["StreamSpecification"],
        }
    return demande


def _completer(dynamodb: DynamoDBClient, nom: str, proprietes: Mapping[str, Any]) -> None:
    if "TimeToLiveSpecification" in proprietes:
        dynamodb.update_time_to_live(
            TableName=nom, TimeToLiveSpecification=proprietes["TimeToLiveSpecification"]
        )
    try:
        dynamodb.update_continuous_backups(
            TableName=nom,
            PointInTimeRecoverySpecification=proprietes["PointInTimeRecoverySpecification"],
        )
    except ClientError as erreur:
        if erreur.response["Error"]["Code"] not in {
            "UnknownOperationException",
            "ValidationException",
        }:
            raise


def _texte(valeur: Any, stage: str) -> str:
    """A name of the template at a stage: a plain text, or `!Sub` with `${Stage}` only."""
    if isinstance(valeur, dict):
        valeur = valeur["Fn::Sub"].replace("${Stage}", stage)
    return str(valeur)


def compression_de_la_passerelle() -> int:
    """The length from which API Gateway compresses an answer, in bytes."""
    return int(charger()["Resources"]["RestAPI"]["Properties"]["MinimumCompressionSize"])


def reponse_de_la_passerelle(cas: str, accepte: str) -> tuple[int, str, bytes]:
    """What API Gateway answers by itself in this case (`MISSING_AUTHENTICATION_TOKEN`…) to this
    Accept header: status, content type, body."""
    definition = charger()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    reponse = definition["x-amazon-apigateway-gateway-responses"][cas]
    type_ = "text/html" if "text/html" in accepte else "application/json"
    corps = reponse["responseTemplates"][type_]
    return int(reponse["statusCode"]), f"{type_}; charset=utf-8", corps.encode()
