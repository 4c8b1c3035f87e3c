"""The provider is down, slow, or answers nonsense: said quickly, in words, and nobody signed in."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from chalicelib.identite import oidc
from chalicelib.identite.oidc_http import TAILLE_MAX, Reponse, Transport
from tests.identite.oidc_outils import FIN, MIDI, RETOUR, SECRET, SERVICE, monter

ETAT = "e" * 43
D_UN_AUTRE = (
    b'{"issuer": "https://autre.exemple/api/v2",'
    b' "authorization_endpoint": "http://127.0.0.1:9/authorize"}'
)
Ecrire = Callable[[BaseHTTPRequestHandler], None]


def client_vers(port: int, delais: tuple[float, float] = (2.0, 5.0)) -> oidc.ClientOidc:
    issuer = f"http://127.0.0.1:{port}/api/v2"
    return oidc.ClientOidc(oidc.franceconnect(issuer, SERVICE, SECRET, RETOUR, FIN), delais=delais)


@contextmanager
def fournisseur_qui(repond: Ecrire) -> Iterator[tuple[int, list[str]]]:
    """A provider that answers everything with `repond`; gives its port and what it was asked."""
    recus: list[str] = []

    class Traitement(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            recus.append(self.command)
            repond(self)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Traitement)
    serveur.daemon_threads = True
    fil = Thread(target=serveur.serve_forever, args=(0.02,))
    fil.start()
    try:
        yield serveur.server_address[1], recus
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()


def reponse(statut: int, corps: bytes = b"", **entetes: str) -> Ecrire:
    def ecrire(traitement: BaseHTTPRequestHandler) -> None:
        traitement.send_response(statut)
        for nom, valeur in {"Content-Length": str(len(corps)), **entetes}.items():
            traitement.send_header(nom, valeur)
        traitement.end_headers()
        traitement.wfile.write(corps)

    return ecrire


def test_un_fournisseur_qui_n_ecoute_pas_est_dit_indisponible_tout_de_suite() -> None:
    with socket.socket() as muette:
        muette.bind(("127.0.0.1", 0))
        debut = time.perf_counter()

        with pytest.raises(oidc.FournisseurIndisponible) as attrape:
            client_vers(muette.getsockname()[1]).url_autorisation(ETAT, ETAT)

    assert attrape.value.raison == "reseau"
    assert attrape.value.detail.startswith("FranceConnect ne répond pas pour le moment. Attendez")
    assert time.perf_counter() - debut < 2


@pytest.mark.parametrize("statut, essais", [(503, 2), (502, 2), (500, 1), (429, 1)])
def test_une_erreur_du_fournisseur_est_reessayee_au_plus_une_fois_en_lecture(
    statut: int, essais: int
) -> None:
    with (
        fournisseur_qui(reponse(statut)) as (port, recus),
        pytest.raises(oidc.FournisseurIndisponible) as attrape,
    ):
        client_vers(port).url_autorisation(ETAT, ETAT)

    assert attrape.value.raison == "statut"
    assert recus == ["GET"] * essais


def test_une_panne_passagere_ne_se_voit_pas() -> None:
    restantes = [reponse(503)]

    def une_fois(traitement: BaseHTTPRequestHandler) -> None:
        issuer = f"http://127.0.0.1:{traitement.server.server_address[1]}/api/v2"
        bonne = json.dumps({"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"})
        (restantes.pop() if restantes else reponse(200, bonne.encode()))(traitement)

    with fournisseur_qui(une_fois) as (port, recus):
        assert "/authorize?" in client_vers(port).url_autorisation(ETAT, ETAT)

    assert recus == ["GET", "GET"]


def test_un_fournisseur_trop_lent_est_dit_indisponible_sans_attendre_davantage() -> None:
    fin = Event()

    def se_taire(_: BaseHTTPRequestHandler) -> None:
        fin.wait(10)

    with fournisseur_qui(se_taire) as (port, recus):
        debut = time.perf_counter()
        try:
            with pytest.raises(oidc.FournisseurIndisponible) as attrape:
                client_vers(port, delais=(0.2, 0.2)).url_autorisation(ETAT, ETAT)
            duree = time.perf_counter() - debut
        finally:
            fin.set()

    assert attrape.value.raison == "delai"
    assert recus == ["GET"]
    assert 0.2 <= duree < 2


def test_une_reponse_coupee_en_route_est_une_indisponibilite() -> None:
    coupee = reponse(200, b"{", **{"Content-Length": "500"})

    with (
        fournisseur_qui(coupee) as (port, _),
        pytest.raises(oidc.FournisseurIndisponible),
    ):
        client_vers(port).url_autorisation(ETAT, ETAT)


@pytest.mark.parametrize(
    "repond, raison",
    [
        (reponse(200, b"<html>entretien</html>"), "json"),
        (reponse(200, b"[1, 2]"), "json"),
        (reponse(200, b"\xff\xfe"), "json"),
        (reponse(200, b"[" * 100_000), "json"),
        (reponse(200, b" " * (TAILLE_MAX + 1)), "taille"),
        (reponse(404), "decouverte"),
        (reponse(302, Location="http://127.0.0.1:9/ailleurs"), "decouverte"),
        (reponse(200, D_UN_AUTRE), "decouverte"),
        (reponse(200, b"{}"), "decouverte"),
    ],
)
def test_une_description_qui_n_en_est_pas_une_est_refusee(repond: Ecrire, raison: str) -> None:
    with (
        fournisseur_qui(repond) as (port, _),
        pytest.raises(oidc.ReponseOidcInvalide) as attrape,
    ):
        client_vers(port).url_autorisation(ETAT, ETAT)

    assert attrape.value.raison == raison


@pytest.mark.parametrize(
    "adresse", ["http://fournisseur.exemple/authorize", "http://127.0.0.1/authorize", "", None, 3]
)
def test_un_fournisseur_en_https_ne_peut_pas_envoyer_vers_une_adresse_en_clair(
    monkeypatch: pytest.MonkeyPatch, adresse: Any
) -> None:
    issuer = "https://fournisseur.exemple/api/v2"
    description = {"issuer": issuer, "authorization_endpoint": adresse}
    corps = json.dumps(description).encode()
    monkeypatch.setattr(Transport, "lire", lambda *_: Reponse(200, "application/json", corps))
    client = oidc.ClientOidc(oidc.franceconnect(issuer, SERVICE, SECRET, RETOUR, FIN))

    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        client.url_autorisation(ETAT, ETAT)

    assert attrape.value.raison == "decouverte"


@pytest.mark.parametrize(
    "jetons, raison",
    [
        ({}, "token"),
        ({"id_token": "a.b.c"}, "token"),
        ({"id_token": 3, "access_token": "x"}, "token"),
        ({"id_token": "a.b.c", "access_token": "x\r\nHost: ailleurs"}, "token"),
        ({"id_token": "a.b.c", "access_token": "clé"}, "token"),
    ],
)
def test_une_reponse_aux_jetons_incomplete_est_refusee(
    monkeypatch: pytest.MonkeyPatch, jetons: dict[str, Any], raison: str
) -> None:
    corps = json.dumps(jetons).encode()
    with monter("franceconnect") as montage:
        code, nonce = montage.aller("angele")
        monkeypatch.setattr(Transport, "poster", lambda *_: Reponse(200, "application/json", corps))

        with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
            montage.client.echanger(code, nonce, MIDI)

    assert attrape.value.raison == raison


def test_un_userinfo_en_json_non_signe_est_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    with monter("franceconnect") as montage:
        code, nonce = montage.aller("angele")
        honnete = Transport.lire

        def en_json(self: Transport, url: str, entetes: Any = None) -> Reponse:
            recue = honnete(self, url, entetes)
            if not url.endswith("/userinfo"):
                return recue
            return Reponse(200, "application/json", recue.corps)

        monkeypatch.setattr(Transport, "lire", en_json)
        with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
            montage.client.echanger(code, nonce, MIDI)

    assert attrape.value.raison == "userinfo"


def test_un_fournisseur_qui_s_arrete_avant_l_echange_ne_connecte_personne() -> None:
    with monter("franceconnect") as montage:
        code, nonce = montage.aller("angele")
        montage.simulateur.arreter()

        with pytest.raises(oidc.FournisseurIndisponible):
            montage.client.echanger(code, nonce, MIDI)


def raccrocher(traitement: BaseHTTPRequestHandler) -> None:
    traitement.close_connection = True


@pytest.mark.parametrize("repond", [reponse(503), raccrocher], ids=["503", "raccroche"])
def test_l_echange_du_code_n_est_jamais_envoye_deux_fois(repond: Ecrire) -> None:
    with fournisseur_qui(repond) as (port, recus):
        with pytest.raises(oidc.FournisseurIndisponible):
            Transport("FranceConnect").poster(f"http://127.0.0.1:{port}/token", {"code": "abc"})

        assert recus == ["POST"]
