"""A form on paper once it is entered: its reference, and its scan."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.reference import normaliser
from chalicelib.portails.pages import page
from chalicelib.services.numeriser import lire_numerisation, numeriser
from chalicelib.services.papier import papier_de_la_commune
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def entre(appel: Appel) -> Response:
    """The reference to write on the form, and its scan. It shows no identity: no consultation."""
    return _page(appel, {})


def joindre(appel: Appel) -> Response:
    """Joins the file of field `fichier`; the same file sent twice is joined once."""
    qui = appel.agent_mairie
    try:
        demande = numeriser(
            appel.contexte,
            appel.montage.coffre,
            reference=appel.parametre_de_chemin("reference"),
            agent=qui.agent,
            commune=qui.commune,
            contenu=appel.fichier("fichier"),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _page(appel, erreur.erreurs, 422)
    return reponses.aller(appel.url(f"/mairie/papier/{demande.reference}"))


def numerisation(appel: Appel) -> Response:
    """The scan, to save: never shown by our own pages, whatever it holds. The consultation is
    logged.
    """
    qui, reference = appel.agent_mairie, appel.parametre_de_chemin("reference")
    piece = lire_numerisation(
        appel.contexte,
        appel.montage.coffre,
        reference=reference,
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    nom = f"procuration-{normaliser(reference)}.{piece.genre.extension}"
    return reponses.fichier(piece.contenu, piece.genre.type, nom)


def _page(appel: Appel, erreurs: Mapping[str, str], statut: int = 200) -> Response:
    qui = appel.agent_mairie
    demande = papier_de_la_commune(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    saisie = demande.saisie
    return page(
        appel,
        "mairie/papier_entre.html",
        statut,
        erreurs=erreurs,
        reference=demande.reference,
        refusee=demande.etat is Etat.INVALIDE,
        sans_courriel=not demande.mandant.courriel,
        saisie_le=instant_fr(saisie.le) if saisie else "",
        numerise=bool(saisie and saisie.numerisation),
        chemin=f"/mairie/procurations/{demande.reference}",
        arrivee=demande.recue_le is not None,
    )
