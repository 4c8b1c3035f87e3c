"""What a mandant reads of a procuration that is null, annulled, lapsed, or looked at again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat, Evenement
from tests.portails.exemples import (
    A_CONTROLER,
    A_VOTE,
    ANNULEE,
    CADUQUE,
    ECHUE,
    NULLE,
    NULLE_A_UN_TOUR,
    ROUVERTE,
    VALIDE,
    vue,
)

REEXAMINEE = replace(A_CONTROLER, dernier=Evenement.REEXAMEN)
DECES = replace(CADUQUE, fin=replace(CADUQUE.fin, motif="DECES"))  # type: ignore[type-var]


@pytest.mark.parametrize(
    "demande, explication, a_faire",
    [
        (NULLE, "L73", "voter vous-même"),
        (ANNULEE, "L77", "autre personne"),
        (CADUQUE, "plus inscrit", "Vérifiez où vous êtes inscrit"),
        (DECES, "décès du mandant", "erreur"),
        (ECHUE, "dernier jour de vote", "rien à faire"),
        (replace(ROUVERTE, dernier=Evenement.REOUVERTURE), "revient sur son refus", "plus rien"),
        (REEXAMINEE, "place s’est libérée", "plus rien"),
        (NULLE_A_UN_TOUR, "nulle le 20 juin 2021", "Prévenez"),
        (A_VOTE, "voté vous-même le 20 juin 2021", "rien à faire pour ce vote"),
    ],
)
def test_articles_l73_l76_l77_le_mandant_lit_ce_qui_est_arrive_et_quoi_faire(
    demande: Demande, explication: str, a_faire: str
) -> None:
    lue = vue(demande)

    assert explication in lue.fin.explication
    assert a_faire in lue.a_faire


def test_une_vie_ordinaire_ne_dit_rien_de_plus() -> None:
    for demande in (A_CONTROLER, VALIDE):
        assert vue(demande).fin.explication == ""
        assert vue(demande).fin.sans_effet == ""


@pytest.mark.parametrize("demande", [NULLE, ANNULEE, CADUQUE, ECHUE])
def test_de_ce_qui_a_pris_fin_rien_n_est_a_venir(demande: Demande) -> None:
    pas = vue(demande).frise

    assert [un for un in pas if un.genre == "avenir"] == []
    assert pas[-1].genre == "refus"


def test_article_l77_la_frise_ne_dit_pas_si_le_mandataire_est_mort_ou_prive_de_ses_droits() -> None:
    assert "droits" not in " ".join(un.detail for un in vue(ANNULEE).frise)


def test_un_refus_repris_se_lit_dans_la_frise() -> None:
    assert "Refus repris" in " ".join(pas.detail for pas in vue(ROUVERTE).frise)
    assert vue(ROUVERTE).etat == Etat.A_CONTROLER
