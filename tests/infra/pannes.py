"""For each alarm, a fault that is plausible and that it must ring for: which series, by a pattern
of their names, say what while it lasts. Two hours of the afternoon, unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.infra.jour_de_vote import RIEN, Minute, part


def _chaque_minute(valeur: float) -> Minute:
    return lambda _: ((valeur, 1),)


def _fois(par_jour: float) -> Minute:
    return lambda minute: ((1.0, round(par_jour * part(minute))),)


@dataclass(frozen=True)
class Panne:
    """`series` by pattern; in minutes, when it begins and how long it lasts."""

    series: Mapping[str, Minute]
    de: int = 16 * 60
    duree: int = 120


def _file(nom: str) -> Panne:
    return Panne({f"ApproximateNumberOfMessagesVisible {nom}": _chaque_minute(1)})


def _silence(fonction: str, duree: int = 120) -> Panne:
    return Panne({f"PassesFinies {fonction}": RIEN}, de=60 if duree > 300 else 960, duree=duree)


PANNES: Mapping[str, Panne] = {
    "EchecsRoutage": _file("EchecsRoutage"),
    "EchecsCourriels": _file("EchecsCourriels"),
    "EchecsControles": _file("EchecsControles"),
    "EchecsDocuments": _file("EchecsDocuments"),
    "EchecsAnomalies": _file("EchecsAnomalies"),
    "EchecsEnvois": _file("EchecsEnvois"),
    "EchecsRetours": _file("EchecsRetours"),
    # SES paused: nothing leaves any more.
    "AttenteReferences": Panne(
        {"ApproximateAgeOfOldestMessage EnvoisUrgents": lambda m: ((60.0 * (m - 960), 1),)}
    ),
    "ProjectionsAbandonnees": Panne({"ProjectionsAbandonnees": _chaque_minute(1)}),
    # A poison record, before it is given up.
    **{
        f"Retard{nom}": Panne({f"IteratorAge {nom}": lambda m: ((60_000.0 * (m - 960), 1),)})
        for nom in ("Routage", "Courriels", "Controles", "Documents", "Anomalies")
    },
    "DelaiRegistre": Panne({"DelaiJusquAuRegistre": lambda _: ((95_000, 100),)}),
    # One function of ours that fails on one screen in fifty.
    "Erreurs5xx": Panne({"5XXError": _fois(7_500_000 * 0.02)}),
    "Latence": Panne({"Latency": lambda _: ((200, 900), (4_500, 100))}),
    "ApiFreinee": Panne({"Throttles APIHandler": _chaque_minute(50)}),
    "TablesFreinees": Panne({"WriteThrottleEvents TableRegistre": _chaque_minute(900)}),
    "Magasins": Panne({"Incidents magasins": lambda _: ((1, 40),)}),
    "IncidentsDuCode": Panne({"Incidents code": lambda _: ((1, 3),)}),
    # The register down: the breaker is open most of the time.
    "Reu": Panne({"ReuDuree reponse": RIEN, "ReuDuree disjoncte": _fois(700_000)}),
    "FranceConnect": Panne(
        {
            "IdentiteDuree FranceConnect reponse": _fois(300_000),
            "IdentiteDuree FranceConnect delai": _fois(300_000),
        }
    ),
    "ProConnect": Panne({"IdentiteDuree ProConnect statut": _fois(600_000)}),
    "Rejets": Panne({"Reputation.BounceRate": _chaque_minute(0.045)}),
    "Plaintes": Panne({"Reputation.ComplaintRate": _chaque_minute(0.0009)}),
    "CourrielsMuets": Panne({"CourrielsConfies": RIEN}),
    "AttenteLongue": Panne({"EnAttente plus-de-sept-jours": _chaque_minute(6_200)}),
    "ControlesEnAttente": Panne({"ControlesEnAttente": _chaque_minute(31_000)}),
    "SilenceRepriseControles": _silence("reprise_controles"),
    "SilenceJauges": _silence("jauges"),
    "SilenceBulletins": _silence("bulletins"),
    "SilenceCanari": _silence("canari"),
    "SilenceRapprochement": _silence("rapprochement", 12 * 60),
    "SilenceEcheances": _silence("echeances", 47 * 60),
    "SilencePublication": _silence("publication", 47 * 60),
    "SilencePointsDeControle": _silence("points_de_controle", 47 * 60),
    "Ecarts": Panne({"EcartsTrouves": lambda m: ((1, 3),) if m % 60 == 7 else ()}),
    "EcheancesEnEchec": Panne({"Echeances ECHECS": _chaque_minute(1)}),
    "BulletinsEnEchec": Panne({"Bulletins echecs": _chaque_minute(2)}),
    "DocumentsEnEchec": Panne({"DocumentsEnEchec": _chaque_minute(1)}),
    # One account that tries references as fast as a script can, from many places.
    "ReferencesManquees": Panne({"ReferencesManquees": lambda _: ((1, 100),)}),
    "AgentsVerrouilles": Panne({"AgentsVerrouilles": _chaque_minute(1)}),
    "ConnexionsRefusees": Panne({"ConnexionsRefusees autorite": _fois(30_000)}),
    "AccesRefuses": Panne({"AccesRefuses autorite": _fois(7_500_000 * 0.3 * 0.4)}),
    "Canari": Panne({"CanariPassages manque": lambda m: ((1, 1),) if m % 5 == 0 else ()}),
    "Anomalies": Panne({"Anomalies CADENCE": _chaque_minute(1)}),
}
