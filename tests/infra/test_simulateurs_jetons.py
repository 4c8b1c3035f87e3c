"""Codes and tokens, what they release, and the way out: as sober as the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from urllib3 import BaseHTTPResponse

from tests.identite.oidc_outils import FIN, RETOUR, SERVICE, Montage, monter, visiter
from tests.infra.simulateurs_outils import code_pour, echanger, lus, ouvrir, userinfo

AMR = '{"id_token":{"amr":{"essential":true}}}'


@pytest.fixture
def franceconnect() -> Iterator[Montage]:
    with monter("franceconnect") as montage:
        yield montage


@pytest.fixture
def proconnect() -> Iterator[Montage]:
    with monter("proconnect") as montage:
        yield montage


def test_un_code_rejoue_est_refuse_et_tue_le_jeton_qu_il_avait_donne(
    franceconnect: Montage,
) -> None:
    code = code_pour(franceconnect, "angele")
    acces = echanger(franceconnect, code).json()["access_token"]
    assert userinfo(franceconnect, acces).status == 200

    assert echanger(franceconnect, code).json()["error"] == "invalid_grant"
    assert userinfo(franceconnect, acces).status == 401


@pytest.mark.parametrize(
    "changements, statut, erreur",
    [
        ({"client_secret": "faux"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "inconnu"}, 401, "invalid_client"),
        ({"redirect_uri": f"{RETOUR}/"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
        ({"code": "invente"}, 400, "invalid_grant"),
    ],
)
def test_un_echange_de_code_incorrect_est_refuse(
    franceconnect: Montage, changements: dict[str, str], statut: int, erreur: str
) -> None:
    reponse = echanger(franceconnect, **{"code": code_pour(franceconnect, "angele"), **changements})

    assert (reponse.status, reponse.json()["error"]) == (statut, erreur)


@pytest.mark.parametrize("secondes, statut", [(29, 200), (30, 400)])
def test_un_code_vit_30_secondes(franceconnect: Montage, secondes: int, statut: int) -> None:
    code = code_pour(franceconnect, "angele")
    franceconnect.horloge.avancer(secondes)

    assert echanger(franceconnect, code).status == statut


@pytest.mark.parametrize("secondes, statut", [(59, 200), (60, 401)])
def test_un_jeton_d_acces_opaque_vit_60_secondes(
    franceconnect: Montage, secondes: int, statut: int
) -> None:
    acces = echanger(franceconnect, code_pour(franceconnect, "angele")).json()["access_token"]
    franceconnect.horloge.avancer(secondes)

    assert "." not in acces
    assert userinfo(franceconnect, acces).status == statut


@pytest.mark.parametrize("entete", ["Bearer faux", "Basic abc", ""])
def test_userinfo_ne_repond_pas_sans_jeton_vivant(franceconnect: Montage, entete: str) -> None:
    url = f"{franceconnect.simulateur.issuer}/userinfo"

    assert visiter(url, headers={"Authorization": entete}).status == 401


def test_userinfo_est_un_jwt_signe(franceconnect: Montage) -> None:
    acces = echanger(franceconnect, code_pour(franceconnect, "angele")).json()["access_token"]

    reponse = userinfo(franceconnect, acces)

    assert reponse.headers["Content-Type"] == "application/jwt"
    assert ouvrir(franceconnect, reponse.data.decode())["aud"] == SERVICE


# --- what is released --------------------------------------------------------------------------

ENVELOPPE = {"sub", "aud", "iss", "iat", "exp"}


@pytest.mark.parametrize(
    "kind, login, scope, attendus",
    [
        ("franceconnect", "angele", "openid", set()),
        ("franceconnect", "angele", "openid given_name", {"given_name", "given_name_array"}),
        ("franceconnect", "angele", "openid birthdate gender", {"birthdate", "gender"}),
        ("franceconnect", "angele", "openid birth", {"birthplace", "birthcountry"}),
        ("franceconnect", "angele", "openid preferred_username", set()),
        ("proconnect", "opj", "openid", set()),
        ("proconnect", "opj", "openid uid siret", {"uid", "siret"}),
        ("proconnect", "opj", "openid usual_name email", {"usual_name", "email"}),
        ("proconnect", "opj", "openid idp_id", {"idp_id"}),
        ("proconnect", "opj", "openid custom", set()),
    ],
)
def test_seuls_les_claims_des_scopes_demandes_sont_livres(
    kind: Any, login: str, scope: str, attendus: set[str]
) -> None:
    with monter(kind) as montage:
        _, recus = lus(montage, login, scope=scope)

    assert set(recus) == ENVELOPPE | attendus


def test_l_id_token_ne_porte_aucune_donnee_de_la_personne(franceconnect: Montage) -> None:
    jeton, _ = lus(franceconnect, "angele", scope="openid profile email")

    assert set(jeton) == ENVELOPPE | {"auth_time", "acr", "nonce", "at_hash"}
    assert jeton["exp"] - jeton["iat"] == 60


def test_l_amr_n_est_donne_que_s_il_est_demande(proconnect: Montage) -> None:
    assert "amr" not in lus(proconnect, "opj")[0]
    assert lus(proconnect, "opj", claims=AMR)[0]["amr"] == ["pwd", "mfa"]
    assert lus(proconnect, "sans-mfa", claims=AMR)[0]["amr"] == ["pwd"]


def test_le_sujet_de_franceconnect_change_d_un_service_a_l_autre_pas_celui_de_proconnect(
    franceconnect: Montage, proconnect: Montage
) -> None:
    for montage, distincts in ((franceconnect, 2), (proconnect, 1)):
        personne = montage.simulateur.identites["angele"]
        sujets = {montage.simulateur.sujet(personne, s) for s in (SERVICE, "un-autre-service")}
        assert len(sujets) == distincts
        assert lus(montage, "angele")[0]["sub"] in sujets


# --- discovery, keys, logout -------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["franceconnect", "proconnect"])
def test_la_description_donne_les_chemins_des_vraies_federations(kind: Any) -> None:
    with monter(kind) as montage:
        issuer = montage.simulateur.issuer
        description = visiter(f"{issuer}/.well-known/openid-configuration").json()

    assert issuer.endswith("/api/v2")
    assert {
        nom: description[nom].removeprefix(issuer)
        for nom in description
        if nom.endswith("_endpoint") or nom == "jwks_uri"
    } == {
        "authorization_endpoint": "/authorize",
        "token_endpoint": "/token",
        "userinfo_endpoint": "/userinfo",
        "jwks_uri": "/jwks",
        "end_session_endpoint": "/session/end",
    }
    assert description["issuer"] == issuer


def test_les_cles_publiees_ne_contiennent_jamais_la_partie_privee(franceconnect: Montage) -> None:
    (cle,) = visiter(f"{franceconnect.simulateur.issuer}/jwks").json()["keys"]

    assert set(cle) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_deux_simulateurs_n_ont_pas_la_meme_cle(
    franceconnect: Montage, proconnect: Montage
) -> None:
    assert franceconnect.simulateur.trousseau.cle.kid != proconnect.simulateur.trousseau.cle.kid


def deconnecter(montage: Montage, **changements: str | None) -> BaseHTTPResponse:
    jeton = echanger(montage, code_pour(montage, "opj")).json()["id_token"]
    base = {"id_token_hint": jeton, "state": "s" * 43, "post_logout_redirect_uri": FIN}
    champs = {n: v for n, v in {**base, **changements}.items() if v is not None}
    montage.horloge.avancer(3600)
    return visiter(f"{montage.simulateur.issuer}/session/end?{urlencode(champs)}")


def test_la_deconnexion_ramene_au_service_meme_longtemps_apres(proconnect: Montage) -> None:
    reponse = deconnecter(proconnect)

    assert (reponse.status, reponse.headers["Location"]) == (303, f"{FIN}?state={'s' * 43}")


def test_la_deconnexion_marche_encore_apres_une_rotation_des_cles(proconnect: Montage) -> None:
    jeton = echanger(proconnect, code_pour(proconnect, "opj")).json()["id_token"]
    proconnect.simulateur.trousseau.tourner()

    assert deconnecter(proconnect, id_token_hint=jeton).status == 303


@pytest.mark.parametrize(
    "changements",
    [
        {"id_token_hint": None},
        {"id_token_hint": "a.b.c"},
        {"post_logout_redirect_uri": None},
        {"post_logout_redirect_uri": "https://pirate.exemple/"},
        {"state": None},
    ],
)
def test_une_deconnexion_incomplete_ne_redirige_nulle_part(
    proconnect: Montage, changements: dict[str, str | None]
) -> None:
    reponse = deconnecter(proconnect, **changements)

    assert reponse.status == 400
    assert "Location" not in reponse.headers
