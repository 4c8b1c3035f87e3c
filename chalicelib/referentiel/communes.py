"""Where one votes: the communes of today, and what older codes have become.

Codes are those of the Code officiel géographique (INSEE), compared as they stand. Paris, Lyon and
Marseille count by arrondissement municipal (Code électoral, L16); their own codes are understood
but name no electoral list. Consular posts have codes of their own (consulats.py). The data are read
at the first look-up, not at import.
"""

from __future__ import annotations

import re
from functools import cache

from chalicelib.referentiel import consulats
from chalicelib.referentiel.commune import Commune, au_rang
from chalicelib.referentiel.donnees import siren_regulier, table
from chalicelib.referentiel.recherche import chercher

__all__ = [
    "Commune",
    "actuelle",
    "arrondissements",
    "chercher",
    "departement",
    "meme_commune",
    "par_code",
    "par_siren",
    "population",
    "toutes",
]


def par_code(code: str) -> Commune | None:
    """The place of this code that a mandant can choose, or None: a commune of today, an
    arrondissement municipal, a consular post.
    """
    if code in table().rangs:
        return au_rang(table().rangs[code])
    return consulats.par_code().get(code)


def actuelle(code: str) -> Commune | None:
    """Where a procuration addressed to this code goes today: old codes, communes déléguées and
    associées lead to the commune that holds them now. None for an unknown code, and for Paris,
    Lyon, Marseille and what they absorbed, where only an arrondissement says which list.
    """
    return par_code(table().anciens.get(code, code))


def meme_commune(code_a: str, code_b: str) -> bool:
    """Whether mandant and mandataire are of the same commune, as L72 asked until 31 December 2021:
    any two arrondissements of one city are. An unknown code is of no commune.
    """
    entiere = _commune_entiere(code_a)
    return entiere is not None and entiere == _commune_entiere(code_b)


def par_siren(siren: str) -> tuple[Commune, ...]:
    """The lists that a mairie of this SIREN (9 digits) holds: one commune, or every arrondissement
    of Paris, Lyon or Marseille. Empty for an unknown SIREN; the package gives none for the
    collectivités of Saint-Pierre-et-Miquelon, Saint-Barthélemy, Saint-Martin and the Pacific.
    """
    if not re.fullmatch("[0-9]{9}", siren):
        return ()
    return tuple(au_rang(rang) for rang in _rangs_du_siren(siren))


def arrondissements(ville: str) -> tuple[Commune, ...]:
    """The arrondissements of Paris (75056), Lyon (69123) or Marseille (13055), in their order;
    empty for any other code.
    """
    return tuple(au_rang(table().rangs[code]) for code in table().villes.get(ville, ()))


def departement(code: str) -> str:
    """Code of the département that holds this commune today; "" if unknown or consular."""
    commune = actuelle(code)
    return commune.departement if commune else ""


def population(code: str) -> int:
    """Inhabitants (population municipale) of a choosable commune; 0 when unknown."""
    rang = table().rangs.get(code)
    return 0 if rang is None else int(table().populations[rang])


def toutes() -> tuple[Commune, ...]:
    """Every choosable commune and arrondissement, most populated first, without consular posts."""
    return tuple(au_rang(rang) for rang in range(len(table().codes)))


def _commune_entiere(code: str) -> str | None:
    """The commune in the sense of the law: for an arrondissement, its city."""
    code = table().anciens.get(code, code)
    if code in table().villes:
        return code
    commune = par_code(code)
    return (commune.ville or commune.code) if commune else None


def _rangs_du_siren(siren: str) -> tuple[int, ...]:
    """Ranks of the communes of a SIREN: those that state it, else the one from whose code INSEE
    composed it.
    """
    if siren in _sirens_enonces():
        return _sirens_enonces()[siren]
    codes = [f"{departement}{siren[5:8]}" for departement in (siren[2:4], "2A", "2B")]
    rangs = (table().rangs.get(code) for code in codes if siren_regulier(code) == siren)
    return tuple(r for r in rangs if r is not None and table().sirens[r] == "=")


@cache
def _sirens_enonces() -> dict[str, tuple[int, ...]]:
    enonces: dict[str, tuple[int, ...]] = {}
    for rang, siren in enumerate(table().sirens):
        if siren not in {"", "="}:
            enonces[siren] = (*enonces.get(siren, ()), rang)
    return enonces
