"""The messages of domaine.md (d), each as one raw MIME message: text, HTML, and a QR code of the
reference that is to be presented.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.courriels.vues import SUJETS, vue_courriel
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.portee import Scrutins
from chalicelib.referentiel.communes import par_code
from chalicelib.services.courrier import Message

if TYPE_CHECKING:
    from jinja2 import Environment

GABARITS = Path(__file__).parent / "gabarits"
_CID_QR = "qr@maprocuration"
_AVEC_QR = frozenset({Message.M1, Message.M1B, Message.M5A})
"""Those whose reference is then presented at a counter."""


def composer(
    message: Message,
    demande: Demande,
    *,
    scrutins: Scrutins,
    cle: str,
    expediteur: str,
    url_portail: str,
    maintenant: datetime,
) -> bytes:
    """The raw message for SES `SendEmail` (Content.Raw), to the mandant of this demande.

    `cle` is the key of our record of the send (header X-Maprocuration-Envoi; the Message-ID is
    drawn from it), `expediteur` a bare address, `url_portail` the address of the voter's portal.
    Raises ValueError when an address can't stand in a header.
    """
    vue = vue_courriel(demande, scrutins, _nom_de_commune(demande.mandant.commune), maintenant)
    contexte = {"vue": vue, "url_portail": url_portail, "cid_qr": _CID_QR, "sujet": SUJETS[message]}
    courriel = EmailMessage(policy=SMTP)
    courriel["From"] = Address("Maprocuration", addr_spec=expediteur)
    courriel["To"] = Address(addr_spec=demande.mandant.courriel)
    courriel["Subject"] = SUJETS[message]
    courriel["Date"] = format_datetime(maintenant)
    courriel["Message-ID"] = _message_id(cle, expediteur)
    courriel["Auto-Submitted"] = "auto-generated"
    courriel["X-Maprocuration-Envoi"] = cle
    courriel.set_content(_rendre(f"{message.lower()}.txt", contexte), cte="quoted-printable")
    courriel.add_alternative(
        _rendre(f"{message.lower()}.html", contexte), subtype="html", cte="quoted-printable"
    )
    if message in _AVEC_QR:
        _joindre_qr(courriel, vue.reference)
    # set_content drops every Content-* header, so that this one comes last.
    courriel["Content-Language"] = "fr"
    return courriel.as_bytes()


def _nom_de_commune(code: str) -> str:
    commune = par_code(code)
    return commune.libelle if commune else code


def _message_id(cle: str, expediteur: str) -> str:
    empreinte = hashlib.sha256(cle.encode()).hexdigest()[:32]
    return f"<{empreinte}@{expediteur.rpartition('@')[2]}>"


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
