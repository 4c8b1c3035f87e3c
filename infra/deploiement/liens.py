"""Every link that people were shown: it carries the stage of API Gateway, and it opens."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from infra.deploiement.monde import Monde
from infra.deploiement.navigateur import Navigateur, Page
from infra.deploiement.parcours import Parcours, exiger


def suivre(monde: Monde, parcours: Parcours) -> int:
    """Opens each link, style sheet and image of the pages of the journey once, as who saw it.
    Returns how many there were. Raises ParcoursRompu, NavigationImpossible."""
    suivis = 0
    for navigateur in parcours.navigateurs.values():
        for adresse in dict.fromkeys(_adresses(monde, list(navigateur.pages))):
            _ouvrir(navigateur, adresse)
            suivis += 1
    return suivis


def _adresses(monde: Monde, pages: list[Page]) -> Iterator[str]:
    """The addresses of ours that these pages link to; those of their forms are only read."""
    hote = urlsplit(monde.adresse).netloc
    for page in pages:
        if not page.adresse.startswith(monde.adresse):
            continue
        for lien in page.liens + page.actions:
            adresse = urldefrag(urljoin(page.adresse, lien)).url
            parties = urlsplit(adresse)
            if parties.scheme != "https" or parties.netloc != hote:
                continue
            exiger(
                adresse == monde.adresse or adresse.startswith(f"{monde.adresse}/"),
                f"« {lien} » ne porte pas l’étape de l’API",
                page,
            )
            if lien in page.liens:
                yield adresse


def _ouvrir(navigateur: Navigateur, adresse: str) -> None:
    page = navigateur.voir(adresse)
    exiger(page.statut == 200 and page.corps, f"{adresse} ne s’ouvre pas.", page)
