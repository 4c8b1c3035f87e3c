"""The counter as an officer uses it."""

from __future__ import annotations

from tests.constructeurs import OPJ, Nuage
from tests.portails.visiteur import Page, Visiteur

SAISIE = "/autorite/saisie"
RECHERCHE = "/autorite/recherche"
INCONNUE = "ZZZ999"
NOM = "Durand-Lévêque"
NEUTRE = "Aucune demande à traiter sous cette référence"


def fiche(reference: str, suite: str = "") -> str:
    """The path of a demande at the counter, or of a page below it."""
    return f"/autorite/demandes/{reference}{suite}"


def etablir(visiteur: Visiteur, page: Page, reference: str, **champs: str) -> Page:
    """Sends the form of this page as it stands, or with these fields changed."""
    return visiteur.remplir(page, fiche(reference, "/etablissement"), **champs)


def motiver(visiteur: Visiteur, reference: str, motif: str) -> Page:
    """Refuses at the counter."""
    page = visiteur.voir(fiche(reference, "/refus"))
    return visiteur.remplir(page, fiche(reference, "/refus"), motif=motif)


def echecs(nuage: Nuage) -> int:
    """How many wrong references of the officer are noted."""
    lue = nuage.contexte.depots.habilitation(OPJ.cle)
    assert lue is not None
    return len(lue.echecs)
