"""Engines for the tests of the local cloud. Each test has tables of its own (`etape` is unique)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from infra.local import gabarit, moteurs
from infra.local.moteurs import Moteur

_NUMEROS = itertools.count()


@pytest.fixture(scope="session")
def moto() -> Iterator[Moteur]:
    with moteurs.creer("moto") as moteur:
        yield moteur


@pytest.fixture(scope="session")
def ministack() -> Iterator[Moteur]:
    with moteurs.creer("ministack") as moteur:
        yield moteur


@pytest.fixture(params=["moto", pytest.param("ministack", marks=pytest.mark.second_moteur)])
def moteur(request: pytest.FixtureRequest) -> Moteur:
    """Each engine in turn; the second one only with `-m second_moteur`."""
    trouve: Moteur = request.getfixturevalue(request.param)
    return trouve


@pytest.fixture
def etape() -> str:
    return f"essai{next(_NUMEROS)}"


@pytest.fixture
def tables(moteur: Moteur, etape: str) -> dict[str, str]:
    """The tables of the template on the engine, by short name."""
    return gabarit.appliquer(moteur.client("dynamodb"), etape)
