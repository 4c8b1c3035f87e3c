"""Makes from the merged template, on an engine, what CloudFormation engines of one machine drop or
half make: keys, queues with their redrive, topics, buckets with their lock, rules of the clock,
log groups. Each by its own service's API, which refuses what AWS would refuse.

Tables are `gabarit.appliquer`'s, functions and the gateway a real deployment's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.moteurs import COMPTE, REGION, Moteur

_OMISE = object()
"""What `!Ref AWS::NoValue` stands for."""


@dataclass
class Pile:
    """A template, and what was made of it. `vraies` are the conditions that hold."""

    modele: Mapping[str, Any]
    etape: str
    vraies: frozenset[str] = frozenset()
    identifiants: dict[str, str] = field(default_factory=dict)
    """What `!Ref` gives, by logical name."""
    arns: dict[str, str] = field(default_factory=dict)

    def ressources(self, genre: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Name and properties of those of a type that the conditions let be."""
        for nom, ressource in self.modele["Resources"].items():
            if ressource["Type"] == genre and ressource.get("Condition") in {None, *self.vraies}:
                yield nom, ressource["Properties"]

    def resoudre(self, valeur: Any) -> Any:
        """The value without functions. Raises KeyError for a resource that is not made yet."""
        match valeur:
            case {"Ref": "AWS::NoValue"}:
                return _OMISE
            case {"Ref": str(nom)}:
                return self._reference(nom)
            case {"Fn::GetAtt": [str(nom), "Arn"]}:
                return self.arns[nom]
            case {"Fn::Sub": str(texte)}:
                return re.sub(r"\$\{([^}]+)\}", lambda trouve: self._du_texte(trouve[1]), texte)
            case {"Fn::FindInMap": [str(table), ligne, str(cle)]}:
                return self.modele["Mappings"][table][self.resoudre(ligne)][cle]
            case {"Fn::If": [str(condition), oui, non]}:
                return self.resoudre(oui if condition in self.vraies else non)
            case dict():
                paires = ((cle, self.resoudre(v)) for cle, v in valeur.items())
                return {cle: v for cle, v in paires if v is not _OMISE}
            case list():
                return [r for v in valeur if (r := self.resoudre(v)) is not _OMISE]
        return valeur

    def _du_texte(self, nom: str) -> str:
        ressource, point, _ = nom.partition(".")
        return self.arns[ressource] if point else self._reference(nom)

    def _reference(self, nom: str) -> str:
        fixes = {
            "Stage": self.etape,
            "AWS::Region": REGION,
            "AWS::AccountId": COMPTE,
            "AWS::Partition": "aws",
        }
        return fixes[nom] if nom in fixes else self.identifiants[nom]

    def nommer(self, nom: str, identifiant: str, arn: str) -> None:
        """Says what was made under a logical name."""
        self.identifiants[nom], self.arns[nom] = identifiant, arn


def appliquer(moteur: Moteur, pile: Pile) -> Pile:
    """Makes everything; gives `pile` back, which knows the names. Raises botocore's ClientError."""
    _cles(moteur.client("kms"), pile)
    _journaux(moteur.client("logs"), pile)
    _files(moteur.client("sqs"), pile)
    _sujets(moteur.client("sns"), pile)
    _seaux(moteur.client("s3"), pile)
    _regles(moteur.client("events"), pile)
    return pile


def _cles(kms: Any, pile: Pile) -> None:
    for nom, proprietes in pile.ressources("AWS::KMS::Key"):
        politique = json.dumps(pile.resoudre(proprietes["KeyPolicy"]))
        description = pile.resoudre(proprietes["Description"])
        cle = kms.create_key(Policy=politique, Description=description)["KeyMetadata"]
        if proprietes["EnableKeyRotation"]:
            kms.enable_key_rotation(KeyId=cle["KeyId"])
        pile.nommer(nom, cle["KeyId"], cle["Arn"])


def _journaux(logs: Any, pile: Pile) -> None:
    for nom, proprietes in pile.ressources("AWS::Logs::LogGroup"):
        groupe = pile.resoudre(proprietes["LogGroupName"])
        logs.create_log_group(logGroupName=groupe, kmsKeyId=pile.resoudre(proprietes["KmsKeyId"]))
        logs.put_retention_policy(
            logGroupName=groupe, retentionInDays=proprietes["RetentionInDays"]
        )
        pile.nommer(nom, groupe, f"arn:aws:logs:{REGION}:{COMPTE}:log-group:{groupe}:*")


def _files(sqs: Any, pile: Pile) -> None:
    files = dict(pile.ressources("AWS::SQS::Queue"))
    # Those that others redrive to come first.
    for nom, proprietes in sorted(files.items(), key=lambda f: "RedrivePolicy" in f[1]):
        lues = pile.resoudre(proprietes)
        physique = lues.pop("QueueName")
        attributs = {
            cle: json.dumps(v) if isinstance(v, dict | bool) else str(v) for cle, v in lues.items()
        }
        url = sqs.create_queue(QueueName=physique, Attributes=attributs)["QueueUrl"]
        pile.nommer(nom, url, f"arn:aws:sqs:{REGION}:{COMPTE}:{physique}")


def _sujets(sns: Any, pile: Pile) -> None:
    for nom, proprietes in pile.ressources("AWS::SNS::Topic"):
        lues = pile.resoudre(proprietes)
        physique = lues.pop("TopicName")
        arn = sns.create_topic(Name=physique, Attributes=lues)["TopicArn"]
        pile.nommer(nom, arn, arn)
    for _, proprietes in pile.ressources("AWS::SNS::TopicPolicy"):
        lues = pile.resoudre(proprietes)
        for sujet in lues["Topics"]:
            sns.set_topic_attributes(
                TopicArn=sujet,
                AttributeName="Policy",
                AttributeValue=json.dumps(lues["PolicyDocument"]),
            )


def _seaux(s3: Any, pile: Pile) -> None:
    for nom, proprietes in pile.ressources("AWS::S3::Bucket"):
        lues = pile.resoudre(proprietes)
        seau = lues["BucketName"]
        s3.create_bucket(
            Bucket=seau,
            CreateBucketConfiguration={"LocationConstraint": REGION},
            ObjectLockEnabledForBucket=lues.get("ObjectLockEnabled", False),
        )
        pile.nommer(nom, seau, f"arn:aws:s3:::{seau}")
        s3.put_public_access_block(
            Bucket=seau, PublicAccessBlockConfiguration=lues["PublicAccessBlockConfiguration"]
        )
        s3.put_bucket_ownership_controls(Bucket=seau, OwnershipControls=lues["OwnershipControls"])
        s3.put_bucket_encryption(
            Bucket=seau, ServerSideEncryptionConfiguration=_chiffrement(lues["BucketEncryption"])
        )
        s3.put_bucket_lifecycle_configuration(
            Bucket=seau, LifecycleConfiguration=_fin_de_vie(lues["LifecycleConfiguration"])
        )
        if "VersioningConfiguration" in lues:
            s3.put_bucket_versioning(
                Bucket=seau, VersioningConfiguration=lues["VersioningConfiguration"]
            )
        if "ObjectLockConfiguration" in lues:
            s3.put_object_lock_configuration(
                Bucket=seau, ObjectLockConfiguration=lues["ObjectLockConfiguration"]
            )
    for _, proprietes in pile.ressources("AWS::S3::BucketPolicy"):
        lues = pile.resoudre(proprietes)
        s3.put_bucket_policy(Bucket=lues["Bucket"], Policy=json.dumps(lues["PolicyDocument"]))


def _chiffrement(lu: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation's names for the encryption of a bucket, as S3's API has them."""
    return {
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": regle["ServerSideEncryptionByDefault"],
                "BucketKeyEnabled": regle.get("BucketKeyEnabled", False),
            }
            for regle in lu["ServerSideEncryptionConfiguration"]
        ]
    }


def _fin_de_vie(lue: dict[str, Any]) -> dict[str, Any]:
    """The same for its lifecycle."""
    regles = []
    for regle in lue["Rules"]:
        neuve = {cle: v for cle, v in regle.items() if cle not in {"Id", "ExpirationInDays"}}
        neuve |= {"ID": regle["Id"], "Filter": {"Prefix": ""}}
        if "ExpirationInDays" in regle:
            neuve["Expiration"] = {"Days": regle["ExpirationInDays"]}
        regles.append(neuve)
    return {"Rules": regles}


def _regles(events: Any, pile: Pile) -> None:
    """The clock of each function: SAM's `Schedule` events, as the rules that they become."""
    for fonction, proprietes in pile.ressources("AWS::Serverless::Function"):
        for nom, evenement in proprietes.get("Events", {}).items():
            if evenement["Type"] != "Schedule":
                continue
            regle = f"{fonction}{nom}"
            events.put_rule(Name=regle, ScheduleExpression=evenement["Properties"]["Schedule"])
            # CloudFormation names a function after its stack.
            cible = f"arn:aws:lambda:{REGION}:{COMPTE}:function:maprocuration"
            cible += f"-{pile.etape}-{fonction}"
            events.put_targets(Rule=regle, Targets=[{"Id": fonction, "Arn": cible}])
            pile.nommer(regle, regle, f"arn:aws:events:{REGION}:{COMPTE}:rule/{regle}")
