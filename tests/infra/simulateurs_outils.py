"""What a browser and a service send to a simulator, one request at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import KeySet
from urllib3 import BaseHTTPResponse

from tests.identite.oidc_outils import RETOUR, SECRET, SERVICE, Montage, parametres, visiter


def demande(**changements: str | None) -> dict[str, str]:
    """A good authorization request for both, changed; None takes a parameter away."""
    base = {
        "response_type": "code",
        "client_id": SERVICE,
        "redirect_uri": RETOUR,
        "scope": "openid given_name",
        "acr_values": "eidas1",
        "state": "e" * 43,
        "nonce": "n" * 43,
    }
    return {n: v for n, v in {**base, **changements}.items() if v is not None}


def autoriser(montage: Montage, methode: str = "GET", **reste: Any) -> BaseHTTPResponse:
    corps = reste.pop("corps", None)
    url = f"{montage.simulateur.issuer}/authorize?{urlencode(demande(**reste))}"
    return visiter(url, methode, fields=corps, encode_multipart=False) if corps else visiter(url)


def echanger(montage: Montage, code: str, **changements: str) -> BaseHTTPResponse:
    champs = {
        "grant_type": "authorization_code",
        "client_id": SERVICE,
        "client_secret": SECRET,
        "redirect_uri": RETOUR,
        "code": code,
        **changements,
    }
    url = f"{montage.simulateur.issuer}/token"
    return visiter(url, "POST", fields=champs, encode_multipart=False)


def code_pour(montage: Montage, login: str, **reste: Any) -> str:
    return parametres(autoriser(montage, login_hint=login, **reste).headers["Location"])["code"]


def userinfo(montage: Montage, acces: str) -> BaseHTTPResponse:
    url = f"{montage.simulateur.issuer}/userinfo"
    return visiter(url, headers={"Authorization": f"Bearer {acces}"})


def ouvrir(montage: Montage, jeton: str) -> dict[str, Any]:
    cles = visiter(f"{montage.simulateur.issuer}/jwks").json()
    return jwt.decode(jeton, KeySet.import_key_set(cles), algorithms=["ES256"]).claims


def lus(montage: Montage, login: str, **reste: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claims of the id_token and of userinfo at the end of a sign-in."""
    jetons = echanger(montage, code_pour(montage, login, **reste)).json()
    reponse = userinfo(montage, jetons["access_token"])
    return ouvrir(montage, jetons["id_token"]), ouvrir(montage, reponse.data.decode())
