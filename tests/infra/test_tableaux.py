"""The dashboards and the metrics, one checked against the other, on the template itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from chalicelib.mesures import Mesure
from infra import assemblage
from infra.tableaux import alarmes, calcul, composants, lecture, reveil
from infra.tableaux.lecture import Ligne
from infra.tableaux.releves import Metrique, Releves
from infra.tableaux.resolution import Resolution

RESSOURCES = assemblage.charger()["Resources"]
PARAMETRES = assemblage.charger()["Parameters"]
RESOLUTION = Resolution("prod")
TABLEAUX = {
    nom: r for nom, r in RESSOURCES.items() if r.get("Type") == "AWS::CloudWatch::Dashboard"
}
CORPS = {nom: lecture.corps(r, RESOLUTION) for nom, r in TABLEAUX.items()}
ALARMES = alarmes.lire(RESSOURCES, RESOLUTION)
EXPLOITATION = Path(__file__).parents[2] / "docs" / "exploitation"

# Names that AWS documents in these namespaces, of those that we may need.
NATIVES = {
    "AWS/Lambda": {
        "Invocations",
        "Errors",
        "Throttles",
        "Duration",
        "ConcurrentExecutions",
        "IteratorAge",
        "ProvisionedConcurrencySpilloverInvocations",
        "ProvisionedConcurrencyUtilization",
        "AsyncEventAge",
        "DeadLetterErrors",
        "DestinationDeliveryFailures",
    },
    "AWS/ApiGateway": {"Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"},
    "AWS/DynamoDB": {
        "ConsumedReadCapacityUnits",
        "ConsumedWriteCapacityUnits",
        "ReadThrottleEvents",
        "WriteThrottleEvents",
        "SystemErrors",
        "TransactionConflict",
    },
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"},
    "AWS/SES": {
        "Send",
        "Delivery",
        "Bounce",
        "Complaint",
        "Reject",
        "Reputation.BounceRate",
        "Reputation.ComplaintRate",
    },
    "AWS/WAFV2": {"BlockedRequests", "AllowedRequests", "CountedRequests"},
    "AWS/SNS": {"NumberOfNotificationsFailed"},
}


def widgets(genre: str) -> Iterator[dict[str, Any]]:
    for corps in CORPS.values():
        for widget in corps["widgets"]:
            if widget["type"] == genre:
                yield widget["properties"]


def lignes() -> Iterator[Ligne]:
    for proprietes in widgets("metric"):
        yield from lecture.lignes(proprietes)


MONTREES = {ligne.metrique for ligne in lignes() if ligne.metrique}
SURVEILLEES = {m.metrique for alarme in ALARMES for m in alarme.mesures.values()}
EMISES = {
    Metrique.de(
        "Maprocuration/prod",
        mesure.nom,
        {"service": "maprocuration", **dict(zip(mesure.dimensions, valeurs, strict=True))},
    ): mesure
    for mesure in Mesure
    for valeurs in product(*mesure.dimensions.values())
}


def test_rien_n_est_montre_ni_surveille_que_le_code_n_emette() -> None:
    ici = {m for m in MONTREES | SURVEILLEES if not m.espace.startswith("AWS/")}
    assert ici <= EMISES.keys()


def test_tout_ce_que_le_code_emet_est_montre_ou_surveille() -> None:
    oubliees = {EMISES[m].name for m in EMISES.keys() - MONTREES - SURVEILLEES}
    assert not oubliees


def test_les_noms_d_aws_sont_les_siens() -> None:
    for metrique in MONTREES | SURVEILLEES:
        if metrique.espace.startswith("AWS/"):
            assert metrique.nom in NATIVES[metrique.espace], metrique


def test_ce_que_les_tableaux_nomment_est_dans_le_gabarit_a_chaque_etape() -> None:
    for ressource in TABLEAUX.values():
        for nom in re.findall(
            r"\$\{(\w+)[.}]", ressource["Properties"]["DashboardBody"]["Fn::Sub"]
        ):
            assert nom in RESSOURCES or nom in PARAMETRES, nom
            assert "Condition" not in RESSOURCES.get(nom, {}), f"{nom} may not be deployed"


def test_les_tableaux_sont_trois_et_tiennent_dans_les_limites_de_cloudwatch() -> None:
    assert set(TABLEAUX) == {"TableauService", "TableauTechnique", "TableauSecurite"}
    for corps in CORPS.values():
        assert len(corps["widgets"]) <= 500
    for proprietes in widgets("metric"):
        assert len(proprietes["metrics"]) <= 500
    for proprietes in widgets("alarm"):
        assert 0 < len(proprietes["alarms"]) <= 100


def test_chaque_graphique_dit_son_unite_et_ses_expressions_se_lisent() -> None:
    for proprietes in widgets("metric"):
        assert proprietes["yAxis"]["left"]["label"]
        assert proprietes["title"]
        toutes = list(lecture.lignes(proprietes))
        ids = [ligne.id_ for ligne in toutes if ligne.id_]
        assert len(set(ids)) == len(ids)
        for ligne in toutes:
            if ligne.expression:
                assert calcul.noms(ligne.expression) <= set(ids)


def test_aucun_widget_ne_recouvre_un_autre() -> None:
    for corps in CORPS.values():
        cases = [
            (x, y)
            for w in corps["widgets"]
            for x in range(w["x"], w["x"] + w["width"])
            for y in range(w["y"], w["y"] + w["height"])
        ]
        assert len(set(cases)) == len(cases)
        assert max(x for x, _ in cases) < composants.COLONNES


def test_les_liens_des_tableaux_menent_a_une_page_de_l_exploitation() -> None:
    for proprietes in widgets("text"):
        liens = re.findall(r"\]\(docs/exploitation/([^)#]+)", proprietes["markdown"])
        assert liens
        for page in liens:
            assert (EXPLOITATION / page).is_file(), page


def test_toute_fonction_toute_file_et_toute_table_est_au_tableau() -> None:
    texte = json.dumps(CORPS["TableauTechnique"])
    for nom, ressource in RESSOURCES.items():
        est_une_fonction = "LoggingConfig" in ressource.get("Properties", {})
        if est_une_fonction or ressource.get("Type") in {
            "AWS::SQS::Queue",
            "AWS::DynamoDB::Table",
        }:
            assert f'"{nom}"' in texte, nom


def test_toute_alarme_est_au_tableau_technique() -> None:
    (etats,) = [
        w["properties"]["alarms"]
        for w in CORPS["TableauTechnique"]["widgets"]
        if w["type"] == "alarm"
    ]
    assert set(etats) == {a.nom for a in ALARMES} | {"Reveil"}


def test_rien_de_personnel_dans_les_metriques() -> None:
    """Names and values are all of a list, in the code, that names nobody."""
    assert all(len(mesure.dimensions) <= 2 for mesure in Mesure)
    assert len(EMISES) < 500, "each series is paid for"


@pytest.mark.parametrize(
    "expression, attendue",
    [
        ("a + b", {0: 5.0}),
        ("FILL(a, 0) + FILL(b, 1)", {0: 5.0, 60: 5.0, 120: 1.0}),
        ("IF(a >= 3, 100 * b / a, -1)", {0: -1.0}),
        ("a / (b - 3)", {}),
        ("FILL(a, REPEAT)", {0: 2.0, 60: 4.0, 120: 4.0}),
        ("MAX([a, b])", {0: 3.0, 60: 4.0}),
        ("IF(FILL(a, 0) > 1 AND FILL(b, 0) == 0, 1, 0)", {0: 0.0, 60: 1.0, 120: 0.0}),
        ("7", {0: 7.0, 60: 7.0, 120: 7.0}),
    ],
)
def test_le_calcul_est_celui_de_cloudwatch(expression: str, attendue: dict[int, float]) -> None:
    series = {"a": {0: 2.0, 60: 4.0}, "b": {0: 3.0}}
    assert calcul.calculer(expression, series, (0, 60, 120)) == attendue


@pytest.mark.parametrize("expression", ["SEARCH('x', 'Sum')", "a + inconnue", "a +", "RATE(a)"])
def test_ce_qui_ne_se_lit_pas_se_dit(expression: str) -> None:
    with pytest.raises(calcul.ExpressionInconnue):
        calcul.calculer(expression, {"a": {0: 1.0}}, (0,))


@pytest.mark.parametrize(
    "statistique, attendue",
    [("Sum", 15), ("SampleCount", 5), ("Average", 3), ("Minimum", 1), ("Maximum", 7), ("p50", 2)],
)
def test_une_statistique_se_lit_par_periode(statistique: str, attendue: float) -> None:
    releves, metrique = Releves(), Metrique("e", "n")
    for instant, valeur, poids in (
        (60, 1, 2),
        (100, 2, 1),
        (110, 4, 1),
        (119.9, 7, 1),
        (120, 9, 1),
    ):
        releves.ajouter(metrique, instant, valeur, poids)

    assert releves.lire(metrique, statistique, 60, 60, 120) == {60: attendue}


def test_une_ligne_d_emf_se_lit_et_le_reste_ne_dit_rien() -> None:
    releves = Releves()
    releves.lire_emf(
        [
            '{"message": "incident"}',
            '{"_aws": {"Timestamp": 61000, "CloudWatchMetrics": [{"Namespace": "e", "Dimensions":'
            ' [["d"]], "Metrics": [{"Name": "n"}]}]}, "d": "v", "n": [1.0, 2.0]}',
        ]
    )

    assert releves.lire(Metrique("e", "n", (("d", "v"),)), "Sum", 60, 0, 120) == {60: 3.0}


def test_une_regle_composee_inconnue_est_refusee() -> None:
    regle = {"A": {"Properties": {"AlarmRule": {"Fn::Sub": "ALARM(${B}) AND ALARM(${C})"}}}}
    with pytest.raises(ValueError, match="règle inconnue"):
        reveil.enfants(regle, "A")
