"""The mailbox of the local cloud: what the engine's SES has accepted, made readable."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from infra.local.moteurs import Courriel, Moteur


@dataclass(frozen=True, slots=True)
class Recu:
    """One message. `date`, `envoi` (header X-Maprocuration-Envoi) and `brut` are missing on an
    engine that does not keep the raw message (ministack)."""

    numero: int
    destinataire: str
    sujet: str
    texte: str
    html: str
    date: datetime | None
    envoi: str
    brut: bytes

    def en_dict(self) -> dict[str, Any]:
        """For scripts. `message` is the last part of `envoi`: M1, M2, M3a or M3b."""
        return {
            "numero": self.numero,
            "destinataire": self.destinataire,
            "sujet": self.sujet,
            "texte": self.texte,
            "html": self.html,
            "date": self.date.isoformat() if self.date else "",
            "envoi": self.envoi,
            "message": self.envoi.rpartition("#")[2],
        }


def lire(moteur: Moteur) -> list[Recu]:
    """All messages, newest first; numbers count from the oldest, 1, and never change."""
    return [_recu(n, courriel) for n, courriel in enumerate(moteur.courriels(), start=1)][::-1]


def page_html(recu: Recu) -> str:
    """The HTML part as a page of its own: its images inside it, its links in another window."""
    page = re.sub(
        r"cid:([^\"'\s>]+)", lambda trouve: _image(recu, trouve[1]) or trouve[0], recu.html
    )
    return re.sub(r"(?i)<head[^>]*>", r'\g<0><base target="_blank">', page, count=1)


def _recu(numero: int, courriel: Courriel) -> Recu:
    message = _message(courriel.brut)
    date = message["Date"] if message else None
    return Recu(
        numero=numero,
        destinataire=", ".join(courriel.destinataires),
        sujet=courriel.sujet,
        texte=courriel.texte,
        html=courriel.html,
        date=parsedate_to_datetime(date).astimezone(UTC) if date else None,
        envoi=str(message["X-Maprocuration-Envoi"] or "") if message else "",
        brut=courriel.brut,
    )


def _message(brut: bytes) -> EmailMessage | None:
    return email.message_from_bytes(brut, policy=email.policy.default) if brut else None


def _image(recu: Recu, cid: str) -> str:
    """The image of this Content-ID as a `data:` address, or an empty text."""
    message = _message(recu.brut)
    for partie in message.walk() if message else ():
        if partie["Content-ID"] == f"<{cid}>":
            contenu = partie.get_payload(decode=True)
            if isinstance(contenu, bytes):
                donnees = base64.b64encode(contenu).decode()
                return f"data:{partie.get_content_type()};base64,{donnees}"
    return ""
