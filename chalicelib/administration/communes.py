"""Codes of communes as files hold them."""

from __future__ import annotations

from chalicelib.administration.cellules import Cellules
from chalicelib.referentiel.communes import actuelle, arrondissements, par_code


def exiger_commune(cellules: Cellules, colonne: str) -> str:
    """The code of a commune, an arrondissement or a consular post that has an electoral list today;
    notes what to write instead of another.
    """
    code = cellules.texte(colonne)
    if not code or par_code(code) is not None:
        return code
    if arrondissements(code):
        conseil = "donnez le code d'un de ses arrondissements"
    elif (commune := actuelle(code)) is not None:
        conseil = f"elle fait aujourd'hui partie de {commune.nom} ({commune.code})"
    else:
        conseil = "elle n'est pas dans le code officiel géographique"
    cellules.refuser(f"« {colonne} » : « {code} » n'a pas de liste électorale, {conseil}.")
    return code
