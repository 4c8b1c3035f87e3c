"""A refusal says what to do next, and names the field that is wrong."""

from __future__ import annotations

import pytest

from chalicelib.domaine import erreurs
from chalicelib.domaine.erreurs import ErreurMetier, MandantDejaRepresente, SaisieInvalide
from tests.domaine.exemples import DEUX_TOURS

SANS_DETAIL = [
    erreurs.ReferenceIntrouvable,
    erreurs.ProcurationIntrouvable,
    erreurs.ConflitDeVersion,
    erreurs.CleDejaUtilisee,
]


def toutes(classe: type[ErreurMetier] = ErreurMetier) -> set[type[ErreurMetier]]:
    return {classe}.union(*(toutes(fille) for fille in classe.__subclasses__()))


def test_chaque_refus_a_son_code_et_son_titre() -> None:
    definies = {c for c in toutes() if c.__module__ == erreurs.__name__}

    assert len({c.code for c in definies}) == len(definies)
    assert len({c.titre for c in definies}) == len(definies)


@pytest.mark.parametrize("classe", SANS_DETAIL)
def test_un_refus_sans_circonstance_dit_quoi_faire(classe: type[ErreurMetier]) -> None:
    refus = classe()  # type: ignore[call-arg]

    assert len(refus.detail.split()) > 5
    assert refus.detail == str(refus)
    assert refus.champ == ""


def test_un_refus_porte_sa_phrase_et_son_champ() -> None:
    assert ErreurMetier("Une phrase.").detail == "Une phrase."
    assert ErreurMetier("Une phrase.").champ == ""
    assert ErreurMetier("Une phrase.", champ="nom").champ == "nom"


def test_une_saisie_invalide_nomme_chaque_champ_et_le_premier_d_abord() -> None:
    refus = SaisieInvalide({"nom": "Écrivez le nom.", "sexe": "Choisissez."})

    assert refus.erreurs == {"nom": "Écrivez le nom.", "sexe": "Choisissez."}
    assert refus.champ == "nom"
    assert refus.detail == "Écrivez le nom. Choisissez."
    assert SaisieInvalide.du_champ("nom", "Écrivez.").erreurs == {"nom": "Écrivez."}
    assert SaisieInvalide({}).champ == ""


def test_m08_le_refus_dit_ce_que_couvre_la_premiere_et_rien_d_autre() -> None:
    refus = MandantDejaRepresente("Une phrase.", (DEUX_TOURS,))

    assert (refus.detail, refus.portees) == ("Une phrase.", (DEUX_TOURS,))
    assert MandantDejaRepresente("Une phrase.").portees == ()
