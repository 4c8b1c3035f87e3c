"""A message as a mail reader shows it: its HTML with the images that come with it."""

from __future__ import annotations

import base64
import email
import email.policy


def html_affiche(brut: bytes) -> str:
    """The HTML alternative, each `cid:` image put in its place."""
    courriel = email.message_from_bytes(brut, policy=email.policy.default)
    corps = courriel.get_body(("html",))
    if corps is None:
        raise ValueError("un message a toujours sa forme HTML")
    html = str(corps.get_content())
    for partie in courriel.walk():
        if partie.get_content_type() == "image/png":
            octets = base64.b64encode(partie.get_content()).decode()
            cid = str(partie["Content-ID"]).strip("<>")
            html = html.replace(f"cid:{cid}", f"data:image/png;base64,{octets}")
    return html


def texte_affiche(brut: bytes) -> str:
    """The text alternative."""
    courriel = email.message_from_bytes(brut, policy=email.policy.default)
    corps = courriel.get_body(("plain",))
    if corps is None:
        raise ValueError("un message a toujours sa forme en texte")
    return str(corps.get_content())
