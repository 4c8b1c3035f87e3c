"""Pages of everybody, and the static files where no CDN stands before the app."""

from __future__ import annotations

from mimetypes import guess_type

from chalice.app import Response

from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.phrases import phrase
from chalicelib.identite.personnes import Portail
from chalicelib.portails import langues
from chalicelib.portails.electeur_commun import regles_du_jour
from chalicelib.portails.pages import page
from chalicelib.portails.rendu import STATIQUE, statique
from chalicelib.web import cookies, reponses
from chalicelib.web.appel import Appel

UN_AN = 31_536_000


class FichierIntrouvable(ErreurMetier):
    """No such static file."""

    code = "fichier-introuvable"
    titre = phrase("Ce fichier n'existe pas")


class LangueInconnue(ErreurMetier):
    """No page is in this language."""

    code = "langue-inconnue"
    titre = phrase("Cette page n’existe pas dans cette langue")


def accueil(appel: Appel) -> Response:
    """The door to the three portals."""
    return page(appel, "accueil.html")


def accessibilite(appel: Appel) -> Response:
    """What was tested for accessibility, and what was not."""
    return page(appel, "accessibilite.html")


def donnees_personnelles(appel: Appel) -> Response:
    """Which data are kept, why and how long."""
    return page(appel, "donnees-personnelles.html")


def registre(appel: Appel) -> Response:
    """Who may read the register of a commune, where, and what it holds."""
    return page(appel, "registre.html")


def choisir_la_langue(appel: Appel) -> Response:
    """Back to the page, in this language: the only thing that it changes is what is shown."""
    code = appel.parametre_de_chemin("code")
    if code not in langues.NOMS:
        raise LangueInconnue(phrase("Choisissez le français ou l’anglais en haut de la page."))
    https = appel.montage.configuration.https
    nom = cookies.nom(langues.COOKIE, https=https)
    choix = cookies.poser(nom, code, https=https, secondes=langues.DUREE_DU_CHOIX)
    retour = langues.retour_permis(appel.parametres.get("retour", ""))
    return reponses.aller(appel.url(retour), choix)


def fichier_statique(appel: Appel) -> Response:
    """A file of the manifest. Its name holds the hash of its content: it never changes."""
    nom = appel.parametre_de_chemin("nom")
    if nom not in statique().values():
        detail = phrase("Rechargez la page : sa présentation a été mise à jour.")
        raise FichierIntrouvable(detail)
    type_ = guess_type(nom)[0] or "application/octet-stream"
    reponse = reponses.fichier((STATIQUE / nom).read_bytes(), type_)
    reponse.headers["Cache-Control"] = f"public, max-age={UN_AN}, immutable"
    return reponse


def accueil_du_portail(appel: Appel, portail: Portail) -> Response:
    """The sign-in page of a portal."""
    return page(appel, f"{portail}/accueil.html", regles=regles_du_jour(appel.maintenant))
