"""The identity federations, as this service registers with them.

Sources: FranceConnect v2 and ProConnect partner documentation (domaine.md, section 3). Only what
article 3 of the arrêté du 31 mars 2021 lets us keep is asked for: no birthplace, no birth country.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

NomFournisseur = Literal["franceconnect", "franceconnect-plus", "proconnect"]

SCOPES_FRANCECONNECT = (
    "openid",
    "given_name",
    "family_name",
    "birthdate",
    "gender",
    "preferred_username",
    "email",
)
ACR_FRANCECONNECT = "eidas1"
"""The only level that FranceConnect serves; FranceConnect+ has eidas2 and eidas3."""

SCOPES_FRANCECONNECT_PLUS = ("openid", "given_name", "family_name", "birthdate", "gender")
"""What tells that it is the same person; the rest is known since FranceConnect."""

ACR_CERTIFIE = "eidas3"
"""The level of an identity certified under article L102 III of the code des postes (AUT-04)."""

SCOPES_PROCONNECT = ("openid", "given_name", "usual_name", "email", "uid", "siret")
CLAIMS_PROCONNECT = '{"id_token":{"amr":{"essential":true}}}'
"""ProConnect tells how the agent signed in (`mfa`, `pwd`…) only when it is asked this way."""

_LIBELLES = {
    "franceconnect": "FranceConnect",
    "franceconnect-plus": "FranceConnect+",
    "proconnect": "ProConnect",
}
_BOUCLE_LOCALE = {"127.0.0.1", "::1", "localhost"}


def adresse_sure(url: str) -> bool:
    """True for https, and for plain http on the loopback only (the local simulators)."""
    parties = urlsplit(url)
    if parties.scheme == "https":
        return bool(parties.hostname)
    return parties.scheme == "http" and parties.hostname in _BOUCLE_LOCALE


@dataclass(frozen=True)
class Fournisseur:
    """One provider and our registration with it.

    `issuer` is exact, path included and no final slash (`https://…/api/v2`). `acr_values` are
    separated by spaces; when there are any, an id_token of another level is refused. `claims` is
    the JSON of OpenID Connect Core §5.5. `cle_dechiffrement` is our private key (PEM or JWK) when
    the provider encrypts its tokens for us: a token that is not is then refused. Raises ValueError
    when the issuer is not reached by TLS.
    """

    nom: NomFournisseur
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]
    acr_values: str
    post_logout_redirect_uri: str
    claims: str = ""
    cle_dechiffrement: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not adresse_sure(self.issuer):
            raise ValueError("un fournisseur d'identité doit être joint en https")

    @property
    def libelle(self) -> str:
        """The name that people know."""
        return _LIBELLES[self.nom]


def franceconnect(
    issuer: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    post_logout_redirect_uri: str,
) -> Fournisseur:
    """FranceConnect v2, for the mandants."""
    return Fournisseur(
        nom="franceconnect",
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        scopes=SCOPES_FRANCECONNECT,
        acr_values=ACR_FRANCECONNECT,
        post_logout_redirect_uri=post_logout_redirect_uri,
    )


def franceconnect_plus(
    issuer: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    post_logout_redirect_uri: str,
    cle_dechiffrement: str,
) -> Fournisseur:
    """FranceConnect+, for a mandant who proves a certified identity (level eidas3)."""
    return Fournisseur(
        nom="franceconnect-plus",
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        scopes=SCOPES_FRANCECONNECT_PLUS,
        acr_values=ACR_CERTIFIE,
        post_logout_redirect_uri=post_logout_redirect_uri,
        cle_dechiffrement=cle_dechiffrement,
    )


def proconnect(
    issuer: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    post_logout_redirect_uri: str,
) -> Fournisseur:
    """ProConnect, for the agents: the caller still has to require `mfa` in the amr it returns."""
    return Fournisseur(
        nom="proconnect",
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        scopes=SCOPES_PROCONNECT,
        acr_values="",
        post_logout_redirect_uri=post_logout_redirect_uri,
        claims=CLAIMS_PROCONNECT,
    )
