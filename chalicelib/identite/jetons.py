"""Session tokens and CSRF tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac


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
