"""How messages wait for their turn and what becomes of them, on the template itself."""

from __future__ import annotations

import json
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from chalicelib.flux.rythme import PART_DES_BULLETINS, PARTS, intervalle, intervalle_des_bulletins
from chalicelib.services.ports_courrier import File
from infra import assemblage

MODELE = assemblage.charger()
RESSOURCES = MODELE["Resources"]
SIMULTANES = MODELE["Mappings"]["SimultanesParDebit"]
CADENCE_D_UN_ENVOYEUR = 4
PAR_JOUR = 86_400


def evenements() -> dict[str, dict[str, Any]]:
    """The mapping of each queue, by its resource."""
    siens = RESSOURCES["Expedition"]["Properties"]["Events"].values()
    return {e["Properties"]["Queue"]["Fn::GetAtt"][0]: e["Properties"] for e in siens}


def test_chaque_file_a_son_envoyeur_et_rend_ce_qui_n_est_pas_parti() -> None:
    assert set(evenements()) == {f"Envois{file.value.capitalize()}" for file in File}
    for reglages in evenements().values():
        assert reglages["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_les_envoyeurs_durent_moins_que_ce_qui_cache_leurs_messages() -> None:
    fonctions = json.loads(Path(".chalice/config.json").read_text("utf-8"))["lambda_functions"]
    duree = fonctions["expedition"]["lambda_timeout"]
    for nom, reglages in evenements().items():
        assert RESSOURCES[nom]["Properties"]["VisibilityTimeout"] == 6 * duree, "what AWS asks for"
        pas = max(float(SIMULTANES["14"][nom.removeprefix("Envois")]) / (14 * p) for p in [0.1])
        assert reglages["BatchSize"] * (12 + pas) < duree, "the slowest batch"


@pytest.mark.parametrize("debit", sorted(SIMULTANES, key=int))
def test_a_chaque_debit_ceux_qui_envoient_ensemble_restent_sous_le_quota(
    debit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBIT_SES", debit)
    somme = 8 / intervalle_des_bulletins(8)
    for file in File:
        nombre = SIMULTANES[debit][file.value.capitalize()]
        monkeypatch.setenv(f"ENVOIS_{file.value}_SIMULTANES", str(nombre))
        somme += nombre / intervalle(file)

        assert nombre == max(2, ceil(int(debit) * PARTS[file] / CADENCE_D_UN_ENVOYEUR))
        assert intervalle(file) >= 1 / CADENCE_D_UN_ENVOYEUR, "the time that a send takes"
        reglages = evenements()[f"Envois{file.value.capitalize()}"]
        assert reglages["ScalingConfig"]["MaximumConcurrency"] == {
            "Fn::FindInMap": ["SimultanesParDebit", {"Ref": "DebitSes"}, file.value.capitalize()]
        }
    assert somme == pytest.approx(int(debit))
    assert sum(PARTS.values()) + PART_DES_BULLETINS == pytest.approx(1)


def test_les_fonctions_savent_ce_que_le_gabarit_leur_donne() -> None:
    variables = RESSOURCES["Expedition"]["Properties"]["Environment"]["Variables"]
    assert variables["DEBIT_SES"] == {"Ref": "DebitSes"}
    assert set(MODELE["Parameters"]["DebitSes"]["AllowedValues"]) == set(SIMULTANES)
    for file in File:
        nom = file.value.capitalize()
        assert variables[f"FILE_ENVOIS_{file.value}"] == {"Ref": f"Envois{nom}"}
        simultanes = variables[f"ENVOIS_{file.value}_SIMULTANES"]
        assert simultanes["Fn::FindInMap"][2] == nom


def test_une_file_ne_perd_rien() -> None:
    for file in File:
        ressource = RESSOURCES[f"Envois{file.value.capitalize()}"]
        proprietes = ressource["Properties"]
        assert ressource["DeletionPolicy"] == "Retain"
        assert proprietes["MessageRetentionPeriod"] == 14 * PAR_JOUR
        redressement = proprietes["RedrivePolicy"]
        assert redressement["deadLetterTargetArn"] == {"Fn::GetAtt": ["EchecsEnvois", "Arn"]}
        # Ten days of pause, a try each half hour, come before.
        assert redressement["maxReceiveCount"] > 10 * 48
        assert redressement["maxReceiveCount"] <= 1000


def test_seul_ses_dit_ce_que_deviennent_les_messages() -> None:
    destination = RESSOURCES["RetoursDeSes"]["Properties"]["EventDestination"]
    assert destination["Enabled"] is True
    assert set(destination["MatchingEventTypes"]) == {
        "DELIVERY",
        "BOUNCE",
        "COMPLAINT",
        "DELIVERY_DELAY",
        "REJECT",
        "RENDERING_FAILURE",
    }
    assert destination["SnsDestination"] == {"TopicARN": {"Ref": "SujetRetours"}}
    (ses, tls) = RESSOURCES["PolitiqueSujetRetours"]["Properties"]["PolicyDocument"]["Statement"]
    assert (ses["Principal"], ses["Action"]) == ({"Service": "ses.amazonaws.com"}, "sns:Publish")
    egal = ses["Condition"]["StringEquals"]
    assert egal["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    jeu = RESSOURCES["JeuDeConfiguration"]["Properties"]["Name"]["Fn::Sub"]
    assert egal["aws:SourceArn"]["Fn::Sub"].endswith(f":configuration-set/{jeu}")
    assert tls["Effect"] == "Deny"
    cle = RESSOURCES["SujetRetours"]["Properties"]["KmsMasterKeyId"]
    assert cle == {"Fn::GetAtt": ["CleSignaux", "Arn"]}
    (evenement,) = RESSOURCES["Retours"]["Properties"]["Events"].values()
    assert evenement == {"Type": "SNS", "Properties": {"Topic": {"Ref": "SujetRetours"}}}
