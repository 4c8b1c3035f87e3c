"""The local cloud's start and end: ports, signals, what is left, and what stays out of the app."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.local import serveur
from tests.infra.nuage_outils import (
    RACINE,
    NuageLance,
    Visiteur,
    attendre,
    deposer,
    environnement,
    lancer,
)


def test_sans_port_demande_un_port_libre_remplace_celui_d_habitude_s_il_est_pris(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as pris:
        monkeypatch.setattr(serveur, "PORT_HABITUEL", pris.getsockname()[1])
        with serveur.ouvrir(None) as prise:
            assert prise.getsockname() != pris.getsockname()
        with pytest.raises(serveur.PortOccupe):
            serveur.ouvrir(pris.getsockname()[1])


def test_sans_nuage_make_journal_le_dit_en_une_ligne(tmp_path):
    code, dit = lancer("infra.local.journal", environnement=environnement(tmp_path))
    assert code == 2
    assert dit.count("\n") == 1
    assert "make run" in dit


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_un_signal_arrete_tout_et_ne_laisse_rien(tmp_path, signal_):
    nuage = NuageLance(tmp_path, "PORT=0")
    deposer(nuage.adresse, portee=a_venir(nuage))
    code, dit, secondes = nuage.arreter(signal_)
    assert (code, dit.strip()) == (0, "Tout est arrêté.")
    assert secondes < 5
    assert list(nuage.temporaire.iterdir()) == []
    assert [f.name for f in nuage.local.iterdir()] == ["journal-des-fonctions.jsonl"]
    for adresse in (nuage.adresse, nuage.etat["environnement"]["AWS_ENDPOINT_URL"]):
        with socket.create_server(("127.0.0.1", urlsplit(adresse).port)):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="signals one thread by its number")
def test_un_signal_remis_a_un_autre_fil_arrete_tout_aussi(tmp_path):
    nuage = NuageLance(tmp_path, "PORT=0")
    pid = nuage.processus.pid
    (_, autre, *_) = sorted(int(fil.name) for fil in Path(f"/proc/{pid}/task").iterdir())
    assert ctypes.CDLL(None).tgkill(pid, autre, signal.SIGTERM) == 0
    sortie, erreurs = nuage.processus.communicate(timeout=10)
    assert (nuage.processus.returncode, sortie.strip(), erreurs) == (0, "Tout est arrêté.", "")


def a_venir(nuage: NuageLance) -> dict[str, object]:
    """The municipale, to come whatever the day."""
    (scrutin,) = (
        s
        for s in Visiteur(nuage.adresse).json("/api/v1/scrutins")["scrutins"]
        if s["id"].startswith("municipales")
    )
    return {"scrutin": scrutin["id"], "tours": [1]}


def test_sans_le_nuage_local_l_application_n_a_aucune_page_locale(tmp_path):
    programme = "import app; print(*app.app.routes)"
    routes = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", programme],
        cwd=RACINE,
        env=environnement(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "/electeur" in routes
    assert [route for route in routes if "local" in route] == []


@pytest.mark.second_moteur
def test_le_second_moteur_vit_le_depot_et_son_courriel_a_une_autre_date(tmp_path):
    nuage = NuageLance(tmp_path, "PORT=0", "DATE=2021-06-14", "MOTEUR=ministack")
    try:
        deposer(nuage.adresse)
        visiteur = Visiteur(nuage.adresse)
        assert {s["id"] for s in visiteur.json("/api/v1/scrutins")["scrutins"]} >= {
            "departementales-regionales-2021"
        }
        (recu,) = attendre(lambda: visiteur.json("/_local/courriels")["courriels"])
        assert recu["destinataire"] == "essai@courriel.example"
        assert visiteur.demander("GET", "/_local/courriels/1/brut").status == 404
    finally:
        code, dit, _ = nuage.arreter()
    assert (code, dit.strip()) == (0, "Tout est arrêté.")
    assert list(nuage.temporaire.iterdir()) == []
