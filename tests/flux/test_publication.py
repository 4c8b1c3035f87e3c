"""The function that publishes, a process that knows nothing yet."""

from __future__ import annotations

from chalicelib.flux.publication import publication
from chalicelib.montage import montage
from tests.constructeurs import Nuage


def test_la_nuit_publie_ce_qui_fut_etabli_la_veille(nuage: Nuage) -> None:
    nuage.peupler().recue()
    nuage.avancer(days=1)
    montage.cache_clear()

    assert publication() == {"CASES": 1}
    assert publication() == {"CASES": 1}, "twice is once"
