"""An accepted procuration is shown to the national register again before a vote: the mandataire may
have died or lost his rights since (L77, R80), the mandant may not be on the list any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import (
    Reponse,
    Situation,
    Trouve,
    recherche_du_mandant,
    recherche_du_mandataire,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.portee import jours_de_vote
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.router import mode_du_controle
from chalicelib.services.terminer import terminer

AVANT_LE_VOTE = (timedelta(days=7), timedelta(days=1))
"""How long before each tour the question is asked again (D)."""


def est_a_reverifier(contexte: Contexte, demande: Demande, maintenant: datetime) -> bool:
    """Whether today is one of those days for an accepted procuration that the register checks."""
    if (
        demande.etat is not Etat.VALIDE
        or mode_du_controle(contexte, demande) is ModeControle.MAIRIE
    ):
        return False
    aujourd_hui = jour(maintenant)
    jours = jours_de_vote(demande.portee, contexte.depots.scrutins())
    return any(tour - avant == aujourd_hui for tour in jours for avant in AVANT_LE_VOTE)


@rejouer
def reverifier(contexte: Contexte, reference: str, maintenant: datetime) -> Demande | None:
    """The procuration that the register has ended: annulled when the mandataire has died or lost
    his rights, lapsed when the mandant has died or was struck off; None when nothing changes. What
    the register does not find, or finds twice, ends nothing.

    Raises RegistreIndisponible: the question stays to be asked.
    """
    demande = contexte.depots.demande(reference)
    if demande is None or demande.etat is not Etat.VALIDE or contexte.registre is None:
        return None
    mandant, mandataire = contexte.registre.chercher(
        recherche_du_mandant(demande.mandant),
        recherche_du_mandataire(demande.mandataire),
    )
    terminee = _fin(demande, _situation(mandant), _situation(mandataire), maintenant)
    if terminee is None:
        return None
    suite, ecriture = terminee
    donneur = cle_mandant(demande.mandant, contexte.secret)
    detenteur = cle_mandataire(demande.mandataire, contexte.secret)
    _, comptes = contexte.depots.demandes_et_comptes([], sorted({donneur, detenteur}))
    return terminer(contexte, suite, ecriture, (comptes[donneur], comptes[detenteur]), maintenant)


def _situation(reponse: Reponse) -> Situation:
    return reponse.electeur.situation if isinstance(reponse, Trouve) else Situation.INSCRIT


def _fin(
    demande: Demande, mandant: Situation, mandataire: Situation, maintenant: datetime
) -> tuple[Demande, Ecriture] | None:
    if mandant is Situation.DECEDE:
        return fin.rendre_caduque(demande, None, motif=fin.DECES, maintenant=maintenant)
    if mandant is not Situation.INSCRIT:
        return fin.rendre_caduque(demande, None, motif=fin.RADIATION, maintenant=maintenant)
    if mandataire in {Situation.DECEDE, Situation.PRIVE_DE_DROITS}:
        return fin.annuler(demande, None, maintenant=maintenant)
    return None
