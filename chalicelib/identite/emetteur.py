"""What an issuer publishes: its discovery document and its keys, each believed for an hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from chalicelib.identite import oidc_jetons
from chalicelib.identite.fournisseurs import adresse_sure
from chalicelib.identite.oidc_erreurs import ReponseOidcInvalide
from chalicelib.identite.oidc_http import Reponse, Transport

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

DUREE_CACHE = 3600.0
"""Seconds for which a discovery document or a key set is believed without asking again."""

_T = TypeVar("_T")


class _Memoire(Generic[_T]):
    """What `chercher` last returned, believed for DUREE_CACHE."""

    def __init__(self, chercher: Callable[[], _T], horloge: Callable[[], float]) -> None:
        self._chercher = chercher
        self._horloge = horloge
        self._contenu: tuple[float, _T] | None = None

    def lire(self) -> _T:
        contenu = self._contenu
        if contenu is None or self._horloge() - contenu[0] >= DUREE_CACHE:
            contenu = self._contenu = (self._horloge(), self._chercher())
        return contenu[1]

    def oublier(self, plus_vieux_que: float) -> bool:
        """Forgets what is at least that many seconds old; says whether it did."""
        contenu = self._contenu
        if contenu is not None and self._horloge() - contenu[0] < plus_vieux_que:
            return False
        self._contenu = None
        return True


class Emetteur:
    """One issuer (OpenID Connect Discovery 1.0). `horloge` counts seconds for the caches only.

    `repit` is how many seconds must pass before a token that names an unknown key makes us ask for
    the keys again: anybody can send such tokens to an API, only the provider to a sign-in. Any
    method may raise FournisseurIndisponible or ReponseOidcInvalide.
    """

    def __init__(
        self, issuer: str, http: Transport, horloge: Callable[[], float], *, repit: float = 0.0
    ) -> None:
        self._issuer = issuer
        self._http = http
        self._repit = repit
        self._decouverte = _Memoire(self._decouvrir, horloge)
        self._cles = _Memoire(self._telecharger_cles, horloge)

    def adresse(self, nom: str) -> str:
        """An endpoint of the discovery document, never less protected than the issuer."""
        adresse = self._decouverte.lire().get(nom)
        if not isinstance(adresse, str) or not adresse_sure(adresse):
            raise ReponseOidcInvalide("decouverte")
        if urlsplit(adresse).scheme != urlsplit(self._issuer).scheme:
            raise ReponseOidcInvalide("decouverte")
        return adresse

    def lire_jeton(self, texte: str) -> dict[str, Any]:
        """Claims of a token that this issuer has signed; the keys are asked for once more when it
        names an unknown one.
        """
        try:
            return oidc_jetons.lire_jeton(texte, self._cles.lire())
        except oidc_jetons.CleInconnue:
            if not self._cles.oublier(self._repit):
                raise ReponseOidcInvalide("kid") from None
        try:
            return oidc_jetons.lire_jeton(texte, self._cles.lire())
        except oidc_jetons.CleInconnue:
            raise ReponseOidcInvalide("kid") from None

    def _telecharger_cles(self) -> KeySet:
        reponse = self._http.lire(self.adresse("jwks_uri"))
        return oidc_jetons.importer_cles(acceptee(reponse, "jwks").objet())

    def _decouvrir(self) -> dict[str, Any]:
        adresse = f"{self._issuer}/.well-known/openid-configuration"
        document = acceptee(self._http.lire(adresse), "decouverte").objet()
        if document.get("issuer") != self._issuer:
            raise ReponseOidcInvalide("decouverte")
        return document


def acceptee(reponse: Reponse, raison: str) -> Reponse:
    """The answer when its status is 200. Raises ReponseOidcInvalide(raison) otherwise."""
    if reponse.statut != 200:
        raise ReponseOidcInvalide(raison)
    return reponse
