"""Session tokens and CSRF tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


def jeton() -> str:
    """A fresh session token, `state` or `nonce`: 43 URL-safe characters, 256 bits of the system's
    randomness.
    """
    return secrets.token_urlsafe(32)


def cle_de_session(jeton: str) -> str:
    """The key of the row for the token of a cookie."""
    return base64.urlsafe_b64encode(hashlib.sha256(jeton.encode()).digest()).decode().rstrip("=")


def csrf(jeton: str) -> str:
    """The CSRF token of a session: only who holds the session token can make it."""
    resume = hmac.new(jeton.encode(), b"csrf", hashlib.sha256).digest()[:18]
    return base64.urlsafe_b64encode(resume).decode()


def csrf_valide(jeton: str, recu: str) -> bool:
    """Whether the received token is this session's, compared in constant time."""
    return hmac.compare_digest(csrf(jeton).encode(), recu.encode())
