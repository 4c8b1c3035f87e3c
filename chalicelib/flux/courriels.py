"""Stream function 2: what is to be said of each transition is kept, and queued for its turn; the
function `expedition` sends it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.depots.conversion_demande import demande_a_annoncer
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.flux.lot import traiter
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter
from chalicelib.services.alerter_l_ancienne_adresse import alerter_l_ancienne_adresse
from chalicelib.services.avis_au_mandataire import aviser
from chalicelib.services.courrier import Confier, Message, file_de, notifier


def courriels(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of demandes."""
    monte = montage()
    confier = guichet_d_envoi(monte)

    def un(demande: Demande) -> None:
        notifier(confier, demande, monte.horloge())
        alerter_l_ancienne_adresse(confier, demande, monte.horloge())
        if demande.avise:
            aviser(confier, demande, monte.contexte.depots.scrutins(), monte.horloge())

    return traiter(evenement, un, demande_a_annoncer)


def guichet_d_envoi(monte: Montage) -> Confier:
    """What keeps a message and queues it. Handed over twice, it is queued twice and leaves once."""

    def confier(message: Message, cle: str, demande: Demande, maintenant: datetime) -> bool:
        efface_le = a_effacer_le(demande, monte.contexte.depots.scrutins())
        if not monte.envois.confier(cle, demande, maintenant, efface_le):
            return False
        monte.files.deposer(file_de(message), cle)
        compter(Mesure.COURRIELS_CONFIES)
        return True

    return confier
