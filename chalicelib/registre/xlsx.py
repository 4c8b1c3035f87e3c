"""A table as a workbook: texts that are texts, instants that are dates, nothing that computes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from chalicelib.domaine.temps import paris
from chalicelib.registre.cesure import couper
from chalicelib.registre.tableau import Cellule, Tableau

_OPTIONS = {
    # Each row goes to a temporary file as soon as the next one begins.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LIGNES_PAR_FEUILLE = 1_048_575
"""What a sheet holds below its header."""

_INTERLIGNE = 15.0


def ecrire_xlsx(tableau: Tableau, lignes: Iterable[Sequence[Cellule]], sortie: IO[bytes]) -> None:
    """Writes the workbook. Rows beyond what a sheet holds raise ValueError: none is left out."""
    import xlsxwriter

    classeur = xlsxwriter.Workbook(sortie, _OPTIONS)
    classeur.set_properties(
        {"title": tableau.titre, "subject": " – ".join(tableau.sous_titres), "comments": ""}
    )
    # A long name goes on below: cut by the next cell, it could pass for another.
    entier = {"text_wrap": True, "valign": "top", "align": "left"}
    entete = classeur.add_format(entier | {"bold": True, "bg_color": "#e8f0f2", "bottom": 1})
    texte = classeur.add_format(entier)
    instant = classeur.add_format(entier | {"num_format": "dd/mm/yyyy hh:mm"})
    feuille = classeur.add_worksheet("Procurations")
    feuille.freeze_panes(1, 0)
    feuille.set_landscape()
    feuille.set_paper(9)
    feuille.repeat_rows(0)
    feuille.fit_to_pages(1, 0)
    feuille.set_footer(f"&L{tableau.pied.replace('&', '&&')}&RPage &P / &N")
    for rang, colonne in enumerate(tableau.colonnes):
        feuille.set_column(rang, rang, colonne.largeur)
        feuille.write_string(0, rang, colonne.titre, entete)
    dernier = 0
    for dernier, ligne in enumerate(lignes, start=1):
        if dernier > _LIGNES_PAR_FEUILLE:
            raise ValueError("more rows than a sheet holds")
        hauteur = _hauteur(tableau, ligne)
        if hauteur > 1:
            feuille.set_row(dernier, hauteur * _INTERLIGNE)
        for rang, cellule in enumerate(ligne):
            if isinstance(cellule, str):
                feuille.write_string(dernier, rang, cellule, texte)
            else:
                local = cellule.astimezone(paris()).replace(tzinfo=None)
                feuille.write_datetime(dernier, rang, local, instant)
    feuille.autofilter(0, 0, dernier, len(tableau.colonnes) - 1)
    classeur.close()


def _hauteur(tableau: Tableau, ligne: Sequence[Cellule]) -> int:
    """Lines of a row: Excel would find them by itself, other spreadsheets don't."""
    return max(
        len(couper(cellule, colonne.largeur - 2, len)) if isinstance(cellule, str) else 1
        for colonne, cellule in zip(tableau.colonnes, ligne, strict=True)
    )
