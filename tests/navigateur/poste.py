"""The browser of one person, and all that must never happen in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

from tests.navigateur.service import Service, origine

REGLES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
HAUTEUR = 800
LARGEURS = (390, 1280)
ETROIT = 320
"""Pixels: the width at which nothing may need a second scroll (WCAG 1.4.10)."""

_VIOLATIONS = """addEventListener('securitypolicyviolation', e =>
  console.error('CSP ' + e.effectiveDirective + ' ' + e.blockedURI))"""


@dataclass(frozen=True, slots=True)
class Reglage:
    """How this person reads the Web."""

    largeur: int
    avec_js: bool = True
    avec_axe: bool = True
    """axe takes as long as the rest of a visit: what others look at already may do without."""

    def __str__(self) -> str:
        return f"{self.largeur}-{'js' if self.avec_js else 'sans-js'}"


@dataclass(eq=False)
class Poste:
    """One browser context. `fautes` gathers what the browser or axe complains of, wherever."""

    navigateur: Browser
    service: Service
    reglage: Reglage
    fautes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.contexte = self._contexte(avec_js=self.reglage.avec_js)
        self.contexte.add_init_script(_VIOLATIONS)
        self.page = self.contexte.new_page()
        self.page.on("console", self._noter_message)
        self.page.on("pageerror", lambda erreur: self.fautes.append(f"script : {erreur}"))
        self.page.on("request", self._noter_requete)
        self.page.on("response", self._noter_reponse)
        self._loupe: Page | None = None

    def aller(self, chemin: str) -> Response | None:
        """To a page of the portals, as if its address had been typed."""
        return self.page.goto(self.service.adresse + chemin)

    def cliquer(self, nom: str) -> None:
        """The button or link of this name; returns once the page it leads to is there."""
        with self.page.expect_navigation():
            self._bouton(nom).click()

    def valider(self, saisie: str) -> None:
        """Types where the focus is, then Enter; returns once the next page is there."""
        self.page.keyboard.type(saisie)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def telecharger(self, nom: str) -> bytes:
        """The document behind this link."""
        with self.page.expect_download() as telechargement:
            self._bouton(nom).click()
        return Path(telechargement.value.path()).read_bytes()

    def entrer(self, portail: str, identite: str) -> None:
        """Signs in at once, by the simulator's own shortcut."""
        self.aller(f"/{portail}/connexion?login_hint={identite}")

    def entrer_en_cliquant(self, portail: str, bouton: str, personne: str) -> None:
        """Signs in as a person does: from the portal's first page, by the provider's page."""
        self.aller(f"/{portail}")
        self.verifier()
        self.cliquer(bouton)
        self.page.get_by_role("heading", name=re.compile("^Simulateur de")).wait_for()
        self.cliquer(f"Continuer en tant que {personne}")

    @property
    def titre(self) -> str:
        """What the page says it is: its one main heading."""
        return self.page.locator("h1").inner_text().replace("\xa0", " ").replace("\n", " ")

    @property
    def erreurs(self) -> list[str]:
        """The sentences of the error summary, with plain spaces."""
        phrases = self.page.locator(".govuk-error-summary__list li").all_inner_texts()
        return [phrase.replace("\xa0", " ") for phrase in phrases]

    def verifier(self) -> None:
        """axe finds nothing, and nothing is wider than a narrow phone."""
        if self.reglage.avec_axe:
            self._passer_axe()
        self.page.set_viewport_size({"width": ETROIT, "height": HAUTEUR})
        if (large := self.page.evaluate("document.documentElement.scrollWidth")) > ETROIT:
            self.fautes.append(f"{self._ou()} : {large} px de large sur un écran de {ETROIT} px")
        self.page.set_viewport_size({"width": self.reglage.largeur, "height": HAUTEUR})

    def _passer_axe(self) -> None:
        page = self.page if self.reglage.avec_js else self._sous_la_loupe()
        for violation in Axe().run(page, options=REGLES).response["violations"]:
            cibles = [noeud["target"] for noeud in violation["nodes"]]
            self.fautes.append(f"axe, {self._ou()} : {violation['id']} {cibles}")

    def verifier_aux_deux_largeurs(self) -> None:
        """The same on a phone and on a desk."""
        habituel = self.reglage
        for largeur in LARGEURS:
            self.reglage = replace(habituel, largeur=largeur)
            self.page.set_viewport_size({"width": largeur, "height": HAUTEUR})
            self.verifier()
        self.reglage = habituel
        self.page.set_viewport_size({"width": habituel.largeur, "height": HAUTEUR})

    def fermer(self) -> None:
        """Ends the context, the magnifying glass with it."""
        if self._loupe is not None:
            self._loupe.context.close()
        self.contexte.close()

    def _bouton(self, nom: str) -> Locator:
        bouton = self.page.get_by_role("button", name=nom, exact=True)
        return bouton.or_(self.page.get_by_role("link", name=nom, exact=True))

    def _contexte(self, *, avec_js: bool) -> BrowserContext:
        contexte = self.navigateur.new_context(
            java_script_enabled=avec_js,
            viewport={"width": self.reglage.largeur, "height": HAUTEUR},
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        contexte.set_default_timeout(10_000)
        return contexte

    def _sous_la_loupe(self) -> Page:
        """The same document where axe can run: scripts enabled, but its own taken away."""
        if self._loupe is None:
            self._loupe = self._contexte(avec_js=True).new_page()
        self._loupe.set_viewport_size({"width": self.reglage.largeur, "height": HAUTEUR})
        loupe, html = self._loupe, re.sub("<script[^>]*></script>", "", self.page.content())
        adresse = self.page.url
        loupe.route(
            adresse, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
        )
        loupe.goto(adresse)
        loupe.unroute(adresse)
        return loupe

    def _ou(self) -> str:
        return f"{self.page.url.removeprefix(self.service.adresse)} ({self.page.title()})"

    def _noter_message(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx is no fault of the console: `_noter_reponse` judges answers.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load"):
            self.fautes.append(f"console, {message.location['url']} : {message.text}")

    def _noter_requete(self, requete: Request) -> None:
        ou = origine(requete.url)
        if requete.url.startswith("data:") or ou == self.service.adresse:
            return
        if not (requete.is_navigation_request() and ou in self.service.origines):
            self.fautes.append(f"requête ailleurs : {requete.url}")

    def _noter_reponse(self, reponse: Response) -> None:
        # The form of an act is sent by a script, which then shows what the answer says.
        acte = reponse.request.method == "POST"
        page = reponse.request.is_navigation_request() or acte
        if reponse.status >= 500 or (reponse.status >= 400 and not page):
            self.fautes.append(f"{reponse.status} : {reponse.url}")


def nom_de_champ(champ: str) -> str:
    """The selector of a field by its name."""
    return f'[name="{champ}"]'


def texte_de(element: Locator) -> str:
    """Its text on one line, with plain spaces."""
    return " ".join(element.inner_text().split())
