"""What the pages of the mairie share."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from chalicelib.domaine.libelles import date_fr
from chalicelib.referentiel.communes import par_code
from chalicelib.services.lister import scrutins_de
from chalicelib.web.appel import Appel


def nom_court(code: str) -> str:
    """The name of the agent's own commune, which needs no département to be known."""
    commune = par_code(code)
    return commune.nom if commune else code


def choix_de_scrutin(appel: Appel, commune: str) -> list[dict[str, str]]:
    """The filter by scrutin; the first choice keeps all."""
    connus = scrutins_de(appel.contexte, commune)
    return [
        {"valeur": "", "texte": "Tous les scrutins"},
        *({"valeur": s.id, "texte": f"{s.libelle}, {date_fr(s.tours[0].date)}"} for s in connus),
    ]


def chemin(base: str, parametres: Mapping[str, str]) -> str:
    """A path with the parameters that hold something."""
    remplis = {nom: valeur for nom, valeur in parametres.items() if valeur}
    return f"{base}?{urlencode(remplis)}" if remplis else base
