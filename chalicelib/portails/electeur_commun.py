"""What the pages about one of the mandant's demandes share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import est_perimee, peut_encore_servir
from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.regles import meme_commune_exigee, plafond
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.portails.pages import page
from chalicelib.portails.vues import VueDemande, nom_de_commune, vue_demande
from chalicelib.portails.vues_scrutin import horaires_fr
from chalicelib.services.regler_mairie import reglages_de
from chalicelib.services.router import mode_du_controle
from chalicelib.services.suivre import DemandeIntrouvable, suivre
from chalicelib.web.appel import Appel

_FINIES = frozenset(
    {
        Etat.RETIREE,
        Etat.EXPIREE,
        Etat.REFUSEE_AGENT,
        Etat.INVALIDE,
        Etat.NULLE_PLAFOND,
        Etat.ANNULEE_DROIT,
        Etat.RESILIEE,
    }
)
"""Ended, while the mandant is still registered where he was."""


@dataclass(frozen=True, slots=True)
class Regles:
    """What the law says today of who may be designated: `meme_commune` until the end of 2021,
    `une_en_france` outside the derogations to L73.
    """

    meme_commune: bool
    une_en_france: bool


def regles_du_jour(maintenant: datetime) -> Regles:
    """Those of a vote held today: before the vote is chosen, the best that can be told."""
    aujourd_hui = jour(maintenant)
    une_seule = plafond(aujourd_hui, liste_consulaire=False).en_france == 1
    return Regles(meme_commune_exigee(aujourd_hui), une_seule)


def la_mienne(appel: Appel) -> Demande:
    """The demande of the path. Raises DemandeIntrouvable, also for what is no reference."""
    reference = appel.parametre_de_chemin("reference")
    try:
        return suivre(appel.contexte, reference=reference, mandant_id=appel.electeur.id)
    except ReferenceInvalide:
        raise DemandeIntrouvable from None


def vue_de(appel: Appel, demande: Demande) -> VueDemande:
    """The demande as the mandant's pages show it."""
    scrutins = appel.contexte.depots.scrutins()
    au_registre = mode_du_controle(appel.contexte, demande) is not ModeControle.MAIRIE
    return vue_demande(demande, scrutins, nom_de_commune, appel.maintenant, au_registre=au_registre)


def horaires_si_proche(appel: Appel, demande: Demande, vue: VueDemande) -> tuple[str, ...]:
    """When the mairie can act, in its own words, while that is what the mandant has to know."""
    if vue.proche is None or not vue.proche.mairie:
        return ()
    return horaires_fr(reglages_de(appel.montage.mairies, demande.mandant.commune))


def peut_refaire(appel: Appel, demande: Demande) -> bool:
    """Whether it has ended before its vote, and another may take its place."""
    scrutins = appel.contexte.depots.scrutins()
    finie = demande.etat in _FINIES or est_perimee(demande, scrutins, appel.maintenant)
    return finie and peut_encore_servir(demande, scrutins, appel.maintenant)


def probleme(appel: Appel, demande: Demande, titre: str, detail: str) -> Response:
    """What can't be done with this demande any more, and the way back to it."""
    suite = (phrase("Voir cette demande"), f"/electeur/demandes/{demande.reference}")
    return page(appel, "probleme.html", 409, titre=titre, detail=detail, actions=[suite])
