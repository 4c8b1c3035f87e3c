"""At the counter: the end of a procuration whose mandant has asked for it online (L75, R78)."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.erreurs import MandantDejaRepresente, SaisieInvalide
from chalicelib.domaine.habilitation import etablit
from chalicelib.domaine.libelles import portee_fr
from chalicelib.portails.autorite_commun import (
    PIECE_PRESENTEE_LE_PLUS_SOUVENT,
    PIECES,
    aller_au_resultat,
    ou_autre_reference,
    page_du_guichet,
    reference,
    resultat,
    vue,
)
from chalicelib.services.guichet import Presentation, consulter, est_a_resilier
from chalicelib.services.resilier import resilier
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire


@ou_autre_reference
def resilier_la_procuration(appel: Appel) -> Response:
    """Ends it: field `piece`. The same form sent again leads to the same page."""
    piece = appel.champ("piece")
    try:
        demande = resilier(
            appel.contexte,
            reference=reference(appel),
            agent=appel.agent,
            piece=piece,
            cle=empreinte_du_formulaire(appel, "resiliation", piece),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _fiche_apres_faute(appel, erreur.erreurs)
    return aller_au_resultat(appel, demande)


def fiche(
    appel: Appel, presentee: Presentation, erreurs: Mapping[str, str] | None = None
) -> Response:
    """The identity to compare, and what will end."""
    return page_du_guichet(
        appel,
        "autorite/resiliation.html",
        422 if erreurs else 200,
        demande=vue(appel, presentee.demande),
        pieces=PIECES,
        peut_resilier=etablit(presentee.habilitation),
        saisie={} if erreurs else {"piece": PIECE_PRESENTEE_LE_PLUS_SOUVENT},
        erreurs=erreurs or {},
    )


def deja_donnees(appel: Appel, erreur: MandantDejaRepresente) -> list[tuple[str, ...]]:
    """What the mandant already gives for these days, in words: to whom is not told."""
    scrutins = appel.contexte.depots.scrutins()
    return [portee_fr(portee, scrutins) for portee in erreur.portees]


def _fiche_apres_faute(appel: Appel, erreurs: Mapping[str, str]) -> Response:
    presentee = consulter(
        appel.contexte, reference=reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )
    if not est_a_resilier(presentee.demande):
        return resultat(appel, presentee.demande)
    return fiche(appel, presentee, erreurs)
