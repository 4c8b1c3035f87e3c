"""Every message, to be looked at: text, HTML, and pictures as wide as a phone and as a mail reader.

    python -m outils.courriels        (make courriels)

Writes out/courriels/<message>.txt, .html, -320.png, -640.png.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.courriels.exemples import messages
from tests.courriels.vues import html_affiche, texte_affiche
from tests.navigateur import chromium

DOSSIER = Path(__file__).parents[1] / "out" / "courriels"
LARGEURS = (320, 640)


def main() -> int:
    """Writes them all."""
    if not chromium.trouver():
        print(chromium.ABSENT, file=sys.stderr)
        return 2
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with chromium.lancer() as navigateur:
        pages = {
            largeur: navigateur.new_page(viewport={"width": largeur, "height": 800})
            for largeur in LARGEURS
        }
        for nom, brut in messages().items():
            html = html_affiche(brut)
            (DOSSIER / f"{nom}.html").write_text(html, "utf-8")
            (DOSSIER / f"{nom}.txt").write_text(texte_affiche(brut), "utf-8")
            for largeur, page in pages.items():
                page.set_content(html)
                page.screenshot(path=DOSSIER / f"{nom}-{largeur}.png", full_page=True)
            print(nom)
    return 0


if __name__ == "__main__":
    sys.exit(main())
