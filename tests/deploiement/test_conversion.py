"""What the emulator is given is the package's template, each difference counted."""

from __future__ import annotations

import json
import subprocess
from collections import Counter

import pytest

from infra.deploiement import conversion, ecarts
from infra.deploiement.conversion import ReferencePerdue, convertir
from infra.deploiement.emulateur import TraductionRefusee, traduire
from infra.local.ministack_moteur import PYTHON

RACINE = PYTHON.parents[2]
pytestmark = pytest.mark.second_moteur

INTEGRATION = {
    "type": "aws_proxy",
    "httpMethod": "POST",
    "uri": {"Fn::Sub": "arn:aws:apigateway:eu-west-3:lambda:path/x/functions/${F.Arn}/invocations"},
}
FONCTION = {
    "Type": "AWS::Serverless::Function",
    "Properties": {
        "Runtime": "python3.11",
        "Handler": "app.app",
        "CodeUri": "./deployment.zip",
        "Environment": {
            "Variables": {"DEBIT": {"Fn::FindInMap": ["M", "a", "b"]}, "NOM": "x", "N": 3}
        },
    },
}
API = {
    "Type": "AWS::Serverless::Api",
    "Properties": {
        "StageName": "portail",
        "MinimumCompressionSize": 1024,
        "DefinitionBody": {
            "swagger": "2.0",
            "info": {"title": "x", "version": "1"},
            "paths": {"/": {"get": {"x-amazon-apigateway-integration": INTEGRATION}}},
            "x-amazon-apigateway-binary-media-types": ["*/*"],
            "x-amazon-apigateway-gateway-responses": {
                "THROTTLED": {"statusCode": "429", "responseTemplates": {"application/json": "{}"}}
            },
        },
    },
}
ALARME_COMPOSEE = {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmRule": "TRUE"}}


def gabarit(**ressources):
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"ProConnectIssuer": {"Type": "String", "AllowedPattern": "https://.+"}},
        "Mappings": {"M": {"a": {"b": 12}}},
        "Resources": {"F": FONCTION, "RestAPI": API} | ressources,
    }


@pytest.fixture(scope="module")
def converti():
    tableau = {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardBody": {"Fn::Sub": '{"alarms": ["${Reveil.Arn}", "${F.Arn}"]}'}},
    }
    table = {"Type": "AWS::DynamoDB::Table", "DependsOn": ["Reveil", "F"], "Properties": {}}
    modele = gabarit(Reveil=ALARME_COMPOSEE, Tableau=tableau, T=table)
    return convertir(modele, "s3://seau/code.zip")


def proprietes(converti, nom):
    return converti.modele["Resources"][nom]["Properties"]


def test_le_code_est_celui_du_paquet_et_l_etape_celle_du_gabarit(converti):
    assert proprietes(converti, "F")["Code"] == {"S3Bucket": "seau", "S3Key": "code.zip"}
    assert converti.etape_de_l_api == "portail"


def test_les_octets_et_les_reponses_de_la_passerelle_sont_dits_autrement(converti):
    api = proprietes(converti, "RestAPI")
    assert api["BinaryMediaTypes"] == ["*/*"]
    assert not [cle for cle in api["Body"] if cle.startswith("x-amazon-apigateway")]
    assert {"Key": "ms-custom-id", "Value": conversion.API} in api["Tags"]
    assert proprietes(converti, "ReponseThrottled")["StatusCode"] == "429"


def test_les_nombres_de_l_environnement_sont_du_texte(converti):
    variables = proprietes(converti, "F")["Environment"]["Variables"]
    assert variables["N"] == "3"
    assert variables["DEBIT"]["Fn::Sub"][0] == "${valeur}"


def test_ce_qui_est_retire_l_est_de_partout_et_compte(converti):
    assert "Reveil" not in converti.modele["Resources"]
    assert converti.modele["Resources"]["T"]["DependsOn"] == ["F"]
    corps = proprietes(converti, "Tableau")["DashboardBody"]["Fn::Sub"]
    assert corps == '{"alarms": ["Reveil", "${F.Arn}"]}'
    assert converti.comptes["AWS::CloudWatch::CompositeAlarm"] == 1
    assert converti.comptes["AWS::CloudWatch::Dashboard.DashboardBody"] == 1


def test_tout_ecart_compte_est_ecrit_avec_sa_raison(converti):
    ecrits = Counter(e.ou for e in (*ecarts.RETIREES, *ecarts.CHANGEES, *ecarts.SANS_EFFET))
    assert set(ecrits.values()) == {1}
    assert converti.comptes.keys() <= ecrits.keys()


def test_ce_qui_reste_ne_peut_nommer_ce_qui_est_retire():
    file = {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"TopicArn": {"Fn::GetAtt": ["Reveil", "Arn"]}},
    }
    with pytest.raises(ReferencePerdue, match="File : Reveil"):
        convertir(gabarit(Reveil=ALARME_COMPOSEE, File=file), "s3://seau/code.zip")


def test_un_gabarit_que_sam_refuse_dit_pourquoi():
    with pytest.raises(TraductionRefusee, match="Invalid"):
        traduire({"Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {}}}})


VERDICTS = """
import json, sys
sys.path.insert(0, "infra/deploiement")
import corrections
corrections.corriger()
mapping = {"UUID": "u", "MaximumRetryAttempts": 1}
mapping["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
lot = [{"dynamodb": {"SequenceNumber": numero}} for numero in "123"]
echec = {"body": {"batchItemFailures": [{"itemIdentifier": "2"}]}}
print(json.dumps([corrections.verdict(mapping, {}, lot, "", r) for r in ({}, echec, echec)]))
"""


def test_les_corrections_vont_a_la_version_epinglee():
    fin = subprocess.run(  # noqa: S603  (our own script)
        [str(PYTHON), "-c", VERDICTS], capture_output=True, text=True, check=False, cwd=RACINE
    )
    assert fin.returncode == 0, fin.stderr
    assert json.loads(fin.stdout.splitlines()[-1]) == [[None, False], [1, False], [1, True]]
