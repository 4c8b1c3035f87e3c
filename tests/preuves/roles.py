"""What the template lets each function do, and what the template itself makes it need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from infra import assemblage
from infra.local.moteurs import COMPTE, REGION
from tests.preuves.acteurs import API, entrees
from tests.preuves.appels import Droit, arn

ETAPE = "local"
_PARAMETRES = {
    "Stage": ETAPE,
    "DomaineCourriel": "maprocuration.example",
    "UrlPortail": "https://maprocuration.example/portail",
    "DomaineStatiques": "statiques.example",
    "FranceConnectPlusIssuer": "https://fcp.example/api/v2",
    # Nobody answers there.
    "ReuUrl": "http://127.0.0.1:1",
    "AWS::Region": REGION,
    "AWS::AccountId": COMPTE,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
"""As `tests/conftest.py` sets them for the code."""

_NOMS = ("TableName", "QueueName", "TopicName", "LogGroupName", "BucketName", "Name")
_ARN = {
    "AWS::DynamoDB::Table": ("dynamodb", "table/{}"),
    "AWS::SQS::Queue": ("sqs", "{}"),
    "AWS::SNS::Topic": ("sns", "{}"),
    "AWS::Logs::LogGroup": ("logs", "log-group:{}:*"),
}
_LECTURE_D_UN_FLUX = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
_LECTURE_D_UNE_FILE = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")


def ressources() -> dict[str, dict[str, Any]]:
    """Those of the template, by logical name."""
    trouvees: dict[str, dict[str, Any]] = assemblage.charger()["Resources"]
    return trouvees


@cache
def fonctions() -> dict[str, str]:
    """Name of each function → its logical name, as Chalice makes it from the former."""
    noms = {API: "APIHandler"}
    return noms | {nom: nom.title().replace("_", "") for nom in set(entrees().values())}


def role(fonction: str) -> str:
    """The logical name of its role."""
    return "ApiHandlerRole" if fonction == API else f"{fonctions()[fonction]}Role"


@cache
def permis(fonction: str) -> frozenset[Droit]:
    """Its rights: an action and the ARN, or pattern of ARNs, of what it may act on."""
    return frozenset(_permis(fonction))


def _permis(fonction: str) -> Iterator[Droit]:
    for politique in ressources()[role(fonction)]["Properties"]["Policies"]:
        for permission in politique["PolicyDocument"]["Statement"]:
            if permission["Effect"] != "Allow":
                continue
            for action in liste(permission["Action"]):
                for ressource in liste(permission["Resource"]):
                    yield action, resoudre(ressource)


def variables(fonction: str) -> dict[str, str]:
    """The environment that the template gives it."""
    reglages = ressources()[fonctions()[fonction]]["Properties"]["Environment"]["Variables"]
    return {nom: resoudre(valeur) for nom, valeur in reglages.items()}


@cache
def exiges(fonction: str) -> frozenset[Droit]:
    """What no call of the code shows: its log, what starts it, where its failures go."""
    return frozenset(_exiges(ressources()[fonctions()[fonction]]["Properties"]))


def _exiges(proprietes: dict[str, Any]) -> Iterator[Droit]:
    groupe = proprietes["LoggingConfig"]["LogGroup"]["Ref"]
    journal = resoudre({"Fn::GetAtt": [groupe, "Arn"]})
    yield from ((f"logs:{action}", journal) for action in ("CreateLogStream", "PutLogEvents"))
    if proprietes.get("Tracing") == "Active":
        yield from (
            (f"xray:{action}", "*") for action in ("PutTraceSegments", "PutTelemetryRecords")
        )
    for evenement in proprietes.get("Events", {}).values():
        source = evenement["Properties"]
        if flux := source.get("Stream"):
            yield from ((f"dynamodb:{a}", resoudre(flux)) for a in _LECTURE_D_UN_FLUX)
        if file := source.get("Queue"):
            yield from ((f"sqs:{a}", resoudre(file)) for a in _LECTURE_D_UNE_FILE)
        yield from _abandons(source.get("DestinationConfig"))
    yield from _abandons(proprietes.get("EventInvokeConfig", {}).get("DestinationConfig"))


def _abandons(destinations: dict[str, Any] | None) -> Iterator[Droit]:
    """Where Lambda writes, in the function's name, what it gave up."""
    if destinations and (ou := destinations.get("OnFailure")):
        sujet = ou.get("Type") == "SNS"
        yield ("sns:Publish" if sujet else "sqs:SendMessage"), resoudre(ou["Destination"])


def liste(valeur: Any) -> list[Any]:
    """IAM writes one thing without a list."""
    return valeur if isinstance(valeur, list) else [valeur]


def resoudre(valeur: Any) -> str:
    """An expression of CloudFormation as CloudFormation would make it of the local stage."""
    if isinstance(valeur, str):
        return valeur
    ((forme, detail),) = valeur.items()
    if forme == "Ref":
        return _ref(detail)
    if forme == "Fn::GetAtt":
        return _attribut(*detail)
    if forme == "Fn::Sub":
        return re.sub(r"\$\{([^}]+)\}", lambda m: _dans_un_texte(m[1]), detail)
    if forme == "Fn::If":
        return resoudre(detail[1])
    if forme == "Fn::FindInMap":
        carte, *cles = (resoudre(partie) for partie in detail)
        valeurs = assemblage.charger()["Mappings"][carte]
        return str(valeurs[cles[0]][cles[1]])
    raise LookupError(f"{forme}: teach it to tests/preuves/roles.py")


def _dans_un_texte(nom: str) -> str:
    ressource, point, attribut = nom.partition(".")
    return _attribut(ressource, attribut) if point else _ref(nom)


def _ref(nom: str) -> str:
    if nom in _PARAMETRES:
        return _PARAMETRES[nom]
    if nom not in ressources():
        return str(assemblage.charger()["Parameters"][nom].get("Default", nom))
    genre = ressources()[nom].get("Type")
    return _attribut(nom, "Arn") if genre == "AWS::SNS::Topic" else _nom_physique(nom)


def _nom_physique(nom: str) -> str:
    proprietes = ressources()[nom].get("Properties", {})
    for propriete in _NOMS:
        if propriete in proprietes:
            # Buckets bear the account in their name, save those of one machine.
            return resoudre(proprietes[propriete]).removesuffix(f"-{COMPTE}")
    return nom


def _attribut(nom: str, attribut: str) -> str:
    genre = ressources()[nom].get("Type", "")
    physique = _nom_physique(nom)
    if attribut == "StreamArn":
        return arn("dynamodb", f"table/{physique}/stream/*")
    if attribut != "Arn":
        return f"{nom}.{attribut}"
    if genre == "AWS::S3::Bucket":
        return f"arn:aws:s3:::{physique}"
    service, forme = _ARN.get(genre, ("cloudformation", "{}"))
    return arn(service, forme.format(physique))
