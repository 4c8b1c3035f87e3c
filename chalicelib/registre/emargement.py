"""The émargement lists as files: the mentions of R76, nothing else; in the PDF, a page a bureau."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.domaine.bureaux import titre_de_bureau
from chalicelib.domaine.emargement import Mention
from chalicelib.registre.tableau import Cellule, Colonne, Format, Tableau, en_octets

_DE_LA_LISTE = (
    Colonne("Bureau", 10),
    Colonne("Nom du mandant", 24),
    Colonne("Prénoms du mandant", 24),
    Colonne("Nom du mandataire", 24),
    Colonne("Prénoms du mandataire", 24),
)
_PORTEE = Colonne("Mention portée", 12)
_DES_GESTES = (
    Colonne("Bureau", 10),
    Colonne("À faire", 12),
    Colonne("Mandant", 34),
    Colonne("Mandataire", 34),
    Colonne("Pourquoi", 18),
    _PORTEE,
)
_HAUT_MM = 7.5
"""The least height of a row that a hand ticks."""

_PIED = "Article R76 du code électoral"


def exporter_l_emargement(mentions: Iterable[Mention]) -> bytes:
    """The CSV, for the software of the mairie."""
    tableau = Tableau(titre="", sous_titres=(), colonnes=_DE_LA_LISTE)
    return en_octets(Format.CSV, tableau, (_cellules(mention) for mention in mentions))


def liste_en_pdf(titre: str, sous_titres: tuple[str, ...], mentions: Iterable[Mention]) -> bytes:
    """A full list: one bureau a page, a column to tick what was copied."""
    tableau = Tableau(
        titre=titre,
        sous_titres=sous_titres,
        colonnes=(*_DE_LA_LISTE, _PORTEE),
        pied=_PIED,
        haut_mm=_HAUT_MM,
        page_par=0,
    )
    return en_octets(Format.PDF, tableau, _lignes_de_la_liste(tuple(mentions)))


def gestes_en_pdf(
    titre: str, sous_titres: tuple[str, ...], gestes: Iterable[tuple[str, ...]]
) -> bytes:
    """What to do by hand: rows of bureau (in words), gesture, mandant, mandataire, reason."""
    tableau = Tableau(
        titre=titre,
        sous_titres=sous_titres,
        colonnes=_DES_GESTES,
        pied=_PIED,
        haut_mm=_HAUT_MM,
        page_par=0,
    )
    return en_octets(Format.PDF, tableau, ((*geste, "") for geste in gestes))


def _lignes_de_la_liste(mentions: Sequence[Mention]) -> Iterator[tuple[Cellule, ...]]:
    connus = {mention.bureau for mention in mentions}
    for mention in mentions:
        bureau, *noms = _cellules(mention)
        yield (titre_de_bureau(bureau, connus), *noms, "")


def _cellules(mention: Mention) -> tuple[str, ...]:
    return (
        mention.bureau,
        mention.mandant_nom,
        mention.mandant_prenoms,
        mention.mandataire_nom,
        mention.mandataire_prenoms,
    )
