"""The authorities that an act may name (R72-1, R72-1-1, R72-2; AUT-07, CAP-07)."""

from __future__ import annotations

import pytest

from chalicelib.domaine.autorites import (
    QUALITES_HORS_DE_FRANCE,
    QUALITES_PAPIER,
    QualiteHorsPortail,
    libelle_qualite,
    lire_qualite,
    nommer_autorite,
)
from chalicelib.domaine.habilitation import Qualite

TOUTES = (*Qualite, *QualiteHorsPortail)


@pytest.mark.parametrize("qualite", TOUTES)
def test_aut_07_r75_ii_chaque_qualite_se_lit_et_se_dit(qualite: Qualite) -> None:
    assert lire_qualite(qualite.value) is qualite
    assert libelle_qualite(qualite)
    assert qualite.value not in libelle_qualite(qualite)


def test_aut_07_deux_qualites_ne_se_disent_pas_pareil() -> None:
    assert len({libelle_qualite(q) for q in TOUTES}) == len(TOUTES)


def test_aut_07_r75_ii_une_autorite_se_nomme_avec_sa_qualite() -> None:
    assert nommer_autorite("Yann", "Le Goff", Qualite.OPJ) == (
        "Yann Le Goff, officier de police judiciaire"
    )
    ministere = nommer_autorite("", "Ministère", QualiteHorsPortail.MINISTERE_INTERIEUR)
    assert ministere == "Ministère, identité numérique certifiée"


@pytest.mark.parametrize("texte", ["", "opj", "MAIRE", "ADJOINT"])
def test_aut_01_r72_1_ni_le_maire_ni_ses_adjoints_n_ont_de_qualite(texte: str) -> None:
    with pytest.raises(ValueError, match=texte or "''"):
        lire_qualite(texte)


def test_reg_03_r72_1_qui_peut_avoir_signe_un_formulaire() -> None:
    assert {q.value for q in QUALITES_PAPIER} == {
        "OPJ",
        "APJ",
        "RESERVISTE_APJ",
        "CHEF_DE_POSTE",
        "AGENT_CONSULAIRE",
        "MAGISTRAT",
        "DIRECTEUR_GREFFE",
        "CONSUL_HONORAIRE",
        "OPJ_ARMEES",
        "CAPITAINE_NAVIRE",
    }


def test_aut_02_ta_toulouse_1989_un_delegue_ne_signe_pas_seul() -> None:
    assert Qualite.DELEGUE_OPJ not in QUALITES_PAPIER


def test_cap_07_l73_qui_signe_hors_de_france() -> None:
    assert {q.value for q in QUALITES_HORS_DE_FRANCE} == {
        "CHEF_DE_POSTE",
        "AGENT_CONSULAIRE",
        "CONSUL_HONORAIRE",
        "OPJ_ARMEES",
        "CAPITAINE_NAVIRE",
    }
