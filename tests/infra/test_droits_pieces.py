"""Each function has the rights on scans that it uses and no other, and erases what it must."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.depots.coffre import CoffreS3
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.flux.echeances import echeances
from chalicelib.montage import montage
from chalicelib.services.numeriser import lire_numerisation, numeriser
from infra import assemblage
from tests.constructeurs import AGENT_RENNES, RENNES, SCRUTINS, Nuage
from tests.numerisations import UN_PDF, UN_PNG, objets

SUR_LE_SEAU = {"s3:ListBucket"}
"""What S3 wants to say that a scan is gone; no call of ours bears its name."""


def permis(role: str) -> set[str]:
    """The rights of a role on scans."""
    (politique,) = assemblage.charger()["Resources"][role]["Properties"]["Policies"]
    return {
        action
        for permission in politique["PolicyDocument"]["Statement"]
        for action in _liste(permission["Action"])
        if action.startswith("s3:")
    }


def _liste(valeur: Any) -> list[Any]:
    return valeur if isinstance(valeur, list) else [valeur]


@pytest.fixture
def appels(nuage: Nuage, seau: None) -> Iterator[set[str]]:
    """What is asked of S3 from now on by the process of this test."""
    faits: set[str] = set()
    coffre = montage().coffre
    assert isinstance(coffre, CoffreS3)
    evenements = coffre._client.meta.events

    def noter(model: Any, **_: Any) -> None:
        faits.add(f"s3:{model.name}")

    evenements.register("provide-client-params.s3", noter)
    yield faits
    evenements.unregister("provide-client-params.s3", noter)


def test_la_fonction_de_l_api_a_les_droits_dont_elle_se_sert_sur_les_numerisations(
    nuage: Nuage, appels: set[str]
) -> None:
    nuage.peupler()
    papier = {
        "reference": nuage.saisir_papier().reference,
        "agent": AGENT_RENNES,
        "commune": RENNES,
        "maintenant": nuage.maintenant,
    }

    for contenu in (UN_PDF, UN_PNG):
        numeriser(nuage.contexte, montage().coffre, contenu=contenu, **papier)
    lire_numerisation(nuage.contexte, montage().coffre, **papier)

    assert appels | SUR_LE_SEAU == permis("ApiHandlerRole")


def test_ret_03_la_numerisation_s_efface_avec_la_procuration_un_an_apres_sa_validite(
    nuage: Nuage, appels: set[str]
) -> None:
    nuage.peupler()
    saisie = nuage.saisir_papier()
    numeriser(
        nuage.contexte,
        montage().coffre,
        reference=saisie.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        contenu=UN_PDF,
        maintenant=nuage.maintenant,
    )
    appels.clear()
    fin = fin_de_conservation(saisie.portee, SCRUTINS)

    nuage.maintenant = fin - timedelta(minutes=1)
    echeances(60.0)
    assert len(objets(nuage)) == 1
    nuage.maintenant = fin + timedelta(minutes=1)
    echeances(60.0)

    assert objets(nuage) == set()
    assert nuage.contexte.depots.demande(saisie.reference) is None
    assert appels == permis("EcheancesRole")
