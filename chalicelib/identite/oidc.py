"""OpenID Connect relying party for FranceConnect v2, FranceConnect+ and ProConnect: the
authorization code flow.

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

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from chalicelib.identite import oidc_jetons
from chalicelib.identite.emetteur import Emetteur, acceptee
from chalicelib.identite.fournisseurs import (
    Fournisseur,
    franceconnect,
    franceconnect_plus,
    proconnect,
)
from chalicelib.identite.jetons import jeton
from chalicelib.identite.oidc_erreurs import (
    ConnexionAbandonnee,
    ErreurDeConnexion,
    FournisseurIndisponible,
    ReponseOidcInvalide,
)
from chalicelib.identite.oidc_http import DELAIS, Transport

if TYPE_CHECKING:
    from joserfc.jwk import Key

__all__ = [
    "ClientOidc",
    "ConnexionAbandonnee",
    "ErreurDeConnexion",
    "Fournisseur",
    "FournisseurIndisponible",
    "Identite",
    "ReponseOidcInvalide",
    "franceconnect",
    "franceconnect_plus",
    "jeton",
    "proconnect",
]

LONGUEUR_JETON_MIN = 32
"""Characters: what ProConnect requires of `state` and `nonce` (FranceConnect: 22 for `nonce`)."""

_MEMBRES_DU_PROTOCOLE = frozenset({"iss", "aud", "azp", "exp", "iat", "nbf", "jti"})


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
        self._emetteur = Emetteur(fournisseur.issuer, self._http, horloge)

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
        recu, access_token = self._demander_jetons(code)
        id_token = self._dechiffrer(recu)
        charge = self._emetteur.lire_jeton(id_token)
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
            self._emetteur.adresse("token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.fournisseur.redirect_uri,
                "client_id": self.fournisseur.client_id,
                "client_secret": self.fournisseur.client_secret,
            },
        )
        jetons = acceptee(reponse, "token").objet()
        id_token, access_token = jetons.get("id_token"), jetons.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise ReponseOidcInvalide("token")
        if not access_token.isascii() or not access_token.isprintable():
            raise ReponseOidcInvalide("token")
        return id_token, access_token

    def _lire_userinfo(self, access_token: str) -> dict[str, Any]:
        adresse = self._emetteur.adresse("userinfo_endpoint")
        reponse = self._http.lire(adresse, {"Authorization": f"Bearer {access_token}"})
        acceptee(reponse, "userinfo")
        if reponse.type_contenu != "application/jwt" or not reponse.corps.isascii():
            raise ReponseOidcInvalide("userinfo")
        return self._emetteur.lire_jeton(self._dechiffrer(reponse.corps.decode("ascii")))

    def _dechiffrer(self, jeton: str) -> str:
        """The signed token: the one received, or the one inside when this provider encrypts."""
        if not self.fournisseur.cle_dechiffrement:
            return jeton
        return oidc_jetons.dechiffrer(jeton, self._cle)

    @cached_property
    def _cle(self) -> Key:
        return oidc_jetons.importer_cle_privee(self.fournisseur.cle_dechiffrement)

    def _url(self, nom: str, parametres: Mapping[str, str]) -> str:
        """An endpoint and its query, without the parameters that are empty."""
        adresse = self._emetteur.adresse(nom)
        jonction = "&" if "?" in adresse else "?"
        return adresse + jonction + urlencode({n: v for n, v in parametres.items() if v})
