"""The pictures of the README: the three portals in the middle of one journey, and their films.

    python -m outils.captures        (make captures)

Starts a cloud of its own, lives the journey in Chromium as three people, and writes
docs/images/electeur.png, autorite.png, mairie.png, portails.png (the three side by side), then
lives it again to film each of the three steps in film-electeur.webp, -autorite.webp, -mairie.webp.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from outils.film import filmer
from tests.navigateur import agents, chromium, mandant, service
from tests.navigateur.mandant import ParEtatCivil, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LARGEUR = 1280
HAUTEUR = 1040
"""Pixels kept from the top of each page: what matters, without the footer."""

PORTAILS = ("electeur", "autorite", "mairie")
BORDS = 16
"""Pixels of empty ground left out on each side when the three are joined."""

VIGNETTE = 560
MARGE = 16
FOND = "#d9cbb2"
COULEURS = 96

RENNES = "Rennes (Ille-et-Vilaine, 35)"
MUNICIPALES = "Élections municipales partielles de Rennes et d’Angers (démonstration)"
LOUIS = ParEtatCivil("Martin", "Louis, Émile", "Masculin", ("15", "1", "1990"), "rennes", RENNES)
PAUL = ParEtatCivil("Lefèvre", "Paul, Marie", "Masculin", ("9", "9", "1965"), "rennes", RENNES)
DEUX_TOURS = Vote(f"{MUNICIPALES} : les deux tours")
SOUHAIT = Souhait("rennes", RENNES, LOUIS, DEUX_TOURS)
SOUHAIT_FILME = Souhait("rennes", RENNES, PAUL, DEUX_TOURS)
"""Another mandataire: Louis can't be given two (L73)."""


def main() -> int:
    """Writes the four pictures."""
    if not chromium.trouver():
        print(chromium.ABSENT, file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as dossier:
        with service.demarrer(Path(dossier)) as nuage, chromium.lancer() as navigateur:
            postes = {nom: Poste(navigateur, nuage, Reglage(LARGEUR)) for nom in PORTAILS}
            _jouer(postes, Path(dossier))
            for poste in postes.values():
                poste.fermer()
            _filmer({nom: Poste(navigateur, nuage, Reglage(LARGEUR)) for nom in PORTAILS})
        images = {nom: _lire(Path(dossier) / f"{nom}.png") for nom in PORTAILS}
    for nom, image in images.items():
        _ecrire(image, IMAGES / f"{nom}.png")
    _ecrire(_cote_a_cote(list(images.values())), IMAGES / "portails.png")
    return 0


def _jouer(postes: dict[str, Poste], dossier: Path) -> None:
    """The mandant files, the police looks and establishes, the mairie opens what it received."""
    postes["electeur"].entrer("electeur", "camille")
    reference = mandant.deposer(postes["electeur"], SOUHAIT)
    _photographier(postes, "electeur", dossier)
    postes["autorite"].entrer("autorite", "opj-rennes")
    agents.taper_la_reference(postes["autorite"], reference)
    _photographier(postes, "autorite", dossier)
    agents.etablir_d_une_touche(postes["autorite"])
    postes["mairie"].entrer("mairie", "mairie-rennes")
    agents.attendre_la_ligne(postes["mairie"], reference)
    agents.ouvrir_le_dossier(postes["mairie"], reference)
    _photographier(postes, "mairie", dossier)


def _filmer(postes: dict[str, Poste]) -> None:
    """One person a film: nothing is cut but the waiting."""
    electeur, autorite, mairie = (postes[nom] for nom in PORTAILS)
    for poste in postes.values():
        poste.page.set_viewport_size({"width": LARGEUR, "height": LARGEUR * 3 // 4})
    electeur.entrer("electeur", "jurgen")
    with filmer(electeur.page, IMAGES / "film-electeur.webp"):
        reference = mandant.deposer(electeur, SOUHAIT_FILME)
    autorite.entrer("autorite", "opj-rennes")
    with filmer(autorite.page, IMAGES / "film-autorite.webp"):
        agents.etablir(autorite, reference)
    mairie.entrer("mairie", "mairie-rennes")
    agents.attendre_la_ligne(mairie, reference)
    with filmer(mairie.page, IMAGES / "film-mairie.webp"):
        agents.ouvrir_le_dossier(mairie, reference)
        agents.cocher_les_controles(mairie)
        mairie.cliquer("Accepter la procuration")
    for poste in postes.values():
        poste.fermer()


def _photographier(postes: dict[str, Poste], nom: str, dossier: Path) -> None:
    page = postes[nom].page
    page.set_viewport_size({"width": LARGEUR, "height": HAUTEUR})
    page.screenshot(path=dossier / f"{nom}.png")


def _lire(chemin: Path) -> Image.Image:
    with Image.open(chemin) as image:
        return image.convert("RGB")


def _cote_a_cote(images: list[Image.Image]) -> Image.Image:
    """The pictures, cropped and reduced, on one ground."""
    hauteur = HAUTEUR * VIGNETTE // (LARGEUR - 2 * BORDS)
    petites = [
        image.crop((BORDS, 0, LARGEUR - BORDS, HAUTEUR)).resize(
            (VIGNETTE, hauteur), Image.Resampling.LANCZOS
        )
        for image in images
    ]
    largeur = MARGE + len(petites) * (VIGNETTE + MARGE)
    joints = Image.new("RGB", (largeur, hauteur + 2 * MARGE), FOND)
    for rang, petite in enumerate(petites):
        joints.paste(petite, (MARGE + rang * (VIGNETTE + MARGE), MARGE))
    return joints


def _ecrire(image: Image.Image, chemin: Path) -> None:
    reduite = image.quantize(COULEURS, dither=Image.Dither.NONE)
    reduite.save(chemin, optimize=True)
    print(f"{chemin.name} : {image.width} × {image.height}, {chemin.stat().st_size // 1024} ko")


if __name__ == "__main__":
    sys.exit(main())
