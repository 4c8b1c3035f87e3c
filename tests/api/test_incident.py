"""A failure of ours: a page or a problem document that says so, and a log line without what was
typed.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Never

import pytest

from tests.api.client import evenement, traiter
from tests.constructeurs import Nuage

SECRET = "Camille Durand"


def _echouer(_: object) -> Never:
    raise ValueError(SECRET)


def _incidents(journal: io.StringIO) -> list[str]:
    lignes = [json.loads(ligne) for ligne in journal.getvalue().splitlines()]
    return [ligne["type"] for ligne in lignes if ligne.get("message") == "incident"]


@pytest.mark.parametrize(
    "chemin, vue, type_",
    [
        ("/", "chalicelib.portails.public.accueil", "text/html; charset=utf-8"),
        ("/api/v1/sante", "chalicelib.api.commun.sante", "application/problem+json"),
    ],
)
def test_une_panne_imprevue_est_dite_sans_son_message(
    nuage: Nuage,
    journal: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    chemin: str,
    vue: str,
    type_: str,
) -> None:
    monkeypatch.setattr(vue, _echouer)

    reponse = traiter(evenement("GET", chemin))

    assert (reponse.statut, reponse.entetes["Content-Type"]) == (500, type_)
    assert "Une erreur est survenue" in reponse.corps.decode()
    assert _incidents(journal) == ["ValueError"]
    assert SECRET not in journal.getvalue() + reponse.corps.decode()


def test_une_vue_qui_ne_s_importe_pas_est_un_incident_comme_un_autre(
    nuage: Nuage, journal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "chalicelib.portails.public", None)

    reponse = traiter(evenement("GET", "/"))

    assert reponse.statut == 500
    assert "Une erreur est survenue" in reponse.corps.decode()
    assert _incidents(journal) == ["ModuleNotFoundError"]
