"""The messages of domaine.md (d), each as one raw MIME message: text, HTML, and a QR code of the
reference that is to be presented.
"""

from __future__ import annotations

import hashlib
import io
import re
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
from chalicelib.services.destinataire import AILLEURS, destinataire

if TYPE_CHECKING:
    from jinja2 import Environment

GABARITS = Path(__file__).parent / "gabarits"
_ESPACE_AVANT = re.compile(" (?=[:;?!»](?:[ \n<]|$))")
_HEURE = re.compile(r"(?<=\d) h (?=\d\d)")
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
    """The raw message for SES `SendEmail` (Content.Raw), to `destinataire`.

    `cle` is the key of our record of the send (the Message-ID is drawn from it, and a mandant's
    message bears it), `expediteur` a bare address, `url_portail` the address of the voter's portal.
    Raises ValueError when an address can't stand in a header.
    """
    vue = vue_courriel(demande, scrutins, nom_de_commune(demande.mandant.commune), maintenant)
    courriel = assembler(
        message.lower(),
        {"vue": vue, "url_portail": url_portail, "cid_qr": _CID_QR},
        sujet=SUJETS[message],
        a=destinataire(message, demande),
        cle=cle,
        # The key of a send holds the reference, which is the mandant's to show.
        trace=cle if message not in AILLEURS else _empreinte(cle),
        expediteur=expediteur,
        maintenant=maintenant,
    )
    if message in _AVEC_QR:
        _joindre_qr(courriel, vue.reference)
    return octets(courriel)


def assembler(
    gabarit: str,
    contexte: dict[str, object],
    *,
    sujet: str,
    a: str,
    cle: str,
    trace: str,
    expediteur: str,
    maintenant: datetime,
) -> EmailMessage:
    """A message of both forms of this template, to these addresses (`a`, separated by commas).
    `trace` stands in the header by which a message
    that was received is found in our records.
    """
    contexte = contexte | {"sujet": sujet}
    courriel = EmailMessage(policy=SMTP)
    courriel["From"] = Address("Maprocuration", addr_spec=expediteur)
    courriel["To"] = tuple(Address(addr_spec=adresse) for adresse in a.split(", "))
    courriel["Subject"] = sujet
    courriel["Date"] = format_datetime(maintenant)
    courriel["Message-ID"] = f"<{_empreinte(cle)}@{expediteur.rpartition('@')[2]}>"
    courriel["Auto-Submitted"] = "auto-generated"
    courriel["X-Maprocuration-Envoi"] = trace
    courriel.set_content(_rendre(f"{gabarit}.txt", contexte), cte="quoted-printable")
    courriel.add_alternative(
        _rendre(f"{gabarit}.html", contexte), subtype="html", cte="quoted-printable"
    )
    return courriel


def octets(courriel: EmailMessage) -> bytes:
    """What SES is given."""
    # set_content drops every Content-* header, so that this one comes last.
    courriel["Content-Language"] = "fr"
    return courriel.as_bytes()


def nom_de_commune(code: str) -> str:
    """How a message names a commune."""
    commune = par_code(code)
    return commune.libelle if commune else code


def _empreinte(cle: str) -> str:
    return hashlib.sha256(cle.encode()).hexdigest()[:32]


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
    return _insecables(_environnement().get_template(gabarit).render(contexte))


def _insecables(texte: str) -> str:
    """No line begins with a sign that French sets apart by a space, nor breaks an hour."""
    texte = _HEURE.sub("\u00a0h\u00a0", texte)
    return _ESPACE_AVANT.sub("\u00a0", texte).replace("« ", "«\u00a0").replace("n° ", "n°\u00a0")


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
