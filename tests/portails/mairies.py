"""The mairie as its clerks use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domaine.identites import Mandataire
from chalicelib.identite.personnes import Portail
from chalicelib.services.indexer import indexer
from chalicelib.services.ports_recherche import Indexation
from chalicelib.services.router import ligne_du_registre
from chalicelib.web.acces import ROUTES
from tests.constructeurs import (
    AGENT_RENNES,
    LISTE_ELECTORALE,
    RENNES,
    SCRUTINS,
    Nuage,
)
from tests.portails.visiteur import Page, Visiteur

FILE = "/mairie/procurations"
RECHERCHE = "/mairie/recherche"
COLLEGUE = replace(AGENT_RENNES, cle="21350238800019/collegue", nom="Roux", prenom="Aziz")
CONTROLES = sorted(LISTE_ELECTORALE)
PAR_NNE = Mandataire(naissance="1990-01-15", nne="350000066")


def dossier(reference: str, suite: str = "") -> str:
    """The path of a procuration, or of a page below it."""
    return f"{FILE}/{reference}{suite}"


def references(page: Page) -> list[str]:
    """Those of the list, in order."""
    return [lien.removeprefix(f"{FILE}/") for lien in page.chemins if lien.startswith(f"{FILE}/")]


def accepter(visiteur: Visiteur, page: Page, reference: str, **champs: Any) -> Page:
    """Ticks every check of this page and accepts."""
    chemin = dossier(reference, "/acceptation")
    saisis: dict[str, Any] = {"controles": CONTROLES} | champs
    return visiteur.envoyer(chemin, page.formulaire(chemin).champs | saisis)


def refuser(visiteur: Visiteur, page: Page, reference: str, **champs: str) -> Page:
    """Sends the form of the refusal."""
    return visiteur.remplir(page, dossier(reference, "/refus"), **champs)


def remplir_le_registre(nuage: Nuage, nombre: int, *, indexe: bool = False) -> None:
    """Many rows of Rennes, all with the same names, without going through each step; `indexe`:
    words lead to them.
    """
    recue = nuage.recue()
    modele = ligne_du_registre(recue, SCRUTINS)
    if indexe:
        indexer(nuage.contexte, recue)
    for rang in range(nombre - 1):
        reference = "".join("ABCDEFGHJK"[int(c)] for c in f"{rang:06d}")
        ligne = replace(
            modele, reference=reference, etablie_le=modele.etablie_le + timedelta(seconds=rang)
        )
        fin = nuage.maintenant + timedelta(days=400)
        nuage.contexte.depots.avancer_ligne(ligne, fin)
        if indexe:
            semblable = replace(recue, reference=reference)
            nuage.contexte.depots.indexer(Indexation(semblable, RENNES, ligne.version, fin))


def adresse_de(chemin: str, reference: str) -> str:
    """A route's path about this procuration."""
    return chemin.replace("{reference}", reference).replace("{acte}", "annulation")


def routes_de_la_mairie() -> Iterator[tuple[str, str]]:
    """Every route of this portal behind a session."""
    for route in ROUTES:
        prive = route.acces.portail is Portail.MAIRIE and not route.chemin.startswith("/api/")
        if prive and not route.chemin.endswith("/deconnexion"):
            yield route.methode, route.chemin
