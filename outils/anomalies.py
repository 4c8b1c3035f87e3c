"""`make anomalies`: what the watch over unusual acts found on a day (JOUR=), or who and what one
anomaly is about (ANOMALIE=, PAR=, MOTIF=), on the cloud that the environment names or on the local
one that runs (docs/exploitation/anomalies.md). Exit code: 0, 1 when there is no such anomaly, 2
without a cloud.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

from outils.nuage_courant import rejoindre


def main(arguments: list[str]) -> int:
    """Prints them."""
    demande = _lire(arguments)
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.administration.anomalies import (
        AnomalieInconnue,
        Guichet,
        consulter,
        du_jour,
    )
    from chalicelib.depots.administration import AdministrationDynamo
    from chalicelib.domaine.temps import jour
    from chalicelib.montage import montage

    monte = montage()
    guichet = Guichet(
        AdministrationDynamo(),
        monte.veille,
        monte.activites,
        monte.configuration.secret,
        monte.horloge,
    )
    ce_jour = demande.jour or jour(monte.horloge())
    try:
        lignes = (
            consulter(guichet, ce_jour, demande.anomalie, demande.par, demande.motif)
            if demande.anomalie
            else du_jour(guichet, ce_jour)
        )
        for ligne in lignes:
            print(ligne)
    except AnomalieInconnue:
        print(f"Aucune anomalie de ce nom le {ce_jour:%d/%m/%Y}.", file=sys.stderr)
        return 1
    return 0


def _jour(saisie: str) -> date:
    try:
        return date.fromisoformat(saisie)
    except ValueError:
        raise argparse.ArgumentTypeError("un jour du calendrier, comme 2027-04-05") from None


def _lire(arguments: list[str]) -> argparse.Namespace:
    analyseur = argparse.ArgumentParser(prog="make anomalies")
    analyseur.add_argument("--jour", type=_jour)
    analyseur.add_argument("--anomalie", default="")
    analyseur.add_argument("--par", default="")
    analyseur.add_argument("--motif", default="")
    demande = analyseur.parse_args(arguments)
    if demande.anomalie and not (demande.par.strip() and demande.motif.strip()):
        analyseur.error("consulter une anomalie demande PAR= et MOTIF=, qui restent au registre")
    return demande


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
