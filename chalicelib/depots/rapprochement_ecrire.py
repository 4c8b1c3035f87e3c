"""The writings of a repair: each only over what was seen, so that two repairs at once, or the
stream beside them, can't undo one another.
"""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import DeleteError, PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.depots import conversion
from chalicelib.depots.calendrier import Calendrier
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import CONDITION_REFUSEE, connexion
from chalicelib.depots.modeles import DemandeModele, LigneModele
from chalicelib.depots.transaction import a_la_version
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.plafond import Compte
from chalicelib.services.changement import Ligne


def remplacer_ligne(vue: Ligne, ligne: Ligne, efface_le: datetime) -> bool:
    """See `services.ports_rapprochement.Rapprochement.remplacer_ligne`."""
    try:
        conversion.modele_ligne(ligne, efface_le).save(condition=LigneModele.version == vue.version)
    except PutError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        return False
    return True


def retirer_ligne(vue: Ligne) -> bool:
    """See `services.ports_rapprochement.Rapprochement.retirer_ligne`."""
    try:
        LigneModele(vue.commune, vue.reference).delete(condition=LigneModele.version == vue.version)
    except DeleteError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        return False
    return True


def ecrire_compte(compte: Compte, demande: Demande | None, reference: str) -> bool:
    """See `services.ports_rapprochement.Rapprochement.ecrire_compte`."""
    telle_que_lue = (
        DemandeModele.version == demande.version
        if demande is not None
        else ~DemandeModele.reference.exists()
    )
    modele = conversion.modele_compte(compte, Calendrier().scrutins())
    try:
        with TransactWrite(connection=connexion()) as transaction:
            transaction.condition_check(DemandeModele, reference, condition=telle_que_lue)
            transaction.save(modele, condition=a_la_version(compte.version - 1))
    except TransactWriteError as erreur:
        raisons = {raison.code for raison in erreur.cancellation_reasons if raison is not None}
        if code(erreur) != ANNULEE or not raisons <= {CONDITION, CONFLIT}:
            raise
        return False
    return True
