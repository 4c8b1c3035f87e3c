"""AUT-04 through the API: the level is the session's, as FranceConnect+ signed it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.etats import Etat
from tests.api.client import mandant
from tests.constructeurs import Nuage

ACTES = ("etablissement-certifie", "resiliation-certifiee")


def certifie(nuage: Nuage, acr: str = "eidas3", age: timedelta = timedelta(), **autres: Any):
    notee = {"acr": acr, "le": (nuage.maintenant - age).isoformat()}
    return mandant(nuage, certifiee=notee, **autres)


def test_etablir_puis_resilier_sans_se_presenter(nuage):
    demande = nuage.peupler().deposer()
    appelant = certifie(nuage)
    chemin = f"/demandes/{demande.reference}"
    etablie = appelant.post(f"{chemin}/etablissement-certifie", {})
    assert (etablie.statut, etablie.json["etat"]) == (200, "ETABLIE")
    assert etablie.json["autorite"]["qualite"] == "MINISTERE_INTERIEUR"
    assert nuage.relire(demande).etablissement.cadre is Cadre.CERTIFIE
    resiliee = appelant.post(f"{chemin}/resiliation-certifiee", {})
    assert (resiliee.statut, resiliee.json["etat"]) == (200, "RESILIEE")


@pytest.mark.parametrize("acte", ACTES)
@pytest.mark.parametrize("corps", [{}, {"acr": "eidas3"}, {"niveau": "eidas3", "certifiee": True}])
def test_sans_identite_certifiee_dans_la_session_rien_ne_se_fait(nuage, acte, corps):
    demande = nuage.peupler().deposer()
    if acte == ACTES[1]:
        demande = nuage.etablir(demande)
    for appelant in (
        mandant(nuage, acr="eidas3"),
        certifie(nuage, "eidas2"),
        certifie(nuage, age=timedelta(minutes=10)),
    ):
        refus = appelant.post(f"/demandes/{demande.reference}/{acte}", corps)
        assert (refus.statut, refus.probleme) == (403, "identite-non-certifiee")
    assert nuage.relire(demande).etat is demande.etat


@pytest.mark.parametrize("acte", ACTES)
def test_la_demande_d_un_autre_n_existe_pas(nuage, acte):
    demande = nuage.peupler().deposer()
    notee = {"acr": "eidas3", "le": nuage.maintenant.isoformat()}
    autre = mandant(nuage, "mandant-2", certifiee=notee)
    assert autre.post(f"/demandes/{demande.reference}/{acte}", {}).statut == 404


def test_la_meme_cle_etablit_une_fois(nuage):
    demande = nuage.peupler().deposer()
    appelant, chemin = certifie(nuage), f"/demandes/{demande.reference}/etablissement-certifie"
    cle = {"idempotency_key": "une-cle-par-clic"}
    assert [appelant.post(chemin, {}, **cle).statut for _ in range(2)] == [200, 200]
    assert appelant.post(chemin, {}).statut == 409
    assert nuage.relire(demande).etat is Etat.ETABLIE
