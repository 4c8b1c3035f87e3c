"""The federation's signing keys: ES256, made at start, renewable; and the envelope (JWE) in which
FranceConnect+ sends its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet


class Trousseau:
    """Signs with the newest key and publishes it alone, as after a rotation."""

    def __init__(self) -> None:
        self._cles: list[ECKey] = []
        self.tourner()

    def tourner(self) -> None:
        """Make a new key; from now on it is the one that signs and the only one published."""
        cle = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
        self._cles.append(cle)

    @property
    def cle(self) -> ECKey:
        """The key that signs now."""
        return self._cles[-1]

    def signer(self, charge: Mapping[str, Any]) -> str:
        """A compact JWS of these claims."""
        return jwt.encode({"alg": "ES256", "kid": self.cle.kid}, dict(charge), self.cle)

    def publier(self) -> Mapping[str, Any]:
        """The JWKS document."""
        return KeySet([self.cle]).as_dict(private=False)

    def lire(self, jeton: str) -> Mapping[str, Any] | None:
        """The claims of a token that any of our keys, old ones included, has signed; else None."""
        try:
            return jwt.decode(jeton, KeySet(list(self._cles)), algorithms=["ES256"]).claims
        except (JoseError, ValueError):
            return None


def chiffrer(jeton: str, cle: Mapping[str, Any]) -> str:
    """The token, for the owner of this public key (JWK, EC P-256) alone."""
    entete = {"alg": "ECDH-ES", "enc": "A256GCM", "cty": "JWT"}
    return jwe.encrypt_compact(entete, jeton.encode(), ECKey.import_key(dict(cle)))
