"""A visitor without JavaScript: asks for pages, reads them, fills in their forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from chalicelib.identite.personnes import Portail
from tests.api.client import Reponse, evenement, traiter

FORMULAIRE = "application/x-www-form-urlencoded"


@dataclass
class Formulaire:
    """A form and what a browser would send of it as it stands."""

    methode: str
    action: str
    champs: dict[str, str] = field(default_factory=dict)
    choix: dict[str, list[str]] = field(default_factory=dict)
    """Values of the radios and check boxes, chosen or not."""


@dataclass
class Page:
    """An answer read as a page."""

    statut: int
    entetes: Mapping[str, object]
    texte: str = ""
    titre: str = ""
    brut: str = ""
    """The HTML as received."""
    liens: dict[str, str] = field(default_factory=dict)
    chemins: list[str] = field(default_factory=list)
    """Where each link leads, in order."""
    formulaires: list[Formulaire] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)
    """The sentences of the error summary."""

    @property
    def vers(self) -> str:
        """Where a redirection leads."""
        assert self.statut == 303, (self.statut, self.texte)
        return str(self.entetes["Location"])

    def formulaire(self, action: str, methode: str = "post") -> Formulaire:
        """The one form of this action."""
        (trouve,) = [f for f in self.formulaires if (f.action, f.methode) == (action, methode)]
        return trouve


class _Lecteur(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._morceaux: list[str] = []
        self._lien = ""
        self._dans: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "form":
            self._page.formulaires.append(Formulaire(a.get("method", "get"), a["action"]))
        if tag == "input" and self._page.formulaires and "name" in a:
            self._champ(a)
        if tag == "a":
            self._lien = a.get("href", "")
            self._page.chemins.append(self._lien)
        if tag not in {"input", "meta", "link", "br"}:
            self._dans.append(f"{tag}.{a.get('class', '')}")

    def _champ(self, a: dict[str, str]) -> None:
        formulaire = self._page.formulaires[-1]
        nom, valeur = a["name"], a.get("value", "")
        if a.get("type") in {"radio", "checkbox"}:
            formulaire.choix.setdefault(nom, []).append(valeur)
            if "checked" not in a:
                return
        formulaire.champs[nom] = valeur

    def handle_endtag(self, tag: str) -> None:
        while self._dans and self._dans.pop().split(".")[0] != tag:
            pass
        if tag == "a":
            self._lien = ""

    def handle_data(self, data: str) -> None:
        propre = " ".join(data.split())
        if not propre:
            return
        self._morceaux.append(propre)
        self._page.texte = " ".join(self._morceaux)
        if self._dans and self._dans[-1].startswith("title"):
            self._page.titre += propre
        if self._lien:
            self._page.liens[propre] = self._lien
        if any("govuk-error-summary__list" in balise for balise in self._dans):
            self._page.erreurs.append(propre)


def lire(reponse: Reponse) -> Page:
    """The answer as a page; checked to be French HTML unless it is a redirection."""
    page = Page(reponse.statut, reponse.entetes)
    if reponse.statut != 303:
        assert reponse.entetes["Content-Type"] == "text/html; charset=utf-8", reponse.corps
        html = reponse.corps.decode()
        assert '<html lang="fr"' in html
        page.brut = html
        _Lecteur(page).feed(html)
    return page


@dataclass
class Visiteur:
    """Whoever holds this cookie on this portal."""

    portail: Portail
    jeton: str

    def demander(self, chemin: str) -> Reponse:
        """GET, the answer as it comes."""
        return traiter(evenement("GET", chemin, self._entetes()))

    def voir(self, chemin: str) -> Page:
        """GET of a page."""
        return lire(self.demander(chemin))

    def envoyer(
        self, chemin: str, champs: Mapping[str, str | Sequence[str]] | bytes, **entetes: str
    ) -> Page:
        """POST of these very fields, or of this very body."""
        corps = champs if isinstance(champs, bytes) else urlencode(champs, doseq=True).encode()
        tous = self._entetes() | {"content-type": FORMULAIRE} | entetes
        return lire(traiter(evenement("POST", chemin, tous, corps)))

    def remplir(self, page: Page, action: str, **champs: str) -> Page:
        """Sends a form of this page with these fields changed."""
        return self.envoyer(action, page.formulaire(action).champs | champs)

    def _entetes(self) -> dict[str, str]:
        return {"cookie": f"maprocuration-{self.portail}={self.jeton}"}
