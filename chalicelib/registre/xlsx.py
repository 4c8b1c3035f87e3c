"""A table as a workbook: texts that are texts, instants that are dates, nothing that computes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from chalicelib.domaine.temps import paris
from chalicelib.registre.tableau import Cellule, Tableau

_OPTIONS = {
    # Each row goes to a temporary file as soon as the next one begins.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy hh:mm",
}
_LIGNES_PAR_FEUILLE = 1_048_575
"""What a sheet holds below its header."""


def ecrire_xlsx(tableau: Tableau, lignes: Iterable[Sequence[Cellule]], sortie: IO[bytes]) -> None:
    """Writes the workbook. Rows beyond what a sheet holds raise ValueError: none is left out."""
    import xlsxwriter

    classeur = xlsxwriter.Workbook(sortie, _OPTIONS)
    classeur.set_properties(
        {"title": tableau.titre, "subject": " – ".join(tableau.sous_titres), "comments": ""}
    )
    entete = classeur.add_format({"bold": True, "bg_color": "#e8f0f2", "bottom": 1})
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
        for rang, cellule in enumerate(ligne):
            if isinstance(cellule, str):
                feuille.write_string(dernier, rang, cellule)
            else:
                feuille.write_datetime(
                    dernier, rang, cellule.astimezone(paris()).replace(tzinfo=None)
                )
    feuille.autofilter(0, 0, dernier, len(tableau.colonnes) - 1)
    classeur.close()
