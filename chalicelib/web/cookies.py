"""The session cookies: HttpOnly, SameSite, and Secure wherever the portal is served by TLS."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from chalicelib.identite.personnes import Portail


def nom(portail: Portail | str, *, https: bool) -> str:
    """The cookie of a portal. `__Host-` binds it to this very host (RFC 6265bis)."""
    return f"__Host-{portail}" if https else f"maprocuration-{portail}"


def poser(nom_: str, jeton: str, *, https: bool, secondes: int) -> str:
    """The Set-Cookie value. Lax and not Strict: the return from the identity provider is a
    navigation that comes from another site.
    """
    securise = "; Secure" if https else ""
    return f"{nom_}={jeton}; Path=/; Max-Age={secondes}; HttpOnly; SameSite=Lax{securise}"


def lire(entete: str | None, nom_: str) -> str:
    """The value of a cookie of the request, or an empty text."""
    try:
        cookies = SimpleCookie(entete or "")
    except CookieError:
        return ""
    return cookies[nom_].value if nom_ in cookies else ""
