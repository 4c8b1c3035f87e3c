"""Who is who: the same elector is counted under one key however the name is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.identites import (
    EtatCivil,
    Mandataire,
    Sexe,
    cle_mandant,
    cle_mandataire,
    meme_personne,
    pseudonyme,
)
from tests.constructeurs import SECRET, etat_civil, mandant, mandataire

MEME = [
    {"nom": "DURAND LEVEQUE"},
    {"nom": "durand-lévêque"},
    {"nom": "Durand - Le\u0301ve\u0302que"},
    {"prenoms": ("CAMILLE", "Elodie")},
    {"prenoms": ("Camille Élodie",)},
]
AUTRE = [
    {"nom": "Durand"},
    {"prenoms": ("Camille",)},
    {"prenoms": ("Élodie", "Camille")},
    {"sexe": Sexe.MASCULIN},
    {"naissance": "1985-07-15"},
    {"naissance": "1985-07-00"},
]


def comme_mandataire(civil: EtatCivil) -> Mandataire:
    return Mandataire(civil.naissance, "", civil.nom, civil.prenoms, civil.sexe, "35238")


@pytest.mark.parametrize("ecrit", MEME, ids=str)
def test_accents_traits_d_union_et_casse_donnent_la_meme_cle(ecrit: dict[str, object]) -> None:
    assert cle_mandant(mandant(**ecrit), SECRET) == cle_mandant(mandant(), SECRET)


@pytest.mark.parametrize("ecrit", AUTRE, ids=str)
def test_une_autre_personne_a_une_autre_cle(ecrit: dict[str, object]) -> None:
    assert cle_mandant(mandant(**ecrit), SECRET) != cle_mandant(mandant(), SECRET)


def test_le_nom_d_usage_ne_change_pas_la_personne() -> None:
    usage = cle_mandant(mandant(nom_usage="Kerjean"), SECRET)

    assert usage == cle_mandant(mandant(), SECRET)


def test_une_personne_a_la_meme_cle_qu_elle_donne_ou_qu_elle_tienne() -> None:
    civil = etat_civil()

    tenue = cle_mandataire(comme_mandataire(civil), SECRET)

    assert tenue == cle_mandant(mandant(), SECRET)


def test_avec_un_numero_d_electeur_les_noms_lus_ensuite_ne_changent_pas_la_cle() -> None:
    numero = Mandataire("1990-01-15", nne="12345678")
    nomme = replace(numero, nom="Martin", prenoms=("Louis",))

    assert cle_mandataire(numero, SECRET) == cle_mandataire(nomme, SECRET)
    assert cle_mandataire(numero, SECRET) != cle_mandataire(replace(numero, nne="12345679"), SECRET)
    assert cle_mandataire(numero, SECRET) != cle_mandataire(
        replace(numero, naissance="1990-01-16"), SECRET
    )


def test_la_cle_depend_du_secret() -> None:
    cle = cle_mandant(mandant(), SECRET)

    assert cle != cle_mandant(mandant(), b"autre-secret")
    assert len(cle) == 22


def test_une_espece_n_en_vaut_pas_une_autre() -> None:
    assert pseudonyme("nne", "1", SECRET) != pseudonyme("ec", "1", SECRET)


noms = st.text(alphabet="ABCDEÉÈ -'", min_size=1, max_size=12).filter(
    lambda n: any(c.isalpha() for c in n)
)


@given(noms, noms)
def test_la_cle_pardonne_la_casse_de_tout_nom(nom: str, prenom: str) -> None:
    haut = mandant(nom=nom, prenoms=(prenom,))
    bas = mandant(nom=nom.lower(), prenoms=(prenom.title(),))

    assert cle_mandant(haut, SECRET) == cle_mandant(bas, SECRET)


def test_mtr_04_le_mandant_ne_se_designe_pas_lui_meme() -> None:
    civil = etat_civil()
    lui = comme_mandataire(civil)

    assert meme_personne(civil, lui)
    assert meme_personne(civil, replace(lui, nom="DURAND LEVEQUE", prenoms=("camille",)))


@pytest.mark.parametrize(
    "ses_prenoms,ecrits",
    [
        (("Jean", "Pierre", "Marie"), ("Jean-Pierre",)),
        (("Jean", "Pierre"), ("Jean-Pierre",)),
        (("Jean-Pierre",), ("Jean", "Pierre", "Marie")),
        (("Jean-Pierre", "Marie"), ("Jean",)),
    ],
    ids=str,
)
def test_mtr_04_un_prenom_compose_ecrit_autrement_reste_le_sien(
    ses_prenoms: tuple[str, ...], ecrits: tuple[str, ...]
) -> None:
    civil = etat_civil(prenoms=ses_prenoms)

    assert meme_personne(civil, replace(comme_mandataire(civil), prenoms=ecrits))


def test_mtr_04_des_jumeaux_aux_prenoms_composes_sont_deux_personnes() -> None:
    civil = etat_civil(prenoms=("Jean", "Pierre"))

    assert not meme_personne(civil, replace(comme_mandataire(civil), prenoms=("Jean-Paul",)))


@given(noms, noms, noms)
def test_deux_identites_d_une_meme_cle_sont_toujours_la_meme_personne(
    nom: str, un: str, autre: str
) -> None:
    # The account of one elector can't be written twice in one transaction.
    donneur = mandant(nom=nom, prenoms=(un, autre))
    ensemble = replace(comme_mandataire(donneur.etat_civil), prenoms=(f"{un}-{autre}",))

    assert cle_mandant(donneur, SECRET) == cle_mandataire(ensemble, SECRET)
    assert meme_personne(donneur.etat_civil, ensemble)


@pytest.mark.parametrize(
    "autre",
    [{"nom": "Durand"}, {"prenoms": ("Camilla",)}, {"naissance": "1985-07-00"}, {"nom": ""}],
    ids=str,
)
def test_mtr_04_une_autre_personne_n_est_pas_le_mandant(autre: dict[str, object]) -> None:
    civil = etat_civil()

    assert not meme_personne(civil, replace(comme_mandataire(civil), **autre))


def test_un_mandataire_n_est_nomme_qu_avec_nom_et_prenoms() -> None:
    assert mandataire().est_nomme
    assert not mandataire(nom="").est_nomme
    assert not mandataire(prenoms=()).est_nomme
    assert not Mandataire("1990-01-15", nne="12345678").est_nomme


def test_une_cle_ne_change_jamais_sinon_son_compte_serait_perdu() -> None:
    par_numero = Mandataire("1990-01-15", nne="12345678")
    sans_sexe = Mandataire("1990-01-15", nom="Martin", prenoms=("Louis",))

    assert cle_mandant(mandant(), SECRET) == "GECXgtPHXdpMt3Jeg7gHsg"
    assert cle_mandataire(mandataire(), SECRET) == "-a72y42V5mp_MznAVHkyyg"
    assert cle_mandataire(par_numero, SECRET) == "ZqhwMG3w6TeXZRQvT72HRw"
    assert cle_mandataire(sans_sexe, SECRET) == "_4byUruD8bVtAZf43EIBKg"
