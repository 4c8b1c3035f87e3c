"""What a call to AWS asks of IAM: actions, each on a resource.

A service that is not here raises when a function calls it: whoever adds a call says what right it
needs."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from typing import Any

from infra.local.moteurs import COMPTE, REGION

Droit = tuple[str, str]
"""An action and the ARN of what it acts on."""

TRANSACTIONS = {"TransactWriteItems", "TransactGetItems"}
LOTS = {"BatchGetItem", "BatchWriteItem"}

S3 = {
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
}
"""Operations whose right bears another name."""


def arn(service: str, reste: str) -> str:
    """An ARN of the account that tests run in."""
    return f"arn:aws:{service}:{REGION}:{COMPTE}:{reste}"


def droits(service: str, operation: str, params: dict[str, Any]) -> list[Droit]:
    """The rights that this call needs. Raises KeyError for a service that nobody described."""
    return list(_SERVICES[service](operation, params))


def _dynamodb(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    """A transaction asks for the rights of its parts, a query of an index for none on its table."""
    if operation in TRANSACTIONS:
        for partie in params["TransactItems"]:
            ((genre, detail),) = partie.items()
            yield f"dynamodb:{genre}Item", _table(detail["TableName"])
    elif operation in LOTS:
        for nom in params["RequestItems"]:
            yield f"dynamodb:{operation}", _table(nom)
    else:
        index = params.get("IndexName")
        suite = f"/index/{index}" if index else ""
        yield f"dynamodb:{operation}", _table(params["TableName"]) + suite


def _table(nom: str) -> str:
    return nom if nom.startswith("arn:") else arn("dynamodb", f"table/{nom}")


def _s3(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    seau = f"arn:aws:s3:::{params['Bucket']}"
    sur = f"{seau}/{params['Key']}" if "Key" in params else seau
    yield f"s3:{S3.get(operation, operation)}", sur


def _ses(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    """A raw message asks for both actions, on the domain and on the configuration set."""
    if operation != "SendEmail":
        yield f"ses:{operation}", "*"
        return
    brut = params["Content"].get("Raw")
    expediteur = params.get("FromEmailAddress") or str(
        email.message_from_bytes(brut["Data"])["From"]
    )
    sur = [arn("ses", f"identity/{expediteur.rsplit('@', 1)[1].rstrip('>')}")]
    if jeu := params.get("ConfigurationSetName"):
        sur.append(arn("ses", f"configuration-set/{jeu}"))
    for action in ("SendEmail", "SendRawEmail") if brut else ("SendEmail",):
        yield from ((f"ses:{action}", ressource) for ressource in sur)


def _ssm(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    for nom in params.get("Names") or [params["Name"]]:
        yield f"ssm:{operation}", arn("ssm", f"parameter/{nom.lstrip('/')}")


def _sqs(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    """A batch asks for the right of one."""
    nom = str(params["QueueUrl"]).rsplit("/", 1)[-1]
    yield f"sqs:{operation.removesuffix('Batch')}", arn("sqs", nom)


def _sns(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    yield f"sns:{operation.removesuffix('Batch')}", params["TopicArn"]


def _cloudwatch(operation: str, _: dict[str, Any]) -> Iterator[Droit]:
    """Metrics have no ARN."""
    yield f"cloudwatch:{operation}", "*"


_SERVICES: dict[str, Callable[[str, dict[str, Any]], Iterator[Droit]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "sesv2": _ses,
    "ssm": _ssm,
    "sqs": _sqs,
    "sns": _sns,
    "cloudwatch": _cloudwatch,
}
