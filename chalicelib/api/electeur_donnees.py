"""The API of the mandant's own data: what is held, and what he may correct (GDPR)."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.api import vues
from chalicelib.registre.mes_donnees import document
from chalicelib.services import saisie
from chalicelib.services.mes_donnees import donnees_de, mes_donnees
from chalicelib.services.rectifier import rectifier
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def mes_donnees_en_entier(appel: Appel) -> Response:
    """All that is held about the mandant."""
    miennes = mes_donnees(appel.contexte, appel.montage.envois, appel.electeur.id)
    scrutins = appel.contexte.depots.scrutins()
    return reponses.json(document(miennes, scrutins, appel.maintenant))


def donnees_d_une_demande(appel: Appel) -> Response:
    """The same, of one demande."""
    mienne = donnees_de(
        appel.contexte,
        appel.montage.envois,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
    )
    scrutins = appel.contexte.depots.scrutins()
    return reponses.json(document((mienne,), scrutins, appel.maintenant))


def corriger_ma_demande(appel: Appel) -> Response:
    """Corrects the address where the mandant is told, the only thing that can be."""
    demande = rectifier(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
        courriel=saisie.lire_courriel(appel.texte("courriel")),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))
