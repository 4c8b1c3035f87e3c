"""Bearer tokens of machines: the electoral software of communes (OAuth 2 client credentials).

The issuer signs a JWT (RFC 9068); what it grants is an entry only: the maire's delegation to the
machine, for the commune, is required as for a person.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.identite.emetteur import Emetteur
from chalicelib.identite.fournisseurs import adresse_sure
from chalicelib.identite.oidc_erreurs import (
    FournisseurIndisponible,
    JetonRefuse,
    ReponseOidcInvalide,
)
from chalicelib.identite.oidc_http import DELAIS, Transport
from chalicelib.identite.oidc_jetons import TOLERANCE
from chalicelib.identite.personnes import AgentMairie

SCOPE = "mairie"
TAILLE_MAX = 8 * 1024
"""Characters of a token: API Gateway takes 10,240 bytes of headers in all."""

REPIT = 60.0
"""Seconds between two downloads of the keys because of a token that names an unknown one."""

_CLIENT = re.compile(r"[A-Za-z0-9._-]{1,100}")
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_SERVICE = "Le service d'authentification des logiciels"

_PANNES_DE_L_EMETTEUR = frozenset({"decouverte", "jwks", "json", "taille"})


class PorteeInsuffisante(AccesRefuse):
    """The token was not given for this API's mairie routes, or not for this commune."""

    code = "portee-insuffisante"
    titre = "Ce jeton ne donne pas accès à cette action"


@dataclass(frozen=True, slots=True)
class Machine:
    """A verified client and the communes (COG codes) for which its issuer lets it act."""

    client_id: str
    communes: frozenset[str]

    def pour(self, commune: str) -> AgentMairie:
        """The agent that this machine is for one commune, the only one of the token when
        `commune` is empty. Each commune's maire gives a delegation of its own, to the key
        `machine/<client_id>/<commune>`.

        Raises SaisieInvalide when the commune must be said, PorteeInsuffisante when it is not one
        of the token's.
        """
        if not commune and len(self.communes) != 1:
            raise SaisieInvalide.du_champ(
                "commune", "Indiquez le code de la commune dans l'en-tête X-Commune."
            )
        choisie = commune or next(iter(self.communes))
        if choisie not in self.communes:
            raise PorteeInsuffisante("Ce jeton n'a pas été délivré pour cette commune.")
        agent = Agent(f"machine/{self.client_id}/{choisie}", self.client_id, "")
        return AgentMairie(agent, choisie)


class Machines:
    """Verifies the tokens of one issuer. Meant to live as long as the process: it caches keys.

    Raises ValueError when the issuer is not reached by TLS.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        *,
        horloge: Callable[[], float] = time.monotonic,
        delais: tuple[float, float] = DELAIS,
    ) -> None:
        if not adresse_sure(issuer):
            raise ValueError("l'émetteur des jetons des logiciels doit être joint en https")
        self._issuer = issuer
        self._audience = audience
        self._emetteur = Emetteur(issuer, Transport(_SERVICE, delais), horloge, repit=REPIT)

    def lire(self, autorisation: str, maintenant: datetime) -> Machine:
        """The machine of an Authorization header.

        Raises JetonRefuse, PorteeInsuffisante, or FournisseurIndisponible when the issuer's keys
        can't be had.
        """
        espece, _, jeton = autorisation.strip().partition(" ")
        jeton = jeton.strip()
        if espece.lower() != "bearer" or len(jeton) > TAILLE_MAX or not _COMPACT.fullmatch(jeton):
            raise JetonRefuse("forme")
        charge = self._claims(jeton)
        self._verifier(charge, maintenant)
        return Machine(_client(charge), _communes(charge))

    def _claims(self, jeton: str) -> dict[str, Any]:
        try:
            return self._emetteur.lire_jeton(jeton)
        except ReponseOidcInvalide as erreur:
            if erreur.raison in _PANNES_DE_L_EMETTEUR:
                raise FournisseurIndisponible(_SERVICE, erreur.raison) from None
            raise JetonRefuse(erreur.raison) from None

    def _verifier(self, charge: Mapping[str, Any], maintenant: datetime) -> None:
        if charge.get("iss") != self._issuer:
            raise JetonRefuse("iss")
        public = charge.get("aud")
        if self._audience not in (public if isinstance(public, list) else [public]):
            raise JetonRefuse("aud")
        instant = maintenant.timestamp()
        if instant >= _secondes(charge, "exp") + TOLERANCE:
            raise JetonRefuse("exp")
        for nom in ("nbf", "iat"):
            if nom in charge and instant < _secondes(charge, nom) - TOLERANCE:
                raise JetonRefuse(nom)
        scope = charge.get("scope")
        if not isinstance(scope, str) or SCOPE not in scope.split():
            raise PorteeInsuffisante(f"Demandez un jeton avec la portée « {SCOPE} ».")


def _secondes(charge: Mapping[str, Any], nom: str) -> float:
    valeur = charge.get(nom)
    if isinstance(valeur, bool) or not isinstance(valeur, int | float) or not math.isfinite(valeur):
        raise JetonRefuse(nom)
    return float(valeur)


def _client(charge: Mapping[str, Any]) -> str:
    client = charge.get("client_id")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise JetonRefuse("client_id")
    return client


def _communes(charge: Mapping[str, Any]) -> frozenset[str]:
    communes = charge.get("communes")
    if not isinstance(communes, list) or not communes:
        raise JetonRefuse("communes")
    if not all(isinstance(code, str) and code for code in communes):
        raise JetonRefuse("communes")
    return frozenset(communes)
