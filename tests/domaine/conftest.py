"""Hypothesis without a clock nor memory: the same examples at each run, and no deadline. Whatever a
test is about, each refusal that it meets reads as a sentence.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from chalicelib.domaine.erreurs import ErreurMetier
from tests.domaine.exemples import se_lit

settings.register_profile("maprocuration", derandomize=True, deadline=None, database=None)
settings.load_profile("maprocuration")


@pytest.fixture(autouse=True)
def _chaque_refus_se_lit(monkeypatch: pytest.MonkeyPatch) -> None:
    naitre = ErreurMetier.__init__

    def naitre_lisible(self: ErreurMetier, detail: str, **champ: str) -> None:
        assert not detail or se_lit(detail), detail
        naitre(self, detail, **champ)

    monkeypatch.setattr(ErreurMetier, "__init__", naitre_lisible)
