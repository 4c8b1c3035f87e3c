"""A desk in an empty cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.administration.outils import Poste
from tests.constructeurs import Nuage


@pytest.fixture
def poste(nuage: Nuage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Poste:
    return Poste(tmp_path, capsys)
