"""The scheduled functions of the local cloud."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import app
from infra.local import horloge
from infra.local.horloge import Horloge, evenement
from infra.local.serveur import invocation
from tests.constructeurs import Nuage


def test_une_fonction_qui_echoue_est_rappelee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(horloge.PERIODES_S, "reprise_controles", 0.001)
    appels: list[dict[str, Any]] = []
    assez = threading.Event()

    def echouer(recu: dict[str, Any]) -> dict[str, Any]:
        appels.append(recu)
        if len(appels) > 1:
            assez.set()
        raise RuntimeError("panne")

    with Horloge({"reprise_controles": echouer}):
        assert assez.wait(5)

    assert len({appel["id"] for appel in appels}) == len(appels)
    assert appels[0]["resources"][0].endswith("rule/reprise_controles")


@pytest.mark.usefixtures("seau")
@pytest.mark.parametrize("nom", horloge.PERIODES_S)
def test_chaque_fonction_de_l_horloge_est_une_fonction_planifiee_de_l_application(
    nuage: Nuage, nom: str
) -> None:
    nuage.peupler()
    planifiees = {source.name for source in app.app.event_sources}

    assert nom in planifiees
    bilan = invocation(nom, getattr(app, nom))(evenement(nom))
    assert all(isinstance(nombre, int) for nombre in bilan.values())
