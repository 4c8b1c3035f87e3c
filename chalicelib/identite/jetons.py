"""Session tokens and CSRF tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_OCTETS_CSRF = 18


def jeton() -> str:
    """A fresh session token, `state` or `nonce`: 43 URL-safe characters, 256 bits of the system's
    randomness.
    """
    return secrets.token_urlsafe(32)


def cle_de_session(jeton: str) -> str:
    """The key of the row for the token of a cookie."""
    return base64.urlsafe_b64encode(hashlib.sha256(jeton.encode()).digest()).decode().rstrip("=")


def csrf(jeton: str) -> str:
    """A CSRF token of a session: only who holds the session token can make one. Each is different,
    so that the length of compressed pages tells nothing of it (BREACH, CVE-2013-3587).
    """
    masque = secrets.token_bytes(_OCTETS_CSRF)
    return base64.urlsafe_b64encode(masque + _ou_exclusif(masque, _resume(jeton))).decode()


def csrf_valide(jeton: str, recu: str) -> bool:
    """Whether the received token is one of this session's, compared in constant time."""
    try:
        lu = base64.b64decode(recu.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return False
    masque, masquee = lu[:_OCTETS_CSRF], lu[_OCTETS_CSRF:]
    if len(masquee) != _OCTETS_CSRF:
        return False
    return hmac.compare_digest(_ou_exclusif(masque, masquee), _resume(jeton))


def _resume(jeton: str) -> bytes:
    return hmac.new(jeton.encode(), b"csrf", hashlib.sha256).digest()[:_OCTETS_CSRF]


def _ou_exclusif(un: bytes, autre: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(un, autre, strict=True))
