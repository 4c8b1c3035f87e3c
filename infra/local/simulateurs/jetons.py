"""What the federation says of itself and of people: discovery document, id_token, userinfo."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infra.local.simulateurs.coffre import Autorisation
from infra.local.simulateurs.modele import DUREE_JETON, IdentiteDemo, Regles

_IDP = "11111111-1111-4111-8111-111111111111"


def decouverte(issuer: str, regles: Regles) -> Mapping[str, Any]:
    """The discovery document."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/session/end",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": [regles.sujet],
        "scopes_supported": list(regles.claims_par_scope),
        "acr_values_supported": list(regles.acr_connus),
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "userinfo_signing_alg_values_supported": ["ES256"],
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }


def sujet(regles: Regles, identite: IdentiteDemo, client_id: str) -> str:
    """The `sub`: FranceConnect's shape (64 hexadecimal digits and `v1`) or ProConnect's (UUID)."""
    if regles.sujet == "pairwise":
        return hashlib.sha256(f"{client_id}|{identite.id}".encode()).hexdigest() + "v1"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"simulateur:{identite.id}"))


def charge_id_token(
    issuer: str, regles: Regles, autorisation: Autorisation, acces: str, maintenant: datetime
) -> dict[str, Any]:
    """The claims of the id_token; `amr` only when it was asked for."""
    demande, identite = autorisation.demande, autorisation.identite
    moitie = hashlib.sha256(acces.encode()).digest()[:16]
    charge = {
        **_enveloppe(issuer, regles, autorisation, maintenant),
        "auth_time": int(autorisation.le.timestamp()),
        "acr": demande.acr,
        "nonce": demande.nonce,
        "at_hash": base64.urlsafe_b64encode(moitie).rstrip(b"=").decode(),
    }
    return {**charge, "amr": list(identite.amr)} if demande.amr_demande else charge


def charge_userinfo(
    issuer: str, regles: Regles, autorisation: Autorisation, maintenant: datetime
) -> dict[str, Any]:
    """The claims of userinfo: what the scopes asked for, and what is known of it."""
    connus = {"idp_id": _IDP, **autorisation.identite.claims}
    if "given_name" in connus:
        connus.setdefault("given_name_array", str(connus["given_name"]).split())
    demandes = {
        claim for scope in autorisation.demande.scopes for claim in regles.claims_par_scope[scope]
    }
    releases = {nom: valeur for nom, valeur in connus.items() if nom in demandes}
    return {**releases, **_enveloppe(issuer, regles, autorisation, maintenant)}


def _enveloppe(
    issuer: str, regles: Regles, autorisation: Autorisation, maintenant: datetime
) -> dict[str, Any]:
    client_id = autorisation.demande.client.client_id
    instant = int(maintenant.timestamp())
    return {
        "sub": sujet(regles, autorisation.identite, client_id),
        "aud": client_id,
        "iss": issuer,
        "iat": instant,
        "exp": instant + DUREE_JETON,
    }
