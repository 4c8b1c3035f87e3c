"""AUT-06, article R72-1 III: a public place serves at the days and hours of the arrêté."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine.lieux import Creneau, LieuPublic, est_ouvert

MATIN = Creneau(datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC))
SOIR = Creneau(datetime(2027, 3, 1, 17, tzinfo=UTC), datetime(2027, 3, 1, 20, tzinfo=UTC))
GARE = LieuPublic(
    id="35-gare-de-rennes",
    departement="35",
    arrete="arrêté du 1er février 2027",
    libelle="Gare de Rennes",
    commune="35238",
    creneaux=(MATIN, SOIR),
)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    "quand", [MATIN.debut, MATIN.fin - INSTANT, SOIR.debut, SOIR.fin - INSTANT]
)
def test_aut_06_r72_1_iii_ouvert_de_son_debut_inclus_a_sa_fin_exclue(quand: datetime) -> None:
    assert est_ouvert(GARE, quand)


@pytest.mark.parametrize(
    "quand",
    [MATIN.debut - INSTANT, MATIN.fin, SOIR.debut - INSTANT, SOIR.fin, SOIR.debut + timedelta(1)],
)
def test_aut_06_r72_1_iii_ferme_hors_des_jours_et_heures_de_l_arrete(quand: datetime) -> None:
    assert not est_ouvert(GARE, quand)


def test_aut_06_r72_1_iii_un_lieu_sans_creneau_n_ouvre_jamais() -> None:
    assert not est_ouvert(replace(GARE, creneaux=()), MATIN.debut)
