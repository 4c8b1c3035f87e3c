"""What the mandataire is told, once the mandant has given an address (M7; stream function 2)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.prevenir import peut_encore_voter
from chalicelib.domaine.temps import jour
from chalicelib.services.courrier import Confier, Message, cle_de

AU_MANDATAIRE = frozenset({Message.M7, Message.M7B, Message.M7C})
"""The messages that go to the address that the mandant gave."""

PAR_EVENEMENT = {
    Evenement.AVIS_AU_MANDATAIRE: Message.M7,
    Evenement.ACCEPTATION: Message.M7,
    Evenement.VALIDATION_REGISTRE: Message.M7,
    Evenement.NULLITE: Message.M7B,
    Evenement.RESILIATION: Message.M7B,
    Evenement.RESILIATION_PAPIER: Message.M7B,
    Evenement.RESILIATION_CERTIFIEE: Message.M7B,
    Evenement.CADUCITE: Message.M7B,
    Evenement.CADUCITE_REGISTRE: Message.M7B,
    Evenement.EXAMEN_PLAFOND: Message.M7C,
    Evenement.VOTE_DU_MANDANT: Message.M7C,
    Evenement.INDICATION_BUREAU: Message.M7C,
}
"""Nothing on ANNULATION: the mandataire has died or lost the right to vote (L77), and it is not for
us to write it to that address."""


def message_au_mandataire(
    demande: Demande, scrutins: Scrutins, maintenant: datetime
) -> Message | None:
    """The message for the transition that made this version, `demande.avise` being the address that
    it had; none without an address, or when the transition tells the mandataire nothing.
    """
    message = PAR_EVENEMENT.get(demande.dernier)
    if not demande.avise or message is None:
        return None
    encore = peut_encore_voter(demande, scrutins, jour(maintenant))
    return Message.M7B if message is Message.M7C and not encore else message


def aviser(
    confier: Confier, demande: Demande, scrutins: Scrutins, maintenant: datetime
) -> Message | None:
    """Has the mandataire told; says which message is to leave, if any."""
    message = message_au_mandataire(demande, scrutins, maintenant)
    if message is None:
        return None
    return message if confier(message, cle_de(demande, message), demande, maintenant) else None
