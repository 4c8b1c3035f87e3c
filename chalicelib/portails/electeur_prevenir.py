"""Telling the person designated: a slip to hand over, or an e-mail to an address that is typed."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.bureaux import bureau_de
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide, SaisieInvalide, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import date_fr, nom_complet
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.prevenir import peut_encore_voter, votes_fr
from chalicelib.domaine.temps import jour
from chalicelib.portails.electeur_commun import la_mienne
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune
from chalicelib.services import saisie
from chalicelib.services.prevenir import TropDAvis, ne_plus_prevenir, prevenir
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web import reponses
from chalicelib.web.appel import Appel

_AUTRE = phrase("Écrivez deux fois la même adresse.")
_LA_VOTRE = phrase("C’est votre propre adresse : écrivez celle de la personne désignée.")


def choisir(appel: Appel) -> Response:
    """Both ways to tell, and who is told already, which can be stopped at any time."""
    demande = la_mienne(appel)
    if demande.avise or _possible(appel, demande):
        return _formulaire(appel, demande, {})
    return _trop_tard(appel)


def fiche(appel: Appel) -> Response:
    """The slip: who, when, where, what to bring."""
    demande = la_mienne(appel)
    if not _possible(appel, demande):
        return _trop_tard(appel)
    scrutins, aujourd_hui = appel.contexte.depots.scrutins(), jour(appel.maintenant)
    return page(
        appel,
        "electeur/fiche-mandataire.html",
        reference=demande.reference,
        mandant=nom_complet(demande.mandant.etat_civil),
        designe=nom_complet(demande.mandataire),
        votes=votes_fr(demande, scrutins, aujourd_hui),
        commune=nom_de_commune(demande.mandant.commune),
        bureau=bureau_de(demande),
        imprimee_le=date_fr(aujourd_hui),
    )


def envoyer(appel: Appel) -> Response:
    """The e-mail leaves, and the address is told of what changes."""
    demande = la_mienne(appel)
    lu = {nom: appel.champ(nom) for nom in ("courriel", "courriel_confirmation")}
    try:
        prevenir(
            appel.contexte,
            reference=demande.reference,
            mandant_id=appel.electeur.id,
            courriel=_lire(lu, demande),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _formulaire(appel, demande, lu, erreur.erreurs, 422)
    except TropDAvis as erreur:
        return _formulaire(appel, demande, lu, {"courriel": erreur.detail}, 429)
    except TransitionInterdite:
        return _trop_tard(appel)
    return reponses.aller(appel.url(_chemin(demande)))


def arreter(appel: Appel) -> Response:
    """The address is forgotten."""
    try:
        demande = ne_plus_prevenir(
            appel.contexte,
            reference=appel.parametre_de_chemin("reference"),
            mandant_id=appel.electeur.id,
            maintenant=appel.maintenant,
        )
    except ReferenceInvalide:
        raise DemandeIntrouvable from None
    suite = _chemin(demande) if _possible(appel, demande) else _retour(demande)
    return reponses.aller(appel.url(suite))


def _possible(appel: Appel, demande: Demande) -> bool:
    scrutins = appel.contexte.depots.scrutins()
    aujourd_hui = jour(appel.maintenant)
    return demande.etat is Etat.VALIDE and peut_encore_voter(demande, scrutins, aujourd_hui)


def _lire(lu: Mapping[str, str], demande: Demande) -> str:
    courriel = saisie.lire_courriel(lu["courriel"])
    if lu["courriel_confirmation"].strip().lower() != lu["courriel"].strip().lower():
        raise SaisieInvalide.du_champ("courriel_confirmation", _AUTRE)
    if courriel.lower() == demande.mandant.courriel.lower():
        raise SaisieInvalide.du_champ("courriel", _LA_VOTRE)
    return courriel


def _formulaire(
    appel: Appel,
    demande: Demande,
    lu: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    code: int = 200,
) -> Response:
    return page(
        appel,
        "electeur/prevenir.html",
        code,
        reference=demande.reference,
        designe=nom_complet(demande.mandataire),
        avise=demande.avise,
        possible=_possible(appel, demande),
        saisie=lu,
        erreurs=erreurs or {},
    )


def _trop_tard(appel: Appel) -> Response:
    reference = appel.parametre_de_chemin("reference")
    return page(
        appel,
        "probleme.html",
        409,
        titre=phrase("Il n’y a pas encore, ou plus, à prévenir la personne désignée"),
        detail=phrase(
            "Elle peut voter pour vous une fois la procuration acceptée, et jusqu’au dernier vote "
            "que celle-ci couvre."
        ),
        actions=[(phrase("Voir cette demande"), f"/electeur/demandes/{reference}")],
    )


def _retour(demande: Demande) -> str:
    return f"/electeur/demandes/{demande.reference}"


def _chemin(demande: Demande) -> str:
    return f"{_retour(demande)}/prevenir"
