"""A page filmed while somebody uses it, as an animated picture.

Chromium itself tells each change of its screen (DevTools protocol, Page.startScreencast), so that
nothing else has to be installed.
"""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

LARGEUR = 640
IMAGE_MS = (120, 2500)
"""How long an image stays, at least and at most: what a person needs to see, and no more."""

FIN_MS = 4000
QUALITE = 60


@contextmanager
def filmer(page: Page, chemin: Path) -> Iterator[None]:
    """Writes what this page shows until the end of the block to `chemin`, an animated WebP."""
    images: list[tuple[float, bytes]] = []
    session = page.context.new_cdp_session(page)

    def garder(evenement: dict[str, Any]) -> None:
        images.append((evenement["metadata"]["timestamp"], base64.b64decode(evenement["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": evenement["sessionId"]})

    session.on("Page.screencastFrame", garder)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 90, "everyNthFrame": 1})
    yield
    session.send("Page.stopScreencast")
    session.detach()
    _monter(images, chemin)


def _monter(images: list[tuple[float, bytes]], chemin: Path) -> None:
    if not images:
        raise RuntimeError("rien n'a été filmé")
    instants = [instant for instant, _ in images]
    ecarts = itertools.pairwise(instants)
    durees = [min(max(round(1000 * (b - a)), IMAGE_MS[0]), IMAGE_MS[1]) for a, b in ecarts]
    vues = [_reduire(contenu) for _, contenu in images]
    vues[0].save(
        chemin,
        save_all=True,
        append_images=vues[1:],
        duration=[*durees, FIN_MS],
        loop=0,
        quality=QUALITE,
        method=4,
        minimize_size=True,
    )
    print(f"{chemin.name} : {len(vues)} images, {chemin.stat().st_size // 1024} ko")


def _reduire(contenu: bytes) -> Image.Image:
    with Image.open(io.BytesIO(contenu)) as image:
        hauteur = image.height * LARGEUR // image.width
        return image.convert("RGB").resize((LARGEUR, hauteur), Image.Resampling.LANCZOS)
