"""What every page of the portals is made with."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    AgentVerrouille,
    ConflitDeVersion,
    DelegationAbsente,
    DemandeExpiree,
    DocumentIntrouvable,
    ErreurMetier,
    MandantDejaRepresente,
    ProcurationIntrouvable,
    ReferenceIntrouvable,
    ReferenceInvalide,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.phrases import phrase
from chalicelib.identite.oidc_erreurs import FournisseurIndisponible
from chalicelib.identite.personnes import Portail
from chalicelib.montage import montage
from chalicelib.portails import langues
from chalicelib.portails.rendu import rendre
from chalicelib.services.rectifier import TropDeRectifications
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web import cookies, reponses
from chalicelib.web.acces import Incident, ServiceIndisponible, SessionAbsente
from chalicelib.web.appel import Appel, CorpsTropGrand, nouvelle_cle
from chalicelib.web.finition import MethodeNonPermise, TypeNonAccepte

_STATUTS: dict[type[ErreurMetier], int] = {
    Incident: 500,
    ServiceIndisponible: 503,
    FournisseurIndisponible: 503,
    AgentVerrouille: 429,
    TropDeRectifications: 429,
    AccesRefuse: 403,
    DemandeIntrouvable: 404,
    ReferenceIntrouvable: 404,
    ProcurationIntrouvable: 404,
    ReferenceInvalide: 404,
    DocumentIntrouvable: 404,
    DemandeExpiree: 410,
    TransitionInterdite: 409,
    ConflitDeVersion: 409,
    MandantDejaRepresente: 409,
    ControleNonConforme: 409,
    SaisieInvalide: 422,
    CorpsTropGrand: 413,
    MethodeNonPermise: 405,
    TypeNonAccepte: 415,
}

_NAVIGATION = {
    Portail.ELECTEUR: (
        (phrase("Mes demandes"), "/electeur/demandes"),
        (phrase("Mes données"), "/electeur/mes-donnees"),
    ),
    Portail.AUTORITE: (
        ("Saisir une référence", "/autorite/saisie"),
        ("Mes actes", "/autorite/actes"),
    ),
    Portail.MAIRIE: (
        ("Procurations", "/mairie/procurations"),
        ("Émargement", "/mairie/emargement"),
        ("Registre", "/mairie/registre"),
        ("Saisir un formulaire", "/mairie/papier"),
        ("Statistiques", "/mairie/statistiques"),
        ("Réglages", "/mairie/reglages"),
    ),
}


def page(appel: Appel, gabarit: str, statut: int = 200, **contexte: Any) -> Response:
    """A page of the portal that the path belongs to."""
    portail = portail_du_chemin(appel.requete.path)
    communs: dict[str, Any] = {
        "url": appel.url,
        "portail": portail.value if portail else "",
        "csrf": appel.csrf,
        "cle": nouvelle_cle(),
    } | _langue(appel, portail, statut)
    if appel.session is not None and not appel.expiree and portail is not None:
        communs["personne"] = _nom(appel)
        communs["navigation"] = [
            (texte, chemin, appel.requete.path.startswith(chemin))
            for texte, chemin in _NAVIGATION[portail]
        ]
    return reponses.html(rendre(gabarit, **(communs | contexte)), statut)


def _langue(appel: Appel, portail: Portail | None, statut: int) -> dict[str, Any]:
    """The language of the page and the way to the others. A form sent again would be lost: they
    lead to the page that holds it, or to the portal's first page.
    """
    if portail not in {None, Portail.ELECTEUR}:
        return {}
    requete = appel.requete
    https = appel.montage.configuration.https
    choisie = cookies.lire(requete.headers.get("cookie"), cookies.nom(langues.COOKIE, https=https))
    langue = langues.langue_du_lecteur(choisie, requete.headers.get("accept-language") or "")
    montree = requete.method == "GET" and statut == 200
    chemin = requete.path if montree or statut == 422 else f"/{portail or ''}"
    parametres = appel.parametres if montree else {}
    return {
        "langue": langue,
        "bascules": [
            (code, nom, langues.changer_de_langue(code, chemin, parametres))
            for code, nom in langues.NOMS.items()
            if code != langue
        ],
    }


def portail_du_chemin(chemin: str) -> Portail | None:
    """The portal of a path, None outside the three."""
    premier = chemin.strip("/").split("/")[0]
    return next((portail for portail in Portail if portail == premier), None)


def refuser(appel: Appel, erreur: ErreurMetier) -> Response:
    """The page of a refusal that no form shows by itself."""
    portail = portail_du_chemin(appel.requete.path)
    if isinstance(erreur, SessionAbsente) and portail is not None:
        if appel.session is None:
            return reponses.aller(appel.url(f"/{portail}"))
        return page(appel, "session-expiree.html", 401, conservee=False)
    return page(
        appel,
        "probleme.html",
        statut(erreur),
        titre=erreur.titre,
        detail=erreur.detail,
        a_donner=_a_donner(appel, erreur),
        actions=[_suite(appel, portail, erreur)],
    )


def _a_donner(appel: Appel, erreur: ErreurMetier) -> str:
    """The key that an agent without delegation gives to the maire; empty for anybody else."""
    sans_delegation = isinstance(erreur, DelegationAbsente) and appel.session is not None
    return appel.agent.cle if sans_delegation else ""


def page_d_erreur(requete: Request, erreur: ErreurMetier) -> Response:
    """The same, for what Chalice refuses before a view is reached."""
    monte = montage()
    return refuser(Appel(requete, monte, monte.contexte, monte.horloge()), erreur)


def _suite(appel: Appel, portail: Portail | None, erreur: ErreurMetier) -> tuple[str, str]:
    """Where to go on: the main page of who is signed in and may use it, else the way in."""
    if portail is None:
        return phrase("Revenir à l’accueil"), "/"
    if appel.session is None or appel.expiree or isinstance(erreur, AccesRefuse):
        return phrase("Revenir à l’accueil"), f"/{portail}"
    return _NAVIGATION[portail][0]


def statut(erreur: ErreurMetier) -> int:
    """The HTTP status of the page of a refusal."""
    return next((code for type_, code in _STATUTS.items() if isinstance(erreur, type_)), 400)


def _nom(appel: Appel) -> str:
    donnees = appel.session.donnees if appel.session else {}
    prenom = donnees.get("prenom") or " ".join(donnees.get("prenoms", [])[:1])
    return f"{prenom} {donnees.get('nom', '')}".strip()
