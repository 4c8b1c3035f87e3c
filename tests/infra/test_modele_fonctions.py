"""What joins the parts of the merged template: functions, their roles and settings, queues and who
reads or watches them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.test_maison import FICHIERS
from tests.infra.fusions import fusion
from tests.preuves.acteurs import entrees
from tests.preuves.roles import fonctions, role

ETAPE = "prod"


@pytest.fixture(scope="module")
def ressources() -> dict[str, dict[str, Any]]:
    trouvees: dict[str, dict[str, Any]] = fusion(ETAPE)["Resources"]
    return trouvees


@pytest.fixture(scope="module")
def lambdas(ressources: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        nom: ressource["Properties"]
        for nom, ressource in ressources.items()
        if ressource["Type"] == "AWS::Serverless::Function"
    }


def sources(fonction: dict[str, Any], genre: str) -> Iterator[dict[str, Any]]:
    """Its events of that type."""
    for evenement in fonction.get("Events", {}).values():
        if evenement["Type"] == genre:
            yield evenement["Properties"]


def test_la_preuve_des_droits_connait_chaque_fonction_et_son_role(
    lambdas: dict[str, dict[str, Any]],
) -> None:
    assert set(lambdas) == set(fonctions().values())
    assert len(set(entrees().values())) == len(lambdas) - 1
    for nom, logique in fonctions().items():
        assert lambdas[logique]["Role"] == {"Fn::GetAtt": [role(nom), "Arn"]}
    roles = [role(nom) for nom in fonctions()]
    assert len(set(roles)) == len(roles), "a role for two functions is too wide for both"


def test_chaque_file_a_qui_la_lit_ou_une_alarme(
    ressources: dict[str, dict[str, Any]], lambdas: dict[str, dict[str, Any]]
) -> None:
    files = {n for n, ressource in ressources.items() if ressource["Type"] == "AWS::SQS::Queue"}
    lues = {
        source["Queue"]["Fn::GetAtt"][0]
        for fonction in lambdas.values()
        for source in sources(fonction, "SQS")
    }
    surveillees = {
        dimension["Value"]["Fn::GetAtt"][0]
        for ressource in ressources.values()
        if ressource["Type"] == "AWS::CloudWatch::Alarm"
        for dimension in ressource["Properties"].get("Dimensions", ())
        if dimension["Name"] == "QueueName"
    }

    assert files
    assert files - lues - surveillees == set()
    assert not {n for n in files if n.startswith("Echecs")} - surveillees, (
        "nobody looks at failures"
    )


def test_une_file_ne_rend_pas_un_message_a_qui_le_traite_encore(
    ressources: dict[str, dict[str, Any]], lambdas: dict[str, dict[str, Any]]
) -> None:
    for fonction in lambdas.values():
        for source in sources(fonction, "SQS"):
            file = ressources[source["Queue"]["Fn::GetAtt"][0]]["Properties"]
            # AWS asks for six times the function's time, the wait for a full batch apart.
            assert file["VisibilityTimeout"] >= 6 * fonction["Timeout"]
            assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
            assert "deadLetterTargetArn" in file["RedrivePolicy"]


def test_ce_que_lambda_abandonne_va_dans_une_file(
    ressources: dict[str, dict[str, Any]], lambdas: dict[str, dict[str, Any]]
) -> None:
    for nom, fonction in lambdas.items():
        destinations = [s["DestinationConfig"]["OnFailure"] for s in sources(fonction, "DynamoDB")]
        if list(sources(fonction, "SNS")):
            destinations.append(fonction["EventInvokeConfig"]["DestinationConfig"]["OnFailure"])
        for destination in destinations:
            ressource = ressources[destination["Destination"]["Fn::GetAtt"][0]]
            assert ressource["Type"] == "AWS::SQS::Queue", nom


def test_une_fonction_finit_avant_que_ce_qui_l_appelle_se_lasse(
    lambdas: dict[str, dict[str, Any]],
) -> None:
    assert lambdas["APIHandler"]["Timeout"] <= 29, "API Gateway waits no longer"
    for nom, fonction in lambdas.items():
        assert fonction["Timeout"] <= 900
        assert fonction["MemorySize"] >= 512, nom
        for source in sources(fonction, "DynamoDB"):
            assert fonction["Timeout"] < source["MaximumRecordAgeInSeconds"]


def test_chaque_variable_reglee_est_lue(lambdas: dict[str, dict[str, Any]]) -> None:
    code = "\n".join(fichier.read_text("utf-8") for fichier in FICHIERS)
    reglees = {nom for f in lambdas.values() for nom in f["Environment"]["Variables"]}

    assert "STAGE" in reglees
    assert [nom for nom in sorted(reglees) if not _lue(nom, code)] == []


def _lue(nom: str, code: str) -> bool:
    """By its name, or as one of a family: tables, files, registrations, secrets."""
    if nom == "AWS_STS_REGIONAL_ENDPOINTS" or nom.startswith("POWERTOOLS_"):
        return True
    if nom.startswith("TABLE_"):
        # Read by every model, under its name.
        return bool(re.search(rf"""table\(\s*["']{nom[6:].lower()}["']""", code))
    familles = re.findall(r"""variable\(\s*f"([A-Z]+_)\{[^}]*\}([A-Z_]*)\"""", code)
    if any(nom.startswith(debut) and nom.endswith(fin) for debut, fin in familles):
        return True
    base = nom.removesuffix("_SSM")
    for federation in ("FRANCECONNECT_PLUS", "FRANCECONNECT", "PROCONNECT"):
        if base.startswith(f"{federation}_"):
            suite = base.removeprefix(f"{federation}_")
            return f'_{suite}"' in code and f'"{federation}"' in code
    return f'"{base}"' in code


def test_rien_de_ce_qui_est_regle_n_est_un_secret(lambdas: dict[str, dict[str, Any]]) -> None:
    for fonction in lambdas.values():
        for nom, valeur in fonction["Environment"]["Variables"].items():
            if re.search(r"SECRET|JETON|CLE_", nom) and not nom.endswith("_SSM"):
                assert valeur == "sans-objet" or "Publique" in json.dumps(valeur), nom
