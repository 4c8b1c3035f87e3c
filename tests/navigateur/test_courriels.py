"""Every message as a mail reader on a phone shows it: nothing to scroll sideways or to fetch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from tests.courriels.exemples import messages
from tests.courriels.vues import html_affiche, texte_affiche

pytestmark = pytest.mark.navigateur


def test_chaque_message_se_lit_a_320_pixels_sans_rien_chercher_ailleurs(
    navigateur: Browser,
) -> None:
    page = navigateur.new_page(viewport={"width": 320, "height": 800})
    demandes: list[str] = []

    def refuser(route: Route) -> None:
        demandes.append(route.request.url)
        route.abort()

    page.route("**/*", refuser)
    larges = {}
    for nom, brut in messages().items():
        page.set_content(html_affiche(brut))
        larges[nom] = page.evaluate("document.documentElement.scrollWidth")
        assert page.evaluate("document.documentElement.lang") == "fr"
        # What the HTML says, the text says: both have the same title or its idea, and the footer.
        assert len(texte_affiche(brut)) > 300
    page.close()

    assert {nom: largeur for nom, largeur in larges.items() if largeur > 320} == {}
    assert [url for url in demandes if not url.startswith("data:")] == []
