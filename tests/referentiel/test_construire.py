"""The tool that turns the npm package into the file of the house, on a package of seven codes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from outils.referentiel.construire import VERSION, colonnes, construire

ACTUELLE = {"type": "commune-actuelle", "departement": "01"}
COMMUNES: list[dict[str, Any]] = [
    ACTUELLE
    | {
        "code": "01001",
        "nom": "L'Abergement-Clémenciat",
        "siren": "210100012",
        "codesPostaux": ["01400"],
        "population": 860,
        "anciensCodes": ["01900"],
    },
    ACTUELLE | {"code": "01002", "nom": "Petite", "codesPostaux": ["01002"], "population": 3},
    {
        "type": "commune-deleguee",
        "departement": "01",
        "code": "01003",
        "nom": "Amareins",
        "chefLieu": "01001",
    },
    {
        "type": "commune-actuelle",
        "code": "98412",
        "nom": "Archipel des Kerguelen",
        "departement": "984",
    },
    {
        "type": "commune-actuelle",
        "code": "69123",
        "nom": "Lyon",
        "departement": "69",
        "siren": "216901231",
        "codesPostaux": ["69001", "69002"],
        "population": 500_000,
    },
    {
        "type": "arrondissement-municipal",
        "code": "69382",
        "nom": "Lyon 2e Arrondissement",
        "commune": "69123",
        "departement": "69",
        "codesPostaux": ["69002"],
        "population": 200,
    },
    {
        "type": "arrondissement-municipal",
        "code": "69381",
        "nom": "Lyon 1er Arrondissement",
        "commune": "69123",
        "departement": "69",
        "codesPostaux": ["69001"],
        "population": 100,
    },
]
DEPARTEMENTS = [{"code": "01", "nom": "Ain"}, {"code": "69", "nom": "Rhône"}]


@pytest.fixture
def paquet(tmp_path: Path) -> Path:
    dossier = tmp_path / "paquet"
    (dossier / "data").mkdir(parents=True)
    (dossier / "package.json").write_text(json.dumps({"version": VERSION}), "utf-8")
    (dossier / "LICENSE").write_text("MIT License\n", "utf-8")
    (dossier / "data" / "communes.json").write_text(json.dumps(COMMUNES), "utf-8")
    (dossier / "data" / "departements.json").write_text(json.dumps(DEPARTEMENTS), "utf-8")
    return dossier


def test_les_colonnes_disent_la_meme_commune_a_la_meme_ligne() -> None:
    contenu = colonnes(COMMUNES, DEPARTEMENTS)
    assert contenu["codes"] == "69381\n69382\n01001\n01002"
    assert contenu["noms"].split("\n") == [
        "Lyon 1er arrondissement",
        "Lyon 2e arrondissement",
        "L'Abergement-Clémenciat;Amareins",
        "Petite",
    ]
    assert contenu["sirens"] == "216901231\n216901231\n=\n"
    assert contenu["populations"] == "100\n200\n860\n3"
    assert contenu["anciens"] == "01003 01001\n01900 01001"
    assert contenu["villes"] == {"69123": ["69381", "69382"]}


def test_un_departement_que_le_code_ne_dit_pas_arrete_la_construction() -> None:
    deplacee = COMMUNES[1] | {"departement": "38"}
    with pytest.raises(ValueError, match="01002"):
        colonnes([deplacee], DEPARTEMENTS)


def test_le_meme_paquet_donne_les_memes_octets(paquet: Path, tmp_path: Path) -> None:
    premier = construire(paquet, tmp_path / "a").read_bytes()
    second = construire(paquet, tmp_path / "b").read_bytes()
    assert premier == second
    assert premier[4:8] == bytes(4)  # no clock in the gzip header
    assert json.loads(gzip.decompress(premier))["source"].endswith(VERSION)


def test_la_licence_et_la_version_sont_posees_a_cote(paquet: Path, tmp_path: Path) -> None:
    construire(paquet, tmp_path / "a")
    licence = (tmp_path / "a" / "LICENCE-decoupage-administratif.txt").read_text("utf-8")
    assert VERSION in licence
    assert "Licence Ouverte" in licence
    assert licence.endswith("MIT License\n")


def test_une_autre_version_du_paquet_est_refusee(paquet: Path, tmp_path: Path) -> None:
    (paquet / "package.json").write_text(json.dumps({"version": "5.3.0"}), "utf-8")
    with pytest.raises(ValueError, match=r"5\.3\.0"):
        construire(paquet, tmp_path / "a")


def test_le_fichier_livre_est_compact_et_sa_licence_est_la() -> None:
    dossier = Path(__file__).parents[2] / "chalicelib" / "referentiel" / "donnees"
    assert (dossier / "communes.json.gz").stat().st_size < 460_000
    assert "MIT License" in (dossier / "LICENCE-decoupage-administratif.txt").read_text("utf-8")
