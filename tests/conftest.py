"""What all tests stand on: the environment, one clean cloud a test, and a clock that stands still.

`nuage` gives a test an engine with empty tables. It is moto; a test marked by `deux_moteurs` runs a
second time on ministack, under the mark `second_moteur`; a test that bears that mark itself runs
only there.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

os.environ.update(
    STAGE="local",
    URL_PORTAIL="http://127.0.0.1:8000",
    SECRET_PSEUDONYMES="secret-des-tests",
    EXPEDITEUR="ne-pas-repondre@maprocuration.example",
    JEU_DE_CONFIGURATION_SES="maprocuration-local",
    FRANCECONNECT_ISSUER="http://127.0.0.1:1/api/v2",
    FRANCECONNECT_CLIENT_ID="fc",
    FRANCECONNECT_CLIENT_SECRET="fc-secret",
    PROCONNECT_ISSUER="http://127.0.0.1:1/api/v2",
    PROCONNECT_CLIENT_ID="pc",
    PROCONNECT_CLIENT_SECRET="pc-secret",
    DEBIT_SES="1000000",
    AWS_REGION="eu-west-3",
    AWS_DEFAULT_REGION="eu-west-3",
    AWS_ACCESS_KEY_ID="123456789012",
    AWS_SECRET_ACCESS_KEY="local",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
    AWS_EC2_METADATA_DISABLED="true",
)

import botocore.handlers
import botocore.loaders
import pynamodb.connection.base
import pytest
from botocore.session import Session
from moto.dynamodb.models import dynamodb_backends

from chalicelib import configuration, montage
from chalicelib.courriels import ses
from chalicelib.depots import connexion, files
from infra.local import gabarit, moteurs
from infra.local.moteurs import COMPTE, REGION, Moteur
from tests import facteur
from tests.constructeurs import Nuage
from tests.preuves import greffe
from tests.preuves.discretion import Veille

MAINTENANT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
"""The instant at which most tests happen: a Monday, six weeks before the présidentielle of 2027."""


_DESCRIPTIONS = botocore.loaders.create_loader()


def _session() -> Session:
    """botocore's, with the descriptions of the services already read: reading them again for the
    client of each test took 90 ms, more than most tests. The client itself is still a new one.
    """
    session = Session()
    session.register_component("data_loader", _DESCRIPTIONS)
    return session


pynamodb.connection.base.get_session = _session

# moto never says "100 Continue": each object put in a bucket would wait a second for it.
botocore.handlers.BUILTIN_HANDLERS[:] = [
    inscrit
    for inscrit in botocore.handlers.BUILTIN_HANDLERS
    if inscrit[1] is not botocore.handlers.add_expect_header
]


_VEILLE = pytest.StashKey[Veille]()


def pytest_configure(config: pytest.Config) -> None:
    """Lets a test say `@pytest.mark.deux_moteurs` to run on both engines; has what functions do
    written down.
    """
    config.addinivalue_line("markers", "deux_moteurs: also on the second engine")
    config.stash[_VEILLE] = greffe.installer(config)


@pytest.fixture(autouse=True)
def veille(request: pytest.FixtureRequest) -> Iterator[Veille]:
    """Nothing that a test has written names anybody."""
    veille_ = request.config.stash[_VEILLE]
    yield veille_
    fuites = veille_.relever()
    assert fuites == [], "somebody is named where nobody may be"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises `nuage` by engine."""
    if "nom_du_moteur" in metafunc.fixturenames:
        marques = {marque.name for marque in metafunc.definition.iter_markers()}
        noms = [] if "second_moteur" in marques else ["moto"]
        if marques & {"second_moteur", "deux_moteurs"}:
            noms.append(pytest.param("ministack", marks=pytest.mark.second_moteur))
        metafunc.parametrize("nom_du_moteur", noms, scope="session")


@pytest.fixture(scope="session")
def moteur_partage() -> Iterator[Callable[[str], Moteur]]:
    """The engines, each started at its first use and stopped at the end."""
    demarres: dict[str, Moteur] = {}

    def obtenir(nom: str) -> Moteur:
        if nom not in demarres:
            demarres[nom] = moteurs.creer(nom)
            demarres[nom].demarrer()
        return demarres[nom]

    yield obtenir
    for moteur in demarres.values():
        moteur.arreter()


@pytest.fixture
def nuage(
    nom_du_moteur: str,
    moteur_partage: Callable[[str], Moteur],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Nuage]:
    """An empty cloud: tables of the template, a verified sender, the whole app pointed at it."""
    moteur = moteur_partage(nom_du_moteur)
    moteur.remettre_a_zero()
    _creer_les_tables(moteur)
    gabarit.preparer_courriels(
        _client(moteur, "sesv2"), os.environ["EXPEDITEUR"], "maprocuration-local"
    )
    for nom, valeur in moteur.environnement().items():
        monkeypatch.setenv(nom, valeur)
    _oublier()
    nuage_ = Nuage(moteur, MAINTENANT)
    monkeypatch.setattr(montage, "_horloge", lambda _: lambda: nuage_.maintenant)
    monkeypatch.setattr(files.FilesSqs, "deposer", facteur.envoyer_de_suite)
    yield nuage_
    _oublier()


_TABLES_VIDES: list[bytes] = []
"""moto's tables as just made from the template."""


def _creer_les_tables(moteur: Moteur) -> None:
    """By the API the first time. moto takes 0.2 s for it: it then gets the very same again."""
    if moteur.nom == "moto" and _TABLES_VIDES:
        dynamodb_backends[COMPTE][REGION].tables = pickle.loads(_TABLES_VIDES[0])  # noqa: S301
        return
    gabarit.appliquer(_client(moteur, "dynamodb"), "local")
    if moteur.nom == "moto":
        _TABLES_VIDES.append(pickle.dumps(dynamodb_backends[COMPTE][REGION].tables))


@pytest.fixture
def seau(nuage: Nuage) -> None:
    """The buckets: scans, long documents."""
    gabarit.preparer_seaux(_client(nuage.moteur, "s3"))


@pytest.fixture
def files_sqs(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> facteur.Facteur:
    """Real queues between what is to be said and what says it, and who carries."""
    monkeypatch.setattr(files.FilesSqs, "deposer", facteur.DEPOSER)
    sqs = _client(nuage.moteur, "sqs")
    for nom, valeur in gabarit.preparer_files(sqs, "local").items():
        monkeypatch.setenv(nom, valeur)
    return facteur.Facteur(sqs)


@cache
def _client(moteur: Moteur, service: str) -> Any:
    """One client an engine for all tests: making one costs more than most calls."""
    return moteur.client(service)


def _oublier() -> None:
    """Drops what a process keeps for ever: clients and configuration of the engine before."""
    connexion.connexion.cache_clear()
    configuration.configuration.cache_clear()
    montage.montage.cache_clear()
    ses.client.cache_clear()
    files._sqs.cache_clear()
    for modele in connexion.Table.__subclasses__():
        modele._connection = None
