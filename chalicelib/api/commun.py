"""Routes of everybody: who am I, is the process alive, the description of the API."""

from __future__ import annotations

import json
from pathlib import Path

from chalice.app import Response

from chalicelib.identite.jetons import cle_de_session, csrf
from chalicelib.identite.personnes import Portail
from chalicelib.web import cookies, reponses
from chalicelib.web.appel import Appel

OPENAPI = Path(__file__).with_name("openapi.json")


def session(appel: Appel) -> Response:
    """Who is signed in on each portal, with the CSRF token that its calls must carry."""
    ouvertes = {}
    for portail in Portail:
        nom = cookies.nom(portail, https=appel.montage.configuration.https)
        jeton = cookies.lire(appel.requete.headers.get("cookie"), nom)
        lue = appel.montage.sessions.lire(cle_de_session(jeton)) if jeton else None
        if lue is not None and lue.portail == portail and lue.est_ouverte(appel.maintenant):
            ouvertes[portail.value] = {
                "csrf": csrf(jeton),
                "expire_le": lue.expire_le.isoformat(),
                "nom": lue.donnees["nom"],
            }
    return reponses.json({"sessions": ouvertes})


def sante(_: Appel) -> Response:
    """The process answers."""
    return reponses.json({"etat": "en service"})


def openapi(_: Appel) -> Response:
    """The description of this API (OpenAPI 3.1)."""
    return reponses.json(json.loads(OPENAPI.read_text("utf-8")))
