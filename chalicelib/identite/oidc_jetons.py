"""Verification of the signed tokens of a provider (OpenID Connect Core §3.1.3.7 and §5.3.2).

Pure functions: keys, instants and expected values come in, verified claims go out. Each refusal is
a ReponseOidcInvalide whose `raison` names the check, and nothing of the token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.identite.fournisseurs import Fournisseur
from chalicelib.identite.oidc_erreurs import ReponseOidcInvalide

if TYPE_CHECKING:
    from joserfc.jwk import Key, KeySet

ALGORITHMES = ("ES256", "RS256")
"""Never `none`, and never HS256: with it, whoever knows the client secret could forge tokens."""

CHIFFREMENTS = ("ECDH-ES", "RSA-OAEP", "RSA-OAEP-256", "A256GCM")
"""What FranceConnect+ encrypts its tokens with (domaine.md, 3.2): any of the first three for the
key, A256GCM for the content."""

TOLERANCE = 60
"""Seconds of disagreement allowed between the provider's clock and ours."""

SUJET_MAX = 255
"""OpenID Connect Core §2: `sub` has at most 255 ASCII characters."""


class CleInconnue(Exception):
    """The token names a key that is not in the set at hand: the set may have been renewed."""


def importer_cles(document: Mapping[str, Any]) -> KeySet:
    """The verification keys of a JWKS document. Raises ReponseOidcInvalide when there is none."""
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    cles = document.get("keys")
    if not isinstance(cles, list):
        raise ReponseOidcInvalide("jwks")
    signature = [c for c in cles if isinstance(c, dict) and c.get("kty") in ("EC", "RSA")]
    try:
        return KeySet.import_key_set({"keys": signature})
    except (JoseError, ValueError, TypeError, KeyError):
        raise ReponseOidcInvalide("jwks") from None


def importer_cle_privee(texte: str) -> Key:
    """Our decryption key, PEM or JWK: EC P-256 or RSA. Raises ValueError when it is none."""
    import json

    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    contenu = json.loads(texte) if texte.lstrip().startswith("{") else texte
    for classe in (ECKey, RSAKey):
        try:
            return classe.import_key(contenu)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise ValueError("clé de déchiffrement illisible : PEM ou JWK, EC P-256 ou RSA")


def dechiffrer(jeton: str, cle: Key) -> str:
    """The signed token inside one that was encrypted for us (JWE, RFC 7516). Nothing in it is to be
    believed before its signature is verified. Raises ReponseOidcInvalide.
    """
    from joserfc import jwe
    from joserfc.errors import JoseError

    try:
        contenu = jwe.decrypt_compact(jeton, cle, algorithms=list(CHIFFREMENTS)).plaintext
        return (contenu or b"").decode("ascii")
    except (JoseError, ValueError, TypeError, KeyError):
        raise ReponseOidcInvalide("chiffrement") from None


def lire_jeton(jeton: str, cles: KeySet) -> dict[str, Any]:
    """The claims of a compact JWS whose signature holds.

    Raises CleInconnue when no key of the set has the token's `kid`, else ReponseOidcInvalide.
    """
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError

    try:
        return jwt.decode(jeton, cles, algorithms=ALGORITHMES).claims
    except InvalidKeyIdError:
        raise CleInconnue from None
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise ReponseOidcInvalide("signature") from None


def verifier_id_token(
    charge: Mapping[str, Any],
    fournisseur: Fournisseur,
    nonce: str,
    access_token: str,
    maintenant: datetime,
) -> str:
    """Check everything an id_token says about itself; returns its `sub`."""
    _verifier_emetteur(charge, fournisseur)
    _verifier_dates(charge, maintenant, obligatoires=True)
    if not memes(charge.get("nonce"), nonce):
        raise ReponseOidcInvalide("nonce")
    if "at_hash" in charge and not memes(charge["at_hash"], empreinte(access_token)):
        raise ReponseOidcInvalide("at_hash")
    niveaux = fournisseur.acr_values.split()
    if niveaux and charge.get("acr") not in niveaux:
        raise ReponseOidcInvalide("acr")
    return _sujet(charge)


def verifier_userinfo(
    charge: Mapping[str, Any], fournisseur: Fournisseur, sujet: str, maintenant: datetime
) -> None:
    """Check that signed userinfo comes from this provider, for us, about the same person."""
    _verifier_emetteur(charge, fournisseur)
    _verifier_dates(charge, maintenant, obligatoires=False)
    if not memes(_sujet(charge), sujet):
        raise ReponseOidcInvalide("sub")


def empreinte(access_token: str) -> str:
    """The `at_hash` of an access token for a SHA-256 algorithm (OpenID Connect Core §3.1.3.6)."""
    moitie = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(moitie).rstrip(b"=").decode()


def memes(recu: object, attendu: str) -> bool:
    """Equality in a time that does not depend on where the two differ; an empty one never is."""
    if not isinstance(recu, str) or not recu or not attendu:
        return False
    return hmac.compare_digest(
        recu.encode("utf-8", "backslashreplace"), attendu.encode("utf-8", "backslashreplace")
    )


def amr(charge: Mapping[str, Any]) -> tuple[str, ...]:
    """How the person proved who they are (RFC 8176), empty when the provider does not say."""
    valeur = charge.get("amr")
    return tuple(m for m in valeur if isinstance(m, str)) if isinstance(valeur, list) else ()


def _verifier_emetteur(charge: Mapping[str, Any], fournisseur: Fournisseur) -> None:
    if charge.get("iss") != fournisseur.issuer:
        raise ReponseOidcInvalide("iss")
    public = charge.get("aud")
    audiences = public if isinstance(public, list) else [public]
    if fournisseur.client_id not in audiences:
        raise ReponseOidcInvalide("aud")
    if (len(audiences) > 1 or "azp" in charge) and charge.get("azp") != fournisseur.client_id:
        raise ReponseOidcInvalide("azp")


def _verifier_dates(charge: Mapping[str, Any], maintenant: datetime, *, obligatoires: bool) -> None:
    instant = maintenant.timestamp()
    if (obligatoires or "exp" in charge) and instant >= _secondes(charge, "exp") + TOLERANCE:
        raise ReponseOidcInvalide("exp")
    if (obligatoires or "iat" in charge) and instant < _secondes(charge, "iat") - TOLERANCE:
        raise ReponseOidcInvalide("iat")


def _secondes(charge: Mapping[str, Any], nom: str) -> float:
    valeur = charge.get(nom)
    if isinstance(valeur, bool) or not isinstance(valeur, int | float) or not math.isfinite(valeur):
        raise ReponseOidcInvalide(nom)
    return float(valeur)


def _sujet(charge: Mapping[str, Any]) -> str:
    sujet = charge.get("sub")
    if not isinstance(sujet, str) or not 0 < len(sujet) <= SUJET_MAX or not sujet.isascii():
        raise ReponseOidcInvalide("sub")
    return sujet
