"""The register of a commune: reading the queue, the search and the whole."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.depots import conversion
from chalicelib.depots.modeles import LigneModele
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.services.ports import Ligne, Page

ETATS_DU_REGISTRE = (Etat.A_CONTROLER, Etat.VALIDE, Etat.INVALIDE)


def file(commune: str, *, etat: Etat | None, cherche: str, depuis: str, limite: int) -> Page:
    """See `services.ports.Depots.file`."""
    filtre = None
    for mot in cherche.split():
        condition = LigneModele.recherche.contains(mot)
        filtre = condition if filtre is None else filtre & condition
    resultat = LigneModele.par_etat.query(
        commune,
        LigneModele.rang.startswith(f"{etat.value}#") if etat else None,
        filter_condition=filtre,
        consistent_read=True,
        limit=limite,
        # A search reads whole pages (1 MB) since most rows don't match; a plain page reads itself.
        page_size=None if cherche else limite,
        last_evaluated_key=_cle_du_curseur(commune, depuis),
    )
    lignes = tuple(conversion.ligne(modele) for modele in resultat)
    suite = resultat.last_evaluated_key if len(lignes) == limite else None
    return Page(lignes, _curseur(suite))


def tout(commune: str) -> Iterator[Ligne]:
    """Every row of a commune, by state, first day of vote and establishment."""
    for modele in LigneModele.par_etat.query(commune, consistent_read=True):
        yield conversion.ligne(modele)


def compter(commune: str) -> Mapping[Etat, int]:
    """How many rows a commune has in each state."""
    return {
        etat: LigneModele.par_etat.count(
            commune, LigneModele.rang.startswith(f"{etat.value}#"), consistent_read=True
        )
        for etat in ETATS_DU_REGISTRE
    }


def _curseur(cle: Mapping[str, Any] | None) -> str | None:
    # The commune is never in the cursor: it always comes from the session.
    if cle is None:
        return None
    position = [cle["rang"]["S"], cle["reference"]["S"]]
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def _cle_du_curseur(commune: str, curseur: str) -> dict[str, Any] | None:
    if not curseur:
        return None
    try:
        rang, reference = json.loads(base64.urlsafe_b64decode(curseur.encode()))
    except (ValueError, binascii.Error) as erreur:
        raise SaisieInvalide.du_champ(
            "curseur", "Cette page de résultats n'existe plus. Revenez au début de la liste."
        ) from erreur
    return {
        "commune": {"S": commune},
        "rang": {"S": str(rang)},
        "reference": {"S": str(reference)},
    }
