"""What mail servers answered (SES, by its topic) is written beside the send.

An event may come twice, late, before another that it follows, or before we have written that its
message left: none of it takes anything back (`depots.envois.noter_remise`).
"""

from __future__ import annotations

from typing import Any

from chalicelib.courriels.evenements import lire
from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter

IGNORE = "IGNORE"


def retours(evenement: dict[str, Any]) -> dict[str, int]:
    """Handles an event of SNS; how many answers were written, and how many said nothing new. Raises
    what the store raises: Lambda then calls again, twice, and puts the event aside.
    """
    monte, bilan = montage(), {"notes": 0, "ignores": 0}
    for enregistrement in evenement["Records"]:
        retour = lire(enregistrement["Sns"]["Message"])
        note = retour is not None and monte.envois.noter_remise(
            retour.cle, retour.message_id, retour.remise, retour.le
        )
        bilan["notes" if note else "ignores"] += 1
        compter(Mesure.RETOURS, remise=retour.remise.value if retour and note else IGNORE)
    return bilan
