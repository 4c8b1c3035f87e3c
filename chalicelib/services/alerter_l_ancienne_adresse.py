"""A last message to the address that an authority has replaced (stream function 2).

Who diverts the messages about a procuration must not be able to do so unseen: the address of before
is told, once. It may be a stranger's, mistyped: nothing in the message says whose demande it is.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Evenement
from chalicelib.services.courrier import Confier, Message, cle_de


def alerter_l_ancienne_adresse(confier: Confier, demande: Demande, maintenant: datetime) -> bool:
    """Says whether it is to leave."""
    fait = demande.rectification
    if demande.dernier is not Evenement.RECTIFICATION_GUICHET or fait is None or not fait.ancienne:
        return False
    return confier(Message.M1X, cle_de(demande, Message.M1X), demande, maintenant)
