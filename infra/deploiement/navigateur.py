"""A browser without JavaScript, in front of the gateway.

What AWS's edge does between a browser and API Gateway, TLS and the name of the host, is done here:
an `https` address of the gateway is asked of the emulator under its name. Everything else is as a
browser has it: cookies kept for one host, Secure ones for `https` alone, redirections followed. Any
other address than the gateway's and those of this machine is refused, so nothing goes outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3

FORMULAIRE = "application/x-www-form-urlencoded"
_ACCEPTE = "text/html,application/xhtml+xml,*/*;q=0.8"
_REDIRECTIONS = 10
_ATTRIBUTS = ("href", "src")


class NavigationImpossible(RuntimeError):
    """The portal answered what no browser can follow; the message says what and where."""


@dataclass
class Formulaire:
    """A form and what a browser would send of it as it stands; `choix`: the values of its radios
    and check boxes, chosen or not."""

    methode: str
    action: str
    champs: dict[str, list[str]] = field(default_factory=dict)
    choix: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """An answer, read as a page when it is one. `adresse` is where the redirections led."""

    def __init__(self, adresse: str, reponse: urllib3.BaseHTTPResponse) -> None:
        super().__init__()
        self.adresse, self.statut, self.corps = adresse, reponse.status, reponse.data
        self.type = reponse.headers.get("Content-Type", "")
        self.liens: list[str] = []
        self.actions: list[str] = []
        self.formulaires: list[Formulaire] = []
        self.texte = ""
        if self.type.startswith("text/html"):
            self.feed(self.corps.decode("utf-8"))

    @property
    def chemin(self) -> str:
        """The path of its address."""
        return urlsplit(self.adresse).path

    @property
    def dit(self) -> str:
        """Its beginning, for a report."""
        return " ".join((self.texte or self.corps[:400].decode("utf-8", "replace")).split())[:400]

    def formulaire(self, action: str, methode: str = "post") -> Formulaire:
        """The one form of this method whose action ends so. Raises NavigationImpossible."""
        trouves = [
            f
            for f in self.formulaires
            if f.methode == methode and urlsplit(f.action).path.endswith(action)
        ]
        if len(trouves) != 1:
            raise NavigationImpossible(
                f"{len(trouves)} formulaires « {action} » sur {self.chemin} ({self.statut})"
            )
        return trouves[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps addresses, forms and their fields."""
        a = {nom: valeur or "" for nom, valeur in attrs}
        if not (tag == "link" and a.get("rel") == "canonical"):
            self.liens += [a[nom] for nom in _ATTRIBUTS if a.get(nom)]
        if tag == "form":
            self.actions.append(a.get("action", ""))
            self.formulaires.append(Formulaire(a.get("method", "get"), a.get("action", "")))
        if tag in {"input", "button"} and self.formulaires and "name" in a:
            self._champ(tag, a)

    def handle_data(self, data: str) -> None:
        """Keeps the text."""
        self.texte += data

    def _champ(self, tag: str, a: dict[str, str]) -> None:
        formulaire, genre = self.formulaires[-1], a.get("type", "")
        if genre in {"radio", "checkbox"}:
            formulaire.choix.setdefault(a["name"], []).append(a.get("value", "on"))
            if "checked" not in a:
                return
        if tag == "input" and genre not in {"submit", "file"}:
            formulaire.champs.setdefault(a["name"], []).append(a.get("value", ""))


class Navigateur:
    """One browser. `adresse`: the portals' public address, without a final slash; `port`: where the
    emulator answers."""

    def __init__(self, adresse: str, port: int) -> None:
        self.adresse = adresse
        self._hote = urlsplit(adresse).netloc
        self._passerelle = f"http://127.0.0.1:{port}"
        self._cookies: dict[str, dict[str, str]] = {}
        self._liens = urllib3.PoolManager(retries=False, timeout=60)
        self.pages: list[Page] = []

    def voir(self, chemin: str) -> Page:
        """A page, redirections followed: a path of ours, or an address."""
        url = chemin if "://" in chemin else self.adresse + chemin
        return self._demander("GET", url, None)

    def remplir(self, page: Page, action: str, **champs: str | list[str]) -> Page:
        """Sends the form of this action as it stands, these fields changed. Raises
        NavigationImpossible."""
        formulaire = page.formulaire(action)
        saisis = {nom: [v] if isinstance(v, str) else v for nom, v in champs.items()}
        valeurs = urlencode(formulaire.champs | saisis, doseq=True)
        return self._demander("POST", urljoin(page.adresse, formulaire.action), valeurs.encode())

    def connecter(self, portail: str, identite: str) -> Page:
        """Signs in at the simulated federation, by the whole code flow."""
        return self.voir(f"/{portail}/connexion?login_hint={identite}")

    def demander(
        self, methode: str, url: str, corps: bytes | None, **entetes: str
    ) -> urllib3.BaseHTTPResponse:
        """One request, with the cookies of its host. Raises NavigationImpossible for an address
        outside."""
        parties = urlsplit(url)
        tous = {"Accept": _ACCEPTE} | {n.replace("_", "-"): v for n, v in entetes.items()}
        if parties.scheme == "https" and parties.netloc == self._hote:
            vers = self._passerelle + url.removeprefix(f"https://{self._hote}")
            tous["Host"] = self._hote
            tous["X-Forwarded-Proto"] = "https"
        elif parties.scheme == "http" and parties.hostname == "127.0.0.1":
            vers = url
        else:
            raise NavigationImpossible(f"adresse hors de cette machine : {parties.netloc}")
        if siens := self._cookies.get(parties.netloc):
            tous["Cookie"] = "; ".join(f"{nom}={valeur}" for nom, valeur in siens.items())
        reponse = self._liens.request(methode, vers, body=corps, headers=tous, redirect=False)
        self._retenir(parties.netloc, parties.scheme, reponse)
        return reponse

    def _demander(self, methode: str, url: str, corps: bytes | None) -> Page:
        entetes: dict[str, str] = {}
        if corps is not None:
            entetes = {"Content_Type": FORMULAIRE, "Origin": f"https://{self._hote}"}
        for _ in range(_REDIRECTIONS):
            reponse = self.demander(methode, url, corps, **entetes)
            if reponse.status not in {302, 303}:
                page = Page(url, reponse)
                self.pages.append(page)
                return page
            methode, corps, entetes = "GET", None, {}
            url = urljoin(url, reponse.headers["Location"])
        raise NavigationImpossible(f"trop de redirections vers {urlsplit(url).path}")

    def _retenir(self, hote: str, schema: str, reponse: urllib3.BaseHTTPResponse) -> None:
        """Keeps cookies as RFC 6265bis has it: `__Host-` only when Secure, for the whole host."""
        for pose in reponse.headers.getlist("Set-Cookie"):
            (nom, _, valeur), *reste = (
                morceau.strip().partition("=") for morceau in pose.split(";")
            )
            attributs = {cle.lower(): v for cle, _, v in reste}
            if "secure" in attributs and schema != "https":
                continue
            if nom.startswith("__Host-") and not (
                "secure" in attributs and attributs.get("path") == "/" and "domain" not in attributs
            ):
                continue
            siens = self._cookies.setdefault(hote, {})
            if attributs.get("max-age") == "0":
                siens.pop(nom, None)
            else:
                siens[nom] = valeur
