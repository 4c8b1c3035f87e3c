"""What the tests of the API share."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from chalicelib.observabilite import journaliste


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What the app's logger writes during a test."""
    lignes = io.StringIO()
    sortie = journaliste().registered_handler
    assert isinstance(sortie, logging.StreamHandler)
    avant = sortie.setStream(lignes)
    yield lignes
    sortie.setStream(avant)
