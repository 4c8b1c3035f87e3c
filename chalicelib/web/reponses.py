"""Answers that Chalice's Response does not make by itself."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from chalice.app import Response

from chalicelib.configuration import url_statiques

Entetes = dict[str, str | list[str]]


@cache
def entetes_de_securite() -> dict[str, str]:
    """What each answer bears. The origin of the static files, where there is one, is the only other
    that a page may take anything from.
    """
    statiques = url_statiques()
    presentation = statiques or "'self'"
    images = f"'self' {statiques} data:" if statiques else "'self' data:"
    return {
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src {presentation}; script-src {presentation}; "
            f"img-src {images}; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
    }


class Binaire(Response):
    """Bytes as API Gateway wants them. Chalice's own list of binary types refuses requests
    without a matching Accept header, so it is left empty and the body is encoded here.
    """

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:
        """The event answer, body in base64."""
        corps = super().to_dict(None)
        corps["body"] = base64.b64encode(self.body).decode()
        corps["isBase64Encoded"] = True
        return corps


def html(page: str, statut: int = 200) -> Response:
    """A page of a person: never stored by a cache."""
    entetes: Entetes = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return Response(body=page, status_code=statut, headers=entetes)


def json(corps: Any, statut: int = 200, **entetes: str) -> Response:
    """A JSON document, never stored by a cache."""
    tous: Entetes = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    tous |= {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
    return Response(body=corps, status_code=statut, headers=tous)


def aller(url: str, *cookies: str) -> Response:
    """303 See Other: the browser asks for `url` with GET, so a reload sends no form again."""
    entetes: Entetes = {"Location": url, "Cache-Control": "no-store"}
    if cookies:
        entetes["Set-Cookie"] = list(cookies)
    return Response(body="", status_code=303, headers=entetes)


def fichier(contenu: bytes, type_: str, nom: str = "") -> Response:
    """A document to save under `nom`, or to show when it has none."""
    entetes: Entetes = {"Content-Type": type_, "Cache-Control": "no-store"}
    if nom:
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    return Binaire(body=contenu, headers=entetes)
