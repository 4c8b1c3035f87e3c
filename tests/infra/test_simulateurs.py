"""The simulators are as strict as the federations, so that what works here works there."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.local.simulateurs import ClientEnregistre, IdentiteDemo, Simulateur
from infra.local.simulateurs.demande import PARAMETRES_INVALIDES
from tests.identite.oidc_outils import (
    IDENTITES,
    RETOUR,
    SECRET,
    SERVICE,
    Montage,
    monter,
    parametres,
    visiter,
)
from tests.infra.simulateurs_outils import autoriser, demande, echanger, ouvrir, userinfo


@pytest.fixture
def franceconnect() -> Iterator[Montage]:
    with monter("franceconnect") as montage:
        yield montage


@pytest.fixture
def proconnect() -> Iterator[Montage]:
    with monter("proconnect") as montage:
        yield montage


# --- authorization request ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, changements, code",
    [
        ("franceconnect", {"acr_values": None}, PARAMETRES_INVALIDES),
        ("franceconnect", {"acr_values": "eidas3"}, PARAMETRES_INVALIDES),
        ("franceconnect", {"nonce": "n" * 21}, PARAMETRES_INVALIDES),
        ("franceconnect", {"nonce": None}, PARAMETRES_INVALIDES),
        ("franceconnect", {"state": None}, PARAMETRES_INVALIDES),
        ("franceconnect", {"siret_hint": "1"}, PARAMETRES_INVALIDES),
        ("franceconnect", {"scope": "openid siret"}, "invalid_scope"),
        ("proconnect", {"nonce": "n" * 31}, PARAMETRES_INVALIDES),
        ("proconnect", {"nonce": "é" * 43}, PARAMETRES_INVALIDES),
        ("proconnect", {"nonce": "n" * 513}, PARAMETRES_INVALIDES),
        ("proconnect", {"state": "e" * 31}, PARAMETRES_INVALIDES),
        ("proconnect", {"utm_source": "x"}, PARAMETRES_INVALIDES),
        ("proconnect", {"claims": "{"}, PARAMETRES_INVALIDES),
        ("proconnect", {"claims": '{"id_token": 3}'}, PARAMETRES_INVALIDES),
        ("proconnect", {"claims": "[]"}, PARAMETRES_INVALIDES),
        ("proconnect", {"scope": "openid birthdate"}, "invalid_scope"),
        ("proconnect", {"scope": "given_name"}, PARAMETRES_INVALIDES),
        ("proconnect", {"response_type": "token"}, PARAMETRES_INVALIDES),
        ("proconnect", {"prompt": "none"}, PARAMETRES_INVALIDES),
        ("proconnect", {"client_id": "inconnu"}, "invalid_client"),
        ("proconnect", {"redirect_uri": f"{RETOUR}/"}, "invalid_redirect_uri"),
        ("proconnect", {"redirect_uri": "https://pirate.exemple/"}, "invalid_redirect_uri"),
        ("proconnect", {"redirect_uri": None}, "invalid_redirect_uri"),
    ],
)
def test_une_demande_mal_formee_recoit_une_page_et_ne_repart_jamais_vers_le_service(
    kind: Any, changements: dict[str, str | None], code: str
) -> None:
    with monter(kind) as montage:
        reponse = autoriser(montage, login_hint="angele", **changements)

    assert reponse.status == 400
    assert f"<strong>{code}</strong>" in reponse.data.decode()
    assert "Location" not in reponse.headers


@pytest.mark.parametrize(
    "kind, changements",
    [
        ("franceconnect", {"nonce": "n" * 22, "state": "e"}),
        ("franceconnect", {"ui_locales": "fr", "prompt": "login consent"}),
        ("proconnect", {"nonce": "n" * 32, "state": "e" * 32}),
        ("proconnect", {"acr_values": None, "prompt": "login", "idp_hint": "x"}),
    ],
)
def test_une_demande_juste_suffisante_est_acceptee(
    kind: Any, changements: dict[str, str | None]
) -> None:
    with monter(kind) as montage:
        reponse = autoriser(montage, login_hint="opj", **changements)

    assert reponse.status == 303


def test_un_parametre_donne_deux_fois_est_refuse(proconnect: Montage) -> None:
    url = f"{proconnect.simulateur.issuer}/authorize?{urlencode(demande())}&state={'f' * 43}"

    assert visiter(url).status == 400


def test_le_retour_porte_le_code_le_state_et_l_emetteur(franceconnect: Montage) -> None:
    retour = autoriser(franceconnect, login_hint="angele").headers["Location"]

    assert retour.startswith(f"{RETOUR}?")
    recus = parametres(retour)
    assert set(recus) == {"code", "state", "iss"}
    assert (recus["state"], recus["iss"]) == ("e" * 43, franceconnect.simulateur.issuer)


# --- the page ----------------------------------------------------------------------------------


def test_la_page_dit_qu_elle_est_un_simulateur_et_propose_chaque_identite_par_un_bouton(
    franceconnect: Montage,
) -> None:
    reponse = autoriser(franceconnect, scope="openid given_name birthdate")
    page = reponse.data.decode()

    assert '<html lang="fr">' in page
    assert "<h1>Simulateur de FranceConnect — identités fictives</h1>" in page
    assert "n'est pas FranceConnect ni un service de l'État" in page
    assert "Le service recevra : prénoms, date de naissance." in page
    assert re.findall(r'name="identite" value="([^"]+)"', page) == [i.id for i in IDENTITES]
    assert "<script" not in page
    assert "<img" not in page
    assert "script-src" not in reponse.headers["Content-Security-Policy"]
    assert reponse.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_proconnect_la_page_montre_le_siret_la_fonction_et_l_absence_de_double_authentification(
    proconnect: Montage,
) -> None:
    page = autoriser(proconnect).data.decode()

    assert "<dt>SIRET</dt><dd>12000101100010</dd>" in page
    assert "<dt>Fonction</dt><dd>Officier de police judiciaire</dd>" in page
    assert page.count("sans double authentification</dd>") == 1
    assert "N&#39;Diaye" in page


def test_le_bouton_d_une_identite_la_connecte(proconnect: Montage) -> None:
    reponse = autoriser(proconnect, "POST", corps={"identite": "opj"}, scope="openid uid")

    jetons = echanger(proconnect, parametres(reponse.headers["Location"])["code"]).json()
    assert reponse.status == 303
    assert ouvrir(proconnect, userinfo(proconnect, jetons["access_token"]).data.decode())[
        "uid"
    ] == "kn-4521"  # fmt: skip


def test_renoncer_ramene_au_service_avec_access_denied(proconnect: Montage) -> None:
    reponse = autoriser(proconnect, "POST", corps={"annuler": "oui"})

    assert parametres(reponse.headers["Location"])["error"] == "access_denied"


def test_login_hint_accepte_aussi_le_courriel_comme_le_vrai_proconnect(
    proconnect: Montage,
) -> None:
    assert autoriser(proconnect, login_hint="karim.ndiaye@police.exemple").status == 303


def test_un_login_hint_inconnu_montre_la_page_et_le_dit(proconnect: Montage) -> None:
    reponse = autoriser(proconnect, login_hint="personne")

    assert reponse.status == 200
    assert "Aucune identité de démonstration ne correspond" in reponse.data.decode()


def test_une_description_qui_contient_du_html_reste_du_texte() -> None:
    farceur = IdentiteDemo("x", "<script>alert(1)</script>", "<b>", {})
    service = ClientEnregistre(SERVICE, SECRET, (RETOUR,))
    simulateur = Simulateur("franceconnect", [farceur], [service], lambda: datetime.now(UTC))
    simulateur.demarrer()
    try:
        page = visiter(f"{simulateur.issuer}/authorize?{urlencode(demande())}").data.decode()
    finally:
        simulateur.arreter()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


# --- life of the server ------------------------------------------------------------------------


def un_simulateur() -> Simulateur:
    return Simulateur("franceconnect", IDENTITES, [], lambda: datetime.now(UTC))


def test_le_simulateur_n_ecoute_que_la_boucle_locale(franceconnect: Montage) -> None:
    port = int(franceconnect.simulateur.issuer.split(":")[2].split("/")[0])

    with socket.socket() as autre:
        autre.bind(("127.0.0.2", port))


def test_un_port_deja_pris_est_une_erreur_du_systeme(franceconnect: Montage) -> None:
    port = int(franceconnect.simulateur.issuer.split(":")[2].split("/")[0])

    with pytest.raises(OSError, match="in use"):
        un_simulateur().demarrer(port)


@pytest.mark.parametrize(
    "variable, valeur",
    [("STAGE", "prod"), ("STAGE", "dev"), ("AWS_LAMBDA_FUNCTION_NAME", "maprocuration-api")],
)
def test_le_simulateur_refuse_de_demarrer_ailleurs_qu_en_local(
    monkeypatch: pytest.MonkeyPatch, variable: str, valeur: str
) -> None:
    monkeypatch.setenv(variable, valeur)

    with pytest.raises(RuntimeError, match="AWS"):
        un_simulateur().demarrer()


def test_apres_l_arret_plus_rien_n_ecoute_et_le_port_est_libre() -> None:
    simulateur = un_simulateur()
    port = int(simulateur.demarrer().rsplit(":", 1)[1])
    simulateur.arreter()
    simulateur.arreter()

    assert simulateur.demarrer(port) == f"http://127.0.0.1:{port}"
    simulateur.arreter()
