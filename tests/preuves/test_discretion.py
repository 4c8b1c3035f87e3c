"""The proof of discretion can fail: whatever names somebody is seen, wherever it is written."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
import urllib3

from chalicelib import observabilite
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    APJ,
    CONSUL,
    DELEGUE,
    OPJ,
    mandant,
    mandataire,
)
from tests.preuves.acteurs import RACINE
from tests.preuves.discretion import Veille
from tests.preuves.semences import NOMS, personne_dans


@pytest.mark.parametrize(
    "texte",
    [
        "Durand-Lévêque",
        quote("Durand-Lévêque"),
        '{"nom":"Durand-L\\u00e9v\\u00eaque"}',
        "q=Kervella&etat=",
        "née le 14/07/1985",
        "1985-07-14",
        "quelqu.un@courriel.example",
        "quelqu.un%40courriel.example",
        "nne=350000017",
        "cookie maprocuration-mairie=jeton-de-mairie-21350238800019",
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.signature",
    ],
)
def test_une_personne_est_reconnue(texte: str) -> None:
    assert personne_dans(texte)


@pytest.mark.parametrize(
    "texte",
    [
        "2027-03-01T09:30:00+0000",
        "ne-pas-repondre@maprocuration.example",
        "ABC234",
        "13000640400014/opj-rennes",
        '{"Timestamp":1803979800000,"Latence":12.5}',
        "/api/v1/mairie/procurations/ABC234",
    ],
)
def test_un_identifiant_n_est_personne(texte: str) -> None:
    assert personne_dans(texte) == ""


def test_les_gens_des_constructeurs_sont_tous_surveilles() -> None:
    agents = (OPJ, APJ, DELEGUE, CONSUL, AGENT_RENNES, AGENT_ANGERS)
    civils = (mandant().etat_civil, mandataire())
    noms = {civil.nom for civil in civils} | {p for civil in civils for p in civil.prenoms}
    assert noms | {agent.nom for agent in agents} <= set(NOMS)


def test_un_nom_dans_un_journal_se_voit(veille: Veille) -> None:
    observabilite.tracer("procuration lue", qui="Kervella")
    logging.getLogger("chalicelib.essai").warning("refus pour %s", "camille@exemple.fr")

    dites = veille.relever()

    assert any("Kervella" in dite for dite in dites)
    assert any("camille@exemple.fr" in dite for dite in dites)


def test_un_nom_dans_une_exception_non_rattrapee_se_voit(veille: Veille) -> None:
    try:
        raise ValueError("Nolwenn")
    except ValueError:
        logging.getLogger("chalice").exception("incident")

    assert any("Nolwenn" in dite for dite in veille.relever())


def test_un_nom_dans_une_adresse_que_le_code_demande_se_voit(veille: Veille) -> None:
    demande = "http.request('GET', 'http://127.0.0.1:1/electeurs?nom=Kervella')"
    du_code = compile(demande, str(RACINE / "chalicelib/reu/essai.py"), "exec")
    with pytest.raises(urllib3.exceptions.HTTPError), urllib3.PoolManager(retries=False) as http:
        exec(du_code, {"http": http})  # noqa: S102

    assert any("Kervella" in dite for dite in veille.relever())
