"""The comparison with the roles can fail, both ways; it says who, what and where."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.preuves import appels
from tests.preuves.acteurs import API, au_nom_de, entrees, qui_agit
from tests.preuves.greffe import RARES, juger
from tests.preuves.roles import exiges, fonctions, permis

JOURNAL = appels.arn("dynamodb", "table/maprocuration-local-journal")


def tout_ce_qui_est_permis() -> set[tuple[str, str, str]]:
    return {(qui, action, sur) for qui in fonctions() for action, sur in permis(qui)}


def test_qui_se_sert_de_tous_ses_droits_n_a_rien_a_se_reprocher() -> None:
    assert list(juger(tout_ce_qui_est_permis(), inutiles=True)) == []


def test_un_droit_qui_manque_se_dit_meme_si_peu_fut_joue() -> None:
    assert list(juger({("routage", "dynamodb:DeleteItem", JOURNAL)}, inutiles=False)) == [
        f"routage lacks dynamodb:DeleteItem on {JOURNAL}"
    ]


def test_un_droit_sans_usage_ne_se_dit_que_si_tout_fut_joue() -> None:
    faits = tout_ce_qui_est_permis() - {(API, "dynamodb:Query", JOURNAL)}

    assert list(juger(faits, inutiles=False)) == []
    assert list(juger(faits, inutiles=True)) == [
        f"{API} has no use for dynamodb:Query on {JOURNAL}"
    ]


def test_ce_que_le_gabarit_exige_n_est_pas_a_jouer() -> None:
    assert {action.partition(":")[0] for action, _ in exiges("routage")} >= {"logs", "sqs"}


def test_ce_qui_est_rare_est_bien_permis() -> None:
    assert {(qui, action) for qui, action, _ in tout_ce_qui_est_permis()} >= RARES


@pytest.mark.parametrize(
    "service,operation,params,attendus",
    [
        (
            "dynamodb",
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "t"}},
                    {"ConditionCheck": {"TableName": "u"}},
                ]
            },
            {("dynamodb:PutItem", "table/t"), ("dynamodb:ConditionCheckItem", "table/u")},
        ),
        (
            "dynamodb",
            "Query",
            {"TableName": "t", "IndexName": "i"},
            {("dynamodb:Query", "table/t/index/i")},
        ),
        ("s3", "UploadPart", {"Bucket": "b", "Key": "c"}, {("s3:PutObject", "b/c")}),
        ("sqs", "SendMessage", {"QueueUrl": "http://x/1/f"}, {("sqs:SendMessage", "f")}),
        ("ssm", "GetParameter", {"Name": "/a/b"}, {("ssm:GetParameter", "parameter/a/b")}),
    ],
)
def test_un_appel_demande_ses_droits(
    service: str, operation: str, params: dict[str, object], attendus: set[tuple[str, str]]
) -> None:
    demandes = {
        (action, sur.rpartition(":")[2])
        for action, sur in appels.droits(service, operation, params)
    }
    assert demandes == attendus


def test_un_service_que_personne_n_a_decrit_se_dit() -> None:
    with pytest.raises(KeyError):
        appels.droits("rekognition", "DetectFaces", {})


def test_les_fils_d_une_fonction_sont_les_siens_et_un_test_n_est_personne() -> None:
    assert qui_agit() is None
    with ThreadPoolExecutor(1) as fils:
        assert fils.submit(qui_agit).result() is None
        espace: dict[str, Any] = {}
        source = "def demander(fils, qui):\n    return fils.submit(qui).result()\n"
        exec(compile(source, "chalicelib/essai.py", "exec"), espace)  # noqa: S102
        assert au_nom_de("echeances", espace["demander"], fils, qui_agit) == "echeances"


def test_chaque_fonction_de_l_application_est_connue() -> None:
    assert {"routage", "courriels", "echeances"} <= set(entrees().values())
