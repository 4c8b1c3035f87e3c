"""What the federations require and release, side by side (domaine.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Genre = Literal["franceconnect", "franceconnect-plus", "proconnect"]

DUREE_CODE = 30
"""Seconds in which a code can be exchanged, at each federation."""

DUREE_JETON = 60
"""Seconds for which an access token and an id_token live, at each federation."""


@dataclass(frozen=True)
class IdentiteDemo:
    """Somebody who does not exist. `id` is also the `login_hint` that signs in without the page.

    `claims` holds everything the federation knows, by claim name; each service gets the part it
    asked for. An agent's `fonction` may stand there too: no scope releases it, the page shows it.
    """

    id: str
    libelle: str
    description: str
    claims: Mapping[str, Any]
    amr: tuple[str, ...] = ("pwd", "mfa")


@dataclass(frozen=True)
class ClientEnregistre:
    """A service as registered with the federation; its addresses are compared exactly.
    `cle_chiffrement` is its public key (JWK) when it wants its tokens encrypted (JWE)."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    cle_chiffrement: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Regles:
    """The rules of one federation."""

    nom: str
    acr_connus: tuple[str, ...]
    acr_obligatoire: bool
    state_min: int
    nonce_min: int
    parametres: frozenset[str]
    claims_par_scope: Mapping[str, tuple[str, ...]]
    sujet: str


_PARAMETRES_COMMUNS = frozenset(
    {
        "acr_values",
        "claims",
        "client_id",
        "idp_hint",
        "login_hint",
        "nonce",
        "prompt",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    }
)

_PRENOMS = ("given_name", "given_name_array")
_PROFIL = (*_PRENOMS, "family_name", "birthdate", "gender")

_CLAIMS_FRANCECONNECT: Mapping[str, tuple[str, ...]] = {
    "openid": (),
    "given_name": _PRENOMS,
    "family_name": ("family_name",),
    "birthdate": ("birthdate",),
    "gender": ("gender",),
    "birthplace": ("birthplace",),
    "birthcountry": ("birthcountry",),
    "email": ("email",),
    "preferred_username": ("preferred_username",),
    "profile": (*_PROFIL, "preferred_username"),
    "birth": ("birthplace", "birthcountry"),
    "identite_pivot": (*_PROFIL, "birthplace", "birthcountry"),
    "idp_birthdate": ("idp_birthdate",),
    "idp_id": ("idp_id",),
    "amr": (),
}

REGLES: Mapping[Genre, Regles] = {
    "franceconnect": Regles(
        nom="FranceConnect",
        acr_connus=("eidas1",),
        acr_obligatoire=True,
        state_min=1,
        nonce_min=22,
        parametres=_PARAMETRES_COMMUNS | {"ui_locales"},
        claims_par_scope=_CLAIMS_FRANCECONNECT,
        sujet="pairwise",
    ),
    "franceconnect-plus": Regles(
        nom="FranceConnect+",
        acr_connus=("eidas3", "eidas2"),
        acr_obligatoire=True,
        state_min=1,
        nonce_min=22,
        parametres=_PARAMETRES_COMMUNS | {"ui_locales"},
        claims_par_scope=_CLAIMS_FRANCECONNECT,
        sujet="pairwise",
    ),
    "proconnect": Regles(
        nom="ProConnect",
        acr_connus=(
            "eidas1",
            "eidas1-mfa",
            "https://proconnect.gouv.fr/assurance/self-asserted",
            "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
            "https://proconnect.gouv.fr/assurance/consistency-checked",
            "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
        ),
        acr_obligatoire=False,
        state_min=32,
        nonce_min=32,
        parametres=_PARAMETRES_COMMUNS,
        claims_par_scope={
            "openid": (),
            "given_name": ("given_name",),
            "usual_name": ("usual_name",),
            "email": ("email",),
            "uid": ("uid",),
            "siret": ("siret",),
            "siren": ("siren",),
            "organizational_unit": ("organizational_unit",),
            "belonging_population": ("belonging_population",),
            "phone": ("phone",),
            "chorusdt": ("chorusdt",),
            "idp_id": ("idp_id",),
            "custom": ("custom",),
        },
        sujet="public",
    ),
}

LIBELLES_SCOPES: Mapping[str, str] = {
    "given_name": "prénoms",
    "family_name": "nom de naissance",
    "usual_name": "nom d'usage",
    "preferred_username": "nom d'usage",
    "birthdate": "date de naissance",
    "gender": "sexe",
    "birthplace": "lieu de naissance",
    "birthcountry": "pays de naissance",
    "email": "adresse électronique",
    "uid": "identifiant d'agent",
    "siret": "numéro SIRET de l'organisme",
}
