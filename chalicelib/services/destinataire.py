"""Whom a message is for, when it leaves: it may have waited, and an address may have changed."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import VIVANTS
from chalicelib.domaine.fin import est_joignable
from chalicelib.services.avis_au_mandataire import AU_MANDATAIRE
from chalicelib.services.courrier import Message

AILLEURS = AU_MANDATAIRE | {Message.M1X}
"""Those that do not go to the mandant."""


def destinataire(message: Message, demande: Demande) -> str:
    """Whom this message is for: the mandant, whom the mandant wants told, or who had the address
    that is corrected.
    """
    if message is Message.M1X:
        return demande.rectification.ancienne if demande.rectification else ""
    return demande.avise if message in AU_MANDATAIRE else demande.mandant.courriel


def adressee(message: Message, demande: Demande, courante: Demande) -> Demande:
    """The demande that a message speaks of, with the addresses of now (`courante`): a reference
    never goes to an address that its mandant has corrected meanwhile. Without an address, nobody
    is to be told any more.
    """
    if message is Message.M1X:
        return demande
    if message in AU_MANDATAIRE:
        # The end of a procuration forgets the address, and is what M7b is about.
        oubliee = not courante.avise and courante.etat not in VIVANTS
        return replace(demande, avise=demande.avise if oubliee else courante.avise)
    adresse = courante.mandant.courriel if est_joignable(courante) else ""
    return replace(demande, mandant=replace(demande.mandant, courriel=adresse))
