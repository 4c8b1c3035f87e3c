"""Several items in one reading."""

from __future__ import annotations

import pytest

from tests.constructeurs import Nuage

pytestmark = pytest.mark.deux_moteurs


def test_ne_rien_demander_ne_lit_rien(nuage: Nuage) -> None:
    # DynamoDB refuses it: a mairie that had accepted everything was answered by a failure.
    assert nuage.contexte.depots.demandes_et_comptes([], []) == ({}, {})
