"""The messages of domaine.md (d), each as one raw MIME message: text, HTML, and M1's QR code."""

from __future__ import annotations

import io
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.courriels.vues import SUJETS, VueCourriel
from chalicelib.services.courrier import Message

if TYPE_CHECKING:
    from jinja2 import Environment

GABARITS = Path(__file__).parent / "gabarits"
_CID_QR = "qr@maprocuration"


def composer(
    message: Message,
    vue: VueCourriel,
    *,
    expediteur: str,
    destinataire: str,
    url_portail: str,
    envoi: str,
    message_id: str,
    instant: datetime,
) -> bytes:
    """The raw message for SES `SendEmail` (Content.Raw).

    `expediteur` and `destinataire` are bare addresses, `url_portail` the address of the voter's
    portal, `envoi` the key of our record of the send (header X-Maprocuration-Envoi), `message_id`
    a `<…@…>`, `instant` an aware datetime for the Date header.
    """
    contexte = {"vue": vue, "url_portail": url_portail, "cid_qr": _CID_QR, "sujet": SUJETS[message]}
    courriel = EmailMessage(policy=SMTP)
    courriel["From"] = Address("Maprocuration", addr_spec=expediteur)
    courriel["To"] = Address(addr_spec=destinataire)
    courriel["Subject"] = SUJETS[message]
    courriel["Date"] = format_datetime(instant)
    courriel["Message-ID"] = message_id
    courriel["Auto-Submitted"] = "auto-generated"
    courriel["X-Maprocuration-Envoi"] = envoi
    courriel.set_content(_rendre(f"{message.lower()}.txt", contexte), cte="quoted-printable")
    courriel.add_alternative(
        _rendre(f"{message.lower()}.html", contexte), subtype="html", cte="quoted-printable"
    )
    if message is Message.M1:
        _joindre_qr(courriel, vue.reference)
    # set_content drops every Content-* header, so that this one comes last.
    courriel["Content-Language"] = "fr"
    return courriel.as_bytes()


def _joindre_qr(courriel: EmailMessage, reference: str) -> None:
    import segno

    image = io.BytesIO()
    segno.make_qr(reference, error="m").save(image, kind="png", scale=6, border=3)
    _, html = courriel.iter_parts()
    if not isinstance(html, EmailMessage):
        raise TypeError("the HTML alternative of a message is an EmailMessage")
    html.add_related(
        image.getvalue(),
        "image",
        "png",
        cid=f"<{_CID_QR}>",
        disposition="inline",
        filename="qr.png",
    )


def _rendre(gabarit: str, contexte: dict[str, object]) -> str:
    return _environnement().get_template(gabarit).render(contexte)


@cache
def _environnement() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(GABARITS),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
