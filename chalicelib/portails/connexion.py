"""Signing in and out of the three portals, by FranceConnect or ProConnect."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.phrases import phrase
from chalicelib.identite import jetons, personnes
from chalicelib.identite.jetons import jeton
from chalicelib.identite.oidc_erreurs import ErreurDeConnexion, ReponseOidcInvalide
from chalicelib.identite.personnes import Portail
from chalicelib.mesures import Mesure
from chalicelib.observabilite import compter, tracer
from chalicelib.portails.pages import page
from chalicelib.services.sessions import Session
from chalicelib.web import cookies, reponses
from chalicelib.web.appel import Appel

if TYPE_CHECKING:
    from chalicelib.identite.oidc import Identite


ALLER_RETOUR = timedelta(minutes=15)
"""How long a person may stay on the identity provider's page."""

DUREES = {
    Portail.ELECTEUR: timedelta(minutes=30),  # FranceConnect's own session
    Portail.AUTORITE: timedelta(hours=4),
    Portail.MAIRIE: timedelta(hours=4),
}
"""Absolute lengths of the sessions. Half a working day for agents, who signed in with MFA."""

APRES = {
    Portail.ELECTEUR: "/electeur/demandes",
    Portail.AUTORITE: "/autorite/saisie",
    Portail.MAIRIE: "/mairie/procurations",
}

_EN_COURS = "connexion-"


def commencer(appel: Appel, portail: Portail) -> Response:
    """Sends the browser to the provider, with a state that only this browser can bring back."""
    etat, nonce, secret = jeton(), jeton(), jeton()
    url = appel.montage.client_oidc(portail).url_autorisation(
        etat, nonce, appel.parametres.get("login_hint", "")
    )
    appel.montage.sessions.ouvrir(
        Session(
            cle=jetons.cle_de_session(secret),
            portail=_EN_COURS + portail,
            sujet="",
            expire_le=appel.maintenant + ALLER_RETOUR,
            donnees={"etat": etat, "nonce": nonce},
        )
    )
    return reponses.aller(url, _cookie(appel, _EN_COURS + portail, secret, ALLER_RETOUR))


def achever(appel: Appel, portail: Portail) -> Response:
    """Exchanges the code and opens the session; the sign-in under way can't serve again."""
    try:
        identite = _identifier(appel, portail)
    except ErreurDeConnexion as erreur:
        tracer("connexion refusée", portail=portail, raison=erreur.raison)
        compter(Mesure.CONNEXIONS_REFUSEES, portail=portail.value)
        raise
    sujet, donnees = _donnees(appel, portail, identite)
    _fermer_la_precedente(appel, portail)
    secret = jeton()
    appel.montage.sessions.ouvrir(
        Session(
            cle=jetons.cle_de_session(secret),
            portail=portail,
            sujet=sujet,
            expire_le=appel.maintenant + DUREES[portail],
            donnees=donnees,
        )
    )
    compter(Mesure.CONNEXIONS_REUSSIES, portail=portail.value)
    return reponses.aller(
        appel.url(APRES[portail]),
        # The cookie outlives the session by the row's own grace, so that a form sent too late
        # is still known to be this person's.
        _cookie(appel, portail, secret, DUREES[portail] + timedelta(days=1)),
        _cookie(appel, _EN_COURS + portail, "", timedelta()),
    )


def quitter(appel: Appel, portail: Portail) -> Response:
    """Ends the session here first, then at the provider when it answers."""
    session = appel.session
    if session is None:
        raise AccesRefuse(phrase("Vous n'étiez plus connecté."))
    appel.montage.sessions.fermer(session.cle)
    try:
        suite = appel.montage.client_oidc(portail).url_deconnexion(
            session.donnees["id_token"], jeton()
        )
    except ErreurDeConnexion as erreur:
        tracer("déconnexion locale seulement", portail=portail, raison=erreur.raison)
        suite = appel.url(f"/{portail}")
    reponse = page(replace(appel, session=None), "deconnexion.html", suite=suite)
    reponse.headers["Set-Cookie"] = [_cookie(appel, portail, "", timedelta())]
    # Not a redirect: the policy form-action 'self' also stops those that follow a form.
    reponse.headers["Refresh"] = f"0; url={suite}"
    return reponse


def _fermer_la_precedente(appel: Appel, portail: Portail) -> None:
    """Signing in again ends what this browser had open on this portal."""
    nom = cookies.nom(portail, https=appel.montage.configuration.https)
    ancien = cookies.lire(appel.requete.headers.get("cookie"), nom)
    if ancien:
        appel.montage.sessions.fermer(jetons.cle_de_session(ancien))


def _identifier(appel: Appel, portail: Portail) -> Identite:
    nom = cookies.nom(_EN_COURS + portail, https=appel.montage.configuration.https)
    secret = cookies.lire(appel.requete.headers.get("cookie"), nom)
    cle = jetons.cle_de_session(secret)
    en_cours = appel.montage.sessions.lire(cle) if secret else None
    if (
        en_cours is None
        or en_cours.portail != _EN_COURS + portail
        or not en_cours.est_ouverte(appel.maintenant)
    ):
        raise ReponseOidcInvalide("navigateur")
    appel.montage.sessions.fermer(cle)
    client = appel.montage.client_oidc(portail)
    code = client.code_du_retour(appel.parametres, en_cours.donnees["etat"])
    return client.echanger(code, en_cours.donnees["nonce"], appel.maintenant)


def _donnees(appel: Appel, portail: Portail, identite: Identite) -> tuple[str, dict[str, Any]]:
    if portail is Portail.ELECTEUR:
        return personnes.electeur(identite, appel.contexte.secret)
    sujet, donnees = personnes.agent(identite)
    if portail is Portail.MAIRIE:
        delegation = appel.contexte.depots.delegation(sujet)
        deleguee = delegation.commune if delegation else ""
        donnees["commune"] = personnes.commune_de_la_mairie(donnees["siret"], deleguee)
    return sujet, donnees


def _cookie(appel: Appel, nom: str, valeur: str, duree: timedelta) -> str:
    https = appel.montage.configuration.https
    secondes = int(duree.total_seconds())
    return cookies.poser(cookies.nom(nom, https=https), valeur, https=https, secondes=secondes)
