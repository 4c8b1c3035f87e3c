"""A last message to the address that an authority has replaced (stream function 2).

Who diverts the messages about a procuration must not be able to do so unseen: the address of before
is told, once. It may be a stranger's, mistyped: nothing in the message says whose demande it is.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Evenement
from chalicelib.services.courrier import Envoyer, Message, envoyer_une_fois
from chalicelib.services.ports import Envois


def alerter_l_ancienne_adresse(
    envois: Envois, envoyer: Envoyer, demande: Demande, maintenant: datetime
) -> bool:
    """Says whether it was sent now. Raises what `courrier.notifier` raises."""
    fait = demande.rectification
    if demande.dernier is not Evenement.RECTIFICATION_GUICHET or fait is None or not fait.ancienne:
        return False
    cle = f"{demande.reference}#{demande.version}#{Message.M1X.value}"
    return envoyer_une_fois(envois, envoyer, Message.M1X, cle, demande, maintenant)
