"""The schedule of the gauges: what no event tells, because it is that nothing happens."""

from __future__ import annotations

from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter
from chalicelib.services.jauger import attentes_par_age


def jauges() -> dict[str, int]:
    """Reads each gauge once and gives them; each is a metric."""
    monte = montage()
    attentes = dict(attentes_par_age(monte.jauges, monte.horloge()))
    for age, nombre in attentes.items():
        compter(Mesure.EN_ATTENTE, nombre, age=age)
    return attentes
