"""Callers of the API: each call goes as an API Gateway event through the whole app."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from chalice.local import LambdaContext, LambdaEventConverter, RouteMatcher

import app
from chalicelib.depots.sessions import SessionsDynamo
from chalicelib.domaine.habilitation import Agent
from chalicelib.identite import jetons
from chalicelib.identite.personnes import Portail
from chalicelib.services.sessions import Session
from tests.api import contrat
from tests.constructeurs import AGENT_RENNES, OPJ, PRESIDENTIELLE, RENNES, Nuage

ORIGINE = "http://127.0.0.1:8000"
CAMILLE: dict[str, Any] = {
    "nom": "Durand-Lévêque",
    "prenoms": ["Camille", "Élodie"],
    "sexe": "F",
    "naissance": "1985-07-14",
    "usage": "",
    "courriel": "camille@exemple.fr",
    "id_token": "e" * 900,
}


@dataclass(frozen=True)
class Reponse:
    """An answer as API Gateway gets it."""

    statut: int
    entetes: Mapping[str, Any]
    corps: bytes

    @property
    def json(self) -> Any:
        """The JSON document."""
        return json.loads(self.corps)

    @property
    def probleme(self) -> str:
        """The last segment of the problem's type, checked to be a whole problem document."""
        assert self.entetes["Content-Type"] == "application/problem+json", self.corps
        document = self.json
        assert document["status"] == self.statut
        assert document["title"]
        assert document["detail"]
        return str(document["type"]).removeprefix("https://maprocuration.invalid/problemes/")


def evenement(
    methode: str, chemin: str, entetes: Mapping[str, str] | None = None, corps: bytes = b""
) -> dict[str, Any]:
    """The event of one request, as API Gateway makes it."""
    convertisseur = LambdaEventConverter(RouteMatcher(list(app.app.routes)))
    brut: dict[str, Any] = convertisseur.create_lambda_event(
        methode, chemin, {**(entetes or {})}, corps
    )
    brut["requestContext"] |= {"requestId": "req-1", "stage": "portail", "path": chemin}
    brut["body"] = base64.b64encode(corps).decode() if corps else None
    brut["isBase64Encoded"] = bool(corps)
    return brut


def traiter(brut: dict[str, Any]) -> Reponse:
    """What the app answers to an event."""
    reponse = app.app(brut, LambdaContext("api", 1024))
    corps = reponse["body"]
    contenu = base64.b64decode(corps) if reponse.get("isBase64Encoded") else corps.encode()
    return Reponse(
        reponse["statusCode"], {**reponse["headers"], **reponse["multiValueHeaders"]}, contenu
    )


def juger(brut: dict[str, Any]) -> Reponse:
    """The same, once the OpenAPI document has found nothing against it."""
    reponse = traiter(brut)
    contexte = brut["requestContext"]
    contrat.exiger(
        contexte["httpMethod"],
        contexte["resourcePath"],
        reponse.statut,
        reponse.entetes,
        reponse.corps,
    )
    return reponse


def ouvrir(
    nuage: Nuage, portail: Portail, sujet: str, donnees: Mapping[str, Any], minutes: float = 30
) -> str:
    """Opens a session; returns the token of its cookie."""
    jeton = f"jeton-de-{portail}-{sujet}"
    SessionsDynamo().ouvrir(
        Session(
            cle=jetons.cle_de_session(jeton),
            portail=portail,
            sujet=sujet,
            expire_le=nuage.maintenant + timedelta(minutes=minutes),
            donnees=donnees,
        )
    )
    return jeton


@dataclass
class Appelant:
    """Somebody who calls: `entetes` go with each call, `ecriture` with those that change."""

    entetes: dict[str, str] = field(default_factory=dict)
    ecriture: dict[str, str] = field(default_factory=dict)

    def get(self, chemin: str, **entetes: str) -> Reponse:
        """GET, under /api/v1."""
        return juger(self.preparer("GET", chemin, None, **entetes))

    def post(self, chemin: str, corps: Any, **entetes: str) -> Reponse:
        """POST of a JSON document, or of bytes as they are."""
        return juger(self.preparer("POST", chemin, corps, **entetes))

    def patch(self, chemin: str, corps: Any, **entetes: str) -> Reponse:
        """PATCH of a JSON document."""
        return juger(self.preparer("PATCH", chemin, corps, **entetes))

    def delete(self, chemin: str, **entetes: str) -> Reponse:
        """DELETE."""
        return juger(self.preparer("DELETE", chemin, None, **entetes))

    def preparer(self, methode: str, chemin: str, corps: Any, **entetes: str) -> dict[str, Any]:
        """The event of one call; an underscore in the name of a header stands for a dash."""
        ecriture = {} if methode == "GET" else self.ecriture
        tous = {**self.entetes, **ecriture, **entetes}
        tous = {nom.replace("_", "-"): valeur for nom, valeur in tous.items()}
        if corps is None:
            return evenement(methode, f"/api/v1{chemin}", tous)
        tous.setdefault("content-type", "application/json")
        brut = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
        return evenement(methode, f"/api/v1{chemin}", tous, brut)


def sur_le_portail(portail: Portail, jeton: str) -> Appelant:
    """Whoever holds this session token, with the CSRF token and our own Origin."""
    return Appelant(
        {"cookie": f"maprocuration-{portail}={jeton}"},
        {"x-csrf-token": jetons.csrf(jeton), "origin": ORIGINE},
    )


def mandant(nuage: Nuage, sujet: str = "mandant-1", **autres: Any) -> Appelant:
    """A mandant, signed in."""
    jeton = ouvrir(nuage, Portail.ELECTEUR, sujet, CAMILLE | autres)
    return sur_le_portail(Portail.ELECTEUR, jeton)


def autorite(nuage: Nuage, agent: Agent = OPJ) -> Appelant:
    """An officer, signed in."""
    jeton = ouvrir(nuage, Portail.AUTORITE, agent.cle, _agent(agent))
    return sur_le_portail(Portail.AUTORITE, jeton)


def mairie(nuage: Nuage, agent: Agent = AGENT_RENNES, commune: str = RENNES) -> Appelant:
    """A clerk, signed in."""
    jeton = ouvrir(nuage, Portail.MAIRIE, agent.cle, _agent(agent) | {"commune": commune})
    return sur_le_portail(Portail.MAIRIE, jeton)


def depot(**autres: Any) -> dict[str, Any]:
    """The document of an ordinary deposit."""
    return {
        "commune": RENNES,
        "mandataire": {
            "nom": "Martin",
            "prenoms": ["Louis"],
            "sexe": "M",
            "naissance": "1990-01-15",
            "commune": RENNES,
        },
        "portee": {"scrutin": PRESIDENTIELLE.id, "tours": [1, 2]},
        "courriel": "camille@exemple.fr",
    } | autres


def adresse(chemin: str, reference: str) -> str:
    """A path with a reference in it, encoded as a browser does."""
    return chemin.format(quote(reference, safe=""))


def _agent(agent: Agent) -> dict[str, Any]:
    siret = agent.cle.partition("/")[0]
    return {"nom": agent.nom, "prenom": agent.prenom, "siret": siret, "id_token": "e" * 900}
