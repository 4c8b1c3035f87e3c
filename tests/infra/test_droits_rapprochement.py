"""Reconciliation only reads, and the checkpoints only add (`tests/preuves` compares the rest with
their roles)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.depots.modeles import LigneModele
from chalicelib.flux.points_de_controle import points_de_controle
from chalicelib.flux.rapprochement import rapprochement
from chalicelib.montage import montage
from infra import assemblage
from tests.constructeurs import RENNES, Nuage, mandant


@pytest.fixture(autouse=True)
def une_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("RAPPROCHEMENT_PARTS", "POINTS_PARTS"):
        monkeypatch.setenv(nom, "1")  # moto gives every part the whole table


def test_le_rapprochement_ne_fait_que_lire(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    nuage.deposer(qui=mandant("m2", nom="Abel"))
    nuage.avancer(hours=3)
    montage.cache_clear()
    # Nobody was told, and words lead nowhere.
    assert rapprochement(60.0) == {"EXAMINEES": 7, "ECARTS": 3, "TOURS": 1}
    # The same day: what was done of late only.
    assert rapprochement(60.0) == {"EXAMINEES": 2, "ECARTS": 3, "TOURS": 0}
    LigneModele(RENNES, recue.reference).delete()
    nuage.avancer(days=1)
    assert rapprochement(60.0)["ECARTS"] == 4
    # No time: nothing is read, and the round stays where it was.
    assert rapprochement(0.0) == {"EXAMINEES": 0, "ECARTS": 0, "TOURS": 0}


def test_un_tour_reprend_ou_le_temps_l_a_arrete(nuage: Nuage) -> None:
    nuage.peupler().recue()
    nuage.avancer(hours=3)
    stores = montage().rapprochement

    rapprochement(60.0)
    fini = stores.avancee()
    assert fini is not None
    assert fini.faites == 3
    nuage.avancer(days=1)
    rapprochement(0.0)
    assert stores.avancee() == fini
    rapprochement(60.0)
    suivant = stores.avancee()
    assert suivant is not None
    assert suivant.depuis == fini.depuis + timedelta(days=1)


@pytest.mark.usefixtures("seau")
def test_les_points_de_controle_ne_font_que_lire_le_journal_et_ajouter(nuage: Nuage) -> None:
    nuage.peupler().recue()
    assert points_de_controle() == {"poses": 3, "deja": 0}

    (politique,) = assemblage.charger()["Resources"]["PointsDeControleRole"]["Properties"][
        "Policies"
    ]
    actions = [p["Action"] for p in politique["PolicyDocument"]["Statement"]]
    assert actions == [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        "dynamodb:Scan",
        "s3:PutObject",
    ]
