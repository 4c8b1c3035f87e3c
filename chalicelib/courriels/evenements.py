"""What SES tells of a message that it took, in our words.

The events are those of a configuration set's destination (not the older notifications of an
identity): https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
They hold addresses and texts of mail servers: nothing of that is read here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.courriels.ses import ETIQUETTE, cle_de_l_etiquette
from chalicelib.services.ports_courrier import Remise

_ETIQUETTE_SAINE = re.compile(r"[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_.-]{1,64}")
_DETAILS = {
    "Delivery": ("delivery", Remise.REMIS),
    "DeliveryDelay": ("deliveryDelay", Remise.DIFFERE),
    "Complaint": ("complaint", Remise.PLAINTE),
    # Neither has left: a virus, a template (we use none).
    "Reject": ("mail", Remise.REJETE),
    "Rendering Failure": ("mail", Remise.REJETE),
}


@dataclass(frozen=True, slots=True)
class Retour:
    """What became of the message of key `cle`, which SES calls `message_id`."""

    cle: str
    message_id: str
    remise: Remise
    le: datetime


def lire(message: str) -> Retour | None:
    """The event of a message of the topic; None when it says nothing of a message of ours that a
    person would want to know (a send, another's tag, a form that is not known).
    """
    try:
        return _lire(json.loads(message))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _lire(evenement: dict[str, Any]) -> Retour | None:
    genre, courriel = evenement["eventType"], evenement["mail"]
    (etiquette,) = courriel["tags"][ETIQUETTE]
    if genre == "Bounce":
        nom = "bounce"
        # What is undetermined is more often an address that does not exist than one that does. A
        # transient one may be a full mailbox, or the answer of somebody on holiday.
        passager = evenement["bounce"]["bounceType"] == "Transient"
        remise = Remise.NON_REMIS if passager else Remise.REJETE
    elif genre in _DETAILS:
        nom, remise = _DETAILS[genre]
    else:
        return None
    message_id = courriel["messageId"]
    if not (isinstance(message_id, str) and 0 < len(message_id) <= 200):
        return None
    if not _ETIQUETTE_SAINE.fullmatch(etiquette):
        return None
    le = datetime.fromisoformat(evenement[nom]["timestamp"])
    if le.tzinfo is None:
        return None
    return Retour(cle_de_l_etiquette(etiquette), message_id, remise, le.astimezone(UTC))
