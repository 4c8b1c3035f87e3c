"""Consular posts: a list of our own, beside the communes."""

from __future__ import annotations

import re

import pytest

from chalicelib.referentiel import communes, consulats
from chalicelib.referentiel.donnees import table

LIGNE = {
    "code": "ZZ001",
    "ville": "Londres",
    "nom": "Consulat",
    "pays": "Royaume-Uni",
    "autres": "",
}


def test_il_y_a_assez_de_postes_pour_la_demonstration() -> None:
    assert len(consulats.tous()) >= 12


def test_un_code_de_poste_ne_peut_pas_etre_un_code_de_commune() -> None:
    cog = re.compile(r"(\d\d|2A|2B)\d{3}")
    tous_les_codes = {*table().codes, *table().anciens, *table().anciens.values(), *table().villes}
    assert all(cog.fullmatch(code) for code in tous_les_codes)
    assert not any(cog.fullmatch(poste.code) for poste in consulats.tous())


def test_un_poste_se_choisit_et_se_route_comme_une_commune() -> None:
    londres = communes.par_code("ZZ001")
    assert londres is not None
    assert communes.actuelle("ZZ001") == londres
    assert londres.consulaire
    assert londres.libelle == "Consulat général de France à Londres (Royaume-Uni)"
    assert (londres.departement, londres.codes_postaux, londres.siren) == ("", (), "")


@pytest.mark.parametrize(
    "q",
    [
        "londres",
        "London",
        "consulat londres",
        "consulat de Londres",
        "consulat général de France à Londres",
        "londres royaume-uni",
        "angleterre",
    ],
)
def test_un_poste_se_trouve_par_sa_ville_son_pays_ou_son_titre(q: str) -> None:
    assert communes.chercher(q)[0].code == "ZZ001"


def test_le_mot_consulat_ne_donne_que_des_postes() -> None:
    trouves = communes.chercher("consulat", 50)
    assert len(trouves) >= 12
    assert all(c.consulaire for c in trouves)


def test_aucune_commune_n_est_consulaire() -> None:
    assert not any(c.consulaire for c in communes.toutes())


@pytest.mark.parametrize(
    "defaut", [{"code": "35238"}, {"code": "ZZ1"}, {"ville": " "}, {"nom": ""}, {"pays": ""}]
)
def test_une_ligne_fautive_est_refusee(defaut: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=re.escape(defaut.get("code", "ZZ001"))):
        consulats.verifier((LIGNE | defaut,))


def test_un_code_repete_est_refuse() -> None:
    with pytest.raises(ValueError, match="répété"):
        consulats.verifier((LIGNE, LIGNE))
