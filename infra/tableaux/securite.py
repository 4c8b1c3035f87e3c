"""*La sécurité*: who was refused, what was tried, what is not usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.mesures import Mesure
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

BARRIERE = {"WebACL": "maprocuration-${Stage}", "Region": "${AWS::Region}"}


def tableau(ressources: Mapping[str, Any]) -> Tableau:
    """Over the resources of the template."""
    return Tableau(
        "securite",
        "La sécurité",
        (
            Texte(
                "# La sécurité\n"
                "Des comptes seulement : qui a fait quoi se lit au journal, par qui en a le droit. "
                f"[Que faire d’une alarme]({GUIDES}alertes.md) · "
                f"[Un agent est compromis]({GUIDES}agent-compromis.md)"
            ),
            EtatDesAlarmes("Alarmes de sécurité", de_securite(ressources)),
            *_acces(),
            *_guichet(),
            *_barriere(ressources),
        ),
    )


def de_securite(ressources: Mapping[str, Any]) -> tuple[str, ...]:
    """The alarms that are told to those who watch over security."""
    return tuple(
        nom
        for nom, r in ressources.items()
        if {"Ref": "SujetSecurite"} in r.get("Properties", {}).get("AlarmActions", ())
    )


def _acces() -> tuple[Graphique, ...]:
    connexions = ("electeur", "autorite", "mairie")
    return (
        Graphique(
            titre="Accès refusés (401 et 403), par portail",
            courbes=toutes(Mesure.ACCES_REFUSES, libelles=PORTAILS),
            unite="réponses",
        ),
        Graphique(
            titre="Portail des autorités : part d’accès refusés",
            courbes=[
                mesure(
                    Mesure.ACCES_REFUSES, "refus", id_="refus", visible=False, portail="autorite"
                ),
                *(
                    mesure(une, une.nom, id_=id_, visible=False, portail="autorite")
                    for une, id_ in (
                        (Mesure.REPONSES_2XX, "c2"),
                        (Mesure.REPONSES_3XX, "c3"),
                        (Mesure.REPONSES_4XX, "c4"),
                    )
                ),
                Calcul(
                    "100 * FILL(refus, 0) / (FILL(c2, 0) + FILL(c3, 0) + FILL(c4, 0))",
                    "pour cent",
                    "part",
                ),
            ],
            unite="pour cent",
            seuils=(Seuil(20, "alarme"),),
        ),
        Graphique(
            titre="Connexions refusées, par portail",
            courbes=[
                *(mesure(Mesure.CONNEXIONS_REFUSEES, PORTAILS[p], portail=p) for p in connexions),
                mesure(Mesure.CERTIFICATIONS_REFUSEES, "identités certifiées"),
            ],
            unite="connexions",
        ),
        Graphique(
            titre="Refus qui disent qu’on essaie",
            courbes=[
                mesure(Mesure.REFUS, type_, type=type_)
                for type_ in (
                    "acces-refuse",
                    "formulaire-non-reconnu",
                    "jeton-refuse",
                    "portee-insuffisante",
                    "habilitation-invalide",
                    "double-authentification-requise",
                    "autre-personne",
                    "corps-trop-grand",
                )
            ],
            unite="refus",
        ),
    )


def _guichet() -> tuple[Graphique, ...]:
    return (
        Graphique(
            titre="Références sans suite, au guichet",
            courbes=[mesure(Mesure.REFERENCES_MANQUEES, "références")],
            unite="références",
            seuils=(Seuil(400, "alarme"),),
        ),
        Graphique(
            titre="Agents verrouillés (dix références sans suite en dix minutes)",
            courbes=[
                mesure(Mesure.AGENTS_VERROUILLES, "verrous posés"),
                mesure(Mesure.REFUS, "essais sous verrou", type="agent-verrouille"),
            ],
            unite="nombre",
            seuils=(Seuil(5, "alarme, par quart d’heure"),),
            periode=900,
        ),
        Graphique(
            titre="Actes inhabituels, par genre",
            courbes=toutes(Mesure.ANOMALIES),
            unite="signalements",
            periode=3600,
            largeur=16,
        ),
    )


def _barriere(ressources: Mapping[str, Any]) -> tuple[Graphique, ...]:
    regles = [
        regle["Name"]
        for brute in ressources["BarriereApplicative"]["Properties"]["Rules"]
        for regle in ([brute] if "Name" in brute else brute["Fn::If"][1:])
        if "Name" in regle
    ]
    return (
        Graphique(
            titre="Pare-feu : requêtes arrêtées et laissées passer",
            courbes=[
                Courbe("AWS/WAFV2", nom, {**BARRIERE, "Rule": "ALL"}, "Sum", libelle)
                for nom, libelle in (
                    ("BlockedRequests", "arrêtées"),
                    ("AllowedRequests", "passées"),
                )
            ],
            unite="requêtes",
        ),
        Graphique(
            titre="Pare-feu : requêtes arrêtées, par règle",
            courbes=[
                Courbe(
                    "AWS/WAFV2",
                    "BlockedRequests",
                    {**BARRIERE, "Rule": f"maprocuration-${{Stage}}-{regle}"},
                    "Sum",
                    regle,
                )
                for regle in regles
            ],
            unite="requêtes",
            pile=True,
        ),
    )
