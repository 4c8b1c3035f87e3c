"""A table as a PDF for paper: A4 landscape, fonts embedded, header on each page, page n / N.

Drawn line by line on reportlab's canvas: its tables measure every cell twice and hold all of them.
The number of pages is known at the end only: each page draws a form that is filled last.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import IO, Any

from chalicelib.registre.cesure import couper
from chalicelib.registre.tableau import Cellule, Colonne, Tableau, en_texte
from chalicelib.registre.typographie import (
    ENCRE,
    FILET,
    GRASSE,
    GRIS,
    NORMALE,
    preparer_reportlab,
)

_LARGEUR, _HAUTEUR = 841.89, 595.28
_MARGE = 34.0
_BAS = 46.0
_CORPS, _INTERLIGNE = 7.8, 9.8
_BLANC = 3.0
_MM = 72 / 25.4
_TOTAL = "total"


def ecrire_pdf(tableau: Tableau, lignes: Iterable[Sequence[Cellule]], sortie: IO[bytes]) -> None:
    """Writes the document. Rows are drawn as they come; reportlab writes nothing before the end, so
    that the drawn pages wait compressed: the file itself is all that grows.
    """
    from reportlab.pdfgen.canvas import Canvas

    preparer_reportlab()
    toile = Canvas(
        sortie,
        pagesize=(_LARGEUR, _HAUTEUR),
        pageCompression=1,
        lang="fr",
        invariant=1,
        initialFontName=NORMALE,
    )
    toile.setTitle(tableau.titre)
    toile.setSubject(" – ".join(tableau.sous_titres))
    toile.setAuthor("Maprocuration, réalisation indépendante")
    pages = _Pages(toile, tableau)
    for ligne in lignes:
        pages.ajouter(ligne)
    pages.finir()
    toile.save()


class _Pages:
    """Where the next row goes, and what each page repeats."""

    def __init__(self, toile: Any, tableau: Tableau) -> None:
        self._toile, self._tableau = toile, tableau
        self._dessinees = [
            rang for rang in range(len(tableau.colonnes)) if rang != tableau.page_par
        ]
        colonnes = [tableau.colonnes[rang] for rang in self._dessinees]
        self._abscisses, self._largeurs = _places(colonnes)
        self._titres = [colonne.titre for colonne in colonnes]
        self._numero = 0
        self._y = 0.0
        self._cle: str | None = None

    def ajouter(self, ligne: Sequence[Cellule]) -> None:
        """Draws a row, on the next page if it doesn't fit on this one."""
        if self._tableau.page_par is not None:
            cle = en_texte(ligne[self._tableau.page_par])
            if cle != self._cle:
                self._cle = cle
                self._ouvrir()
        cellules = [
            _en_lignes(_a_lire(ligne[rang]), largeur)
            for rang, largeur in zip(self._dessinees, self._largeurs, strict=True)
        ]
        if not self._numero:
            self._ouvrir()
        if self._y - self._haut(cellules) < _BAS:
            self._ouvrir()
        while self._haut(cellules) > self._y - _BAS:
            # Taller than a whole page: as much as it holds, and the rest on the next.
            place = int((self._y - _BAS - 2 * _BLANC) / _INTERLIGNE)
            self._dessiner([textes[:place] for textes in cellules])
            cellules = [textes[place:] for textes in cellules]
            self._ouvrir()
        self._dessiner(cellules)

    def finir(self) -> None:
        """Ends the last page; tells how many there are to all of them."""
        if not self._numero:
            self._ouvrir()
            self._toile.setFont(NORMALE, 10)
            self._toile.drawString(_MARGE, self._y - 20, "Aucune procuration.")
        self._fermer()
        self._toile.beginForm(_TOTAL, 0, -4, 40, 12)
        self._toile.setFont(NORMALE, 8)
        self._toile.setFillColor(GRIS)
        self._toile.drawString(0, 0, str(self._numero))
        self._toile.endForm()

    def _haut(self, cellules: Sequence[Sequence[str]]) -> float:
        lignes = max(len(textes) for textes in cellules)
        return max(lignes * _INTERLIGNE + 2 * _BLANC, self._tableau.haut_mm * _MM)

    def _dessiner(self, cellules: Sequence[Sequence[str]]) -> None:
        texte = self._toile.beginText()
        texte.setFont(NORMALE, _CORPS)
        for x, lignes in zip(self._abscisses, cellules, strict=True):
            for rang, ligne in enumerate(lignes):
                texte.setTextOrigin(x, self._y - _BLANC - _CORPS - rang * _INTERLIGNE)
                texte.textOut(ligne)
        self._toile.drawText(texte)
        self._y -= self._haut(cellules)
        self._toile.line(_MARGE, self._y, _LARGEUR - _MARGE, self._y)

    def _ouvrir(self) -> None:
        if self._numero:
            self._fermer()
        self._numero += 1
        self._y = _HAUTEUR - _MARGE
        self._titre()
        self._entete()
        self._pied()
        self._toile.setFillColor("#0b0c0c")
        self._toile.setStrokeColor(FILET)
        self._toile.setLineWidth(0.5)

    def _fermer(self) -> None:
        """Ends the page, compressed now and not when the document is saved."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

        self._toile.showPage()
        page = self._toile._doc.Pages.pages[-1]
        contenu = zlib.compress(page.stream.encode())
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), contenu)
        page.stream = None

    def _titre(self) -> None:
        titre = f"{self._tableau.titre} – {self._cle}" if self._cle else self._tableau.titre
        taille = 15 if self._numero == 1 else 11
        self._toile.setFillColor(ENCRE)
        self._ecrire(titre, GRASSE, taille)
        self._toile.setFillColor(GRIS)
        # The others need to be told apart from those of another commune or another day, in a line.
        lignes = list(self._tableau.sous_titres)
        for ligne in lignes if self._numero == 1 else [" – ".join(lignes)]:
            self._ecrire(ligne, NORMALE, 9 if self._numero == 1 else 8)
        self._y -= 5

    def _ecrire(self, texte: str, police: str, taille: float) -> None:
        self._toile.setFont(police, taille)
        for ligne in _en_lignes(texte, _LARGEUR - 2 * _MARGE, police, taille):
            self._y -= taille * 1.3
            self._toile.drawString(_MARGE, self._y, ligne)

    def _entete(self) -> None:
        paires = zip(self._titres, self._largeurs, strict=True)
        cellules = [_en_lignes(titre, largeur, GRASSE) for titre, largeur in paires]
        haut = max(len(textes) for textes in cellules) * _INTERLIGNE + 2 * _BLANC
        self._toile.setFillColor("#e8f0f2")
        self._toile.rect(_MARGE, self._y - haut, _LARGEUR - 2 * _MARGE, haut, stroke=0, fill=1)
        self._toile.setFillColor("#0b0c0c")
        self._toile.setFont(GRASSE, _CORPS)
        for x, lignes in zip(self._abscisses, cellules, strict=True):
            for rang, ligne in enumerate(lignes):
                y = self._y - _BLANC - _CORPS - rang * _INTERLIGNE
                self._toile.drawString(x, y, ligne)
        self._y -= haut

    def _pied(self) -> None:
        self._toile.setFillColor(GRIS)
        self._toile.setFont(NORMALE, 8)
        self._toile.drawString(_MARGE, 28, self._tableau.pied)
        page = f"Page {self._numero} / "
        x = _LARGEUR - _MARGE - 24 - _mesurer(page, NORMALE, 8)
        self._toile.drawString(x, 28, page)
        self._toile.saveState()
        self._toile.translate(_LARGEUR - _MARGE - 24, 28)
        self._toile.doForm(_TOTAL)
        self._toile.restoreState()


def _a_lire(cellule: Cellule) -> str:
    """The text, whose hours stay in one piece."""
    texte = en_texte(cellule)
    return (
        texte
        if isinstance(cellule, str)
        else texte.replace(" h ", "\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}")
    )


def _places(colonnes: Sequence[Colonne]) -> tuple[list[float], list[float]]:
    """Where each column begins, and how wide a text in it may be."""
    pas = (_LARGEUR - 2 * _MARGE) / sum(colonne.largeur for colonne in colonnes)
    abscisses, x = [], _MARGE
    for colonne in colonnes:
        abscisses.append(x + _BLANC)
        x += colonne.largeur * pas
    return abscisses, [colonne.largeur * pas - 2 * _BLANC for colonne in colonnes]


# The same authority, place and vote come back on most rows, the same given names on many.
@lru_cache(maxsize=4096)
def _en_lignes(
    texte: str, largeur: float, police: str = NORMALE, taille: float = _CORPS
) -> Sequence[str]:
    return couper(texte, largeur, lambda morceau: _mesurer(morceau, police, taille))


@lru_cache(maxsize=16384)
def _mesurer(texte: str, police: str, taille: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(texte, police, taille))
