"""`python -m outils.quotas` (make quotas): what the load asks of the account.

Computed from the load model, the budgets of the use cases (`outils.bench_monde`, held by a test)
and the template. The table is that of docs/exploitation/quotas.md; a test compares them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from infra import assemblage
from outils.bench_monde import CAS

# The load model: a peak day of 250 000 procurations, peak hour times four.
REQUETES_S = 1500
DEMANDES_S = 50
ETABLISSEMENTS_S = 35
DECISIONS_S = 35
COURRIELS_JOUR = 900_000
COURRIELS_S = 150

DUREE_S = 0.15
"""Mean time of a page, waiting for DynamoDB included: to be measured on the account."""

MARGE = 2
UNITES_DU_ROUTAGE = 12
"""Write units for a transition: row, words, day of the authority, counters, journal."""

DEMARRAGES_S = 100
"""New environments a second at an opening; each reads its secrets."""


@dataclass(frozen=True)
class Quota:
    """A limit of AWS, as a new account has it, and what is needed of it. `nom`: as Service Quotas
    or the service says it."""

    service: str
    nom: str
    d_origine: str
    besoin: str
    a_demander: bool


def quotas() -> list[Quota]:
    """Those that matter, the ones to ask for first."""
    ressources = assemblage.charger()["Resources"]
    lambdas = _simultanees(ressources)
    ecritures = _ecritures()
    etape = _freins(ressources)
    return [
        Quota("Lambda", "Concurrent executions", "1 000 (10 in a new account)", _n(lambdas), True),
        Quota(
            "SES", "Sending quota, a day", "200 (sandbox)", _n(_rond(COURRIELS_JOUR * 1.1)), True
        ),
        Quota("SES", "Sending rate, a second", "1 (sandbox)", _n(COURRIELS_S), True),
        Quota("SSM", "GetParameter, a second", "40", _n(DEMARRAGES_S * _secrets(ressources)), True),
        Quota("API Gateway", "Requests a second, the account", "10 000", _n(REQUETES_S), False),
        Quota("API Gateway", "Requests a second, our own stage", _n(etape), _n(REQUETES_S), False),
        Quota("DynamoDB", "Write units a second, a table", "40 000", _n(ecritures), False),
        Quota(
            "DynamoDB", "Write units a second, a new table, at once", "4 000", _n(ecritures), False
        ),
        Quota("WAF", "Capacity of a web ACL (WCU)", "5 000", "see the console", False),
    ]


def tableau() -> str:
    """The same, in Markdown."""
    lignes = ["| Service | Quota | A new account has | Needed | Ask |", "|---|---|---|---|---|"]
    for q in quotas():
        demander = "**yes**" if q.a_demander else "no"
        lignes.append(f"| {q.service} | {q.nom} | {q.d_origine} | {q.besoin} | {demander} |")
    return "\n".join(lignes)


def _simultanees(ressources: dict[str, Any]) -> int:
    """The portals at the peak, what other functions keep for themselves, the senders, and the 100
    that Lambda leaves to nobody."""
    reservees = sum(
        ressource.get("Properties", {}).get("ReservedConcurrentExecutions", 0)
        for ressource in ressources.values()
    )
    parts = assemblage.charger()["Mappings"]["SimultanesParDebit"][str(COURRIELS_S)]
    portails = math.ceil(REQUETES_S * DUREE_S * MARGE)
    return _rond(portails + reservees + sum(parts.values()) + 100)


def _ecritures() -> int:
    """Of all tables together, which is more than any of them."""
    unites = {cas.nom: cas.unites for cas in CAS}
    return math.ceil(
        DEMANDES_S * unites["dépôt"]
        + ETABLISSEMENTS_S * (unites["établissement"] + UNITES_DU_ROUTAGE)
        + DECISIONS_S * (unites["acceptation de la mairie"] + UNITES_DU_ROUTAGE)
    )


def _freins(ressources: dict[str, Any]) -> int:
    (reglages,) = ressources["RestAPI"]["Properties"]["MethodSettings"]
    return int(reglages["ThrottlingRateLimit"])


def _secrets(ressources: dict[str, Any]) -> int:
    variables = ressources["APIHandler"]["Properties"]["Environment"]["Variables"]
    return sum(nom.endswith("_SSM") for nom in variables)


def _rond(nombre: float) -> int:
    """Up to the next hundred."""
    return math.ceil(nombre / 100) * 100


def _n(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")


if __name__ == "__main__":
    print(tableau())
