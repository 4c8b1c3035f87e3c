"""OpenID Connect relying party for FranceConnect v2 and ProConnect: the authorization code flow.

Pure protocol: no Chalice, no DynamoDB. The portal keeps `state`, `nonce` and the raw id_token in
its session row; this module builds the addresses, exchanges the code and verifies what comes back.

    client = ClientOidc(franceconnect(…))
    etat, nonce = jeton(), jeton()                 # kept in the session
    url = client.url_autorisation(etat, nonce)     # 303 to it
    code = client.code_du_retour(parametres, etat) # on the return
    identite = client.echanger(code, nonce, maintenant)
    url = client.url_deconnexion(identite.id_token, jeton())

Sources: OpenID Connect Core 1.0, RP-Initiated Logout 1.0, RFC 9207, domaine.md section 3.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

from chalicelib.identite import oidc_jetons
from chalicelib.identite.fournisseurs import Fournisseur, adresse_sure, franceconnect, proconnect
from chalicelib.identite.oidc_erreurs import (
    ConnexionAbandonnee,
    ErreurDeConnexion,
    FournisseurIndisponible,
    ReponseOidcInvalide,
)
from chalicelib.identite.oidc_http import DELAIS, Reponse, Transport

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

__all__ = [
    "ClientOidc",
    "ConnexionAbandonnee",
    "ErreurDeConnexion",
    "Fournisseur",
    "FournisseurIndisponible",
    "Identite",
    "ReponseOidcInvalide",
    "franceconnect",
    "jeton",
    "proconnect",
]

DUREE_CACHE = 3600.0
"""Seconds for which a discovery document or a key set is believed without asking again."""

LONGUEUR_JETON_MIN = 32
"""Characters: what ProConnect requires of `state` and `nonce` (FranceConnect: 22 for `nonce`)."""

_T = TypeVar("_T")

_MEMBRES_DU_PROTOCOLE = frozenset({"iss", "aud", "azp", "exp", "iat", "nbf", "jti"})


def jeton() -> str:
    """A fresh `state` or `nonce`: 43 URL-safe characters, 256 bits of the system's randomness."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Identite:
    """Who signed in, once everything was verified. Its repr shows nothing about the person.

    `sujet` is the provider's stable identifier, `claims` what userinfo released (the `sub`
    included), `id_token` the raw token that logout needs, `amr` empty when not told.
    """

    sujet: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    id_token: str = field(repr=False)
    acr: str
    amr: tuple[str, ...]

    def texte(self, nom: str) -> str:
        """The claim `nom` when it is text, else an empty string."""
        valeur = self.claims.get(nom)
        return valeur if isinstance(valeur, str) else ""


class _Memoire(Generic[_T]):
    """What `chercher` last returned, believed for DUREE_CACHE."""

    def __init__(self, chercher: Callable[[], _T], horloge: Callable[[], float]) -> None:
        self._chercher = chercher
        self._horloge = horloge
        self._contenu: tuple[float, _T] | None = None

    def lire(self) -> _T:
        contenu = self._contenu
        if contenu is None or self._horloge() - contenu[0] >= DUREE_CACHE:
            contenu = self._contenu = (self._horloge(), self._chercher())
        return contenu[1]

    def oublier(self) -> None:
        self._contenu = None


class ClientOidc:
    """One provider, spoken to. Meant to live as long as the process: it caches for an hour.

    `horloge` counts seconds for the caches only; `delais` are the seconds allowed to connect and
    to answer. Any method may raise FournisseurIndisponible or ReponseOidcInvalide.
    """

    def __init__(
        self,
        fournisseur: Fournisseur,
        *,
        horloge: Callable[[], float] = time.monotonic,
        delais: tuple[float, float] = DELAIS,
    ) -> None:
        self.fournisseur = fournisseur
        self._http = Transport(fournisseur.libelle, delais)
        self._decouverte = _Memoire(self._decouvrir, horloge)
        self._cles = _Memoire(self._telecharger_cles, horloge)

    def url_autorisation(self, state: str, nonce: str, login_hint: str = "") -> str:
        """Where to send the browser. Raises ValueError when `state` or `nonce` is too short."""
        if min(len(state), len(nonce)) < LONGUEUR_JETON_MIN:
            raise ValueError(f"state et nonce : {LONGUEUR_JETON_MIN} caractères au moins")
        parametres = {
            "response_type": "code",
            "client_id": self.fournisseur.client_id,
            "redirect_uri": self.fournisseur.redirect_uri,
            "scope": " ".join(self.fournisseur.scopes),
            "acr_values": self.fournisseur.acr_values,
            "claims": self.fournisseur.claims,
            "state": state,
            "nonce": nonce,
            "login_hint": login_hint,
        }
        return self._url("authorization_endpoint", parametres)

    def code_du_retour(self, parametres: Mapping[str, str], state: str) -> str:
        """The code in the query of the return address, once it is ours.

        `state` is the one of the session. Raises ConnexionAbandonnee when the person gave up,
        ReponseOidcInvalide when the state is not the expected one, when the answer is of another
        issuer (RFC 9207) or is an error, or when there is no code.
        """
        if not oidc_jetons.memes(parametres.get("state"), state):
            raise ReponseOidcInvalide("state")
        if parametres.get("iss", self.fournisseur.issuer) != self.fournisseur.issuer:
            raise ReponseOidcInvalide("iss")
        if parametres.get("error") == "access_denied":
            raise ConnexionAbandonnee(self.fournisseur.libelle)
        if parametres.get("error") or not parametres.get("code"):
            raise ReponseOidcInvalide("retour")
        return parametres["code"]

    def echanger(self, code: str, nonce: str, maintenant: datetime) -> Identite:
        """Exchange the one-time `code` and return who it stands for.

        `nonce` is the one of the session and `maintenant` an aware instant. Nothing is returned
        unless the id_token and the userinfo are both signed by the provider and agree.
        """
        id_token, access_token = self._demander_jetons(code)
        charge = self._lire_jeton(id_token)
        sujet = oidc_jetons.verifier_id_token(
            charge, self.fournisseur, nonce, access_token, maintenant
        )
        claims = self._lire_userinfo(access_token)
        oidc_jetons.verifier_userinfo(claims, self.fournisseur, sujet, maintenant)
        acr = charge.get("acr")
        return Identite(
            sujet=sujet,
            claims={nom: v for nom, v in claims.items() if nom not in _MEMBRES_DU_PROTOCOLE},
            id_token=id_token,
            acr=acr if isinstance(acr, str) else "",
            amr=oidc_jetons.amr(charge),
        )

    def url_deconnexion(self, id_token: str, state: str) -> str:
        """Where to send the browser so that the provider's session ends too."""
        parametres = {
            "id_token_hint": id_token,
            "state": state,
            "post_logout_redirect_uri": self.fournisseur.post_logout_redirect_uri,
        }
        return self._url("end_session_endpoint", parametres)

    def _demander_jetons(self, code: str) -> tuple[str, str]:
        reponse = self._http.poster(
            self._adresse("token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.fournisseur.redirect_uri,
                "client_id": self.fournisseur.client_id,
                "client_secret": self.fournisseur.client_secret,
            },
        )
        jetons = _acceptee(reponse, "token").objet()
        id_token, access_token = jetons.get("id_token"), jetons.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise ReponseOidcInvalide("token")
        if not access_token.isascii() or not access_token.isprintable():
            raise ReponseOidcInvalide("token")
        return id_token, access_token

    def _lire_userinfo(self, access_token: str) -> dict[str, Any]:
        adresse = self._adresse("userinfo_endpoint")
        reponse = self._http.lire(adresse, {"Authorization": f"Bearer {access_token}"})
        _acceptee(reponse, "userinfo")
        if reponse.type_contenu != "application/jwt" or not reponse.corps.isascii():
            raise ReponseOidcInvalide("userinfo")
        return self._lire_jeton(reponse.corps.decode("ascii"))

    def _lire_jeton(self, texte: str) -> dict[str, Any]:
        """Claims of a token; the keys are asked for once more when it names an unknown one."""
        try:
            return oidc_jetons.lire_jeton(texte, self._cles.lire())
        except oidc_jetons.CleInconnue:
            self._cles.oublier()
        try:
            return oidc_jetons.lire_jeton(texte, self._cles.lire())
        except oidc_jetons.CleInconnue:
            raise ReponseOidcInvalide("kid") from None

    def _telecharger_cles(self) -> KeySet:
        reponse = self._http.lire(self._adresse("jwks_uri"))
        return oidc_jetons.importer_cles(_acceptee(reponse, "jwks").objet())

    def _adresse(self, nom: str) -> str:
        """An endpoint of the discovery document, never less protected than the issuer."""
        adresse = self._decouverte.lire().get(nom)
        if not isinstance(adresse, str) or not adresse_sure(adresse):
            raise ReponseOidcInvalide("decouverte")
        if urlsplit(adresse).scheme != urlsplit(self.fournisseur.issuer).scheme:
            raise ReponseOidcInvalide("decouverte")
        return adresse

    def _decouvrir(self) -> dict[str, Any]:
        """The provider's own description (OpenID Connect Discovery 1.0 §4)."""
        adresse = f"{self.fournisseur.issuer}/.well-known/openid-configuration"
        document = _acceptee(self._http.lire(adresse), "decouverte").objet()
        if document.get("issuer") != self.fournisseur.issuer:
            raise ReponseOidcInvalide("decouverte")
        return document

    def _url(self, nom: str, parametres: Mapping[str, str]) -> str:
        """An endpoint and its query, without the parameters that are empty."""
        adresse = self._adresse(nom)
        jonction = "&" if "?" in adresse else "?"
        return adresse + jonction + urlencode({n: v for n, v in parametres.items() if v})


def _acceptee(reponse: Reponse, raison: str) -> Reponse:
    if reponse.statut != 200:
        raise ReponseOidcInvalide(raison)
    return reponse
