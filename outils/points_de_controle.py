"""`python -m outils.points_de_controle` (make points-de-controle): the whole journal against its
checkpoints and against itself, on the cloud that the environment names or on the local one that
runs. POSER=oui first writes those of the last closed days that have none (JOURS=, 3 without it).

Every entry is held in memory, some 300 bytes each: 30 GB for a hundred million. Exit code: 0 when
nothing contradicts, 1 when something does (each is named), 2 without a cloud or when
JOURS= makes no sense.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date

from outils.nuage_courant import rejoindre

JOURS_AU_PLUS = 366
"""No silence lasts longer than a year; beyond, a slip of the keyboard."""


def verifier_les_points() -> int:
    """Prints what contradicts; how many."""
    from chalicelib.depots.points_de_controle import JournalDynamo, PointsS3
    from chalicelib.flux.points_de_controle import traces
    from chalicelib.montage import horloge
    from chalicelib.services.points_de_controle import (
        Point,
        PointAltere,
        lire,
        manquants,
        verifier,
    )

    points: list[Point] = []
    jours: list[date] = []
    fautes = 0
    for jour, octets, fois in PointsS3().poses():
        jours.append(jour)
        if fois > 1:
            fautes += 1
            print(f"{jour} : le point a été écrit {fois} fois ; le premier fait foi.")
        try:
            points.append(lire(octets))
        except PointAltere as erreur:
            fautes += 1
            print(f"{jour} : le point est altéré ({erreur}).")
    ecritures = tuple(traces(JournalDynamo()))
    premiere = min((e.instant.astimezone(UTC).date() for e in ecritures), default=None)
    for jour in manquants(jours, premiere, horloge()()):
        fautes += 1
        print(f"{jour} : aucun point. POSER=oui JOURS=… le fait, s’il est récent.")
    for anomalie in verifier(points, ecritures):
        fautes += 1
        rang = anomalie.rang.partition("#")[0]
        print(f"{anomalie.reference}, écriture {rang} : {anomalie.cause} ({anomalie.jour}).")
    print(f"Points : {len(jours)}. Contradictions : {fautes}.")
    return fautes


def _verifier_les_chaines() -> int:
    from chalicelib.montage import montage
    from chalicelib.services.verifier_journal import verifier_journal

    bilan = verifier_journal(montage().contexte)
    for rupture in bilan.ruptures:
        print(f"{rupture.reference} : rompue à l’écriture {rupture.numero} ({rupture.cause}).")
    print(f"{bilan.chaines} chaînes, {bilan.ecritures} écritures.")
    return len(bilan.ruptures)


def main() -> int:
    """POSER=oui, JOURS=."""
    saisie = os.environ.get("JOURS") or "3"
    combien = int(saisie) if saisie.isdecimal() else 0
    if not 1 <= combien <= JOURS_AU_PLUS:
        print(f"JOURS : un nombre de jours, de 1 à {JOURS_AU_PLUS}.", file=sys.stderr)
        return 2
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    if os.environ.get("POSER", "") == "oui":
        from chalicelib.flux.points_de_controle import points_de_controle

        bilan = points_de_controle(combien)
        print(f"Points écrits : {bilan['poses']}. Déjà là : {bilan['deja']}.")
    fautes = verifier_les_points() + _verifier_les_chaines()
    return 1 if fautes else 0


if __name__ == "__main__":
    sys.exit(main())
