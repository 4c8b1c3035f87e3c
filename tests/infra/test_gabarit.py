"""What production gets, asserted on the template itself and on the tables made from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra import assemblage
from infra.local import gabarit
from infra.local.moteurs import Moteur

RESSOURCES = assemblage.charger()["Resources"]
TABLES = gabarit.tables()
FONCTIONS = {
    "APIHandler": "ApiHandlerRole",
    "Routage": "RoutageRole",
    "Courriels": "CourrielsRole",
    "Expedition": "ExpeditionRole",
    "Retours": "RetoursRole",
    "Controles": "ControlesRole",
    "RepriseControles": "RepriseControlesRole",
    "Echeances": "EcheancesRole",
    "Documents": "DocumentsRole",
    "Publication": "PublicationRole",
    "Bulletins": "BulletinsRole",
    "Anomalies": "AnomaliesRole",
    "Canari": "CanariRole",
    "Jauges": "JaugesRole",
    "Rapprochement": "RapprochementRole",
    "PointsDeControle": "PointsDeControleRole",
}
SANS_REGLAGES = frozenset({"PointsDeControle"})
"""They know the tables that they read, and no secret."""

FLUX = {
    "Routage": "demandes",
    "Courriels": "demandes",
    "Controles": "attentes",
    "Documents": "documents",
    "Anomalies": "activites",
}
CLES = {
    "demandes": ["reference"],
    "registre": ["commune", "reference"],
    "engagements": ["electeur"],
    "attentes": ["cle"],
    "quotas": ["cle"],
    "documents": ["id"],
    "journal": ["reference", "rang"],
    "habilitations": ["agent"],
    "delegations": ["agent"],
    "mairies": ["commune"],
    "scrutins": ["id"],
    "lieux": ["departement", "id"],
    "actes": ["annee", "rang"],
    "sessions": ["cle"],
    "brouillons": ["sujet"],
    "idempotence": ["cle"],
    "envois": ["reference", "rang"],
    "impressions": ["vote", "rang"],
    "activites": ["cle", "rang"],
    "anomalies": ["cle", "rang"],
    "recherche": ["commune", "rang"],
    "compteurs": ["commune", "rang"],
    "publications": ["cle"],
}

OBJETS_D_UN_SEAU = {
    str({"Fn::Sub": f"${{{seau}.Arn}}/*"})
    for seau in ("SeauPieces", "SeauDocuments", "SeauPointsDeControle")
}
"""A right on files is on every one of them: none can be named beforehand."""


def du_type(genre: str) -> dict[str, dict[str, Any]]:
    return {nom: r for nom, r in RESSOURCES.items() if r.get("Type") == genre}


def permissions(role: str) -> Iterator[dict[str, Any]]:
    for politique in RESSOURCES[role]["Properties"]["Policies"]:
        yield from politique["PolicyDocument"]["Statement"]


def actions(permission: dict[str, Any]) -> list[str]:
    valeur = permission["Action"]
    return valeur if isinstance(valeur, list) else [valeur]


def test_les_tables_sont_celles_du_plan_avec_leurs_cles() -> None:
    assert {
        nom: [cle["AttributeName"] for cle in table["KeySchema"]] for nom, table in TABLES.items()
    } == CLES


@pytest.mark.parametrize("nom", sorted(CLES))
def test_une_table_est_chiffree_restaurable_et_ne_s_efface_pas(nom: str) -> None:
    ressource = RESSOURCES[f"Table{nom.capitalize()}"]
    proprietes = ressource["Properties"]

    assert proprietes["TableName"] == {"Fn::Sub": f"maprocuration-${{Stage}}-{nom}"}
    assert proprietes["BillingMode"] == "PAY_PER_REQUEST"
    assert proprietes["DeletionProtectionEnabled"] is True
    assert ressource["DeletionPolicy"] == ressource["UpdateReplacePolicy"] == "Retain"
    assert proprietes["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert proprietes["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": {"Fn::GetAtt": ["CleDonnees", "Arn"]},
    }


def test_ce_qui_doit_mourir_a_une_date_de_fin() -> None:
    avec_fin = {
        nom
        for nom, table in TABLES.items()
        if table.get("TimeToLiveSpecification") == {"AttributeName": "exp", "Enabled": True}
    }
    assert avec_fin == {
        "demandes",
        "registre",
        "engagements",
        "quotas",
        "documents",
        "sessions",
        "brouillons",
        "idempotence",
        "envois",
        "impressions",
        "activites",
        "anomalies",
        "recherche",
    }


def test_la_cle_de_chiffrement_tourne_et_ne_sert_qu_a_dynamodb() -> None:
    cle = RESSOURCES["CleDonnees"]["Properties"]
    assert cle["EnableKeyRotation"] is True
    administration, usage = cle["KeyPolicy"]["Statement"]
    assert administration["Principal"]["AWS"]["Fn::Sub"].endswith(":root")
    services = [s["Fn::Sub"] for s in usage["Condition"]["StringEquals"]["kms:ViaService"]]
    assert services == ["dynamodb.${AWS::Region}.amazonaws.com", "s3.${AWS::Region}.amazonaws.com"]
    assert usage["Condition"]["StringEquals"]["kms:CallerAccount"] == {"Ref": "AWS::AccountId"}


@pytest.mark.parametrize("fonction", FLUX)
def test_un_flux_ne_perd_rien_et_ne_se_bloque_pas(fonction: str) -> None:
    (evenement,) = RESSOURCES[fonction]["Properties"]["Events"].values()
    reglages = evenement["Properties"]

    table = f"Table{FLUX[fonction].capitalize()}"
    assert reglages["Stream"] == {"Fn::GetAtt": [table, "StreamArn"]}
    assert reglages["StartingPosition"] == "TRIM_HORIZON"
    assert reglages["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert reglages["BisectBatchOnFunctionError"] is True
    assert 1 <= reglages["MaximumRetryAttempts"] <= 20
    assert reglages["MaximumRecordAgeInSeconds"] < 24 * 3600, "the stream keeps 24 hours"
    assert reglages["ParallelizationFactor"] > 1
    (filtre,) = reglages["FilterCriteria"]["Filters"]
    assert json.loads(filtre["Pattern"]) == {"eventName": ["INSERT", "MODIFY"]}
    assert reglages["DestinationConfig"]["OnFailure"] == {
        "Type": "SQS",
        "Destination": {"Fn::GetAtt": [f"Echecs{fonction}", "Arn"]},
    }
    assert TABLES["demandes"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


# RET-03, R76: a scan never before three years of validity and one of keeping, soon after.
@pytest.mark.parametrize("seau, jours", [("SeauPieces", 365 * 4 + 1 + 30), ("SeauDocuments", 1)])
def test_un_seau_est_prive_chiffre_sans_versions_et_s_efface(seau: str, jours: int) -> None:
    ressource = RESSOURCES[seau]
    proprietes = ressource["Properties"]
    (chiffrement,) = proprietes["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    (filet,) = proprietes["LifecycleConfiguration"]["Rules"]
    (tls,) = RESSOURCES[f"Politique{seau}"]["Properties"]["PolicyDocument"]["Statement"]

    assert set(proprietes["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(proprietes["PublicAccessBlockConfiguration"]) == 4
    assert chiffrement["ServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": {"Fn::GetAtt": ["CleDonnees", "Arn"]},
    }
    assert "VersioningConfiguration" not in proprietes
    assert (filet["Status"], filet["ExpirationInDays"]) == ("Enabled", jours)
    assert (tls["Effect"], tls["Principal"]) == ("Deny", "*")
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert ressource["DeletionPolicy"] == ressource["UpdateReplacePolicy"] == "Retain"


def test_les_files_d_echecs_sont_chiffrees_et_gardees_quatorze_jours() -> None:
    files = du_type("AWS::SQS::Queue")
    assert {f"Echecs{fonction}" for fonction in FLUX} <= set(files)
    for nom, file in files.items():
        # Whole events of SES hold addresses: less long.
        jours = 4 if nom == "EchecsRetours" else 14
        assert file["Properties"]["SqsManagedSseEnabled"] is True
        assert file["Properties"]["MessageRetentionPeriod"] == jours * 24 * 3600


@pytest.mark.parametrize("fonction", sorted(FONCTIONS.keys() - SANS_REGLAGES))
def test_une_fonction_recoit_le_nom_de_chaque_table_et_ses_reglages(fonction: str) -> None:
    variables = RESSOURCES[fonction]["Properties"]["Environment"]["Variables"]

    assert {nom: valeur for nom, valeur in variables.items() if nom.startswith("TABLE_")} == {
        f"TABLE_{nom.upper()}": {"Ref": f"Table{nom.capitalize()}"}
        for nom in CLES
        # The command line's, to which the portals' function alone adds lines.
        if nom != "actes" or fonction == "APIHandler"
    }
    assert {"STAGE", "URL_PORTAIL", "EXPEDITEUR", "JEU_DE_CONFIGURATION_SES"} <= set(variables)
    secrets = {nom: valeur for nom, valeur in variables.items() if "SECRET" in nom}
    assert secrets
    for nom, valeur in secrets.items():
        assert nom.endswith("_SSM") or valeur == "sans-objet", "the name of a secret, never itself"


@pytest.mark.parametrize("role", sorted(set(FONCTIONS.values()) - {"ApiHandlerRole"}))
def test_une_fonction_sans_page_n_a_pas_les_secrets_de_connexion(role: str) -> None:
    secrets = [str(p["Resource"]) for p in permissions(role) if "ssm:GetParameter" in actions(p)]
    assert bool(secrets) is (role.removesuffix("Role") not in SANS_REGLAGES)
    assert not [s for s in secrets if "connect-secret" in s]


@pytest.mark.parametrize("role", FONCTIONS.values())
def test_un_role_ne_donne_ni_toutes_les_actions_ni_toutes_les_ressources(role: str) -> None:
    toutes = list(permissions(role))
    assert toutes
    for permission in toutes:
        assert not [action for action in actions(permission) if "*" in action]
        ressource = permission["Resource"]
        textes = [str(r) for r in (ressource if isinstance(ressource, list) else [ressource])]
        assert not [texte for texte in textes if "*" in texte and texte not in OBJETS_D_UN_SEAU]


@pytest.mark.parametrize("role", FONCTIONS.values())
def test_aucun_role_ne_change_ni_n_efface_le_journal(role: str) -> None:
    permises = {
        action
        for permission in permissions(role)
        if "TableJournal" in str(permission["Resource"])
        for action in actions(permission)
    }
    lit = {"dynamodb:GetItem", "dynamodb:Query"}
    # What attests the journal reads it whole, and can't add a line to it.
    attendues = {"dynamodb:Scan"} if role == "PointsDeControleRole" else lit | {"dynamodb:PutItem"}
    assert permises <= attendues


def test_seules_les_fonctions_qui_annoncent_ecrivent_et_sous_un_seul_nom() -> None:
    qui = {
        role: permission
        for role in FONCTIONS.values()
        for permission in permissions(role)
        if any(action.startswith("ses:") for action in actions(permission))
    }
    assert set(qui) == {"ExpeditionRole", "BulletinsRole"}
    for permission in qui.values():
        expediteur = permission["Condition"]["StringEquals"]["ses:FromAddress"]
        variables = RESSOURCES["Expedition"]["Properties"]["Environment"]["Variables"]
        assert expediteur == variables["EXPEDITEUR"]


def test_seul_l_effacement_supprime_ce_que_les_gens_ont_confie() -> None:
    confiees = ("TableDemandes", "TableRegistre", "TableEngagements", "TableEnvois")
    qui = {
        role
        for role in FONCTIONS.values()
        for permission in permissions(role)
        if {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem"} & set(actions(permission))
        and any(table in str(permission["Resource"]) for table in confiees)
    }
    assert qui == {"EcheancesRole"}


def test_le_journal_d_acces_ne_dit_ni_le_chemin_ni_l_adresse() -> None:
    forme = json.loads(RESSOURCES["RestAPI"]["Properties"]["AccessLogSetting"]["Format"])
    assert forme["route"] == "$context.resourcePath"
    assert not {"$context.path", "$context.identity.sourceIp"} & set(forme.values())
    (reglages,) = RESSOURCES["RestAPI"]["Properties"]["MethodSettings"]
    assert reglages["DataTraceEnabled"] is False
    assert reglages["LoggingLevel"] == "OFF"
    assert reglages["ThrottlingRateLimit"] > 0


def test_chaque_fonction_a_son_journal_et_chaque_journal_une_duree() -> None:
    groupes = du_type("AWS::Logs::LogGroup")
    siens = {
        RESSOURCES[fonction]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        for fonction in FONCTIONS
    }
    # The schedule does the work of the stream that failed: one log for both.
    assert len(siens) == len(FONCTIONS) - 1
    assert siens < set(groupes)
    assert all(groupe["Properties"]["RetentionInDays"] > 0 for groupe in groupes.values())


def test_un_filtre_que_la_pompe_ne_connait_pas_est_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    inconnu = {
        "Resources": {
            "Routage": {
                "Properties": {
                    "Events": {
                        "Flux": {
                            "Properties": {
                                "FilterCriteria": {"Filters": [{"Pattern": '{"dynamodb":{}}'}]}
                            }
                        }
                    }
                }
            }
        }
    }
    monkeypatch.setattr(gabarit, "charger", lambda: inconnu)
    with pytest.raises(ValueError, match="Filtre de flux inconnu"):
        gabarit.reglages_du_flux("routage")


def test_les_tables_locales_sont_celles_du_gabarit(moteur: Moteur, tables: dict[str, str]) -> None:
    dynamodb = moteur.client("dynamodb")
    for nom, physique in tables.items():
        decrite = dynamodb.describe_table(TableName=physique)["Table"]
        attendue = TABLES[nom]

        assert decrite["KeySchema"] == attendue["KeySchema"]
        assert decrite["SSEDescription"]["Status"] == "ENABLED"
        for index in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
            assert {
                i["IndexName"]: i["Projection"]["ProjectionType"] for i in decrite.get(index) or []
            } == {
                i["IndexName"]: i["Projection"]["ProjectionType"] for i in attendue.get(index, [])
            }
        flux = decrite.get("StreamSpecification", {}).get("StreamViewType")
        assert flux == attendue.get("StreamSpecification", {}).get("StreamViewType")
        fin = dynamodb.describe_time_to_live(TableName=physique)["TimeToLiveDescription"]
        assert (fin["TimeToLiveStatus"] == "ENABLED") == ("TimeToLiveSpecification" in attendue)
        sauvegarde = dynamodb.describe_continuous_backups(TableName=physique)
        etat = sauvegarde["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert etat["PointInTimeRecoveryStatus"] == "ENABLED"


def test_les_variables_nomment_les_tables_creees(etape: str, tables: dict[str, str]) -> None:
    variables = gabarit.variables_des_tables(etape)
    assert variables["TABLE_DEMANDES"] == f"maprocuration-{etape}-demandes"
    assert sorted(variables.values()) == sorted(tables.values())


def test_une_table_deja_la_est_une_erreur(
    moteur: Moteur, etape: str, tables: dict[str, str]
) -> None:
    assert tables
    with pytest.raises(ClientError, match="ResourceInUse"):
        gabarit.appliquer(moteur.client("dynamodb"), etape)
