"""The alarms: a normal day of vote rings none, a fault rings its own, each says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chalice.app import ScheduledEventConfig

import app
from chalicelib.mesures import PLANIFIEES, Mesure
from infra import assemblage
from infra.tableaux import alarmes, calcul
from infra.tableaux.alarmes import Alarme, Etat
from infra.tableaux.releves import Metrique, Releves
from infra.tableaux.resolution import Resolution
from infra.tableaux.reveil import enfants
from tests.infra.jour_de_vote import DEBUT, MINUTES, jouer
from tests.infra.pannes import PANNES

RESSOURCES = assemblage.charger()["Resources"]
ALARMES = {
    alarme.nom.removeprefix("Alarme"): alarme
    for alarme in alarmes.lire(RESSOURCES, Resolution("prod"))
}
FIN = DEBUT + 60 * MINUTES
PAGE = Path(__file__).parents[2] / "docs" / "exploitation" / "alertes.md"


def sonneries(alarme: Alarme, releves: Releves) -> list[int]:
    """The minutes at whose end it is ringing."""
    etats = alarme.etats(releves, DEBUT, FIN)
    return [(t - DEBUT) // 60 for t, etat in etats if etat is Etat.ALARME]


@pytest.mark.parametrize("nom", ALARMES)
def test_une_veille_et_un_jour_de_vote_ne_font_rien_sonner(nom: str) -> None:
    assert sonneries(ALARMES[nom], jouer(ALARMES[nom])) == []


@pytest.mark.parametrize("nom", ALARMES)
def test_sa_panne_fait_sonner_chaque_alarme_puis_elle_se_tait(nom: str) -> None:
    panne = PANNES[nom]
    fin = panne.de + panne.duree

    sonnees = sonneries(ALARMES[nom], jouer(ALARMES[nom], panne.series, panne.de, fin))

    assert sonnees, "a fault that nobody is told of"
    alarme = ALARMES[nom]
    patience = alarme.periode * int(alarme.proprietes["EvaluationPeriods"]) // 60
    assert min(sonnees) > panne.de
    assert min(sonnees) <= fin + 1, "told while it lasts"
    assert max(sonnees) <= max(fin + patience, min(sonnees) + patience), "then silent again"


@pytest.mark.parametrize("nom", ALARMES)
def test_chaque_alarme_a_son_nom_sa_phrase_et_sa_page(nom: str) -> None:
    alarme = ALARMES[nom]
    physique = alarme.proprietes["AlarmName"]["Fn::Sub"]
    ancre = physique.removeprefix("maprocuration-${Stage}-")

    assert alarme.lien == f"docs/exploitation/alertes.md#{ancre}"
    assert alarme.titre.endswith((".", "!"))
    assert re.search(rf"^## {ancre}$", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("nom", ALARMES)
def test_chaque_alarme_est_dite_a_quelqu_un_et_se_lit(nom: str) -> None:
    proprietes = ALARMES[nom].proprietes

    assert {"Ref": "SujetAlarmes"} in proprietes["AlarmActions"]
    assert proprietes["OKActions"] == proprietes["AlarmActions"], "its end is told to the same"
    assert proprietes["TreatMissingData"] in {"breaching", "notBreaching"}
    assert 1 <= proprietes["DatapointsToAlarm"] <= proprietes["EvaluationPeriods"]
    duree = ALARMES[nom].periode * proprietes["EvaluationPeriods"]
    assert duree <= 7 * 24 * 3600, "CloudWatch's own limit"
    assert ALARMES[nom].periode < 3600 or duree <= 7 * 24 * 3600
    assert len(proprietes.get("Metrics", ())) <= 10
    assert calcul.noms(ALARMES[nom].expression) == set(ALARMES[nom].mesures)


def test_les_deux_sortes_d_alarmes_se_disent() -> None:
    reveil = RESSOURCES["Reveil"]["Properties"]
    eveillantes = enfants(RESSOURCES, "Reveil")

    assert {nom.removeprefix("Alarme") for nom in eveillantes} < set(ALARMES)
    assert reveil["AlarmActions"] == reveil["OKActions"] == [{"Ref": "SujetAstreinte"}]
    # What may lose a vote, or closes the portals.
    assert {"AlarmeEchecsRoutage", "AlarmeErreurs5xx", "AlarmeRetardRoutage"} <= set(eveillantes)
    assert re.search(r"^## reveil$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_ce_qui_reveille_est_le_seul_message_du_sujet_de_l_astreinte() -> None:
    publient = [
        nom
        for nom, r in RESSOURCES.items()
        if {"Ref": "SujetAstreinte"} in r.get("Properties", {}).get("AlarmActions", ())
    ]
    assert publient == ["Reveil"]


def test_chaque_file_d_echecs_a_son_alarme() -> None:
    files = {
        nom
        for nom, r in RESSOURCES.items()
        if r.get("Type") == "AWS::SQS::Queue" and nom.startswith("Echecs")
    }
    surveillees = {
        dict(m.metrique.dimensions)["QueueName"]
        for alarme in ALARMES.values()
        for m in alarme.mesures.values()
        if m.metrique.nom == "ApproximateNumberOfMessagesVisible"
    }
    assert files <= surveillees


def test_le_silence_de_chaque_fonction_de_l_heure_sonne() -> None:
    fonctions = {s.name for s in app.app.event_sources if isinstance(s, ScheduledEventConfig)}
    surveillees = {
        dict(m.metrique.dimensions)["fonction"]
        for alarme in ALARMES.values()
        if alarme.proprietes["TreatMissingData"] == "breaching"
        for m in alarme.mesures.values()
        if m.metrique.nom == Mesure.PASSES_FINIES.nom
    }
    assert fonctions == set(PLANIFIEES) == surveillees


def test_le_retard_de_chaque_flux_sonne() -> None:
    flux = {
        nom
        for nom, r in RESSOURCES.items()
        for evenement in r.get("Properties", {}).get("Events", {}).values()
        if isinstance(evenement, dict) and "Stream" in evenement["Properties"]
    }
    surveillees = {
        dict(m.metrique.dimensions)["FunctionName"]
        for alarme in ALARMES.values()
        for m in alarme.mesures.values()
        if m.metrique.nom == "IteratorAge"
    }
    assert flux == surveillees


@pytest.mark.parametrize(
    "manque, attendu",
    [
        ("breaching", Etat.ALARME),
        ("notBreaching", Etat.OK),
        ("missing", Etat.SANS_DONNEES),
        ("ignore", Etat.SANS_DONNEES),
    ],
)
def test_ce_qui_manque_se_lit_comme_l_alarme_le_dit(manque: str, attendu: Etat) -> None:
    metrique = Metrique("e", "n")
    proprietes = {
        "EvaluationPeriods": 2,
        "DatapointsToAlarm": 2,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": manque,
    }
    mesuree = alarmes.Mesuree(metrique, "Sum", 60)
    alarme = Alarme("A", proprietes, "Une phrase. lien", {"m": mesuree}, "m")

    assert [etat for _, etat in alarme.etats(Releves(), 0, 120)] == [attendu]


def test_m_periodes_sur_n_font_sonner() -> None:
    metrique, releves = Metrique("e", "n"), Releves()
    for instant in (0, 120):
        releves.ajouter(metrique, instant, 5)
    releves.ajouter(metrique, 60, 0)
    proprietes = {
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 2,
        "Threshold": 5,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    }
    mesuree = alarmes.Mesuree(metrique, "Sum", 60)
    alarme = Alarme("A", proprietes, "Une phrase. lien", {"m": mesuree}, "m")

    assert [e for _, e in alarme.etats(releves, 0, 240)] == [Etat.ALARME, Etat.OK]
