"""Every page in every state that the templates know: axe finds nothing, nothing is wider than a
narrow phone, and each is light (issue of the portals: 60 kB with styles and scripts).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from mimetypes import guess_type

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from chalicelib.portails.rendu import STATIQUE, rendre, statique
from tests.navigateur.poste import ETROIT, HAUTEUR, REGLES
from tests.portails.pages import pages

pytestmark = pytest.mark.navigateur

PAGES = pages()
POIDS_MAX = 60_000
"""Bytes of a page with its style sheet and its script, each compressed."""


class Feuille:
    """A narrow screen where a page can be shown without a server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._html = ""
        self._fichiers = {nom: (STATIQUE / nom).read_bytes() for nom in statique().values()}
        self.poids_commun = sum(
            len(gzip.compress(contenu))
            for nom, contenu in self._fichiers.items()
            if nom.endswith((".css", ".js"))
        )
        page.route("**/*", self._repondre)

    def montrer(self, html: str) -> None:
        """Shows this page."""
        self._html = html
        self.page.goto("http://portails.localhost/page")

    def fautes(self) -> list[str]:
        """What is wrong with the page that is shown."""
        violations = Axe().run(self.page, options=REGLES).response["violations"]
        trouvees = [f"{v['id']} {[noeud['target'] for noeud in v['nodes']]}" for v in violations]
        if (large := self.page.evaluate("document.documentElement.scrollWidth")) > ETROIT:
            trouvees.append(f"{large} px de large sur un écran de {ETROIT} px")
        poids = self.poids_commun + len(gzip.compress(self._html.encode()))
        if poids > POIDS_MAX:
            trouvees.append(f"{poids} octets")
        return trouvees

    def _repondre(self, route: Route) -> None:
        fichier = route.request.url.rpartition("/")[2]
        if fichier in self._fichiers:
            type_ = guess_type(fichier)[0] or "application/octet-stream"
            route.fulfill(body=self._fichiers[fichier], content_type=type_)
        else:
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")


@pytest.fixture
def feuille(navigateur: Browser) -> Iterator[Feuille]:
    contexte = navigateur.new_context(
        viewport={"width": ETROIT, "height": HAUTEUR}, locale="fr-FR", timezone_id="Europe/Paris"
    )
    yield Feuille(contexte.new_page())
    contexte.close()


@pytest.mark.parametrize("portail", ["electeur", "autorite", "mairie", ""])
def test_chaque_page_dans_chaque_etat_est_accessible_etroite_et_legere(feuille, portail):
    fautes = []
    for nom, (gabarit, contexte) in PAGES.items():
        if contexte.get("portail", "") == portail:
            feuille.montrer(rendre(gabarit, **contexte))
            fautes += [f"{nom} : {faute}" for faute in feuille.fautes()]

    assert fautes == []


def test_une_page_fautive_est_vue_comme_telle(feuille):
    # Given a page that is wrong on purpose: what judges the others can fail
    feuille.montrer(
        "<html><body><img src='data:,'><input><p style='width:500px'>x</p></body></html>"
    )
    fautes = " ".join(feuille.fautes())
    for attendue in ("image-alt", "label", "html-has-lang", "px de large"):
        assert attendue in fautes
