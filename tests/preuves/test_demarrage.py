"""Each function starts with the environment that the template gives it and nothing else, and reads
its secrets where the template says that they are."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from chalice.local import LambdaContext

import app
from chalicelib import configuration, montage
from infra.local.horloge import evenement as heure
from tests.api.client import evenement as requete
from tests.constructeurs import Nuage
from tests.preuves.acteurs import API, au_nom_de
from tests.preuves.roles import ETAPE, fonctions, ressources, variables

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

_DE_LA_MAISON = re.compile(
    r"TABLE_|SEAU_|FILE_|URL_|SECRET_|EXPEDITEUR|JEU_|DEBIT_|FRANCECONNECT|PROCONNECT|REU_|"
    r"MACHINES_|CONTROLE|LICENCE|SUJET_|ANOMALIES|CANARI|STATIQUES|ENVOIS|STAGE|POWERTOOLS"
)


@pytest.fixture
def secrets(nuage: Nuage) -> None:
    """What the operator puts in SSM by hand, for all functions."""
    noms = {
        valeur
        for fonction in fonctions()
        for nom, valeur in variables(fonction).items()
        if nom.endswith("_SSM")
    }
    ssm = nuage.moteur.client("ssm")
    for nom in noms:
        ssm.put_parameter(Name=nom, Value="un-secret-de-l-exploitant", Type="SecureString")


@pytest.fixture
def seule(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the environment of this process that of a function."""

    def devenir(fonction: str) -> None:
        for nom in [nom for nom in os.environ if _DE_LA_MAISON.match(nom)]:
            monkeypatch.delenv(nom)
        for nom, valeur in variables(fonction).items():
            monkeypatch.setenv(nom, valeur)
        configuration.configuration.cache_clear()
        montage.montage.cache_clear()

    return devenir


def invoquer(fonction: str) -> Any:
    """As Lambda does, when nothing is to be done."""
    contexte = LambdaContext(fonction, 512, 60_000)
    if fonction == API:
        reponse = app.app(requete("GET", "/api/v1/scrutins"), contexte)
        assert reponse["statusCode"] < 500
        return reponse
    planifiee = "Events" not in ressources()[fonctions()[fonction]]["Properties"]
    evenement = heure(fonction) if planifiee else {"Records": []}
    return getattr(app, fonction)(evenement, contexte)


@pytest.mark.parametrize("fonction", sorted(fonctions()))
@pytest.mark.usefixtures("secrets", "seau")
def test_une_fonction_demarre_avec_ce_que_le_gabarit_lui_donne(
    nuage: Nuage, seule: Any, fonction: str
) -> None:
    seule(fonction)

    assert invoquer(fonction) is not None

    if "URL_PORTAIL" not in variables(fonction):
        return  # It knows its tables and files, and no secret.
    reglages = au_nom_de(fonction, configuration.configuration)
    assert reglages.stage == ETAPE
    assert reglages.secret == b"un-secret-de-l-exploitant"
    if "REU_JETON_SSM" in variables(fonction):
        assert au_nom_de(fonction, configuration.jeton_reu)
