"""The bench, under one cloud of moto."""

from __future__ import annotations

import pytest

from tests.constructeurs import RENNES, Nuage
from tests.fautes import banc as bancs
from tests.fautes.banc import Banc
from tests.fautes.gestes import CLERC


@pytest.fixture
def banc(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Banc:
    """A cloud with its scrutins and its agents, whose calls can be held, counted or cut."""
    nuage.peupler().deleguer(CLERC, RENNES)
    return bancs.installer(nuage, monkeypatch)
