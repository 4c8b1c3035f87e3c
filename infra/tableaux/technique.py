"""*La technique*: for those on call. Functions, queues and tables are the template's: one that is
added is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.mesures import Mesure
from infra.tableaux import dependances
from infra.tableaux.composants import (
    GUIDES,
    Calcul,
    Courbe,
    EtatDesAlarmes,
    Graphique,
    Seuil,
    Tableau,
    Texte,
    mesure,
    toutes,
)
from infra.tableaux.service import PORTAILS

API = {"ApiName": "maprocuration-${Stage}", "Stage": "portail"}


def tableau(ressources: Mapping[str, Any]) -> Tableau:
    """Over the resources of the template (`infra/ressources/`, before Chalice's are merged)."""
    return Tableau(
        "technique",
        "La technique",
        (
            Texte(
                "# La technique\n"
                f"[Que faire d’une alarme]({GUIDES}alertes.md) · "
                f"[Ce qui n’a pas abouti : `make rejouer`]({GUIDES}alertes.md#echecs-routage) · "
                "requêtes enregistrées : CloudWatch Logs Insights, dossier `maprocuration-${Stage}`"
            ),
            EtatDesAlarmes("Alarmes", alarmes(ressources), hauteur=6),
            *_portails(),
            *_fonctions(ressources),
            *_magasins(ressources),
            *_files(ressources),
            *dependances.graphiques(),
            *dependances.rien_ne_se_perd(),
        ),
    )


def alarmes(ressources: Mapping[str, Any]) -> tuple[str, ...]:
    """Every alarm of the template, the composite one first."""
    genres = ("AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Alarm")
    return tuple(nom for genre in genres for nom in _du_type(ressources, genre))


def fonctions(ressources: Mapping[str, Any]) -> tuple[str, ...]:
    """Chalice gives their type to the functions; here each is what has its own log group."""
    return tuple(nom for nom, r in ressources.items() if "LoggingConfig" in r.get("Properties", {}))


def _du_type(ressources: Mapping[str, Any], genre: str) -> tuple[str, ...]:
    return tuple(nom for nom, r in ressources.items() if r.get("Type") == genre)


def _lambda(nom: str, statistique: str, fonctions_: tuple[str, ...]) -> list[Courbe]:
    return [
        Courbe("AWS/Lambda", nom, {"FunctionName": f"${{{f}}}"}, statistique, f) for f in fonctions_
    ]


def _portails() -> tuple[Graphique, ...]:
    return (
        Graphique(
            titre="API : appels et erreurs",
            courbes=[
                Courbe("AWS/ApiGateway", "Count", API, "Sum", "appels"),
                Courbe("AWS/ApiGateway", "4XXError", API, "Sum", "4xx"),
                Courbe("AWS/ApiGateway", "5XXError", API, "Sum", "5xx"),
            ],
            unite="appels par minute",
            periode=60,
        ),
        Graphique(
            titre="API : part d’erreurs de notre fait",
            courbes=[
                Courbe("AWS/ApiGateway", "5XXError", API, "Sum", "5xx", "erreurs", visible=False),
                Courbe("AWS/ApiGateway", "Count", API, "Sum", "appels", "total", visible=False),
                Calcul("IF(total > 0, 100 * erreurs / total, 0)", "pour cent", "taux"),
            ],
            unite="pour cent",
            seuils=(Seuil(1, "alarme, trois minutes de cinq"),),
            periode=60,
        ),
        Graphique(
            titre="API : latence",
            courbes=[
                Courbe("AWS/ApiGateway", "Latency", API, "p50", "la moitié"),
                Courbe("AWS/ApiGateway", "Latency", API, "p99", "99 sur cent"),
                Courbe("AWS/ApiGateway", "IntegrationLatency", API, "p99", "dont la fonction"),
            ],
            unite="millisecondes",
            seuils=(Seuil(3000, "alarme"),),
            periode=60,
        ),
        Graphique(
            titre="Réponses des portails, par classe",
            courbes=[
                *toutes(Mesure.REPONSES_3XX, libelles={p: f"3xx {n}" for p, n in PORTAILS.items()}),
                *toutes(Mesure.REPONSES_4XX, libelles={p: f"4xx {n}" for p, n in PORTAILS.items()}),
                *toutes(Mesure.REPONSES_5XX, libelles={p: f"5xx {n}" for p, n in PORTAILS.items()}),
            ],
            unite="réponses",
        ),
        Graphique(
            titre="Erreurs inattendues, par famille",
            courbes=toutes(Mesure.INCIDENTS),
            unite="erreurs",
            seuils=(Seuil(5, "alarme, pour le code"), Seuil(10, "alarme, pour les magasins")),
        ),
        Graphique(
            titre="Refus, par motif",
            courbes=toutes(Mesure.REFUS),
            unite="refus",
            largeur=8,
        ),
    )


def _fonctions(ressources: Mapping[str, Any]) -> tuple[Graphique, ...]:
    noms = fonctions(ressources)
    des_flux = tuple(
        nom
        for nom in noms
        if any(
            "Stream" in e.get("Properties", {})
            for e in ressources[nom]["Properties"].get("Events", {}).values()
        )
    )
    return (
        Graphique(
            titre="Fonctions : appels",
            courbes=_lambda("Invocations", "Sum", noms),
            unite="appels",
        ),
        Graphique(
            titre="Fonctions : erreurs", courbes=_lambda("Errors", "Sum", noms), unite="appels"
        ),
        Graphique(
            titre="Fonctions : appels refusés faute de place",
            courbes=_lambda("Throttles", "Sum", noms),
            unite="appels",
            seuils=(Seuil(1, "alarme, pour les portails"),),
        ),
        Graphique(
            titre="Fonctions : durée, 99 appels sur cent",
            courbes=_lambda("Duration", "p99", noms),
            unite="millisecondes",
        ),
        Graphique(
            titre="Fonctions : appels en même temps",
            courbes=[
                *_lambda("ConcurrentExecutions", "Maximum", noms),
                Courbe("AWS/Lambda", "ConcurrentExecutions", {}, "Maximum", "tout le compte"),
            ],
            unite="appels",
            seuils=(Seuil(1000, "limite d’un compte neuf"),),
        ),
        Graphique(
            titre="Flux : retard du plus ancien enregistrement",
            courbes=_lambda("IteratorAge", "Maximum", des_flux),
            unite="millisecondes",
            seuils=(Seuil(60_000, "alarme, pour le registre"),),
        ),
        Graphique(
            titre="Passes des fonctions de l’heure",
            courbes=toutes(Mesure.PASSES_FINIES),
            unite="passes finies",
            periode=3600,
        ),
        Graphique(
            titre="Flux : enregistrements traités, en échec, projections abandonnées",
            courbes=[
                mesure(Mesure.ENREGISTREMENTS_ROUTES, "entrés au registre"),
                mesure(Mesure.ENREGISTREMENTS_EN_ECHEC, "en échec, à reprendre"),
                mesure(Mesure.PROJECTIONS_ABANDONNEES, "projections abandonnées"),
            ],
            unite="enregistrements",
            largeur=16,
        ),
    )


def _magasins(ressources: Mapping[str, Any]) -> tuple[Graphique, ...]:
    tables = _du_type(ressources, "AWS::DynamoDB::Table")

    def par_table(nom: str, statistique: str) -> list[Courbe]:
        return [
            Courbe(
                "AWS/DynamoDB",
                nom,
                {"TableName": f"${{{t}}}"},
                statistique,
                t.removeprefix("Table"),
            )
            for t in tables
        ]

    limite = (Seuil(12_000_000, "limite d’une table : 40 000 unités par seconde"),)
    return (
        Graphique(
            titre="DynamoDB : unités d’écriture consommées",
            courbes=par_table("ConsumedWriteCapacityUnits", "Sum"),
            unite="unités par cinq minutes",
            seuils=limite,
        ),
        Graphique(
            titre="DynamoDB : unités de lecture consommées",
            courbes=par_table("ConsumedReadCapacityUnits", "Sum"),
            unite="unités par cinq minutes",
            seuils=limite,
        ),
        Graphique(
            titre="DynamoDB : écritures et lectures freinées",
            courbes=[
                *par_table("WriteThrottleEvents", "Sum"),
                *par_table("ReadThrottleEvents", "Sum"),
            ],
            unite="appels",
            seuils=(Seuil(100, "alarme, par minute"),),
        ),
    )


def _files(ressources: Mapping[str, Any]) -> tuple[Graphique, ...]:
    files = _du_type(ressources, "AWS::SQS::Queue")

    def par_file(nom: str) -> list[Courbe]:
        return [
            Courbe("AWS/SQS", nom, {"QueueName": f"${{{f}.QueueName}}"}, "Maximum", f)
            for f in files
        ]

    return (
        Graphique(
            titre="Files : messages qui attendent",
            courbes=par_file("ApproximateNumberOfMessagesVisible"),
            unite="messages",
            seuils=(Seuil(1, "alarme, pour les files d’échecs"),),
            largeur=12,
        ),
        Graphique(
            titre="Files : âge du plus ancien message",
            courbes=par_file("ApproximateAgeOfOldestMessage"),
            unite="secondes",
            largeur=12,
        ),
    )
