"""One Chromium for all these tests, one cloud a file, one browser context a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.navigateur import chromium
from tests.navigateur import service as services
from tests.navigateur.poste import Poste, Reglage
from tests.navigateur.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The running cloud: the demo identities are few, and each file finds them as new."""
    with services.demarrer(tmp_path_factory.mktemp("nuage")) as demarre:
        yield demarre


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """Chromium. Its absence is a failure: a test that is skipped proves nothing."""
    if not chromium.trouver():
        pytest.fail(chromium.ABSENT, pytrace=False)
    with chromium.lancer() as lance:
        yield lance


@pytest.fixture
def ouvrir(navigateur: Browser, service: Service) -> Iterator[Callable[[Reglage], Poste]]:
    """Opens the browser of one more person. At the end none may have seen a fault."""
    postes: list[Poste] = []

    def ouvrir_un(reglage: Reglage) -> Poste:
        postes.append(Poste(navigateur, service, reglage))
        return postes[-1]

    yield ouvrir_un
    for poste in postes:
        poste.fermer()
    assert [faute for poste in postes for faute in poste.fautes] == []
