"""The store of scans, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.depots.coffre import CoffreS3
from chalicelib.domaine.pieces import JPEG, PDF, Piece
from tests.constructeurs import Nuage

pytestmark = [pytest.mark.deux_moteurs, pytest.mark.usefixtures("seau")]

EFFACE_LE = datetime(2028, 4, 26, tzinfo=UTC)
UNE = Piece(b"%PDF-1.7 ... %%EOF", PDF, EFFACE_LE)


@pytest.fixture
def coffre(nuage: Nuage, seau: None) -> CoffreS3:
    return CoffreS3()


def test_une_piece_deposee_se_relit_avec_le_jour_de_son_effacement(coffre: CoffreS3) -> None:
    coffre.deposer("une", UNE)

    assert coffre.lire("une") == UNE
    assert coffre.lire("autre") is None


def test_une_piece_deposee_deux_fois_sous_le_meme_nom_n_est_gardee_qu_une_fois(
    coffre: CoffreS3,
) -> None:
    coffre.deposer("une", UNE)
    autre = Piece(b"\xff\xd8\xff ... \xff\xd9", JPEG, EFFACE_LE)

    coffre.deposer("une", autre)

    assert coffre.lire("une") == autre


def test_une_piece_effacee_ne_se_relit_plus_et_s_efface_deux_fois_sans_erreur(
    coffre: CoffreS3,
) -> None:
    coffre.deposer("une", UNE)

    coffre.effacer("une")
    coffre.effacer("une")

    assert coffre.lire("une") is None
