"""Each route states who may call it; a route that states nothing can't be registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Blueprint, Request, Response

from chalicelib.configuration import prechauffee
from chalicelib.depots.connexion import PANNES
from chalicelib.depots.dynamo import DepotsDeLaRequete
from chalicelib.domaine.erreurs import AccesRefuse, ErreurMetier, ReferenceInvalide
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.reference import normaliser
from chalicelib.identite import jetons
from chalicelib.identite.oidc_erreurs import JetonRefuse
from chalicelib.identite.personnes import Portail
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, incident
from chalicelib.services.ports import Contexte
from chalicelib.web import cookies
from chalicelib.web.appel import MULTIPARTIES, TAILLE_MAX_AVEC_FICHIER, Appel
from chalicelib.web.designation import designee


class SessionAbsente(ErreurMetier):
    """Nobody is signed in, or the session has ended."""

    code = "session-absente"
    titre = phrase("Votre session a expiré")

    def __init__(self) -> None:
        super().__init__(phrase("Reconnectez-vous, puis recommencez : rien n'a été enregistré."))


class ServiceIndisponible(ErreurMetier):
    """A store does not answer: nothing was half written, trying again is safe."""

    code = "service-indisponible"
    titre = phrase("Le service est momentanément indisponible")

    def __init__(self) -> None:
        super().__init__(
            phrase("Réessayez dans une minute. Rien de ce qui était enregistré n'est perdu.")
        )


class Incident(ErreurMetier):
    """A failure of ours."""

    code = "incident"
    titre = phrase("Une erreur est survenue de notre côté")

    def __init__(self) -> None:
        super().__init__(
            phrase("Rien de ce qui était enregistré n'est perdu. Réessayez dans quelques minutes.")
        )


class CsrfInvalide(AccesRefuse):
    """The form does not come from a page of ours."""

    code = "formulaire-non-reconnu"
    titre = phrase("Ce formulaire n'est pas reconnu")

    def __init__(self) -> None:
        super().__init__(phrase("Rechargez la page, puis envoyez à nouveau le formulaire."))


@dataclass(frozen=True, slots=True)
class Acces:
    """Who may call a route: `portail` None means anybody. Routes that change something also want
    the CSRF token. `tolere_expiree` lets a handler save what an ended session has sent. `machine`
    also lets in the software of a commune, by a bearer token; whoever sends one is judged on it
    alone, and needs no CSRF token since no browser adds it by itself. `fichier`: a scan may be
    sent. `canari`: nobody has a session yet, the view asks for the canary's token.
    """

    portail: Portail | None
    ecrit: bool = False
    tolere_expiree: bool = False
    machine: bool = False
    fichier: bool = False
    canari: bool = False

    def __post_init__(self) -> None:
        if self.portail is None and self.tolere_expiree:
            raise ValueError("une route publique n'a pas de session")
        if self.machine and self.portail is not Portail.MAIRIE:
            raise ValueError("une machine n'agit que pour une mairie")


PUBLIC = Acces(None)


@dataclass(frozen=True, slots=True)
class Route:
    """A registered route, for the tests that walk them all and for OpenAPI. `vue` is the full name
    of the function that answers, `arguments` what it is given besides the call; `refus` that of the
    one that answers a refusal.
    """

    methode: str
    chemin: str
    acces: Acces
    vue: str
    refus: str
    arguments: Mapping[str, Any]


ROUTES: list[Route] = []


class Guichet:
    """Registers the routes under `prefixe`, each behind its access rule. Views are named
    (`module.fonction` of the package `paquet`) and imported by the first request that needs them: a
    cold start pays for one page, not for all (docs/decisions/demarrage-a-froid.md). `refus` names
    what answers a refusal: a problem document for the API, a page for the portals. `types` are the
    content types that its writes accept, JSON when none is given.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        prefixe: str,
        paquet: str,
        refus: str,
        types: tuple[str, ...] = (),
    ) -> None:
        self._blueprint = blueprint
        self._prefixe = prefixe
        self._paquet = paquet
        self._refus = refus
        self._types = types

    def route(
        self,
        methode: str,
        chemin: str,
        acces: Acces,
        vue: str,
        types: tuple[str, ...] = (),
        **arguments: Any,
    ) -> None:
        """Registers one: `guichet.route("GET", "/demandes", ELECTEUR, "electeur.mes_demandes")`."""
        vue, refus = f"{self._paquet}.{vue}", f"{self._paquet}.{self._refus}"
        route = Route(methode, self._prefixe + chemin, acces, vue, refus, arguments)
        ROUTES.append(route)

        def entree(**_: Any) -> Response:
            return _servir(route, self._blueprint.current_request)

        acceptes = (types or self._types) if acces.ecrit else ()
        options = {"content_types": list(acceptes)} if acceptes else {}
        self._blueprint.route(route.chemin, methods=[methode], name=route.vue, **options)(entree)


def _servir(route: Route, requete: Request) -> Response:
    monte = montage()
    acces = route.acces
    appel = Appel(requete, monte, monte.contexte, monte.horloge())
    if acces.fichier:
        appel.taille_max = TAILLE_MAX_AVEC_FICHIER
    try:
        if acces.portail is not None:
            _identifier(appel, acces, acces.portail)
        return designee(route.vue)(appel, **route.arguments)
    except ErreurMetier as erreur:
        compter(Mesure.REFUS, type=erreur.code)
        _a_la_veille(appel, acces, erreur)
        return designee(route.refus)(appel, erreur)
    except PANNES as erreur:
        incident(erreur, route=requete.path)
        return designee(route.refus)(appel, ServiceIndisponible())
    # The one place that catches everything else: left to Chalice, the failure would be logged with
    # its message, which may hold what was typed.
    except Exception as erreur:  # noqa: BLE001
        incident(erreur, route=requete.path)
        return designee(route.refus)(appel, Incident())


def prechauffer() -> None:
    """Imports the views of every route in a copy of the function made before anybody waits."""
    if not prechauffee():
        return
    for route in ROUTES:
        designee(route.vue)
        designee(route.refus)


def _a_la_veille(appel: Appel, acces: Acces, refus: ErreurMetier) -> None:
    """What an authority is refused counts among its acts (PEN-01). The refusal does not wait for
    the watch: where it can't be noted, it is given all the same.
    """
    if acces.portail is not Portail.AUTORITE or appel.session is None:
        return
    # Few are refused: the others don't pay for the import.
    from chalicelib.services.anomalies import noter_le_refus

    try:
        noter_le_refus(appel.montage.activites, appel.session.sujet, refus, appel.maintenant)
    except PANNES as erreur:
        incident(erreur)


def _identifier(appel: Appel, acces: Acces, portail: Portail) -> None:
    """Reads the session, with the demande of the path in the same round trip; or the token."""
    if acces.machine and appel.requete.headers.get("authorization") is not None:
        _identifier_la_machine(appel)
        return
    https = appel.montage.configuration.https
    entete = appel.requete.headers.get("cookie")
    jeton = cookies.lire(entete, cookies.nom(portail, https=https))
    if not jeton:
        raise SessionAbsente
    appel.jeton = jeton
    session = _lire_session(appel, jetons.cle_de_session(jeton))
    if session is None or session.portail != portail:
        raise SessionAbsente
    appel.session = session
    appel.expiree = not session.est_ouverte(appel.maintenant)
    if appel.expiree and not acces.tolere_expiree:
        raise SessionAbsente
    if acces.ecrit:
        _exiger_csrf(appel)


def _identifier_la_machine(appel: Appel) -> None:
    machines = appel.montage.machines
    if machines is None:
        raise JetonRefuse("ferme")
    lue = machines.lire(appel.requete.headers["authorization"], appel.maintenant)
    commune = appel.requete.headers.get("x-commune") or appel.parametres.get("commune", "")
    appel.machine = lue.pour(commune.strip())


def _lire_session(appel: Appel, cle: str) -> Any:
    saisie = appel.parametre_de_chemin("reference")
    try:
        reference = normaliser(saisie) if saisie else ""
    except ReferenceInvalide:
        reference = ""
    if not reference:
        return appel.montage.sessions.lire(cle)
    session, demande = appel.montage.sessions.lire_avec_demande(cle, reference)
    appel.contexte = avec_demande(appel.contexte, reference, demande)
    return session


def avec_demande(contexte: Contexte, reference: str, demande: Any) -> Contexte:
    """The same context, whose first reading of this demande is the one already made."""
    lus = DepotsDeLaRequete(contexte.depots, reference, demande)
    return replace(contexte, depots=lus)


def _exiger_csrf(appel: Appel) -> None:
    origine = appel.requete.headers.get("origin")
    if origine is not None and origine != _origine(appel.montage):
        raise CsrfInvalide
    if appel.requete.headers.get("sec-fetch-site") == "cross-site":
        raise CsrfInvalide
    recu = appel.requete.headers.get("x-csrf-token")
    if recu is None:
        type_ = appel.requete.headers.get("content-type") or ""
        recu = appel.champ("csrf") if type_.startswith(_FORMULAIRES) else ""
    if not jetons.csrf_valide(appel.jeton, recu):
        raise CsrfInvalide


_FORMULAIRES = ("application/x-www-form", MULTIPARTIES)


def _origine(monte: Montage) -> str:
    parties = urlsplit(monte.configuration.url_portail)
    return f"{parties.scheme}://{parties.netloc}"
