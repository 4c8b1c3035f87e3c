"""What the pages about one of the mandant's demandes share."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.portails.pages import page
from chalicelib.portails.vues import VueDemande, nom_de_commune, vue_demande
from chalicelib.services.router import mode_du_controle
from chalicelib.services.suivre import DemandeIntrouvable, suivre
from chalicelib.web.appel import Appel


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


def probleme(appel: Appel, demande: Demande, titre: str, detail: str) -> Response:
    """What can't be done with this demande any more, and the way back to it."""
    suite = ("Voir cette demande", f"/electeur/demandes/{demande.reference}")
    return page(appel, "probleme.html", 409, titre=titre, detail=detail, actions=[suite])
