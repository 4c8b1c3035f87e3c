"""What is deployed, asserted on the template that Chalice and `infra/ressources/` make together, at
each stage."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra import alias
from outils import gabarit_fusionne as gabarit
from outils.paquet import ETAPES
from tests.infra.fusions import du_type, fusion

FONCTIONS = du_type("AWS::Serverless::Function")


def proprietes(nom: str) -> dict[str, Any]:
    trouvees: dict[str, Any] = fusion("prod")["Resources"][nom]["Properties"]
    return trouvees


def sources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for fonction, ressource in FONCTIONS.items():
        for evenement in ressource["Properties"].get("Events", {}).values():
            yield fonction, evenement["Type"], evenement["Properties"]


@pytest.mark.parametrize("etape", ETAPES)
def test_une_etape_ne_differe_d_une_autre_que_par_son_nom(etape: str) -> None:
    texte = json.dumps(fusion(etape), sort_keys=True)
    prod = json.dumps(fusion("prod"), sort_keys=True)

    for modele in ("stage={}:", '"etape": "{}"', '"AllowedValues": ["{}"], "Default": "{}"'):
        texte = texte.replace(modele.replace("{}", etape), modele.replace("{}", "prod"))
    assert texte == prod


def test_toute_ressource_a_un_type_et_toute_condition_existe() -> None:
    modele = fusion("prod")
    assert not [nom for nom, r in modele["Resources"].items() if "Type" not in r]
    citees = {r["Condition"] for r in modele["Resources"].values() if "Condition" in r}
    citees |= set(re.findall(r'"Fn::If": \["([A-Za-z]+)"', json.dumps(modele)))
    assert citees <= set(modele["Conditions"])


def test_chaque_source_dit_ce_qu_elle_n_a_pas_pu_et_ou_elle_renonce() -> None:
    vues = set()
    for fonction, genre, lues in sources():
        vues.add(genre)
        if genre in {"DynamoDB", "SQS"}:
            assert lues["FunctionResponseTypes"] == ["ReportBatchItemFailures"], fonction
        if genre == "DynamoDB":
            assert lues["StartingPosition"] == "TRIM_HORIZON", fonction
            assert lues["BisectBatchOnFunctionError"] is True, fonction
            assert 1 <= lues["MaximumRetryAttempts"] <= 20, fonction
            assert 0 < lues["MaximumRecordAgeInSeconds"] < 24 * 3600, "the stream keeps 24 hours"
            assert lues["ParallelizationFactor"] > 1, "order is kept by key"
            assert lues["FilterCriteria"]["Filters"], fonction
            echecs = lues["DestinationConfig"]["OnFailure"]
            assert echecs["Type"] == "SQS"
            assert echecs["Destination"]["Fn::GetAtt"][0] in du_type("AWS::SQS::Queue")
        if genre == "SQS":
            file = proprietes(lues["Queue"]["Fn::GetAtt"][0])
            duree = FONCTIONS[fonction]["Properties"]["Timeout"]
            assert file["VisibilityTimeout"] >= 6 * duree, "as AWS asks"
            assert file["RedrivePolicy"]["maxReceiveCount"] > 1
        if genre == "SNS":
            invocation = FONCTIONS[fonction]["Properties"]["EventInvokeConfig"]
            assert invocation["DestinationConfig"]["OnFailure"]["Type"] == "SQS"
    assert vues == {"DynamoDB", "SQS", "SNS", "Schedule"}


def test_un_flux_n_a_pas_plus_de_deux_lecteurs() -> None:
    lecteurs: dict[str, list[str]] = {}
    for fonction, genre, lues in sources():
        if genre == "DynamoDB":
            lecteurs.setdefault(str(lues["Stream"]), []).append(fonction)
    assert lecteurs
    assert all(len(siens) <= 2 for siens in lecteurs.values()), "beyond, DynamoDB slows them down"


# A name that Lambda or S3 would give is not found by the runbooks.
@pytest.mark.parametrize(
    "genre, nom",
    [
        ("AWS::DynamoDB::Table", "TableName"),
        ("AWS::SQS::Queue", "QueueName"),
        ("AWS::SNS::Topic", "TopicName"),
        ("AWS::S3::Bucket", "BucketName"),
        ("AWS::WAFv2::WebACL", "Name"),
        ("AWS::WAFv2::IPSet", "Name"),
    ],
)
def test_chaque_nom_porte_l_etape(genre: str, nom: str) -> None:
    trouvees = du_type(genre)
    assert trouvees
    for ressource in trouvees.values():
        assert ressource["Properties"][nom]["Fn::Sub"].startswith("maprocuration-${Stage}")


@pytest.mark.parametrize(
    "genre",
    [
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::SQS::Queue",
        "AWS::Logs::LogGroup",
    ],
)
def test_ce_qui_garde_quelque_chose_survit_a_la_pile(genre: str) -> None:
    trouvees = du_type(genre)
    assert trouvees
    for nom, ressource in trouvees.items():
        assert ressource["DeletionPolicy"] == ressource["UpdateReplacePolicy"] == "Retain", nom


def test_chaque_groupe_de_journaux_a_une_fin_et_une_cle() -> None:
    for nom, ressource in du_type("AWS::Logs::LogGroup").items():
        assert 30 <= ressource["Properties"]["RetentionInDays"] <= 365, nom
        assert ressource["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["CleSignaux", "Arn"]}, nom
    cle = next(
        p for p in proprietes("CleSignaux")["KeyPolicy"]["Statement"] if p["Sid"] == "Journaux"
    )
    groupes = cle["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    permis = [g["Fn::Sub"].partition(":log-group:")[2].rstrip("*") for g in groupes]
    for ressource in du_type("AWS::Logs::LogGroup").values():
        nom = ressource["Properties"]["LogGroupName"]["Fn::Sub"]
        assert nom.startswith(tuple(permis)), "the key would refuse this group"


def test_toute_alarme_peut_etre_dite() -> None:
    (permission,) = [
        p
        for p in proprietes("CleSignaux")["KeyPolicy"]["Statement"]
        if "cloudwatch.amazonaws.com" in str(p["Principal"])
    ]
    assert {"kms:Decrypt", "kms:GenerateDataKey"} <= set(permission["Action"])
    sujets = {
        r["Properties"]["Topics"][0]["Ref"] for r in du_type("AWS::SNS::TopicPolicy").values()
    }
    assert sujets == set(du_type("AWS::SNS::Topic"))
    for ressource in du_type("AWS::SNS::TopicPolicy").values():
        politique = ressource["Properties"]["PolicyDocument"]["Statement"]
        (tls,) = [p for p in politique if p["Effect"] == "Deny"]
        assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_chaque_fonction_est_suivie_et_peut_ecrire_ses_traces() -> None:
    suivies = {role["Ref"] for role in proprietes("EcrireLesTraces")["Roles"]}
    roles = {f["Properties"]["Role"]["Fn::GetAtt"][0] for f in FONCTIONS.values()}
    assert suivies == roles
    assert {f["Properties"]["Tracing"] for f in FONCTIONS.values()} == {"Active"}
    (permission,) = proprietes("EcrireLesTraces")["PolicyDocument"]["Statement"]
    assert permission["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    # A segment of API Gateway would hold the path, with its reference.
    assert proprietes("RestAPI")["TracingEnabled"] is False


def test_ce_qui_s_emballe_ne_prend_pas_la_place_des_pages() -> None:
    reserves = {
        nom: f["Properties"].get("ReservedConcurrentExecutions") for nom, f in FONCTIONS.items()
    }
    sans = {nom for nom, reserve in reserves.items() if reserve is None}
    # The sending of e-mails is limited by queue.
    assert sans == {"APIHandler", "Expedition"}
    par_debit = fusion("prod")["Mappings"]["SimultanesParDebit"].values()
    envois = max(sum(simultanes.values()) for simultanes in par_debit)
    autres = sum(reserve for reserve in reserves.values() if reserve) + envois
    # docs/decisions/concurrence.md: of the 1,000 of an account, 500 at least for the pages.
    assert autres <= 500


def test_la_passerelle_appelle_l_alias_et_lui_seul() -> None:
    chemins = proprietes("RestAPI")["DefinitionBody"]["paths"]
    adresses = {
        methode["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        for methodes in chemins.values()
        for methode in methodes.values()
    }
    (adresse,) = adresses
    assert adresse.endswith("/functions/${APIHandler.Arn}:service/invocations")
    permission = fusion("prod")["Resources"]["APIHandlerInvokePermission"]
    assert permission["Properties"]["FunctionName"] == {"Fn::Sub": "${APIHandler}:service"}
    assert permission["DependsOn"] == alias.RESSOURCE
    assert proprietes("APIHandler")["AutoPublishAlias"] == alias.ALIAS
    assert proprietes("APIHandler")["AutoPublishAliasAllProperties"] is True


def test_une_route_que_l_alias_manquerait_arrete_le_paquet() -> None:
    modele = copy.deepcopy(fusion("prod"))

    with pytest.raises(alias.RouteIntrouvable, match=" /"):
        alias.passer_par_l_alias(modele)


def test_la_passerelle_a_une_seule_porte_et_tls_1_2() -> None:
    api, domaine = proprietes("RestAPI"), proprietes("DomainePasserelle")
    (reglages,) = api["MethodSettings"]
    assert reglages["ThrottlingRateLimit"] >= 1500
    assert api["DisableExecuteApiEndpoint"] == {"Fn::If": ["AvecDomaine", True, False]}
    assert domaine["SecurityPolicy"] == "TLS_1_2"
    reponses = api["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    assert {"REQUEST_TOO_LARGE", "THROTTLED", "MISSING_AUTHENTICATION_TOKEN"} <= set(reponses)


def test_les_statiques_ne_se_lisent_qu_en_https_et_pour_longtemps() -> None:
    distribution = proprietes("Distribution")["DistributionConfig"]
    cache = proprietes("CacheDesStatiques")["CachePolicyConfig"]
    entetes = proprietes("EntetesDesStatiques")["ResponseHeadersPolicyConfig"]
    assert distribution["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "https-only"
    assert distribution["DefaultCacheBehavior"]["AllowedMethods"] == ["GET", "HEAD"]
    assert cache["MinTTL"] == cache["DefaultTTL"] == 31_536_000
    autres = {e["Header"]: e["Value"] for e in entetes["CustomHeadersConfig"]["Items"]}
    assert autres["Cache-Control"] == "public, max-age=31536000, immutable"
    assert autres["Cross-Origin-Resource-Policy"] == "cross-origin"
    # Modules and hashes (SRI) are read by CORS.
    assert entetes["CorsConfig"]["AccessControlAllowOrigins"] == {"Items": ["*"]}
    assert entetes["CorsConfig"]["AccessControlAllowCredentials"] is False
    assert proprietes("APIHandler")["Environment"]["Variables"]["URL_STATIQUES"] == {
        "Fn::If": ["AvecStatiques", {"Fn::Sub": "https://${DomaineStatiques}"}, ""]
    }


def test_les_environnements_tenus_prets_suivent_l_horaire() -> None:
    cible = fusion("prod")["Resources"]["CibleDeProvision"]
    assert cible["Condition"] == "AvecProvision"
    assert cible["Properties"]["ResourceId"] == {"Fn::Sub": "function:${APIHandler}:service"}
    matin, soir = cible["Properties"]["ScheduledActions"]
    assert matin["ScalableTargetAction"]["MinCapacity"] == {"Ref": "ConcurrenceProvisionnee"}
    assert soir["ScalableTargetAction"] == {"MinCapacity": 0, "MaxCapacity": 0}
    assert {matin["Timezone"], soir["Timezone"]} == {"Europe/Paris"}
    assert "StartTime" in matin
    assert "EndTime" in matin


ADMISE = gabarit.Admise("CKV_1", ("AWS::SQS::Queue.*",), "Sa raison.")


@pytest.mark.parametrize(
    "echecs, admises, dites",
    [
        ([("CKV_1", "AWS::SQS::Queue.A")], (ADMISE,), []),
        (
            [("CKV_1", "AWS::S3::Bucket.A"), ("CKV_1", "AWS::SQS::Queue.A")],
            (ADMISE,),
            ["CKV_1 : AWS::S3::Bucket.A"],
        ),
        (
            [("CKV_2", "AWS::SQS::Queue.A"), ("CKV_1", "AWS::SQS::Queue.A")],
            (ADMISE,),
            ["CKV_2 : AWS::SQS::Queue.A"],
        ),
        ([], (ADMISE,), ["CKV_1 : exception sans objet pour AWS::SQS::Queue.*"]),
        (
            [("CKV_1", "AWS::SQS::Queue.A")],
            (gabarit.Admise("CKV_1", ("AWS::SQS::Queue.*",), ""),),
            ["CKV_1 : exception sans raison"],
        ),
    ],
)
def test_une_exception_n_excuse_que_ce_qu_elle_nomme(
    echecs: list[tuple[str, str]], admises: tuple[gabarit.Admise, ...], dites: list[str]
) -> None:
    assert list(gabarit.confronter(echecs, admises)) == dites


def test_chaque_exception_a_sa_raison_et_nomme_ce_qui_existe() -> None:
    noms = [f"{r['Type']}.{nom}" for nom, r in fusion("prod")["Resources"].items()]
    for admise in gabarit.exceptions():
        assert len(admise.raison) > 60
        for motif in admise.ressources:
            assert any(admise.couvre(admise.controle, nom) for nom in noms), motif
