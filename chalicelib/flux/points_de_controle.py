"""The schedule of the checkpoints: each night, the days past that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

from chalicelib.configuration import variable
from chalicelib.depots.points_de_controle import JournalDynamo, PointsS3
from chalicelib.mesures import Mesure
from chalicelib.montage import horloge
from chalicelib.observabilite import compter
from chalicelib.services.points_de_controle import (
    JOURS_REPRIS,
    Journal,
    Trace,
    attester,
    ecrire,
    jours_clos,
)
from chalicelib.services.ports_conservation import Part

FILS = 8


def points_de_controle(jours: int = JOURS_REPRIS) -> dict[str, int]:
    """Writes the checkpoint of each of these last closed days that has none; how many were written,
    how many were there. Each is a metric.

    It has no memory and may not read the bucket: S3 itself refuses a second one.
    """
    clos = jours_clos(horloge()(), jours)
    points = PointsS3()
    bilan = Counter(
        "poses" if points.poser(point.jour, ecrire(point)) else "deja"
        for point in attester(traces(JournalDynamo(), clos[0]), clos)
    )
    for issue in ("poses", "deja"):
        compter(Mesure.POINTS_DE_CONTROLE, bilan[issue], issue=issue)
    return {"poses": bilan["poses"], "deja": bilan["deja"]}


def traces(journal: Journal, depuis: date | None = None) -> Iterator[Trace]:
    """The entries of the whole journal, all or since the beginning of a day (UTC), read by several
    threads.
    """
    nombre = int(variable("POINTS_PARTS", "32"))
    debut = datetime.combine(depuis, time.min, UTC) if depuis is not None else None
    with ThreadPoolExecutor(FILS) as fils:
        parts = (Part(rang, nombre) for rang in range(nombre))
        for lues in fils.map(lambda part: list(journal.traces(part, debut)), parts):
            yield from lues
