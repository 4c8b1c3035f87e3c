"""Budgets as counts: DynamoDB round trips and write units of each use case, session included."""

from __future__ import annotations

import pytest

from outils.bench_dynamo import releve
from outils.bench_monde import CAS, Cas, Monde
from tests.api import client
from tests.constructeurs import Nuage


@pytest.mark.deux_moteurs
@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.nom)
def test_un_cas_d_usage_tient_dans_son_budget(nuage: Nuage, cas: Cas) -> None:
    monde = Monde(nuage.peupler(), client.autorite(nuage), client.mairie(nuage))
    brut = cas.preparer(monde)
    client.mandant(nuage).get("/scrutins")

    with releve() as lu:
        reponse = client.juger(brut)

    assert reponse.statut < 300
    assert lu.voyages <= cas.voyages, lu.appels
    assert lu.calculees <= cas.unites
    # moto tells no capacity for a transaction; the second engine does.
    assert lu.unites <= cas.unites
    assert lu.calculees > 0
