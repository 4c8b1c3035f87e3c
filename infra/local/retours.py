"""What SES would tell of a message, in its own JSON: the mailbox of the local cloud says it in the
place of people's mail servers.

Forms: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from infra.local.moteurs import COMPTE, REGION

GENRES = {
    "remis": "Remis",
    "differe": "Différé : le serveur ne répond pas",
    "rejet-passager": "Rejeté pour l’instant : boîte pleine",
    "rejet": "Rejeté pour toujours : l’adresse n’existe pas",
    "plainte": "Signalé comme indésirable",
}
"""What can be said, and how the page of the mailbox names it."""


def evenement_de_ses(
    genre: str, cle: str, message_id: str, adresse: str, le: datetime | None = None
) -> str:
    """The event of this kind (see GENRES) about the message of this key, to this address; `le` is
    now unless told."""
    instant = (le or datetime.now(UTC)).isoformat()
    nom, type_, detail = _detail(genre, instant, adresse)
    courriel = {
        "timestamp": instant,
        "source": "ne-pas-repondre@maprocuration.example",
        "sourceArn": f"arn:aws:ses:{REGION}:{COMPTE}:identity/maprocuration.example",
        "sendingAccountId": COMPTE,
        "messageId": message_id,
        "destination": [adresse],
        "headersTruncated": False,
        "headers": [{"name": "To", "value": adresse}],
        "commonHeaders": {"to": [adresse], "messageId": message_id},
        "tags": {
            "ses:configuration-set": ["maprocuration-local"],
            "ses:caller-identity": ["expedition"],
            "envoi": [cle.replace("#", ".")],
        },
    }
    return json.dumps({"eventType": type_, "mail": courriel, nom: detail})


def evenement_de_sns(message: str) -> dict[str, Any]:
    """What Lambda is handed when SNS brings this message."""
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": f"arn:aws:sns:{REGION}:{COMPTE}:retours:local",
                "Sns": {
                    "Type": "Notification",
                    "MessageId": str(uuid.uuid4()),
                    "TopicArn": f"arn:aws:sns:{REGION}:{COMPTE}:maprocuration-local-retours",
                    "Subject": "Amazon SES Email Event Notification",
                    "Message": message,
                    "Timestamp": datetime.now(UTC).isoformat(),
                    "MessageAttributes": {},
                },
            }
        ]
    }


def _detail(genre: str, instant: str, adresse: str) -> tuple[str, str, dict[str, Any]]:
    if genre == "remis":
        remis = {"processingTimeMillis": 500, "recipients": [adresse], "smtpResponse": "250 ok"}
        return "delivery", "Delivery", remis | {"timestamp": instant}
    if genre == "differe":
        retenus = [{"emailAddress": adresse, "status": "4.4.1", "diagnosticCode": "no answer"}]
        differe = {"delayType": "RecipientServerError", "delayedRecipients": retenus}
        return "deliveryDelay", "DeliveryDelay", differe | {"timestamp": instant}
    if genre == "plainte":
        plainte = {"complainedRecipients": [{"emailAddress": adresse}], "feedbackId": "local"}
        return "complaint", "Complaint", plainte | {"timestamp": instant}
    passager = genre == "rejet-passager"
    rejetes = [
        {
            "emailAddress": adresse,
            "action": "failed",
            "status": "4.2.2" if passager else "5.1.1",
            "diagnosticCode": f"smtp; mailbox of {adresse} " + ("full" if passager else "unknown"),
        }
    ]
    rejet = {
        "bounceType": "Transient" if passager else "Permanent",
        "bounceSubType": "MailboxFull" if passager else "General",
        "bouncedRecipients": rejetes,
        "feedbackId": "local",
        "reportingMTA": "dsn; exemple.fr",
    }
    return "bounce", "Bounce", rejet | {"timestamp": instant}
