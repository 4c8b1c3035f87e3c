"""RFC 9457 problem documents: the one place where a refusal becomes an HTTP status."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib.api import vues
from chalicelib.domaine import erreurs
from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.identite.oidc_erreurs import FournisseurIndisponible, JetonRefuse
from chalicelib.services.rectifier import TropDeRectifications
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web.acces import Incident, ServiceIndisponible, SessionAbsente
from chalicelib.web.appel import Appel, CorpsInvalide, CorpsTropGrand, TypeNonAccepte
from chalicelib.web.finition import MethodeNonPermise
from chalicelib.web.reponses import Entetes

TYPES = "https://maprocuration.invalid/problemes/"
"""Problem types are identifiers, not addresses (RFC 9457, 3.1.1); `.invalid` belongs to nobody."""

_STATUTS: tuple[tuple[type[ErreurMetier], int], ...] = (
    (Incident, 500),
    (ServiceIndisponible, 503),
    (FournisseurIndisponible, 503),
    (SessionAbsente, 401),
    (JetonRefuse, 401),
    (erreurs.AgentVerrouille, 429),
    (TropDeRectifications, 429),
    (erreurs.AccesRefuse, 403),
    (DemandeIntrouvable, 404),
    (erreurs.ReferenceIntrouvable, 404),
    (erreurs.ProcurationIntrouvable, 404),
    (erreurs.DocumentIntrouvable, 404),
    (CorpsTropGrand, 413),
    (CorpsInvalide, 400),
    (MethodeNonPermise, 405),
    (TypeNonAccepte, 415),
    (erreurs.SaisieInvalide, 422),
    (erreurs.ReferenceInvalide, 422),
    (erreurs.CleDejaUtilisee, 422),
    (erreurs.DemandeExpiree, 410),
    (ControleNonConforme, 409),
)


def statut(erreur: ErreurMetier) -> int:
    """The HTTP status of a refusal; 409 for a state that forbids, unless stated otherwise."""
    return next((code for type_, code in _STATUTS if isinstance(erreur, type_)), 409)


def probleme(erreur: ErreurMetier) -> Response:
    """The problem document of a refusal."""
    corps: dict[str, Any] = {
        "type": TYPES + erreur.code,
        "title": erreur.titre,
        "status": statut(erreur),
        "detail": erreur.detail,
    }
    if isinstance(erreur, erreurs.SaisieInvalide):
        corps["erreurs"] = [
            {"champ": champ, "detail": phrase} for champ, phrase in erreur.erreurs.items()
        ]
    if isinstance(erreur, erreurs.MandantDejaRepresente):
        corps["portees"] = [vues.portee(portee) for portee in erreur.portees]
    entetes: Entetes = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    if isinstance(erreur, JetonRefuse):
        entetes["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return Response(body=corps, status_code=corps["status"], headers=entetes)


def refuser(_: Appel, erreur: ErreurMetier) -> Response:
    """What the routes of the API answer to a refusal."""
    return probleme(erreur)


def probleme_sans_appel(_: Request, erreur: ErreurMetier) -> Response:
    """The same, for what Chalice refuses before a view is reached."""
    return probleme(erreur)
