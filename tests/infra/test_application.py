"""Keys, queues, topics, buckets, rules and log groups of the merged template, made on moto and read
back by their own services."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from infra.local import application
from infra.local.application import Pile
from infra.local.moteurs import Moteur
from tests.infra.fusions import du_type, fusion

QUI_PUBLIE = {"cloudwatch.amazonaws.com", "ses.amazonaws.com"}


@pytest.fixture(scope="module")
def pile(moto: Moteur) -> Pile:
    return application.appliquer(moto, Pile(fusion("prod"), "prod"))


def test_les_files_renvoient_ce_qu_elles_abandonnent(pile: Pile, moto: Moteur) -> None:
    sqs = moto.client("sqs")
    files = du_type("AWS::SQS::Queue")
    suites: dict[str, str] = {}
    for nom, ressource in files.items():
        url = pile.identifiants[nom]
        lus = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        duree = ressource["Properties"]["MessageRetentionPeriod"]
        assert url.rpartition("/")[2].startswith("maprocuration-prod-")
        assert int(lus["MessageRetentionPeriod"]) == duree
        assert lus["SqsManagedSseEnabled"] == "true"
        if "RedrivePolicy" in lus:
            suites[nom] = json.loads(lus["RedrivePolicy"])["deadLetterTargetArn"]
    assert set(suites) == {nom for nom, r in files.items() if "RedrivePolicy" in r["Properties"]}
    assert set(suites.values()) == {pile.arns["EchecsEnvois"]}


def test_un_message_recu_trop_souvent_passe_dans_la_file_d_echecs(pile: Pile, moto: Moteur) -> None:
    sqs = moto.client("sqs")
    file, echecs = pile.identifiants["EnvoisUrgents"], pile.identifiants["EchecsEnvois"]
    lus = sqs.get_queue_attributes(QueueUrl=file, AttributeNames=["RedrivePolicy"])["Attributes"]
    # Fewer times than in production: the way is the same.
    moins = json.loads(lus["RedrivePolicy"]) | {"maxReceiveCount": 2}
    sqs.set_queue_attributes(QueueUrl=file, Attributes={"RedrivePolicy": json.dumps(moins)})
    sqs.send_message(QueueUrl=file, MessageBody="x")

    for _ in range(3):
        sqs.receive_message(QueueUrl=file, VisibilityTimeout=0)

    recus = sqs.receive_message(QueueUrl=echecs, WaitTimeSeconds=0).get("Messages", [])
    assert [message["Body"] for message in recus] == ["x"]


def test_seules_les_alarmes_et_ses_publient_par_leurs_sujets(pile: Pile, moto: Moteur) -> None:
    sns = moto.client("sns")
    for nom in du_type("AWS::SNS::Topic"):
        lus = sns.get_topic_attributes(TopicArn=pile.arns[nom])["Attributes"]
        assert lus["KmsMasterKeyId"] == pile.arns["CleSignaux"]
        permises = [p for p in json.loads(lus["Policy"])["Statement"] if p["Effect"] == "Allow"]
        assert permises
        for permise in permises:
            assert permise["Principal"]["Service"] in QUI_PUBLIE
            assert permise["Resource"] == pile.arns[nom]
            assert permise["Condition"]["StringEquals"]["aws:SourceAccount"] == "123456789012"


def test_les_cles_tournent(pile: Pile, moto: Moteur) -> None:
    kms = moto.client("kms")
    for nom in du_type("AWS::KMS::Key"):
        assert kms.get_key_rotation_status(KeyId=pile.identifiants[nom])["KeyRotationEnabled"]
        politique = json.loads(
            kms.get_key_policy(KeyId=pile.identifiants[nom], PolicyName="default")["Policy"]
        )
        assert politique["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}


def test_les_seaux_sont_fermes_chiffres_et_s_effacent(pile: Pile, moto: Moteur) -> None:
    s3 = moto.client("s3")
    versions = {}
    for nom in du_type("AWS::S3::Bucket"):
        seau = pile.identifiants[nom]
        assert seau.startswith("maprocuration-prod-")
        acces = s3.get_public_access_block(Bucket=seau)["PublicAccessBlockConfiguration"]
        assert set(acces.values()) == {True}
        (regle,) = s3.get_bucket_encryption(Bucket=seau)["ServerSideEncryptionConfiguration"][
            "Rules"
        ]
        algorithme = regle["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
        assert algorithme == ("AES256" if nom == "SeauStatiques" else "aws:kms")
        politique = json.loads(s3.get_bucket_policy(Bucket=seau)["Policy"])
        # Nothing is allowed to anybody by the bucket itself while there is no distribution.
        assert [p["Effect"] for p in politique["Statement"]] == ["Deny"]
        assert s3.get_bucket_lifecycle_configuration(Bucket=seau)["Rules"]
        versions[nom] = s3.get_bucket_versioning(Bucket=seau).get("Status")
    assert versions == {
        "SeauPieces": None,
        "SeauDocuments": None,
        "SeauPointsDeControle": "Enabled",
        "SeauStatiques": "Enabled",
    }


def test_un_point_de_controle_ne_s_efface_pas_avant_quatre_ans(pile: Pile, moto: Moteur) -> None:
    s3 = moto.client("s3")
    seau = pile.identifiants["SeauPointsDeControle"]
    verrou = s3.get_object_lock_configuration(Bucket=seau)["ObjectLockConfiguration"]
    regle = verrou["Rule"]["DefaultRetention"]
    assert (regle["Mode"], regle["Days"]) == ("COMPLIANCE", 1461)

    # moto refuses by the policy whatever its condition says; here only the lock is asked.
    politique = s3.get_bucket_policy(Bucket=seau)["Policy"]
    s3.delete_bucket_policy(Bucket=seau)
    version = s3.put_object(Bucket=seau, Key="2027-04-10.json", Body=b"{}")["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=seau, Key="2027-04-10.json", VersionId=version)
    s3.put_bucket_policy(Bucket=seau, Policy=politique)


def test_avec_une_distribution_elle_seule_lit_les_statiques(moto: Moteur, pile: Pile) -> None:
    avec = Pile(fusion("prod"), "prod", frozenset({"AvecStatiques"}), pile.identifiants, pile.arns)
    avec.identifiants["Distribution"] = "E123"
    politique = du_type("AWS::S3::BucketPolicy")["PolitiqueSeauStatiques"]["Properties"]

    _, permise = avec.resoudre(politique)["PolicyDocument"]["Statement"]

    assert permise["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert permise["Action"] == "s3:GetObject"
    assert permise["Resource"] == f"{pile.arns['SeauStatiques']}/static/*"
    assert permise["Condition"]["StringEquals"]["aws:SourceArn"] == (
        "arn:aws:cloudfront::123456789012:distribution/E123"
    )


def test_chaque_fonction_de_l_heure_a_sa_regle(pile: Pile, moto: Moteur) -> None:
    events = moto.client("events")
    regles = {r["Name"]: r for r in events.list_rules()["Rules"]}
    attendues = {
        f"{fonction}{nom}": (evenement["Properties"]["Schedule"], fonction)
        for fonction, ressource in du_type("AWS::Serverless::Function").items()
        for nom, evenement in ressource["Properties"].get("Events", {}).items()
        if evenement["Type"] == "Schedule"
    }
    assert set(attendues) <= set(regles)
    for nom, (heure, fonction) in attendues.items():
        assert (regles[nom]["ScheduleExpression"], regles[nom]["State"]) == (heure, "ENABLED")
        (cible,) = events.list_targets_by_rule(Rule=nom)["Targets"]
        assert cible["Arn"].endswith(f":function:maprocuration-prod-{fonction}")


def test_chaque_journal_a_une_fin_et_une_cle(pile: Pile, moto: Moteur) -> None:
    groupes = moto.client("logs").describe_log_groups()["logGroups"]
    siens = {g["logGroupName"]: g for g in groupes}
    for nom in du_type("AWS::Logs::LogGroup"):
        groupe = siens[pile.identifiants[nom]]
        assert 30 <= groupe["retentionInDays"] <= 365
        assert groupe["kmsKeyId"] == pile.arns["CleSignaux"]
