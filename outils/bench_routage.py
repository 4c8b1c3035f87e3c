"""How long after the agent's 200 a procuration is in the mairie's list, on the local run.

`python -m outils.bench_routage` starts the local cloud in a process of its own, establishes over
HTTP, one after another, and prints a JSON object of milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import urllib3

from chalicelib.domaine.demande import Demande
from chalicelib.identite.personnes import Portail
from chalicelib.services.ports import Contexte
from tests import constructeurs
from tests.api import client
from tests.constructeurs import OPJ, RENNES, Nuage
from tests.infra.nuage_outils import NuageLance

ETABLISSEMENTS = 220
PAS_S = 0.002
DELAI_S = 10.0


def mesurer() -> dict[str, float]:
    """Percentiles in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-bench-") as dossier:
        lance = NuageLance(Path(dossier), "PORT=0", "DATE=2027-03-01")
        try:
            retards = sorted(_retards(lance))
        finally:
            lance.arreter()
    return {
        "mesures": len(retards),
        "p50": retards[len(retards) // 2],
        "p99": retards[int(len(retards) * 0.99)],
        "max": retards[-1],
    }


def _retards(lance: NuageLance) -> list[float]:
    reglages: dict[str, str] = lance.etat["environnement"]
    os.environ.update(reglages)
    nuage = _nuage(reglages)
    jeton = client.ouvrir(nuage, Portail.AUTORITE, OPJ.cle, {"nom": "Banc", "prenom": "Essai"})
    entetes = client.sur_le_portail(Portail.AUTORITE, jeton)
    with urllib3.PoolManager(
        headers={
            **entetes.entetes,
            **entetes.ecriture,
            "origin": lance.adresse,
            "content-type": "application/json",
        }
    ) as http:
        return [_retard(http, lance.adresse, nuage, rang) for rang in range(ETABLISSEMENTS)]


def _nuage(reglages: dict[str, str]) -> Nuage:
    """The builders of the tests, on the tables of the cloud that runs."""
    decalage = timedelta(seconds=float(reglages["HORLOGE_DECALAGE_S"]))
    # The engine belongs to the other process; these builders never touch it.
    sans_moteur: Any = None
    nuage = Nuage(sans_moteur, datetime.now(UTC) + decalage)
    nuage.contexte = Contexte(
        nuage.contexte.depots, reglages["SECRET_PSEUDONYMES"].encode(), nuage.contexte.alea
    )
    nuage.ajouter_scrutin(constructeurs.PRESIDENTIELLE)
    nuage.habiliter(constructeurs.habilitation())
    return nuage


def _retard(http: urllib3.PoolManager, adresse: str, nuage: Nuage, rang: int) -> float:
    demande = _demande(nuage, rang)
    url = f"{adresse}/api/v1/autorite/demandes/{demande.reference}/etablissement"
    reponse = http.request("POST", url, body=b'{"piece": "CNI"}')
    depart = time.perf_counter()
    if reponse.status != 200:
        raise RuntimeError(f"établissement : {reponse.status}")
    while nuage.contexte.depots.ligne(RENNES, demande.reference) is None:
        if time.perf_counter() - depart > DELAI_S:
            raise RuntimeError("la procuration n'est jamais arrivée")
        time.sleep(PAS_S)
    return 1000 * (time.perf_counter() - depart)


def _demande(nuage: Nuage, rang: int) -> Demande:
    """Each time another mandant and another mandataire."""
    lettres = "".join(chr(ord("a") + int(chiffre)) for chiffre in str(rang))
    qui = constructeurs.mandant(f"mandant-du-banc-{rang}", nom=f"Durand {lettres}")
    return nuage.deposer(qui, constructeurs.mandataire(nom=f"Martin {lettres}"))


if __name__ == "__main__":
    json.dump(mesurer(), sys.stdout)
