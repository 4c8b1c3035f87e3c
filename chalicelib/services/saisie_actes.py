"""What a clerk types to mark what happened to a procuration, for the portal and for the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.services.fuseaux import METROPOLE, instant
from chalicelib.services.saisie import lire_date
from chalicelib.services.saisie_papier import lire_heure


def lire_instant(champs: Mapping[str, str]) -> datetime:
    """The instant of an act on paper: fields `le` (day), `a` (hour) by the clocks of `fuseau`,
    metropolitan ones unless told otherwise. Raises SaisieInvalide.
    """
    erreurs: dict[str, str] = {}
    jour, heure = None, None
    try:
        jour = lire_date(champs.get("le", ""), "le")
    except SaisieInvalide as erreur:
        erreurs["le"] = erreur.detail
    try:
        heure = lire_heure(champs.get("a", ""))
    except SaisieInvalide as erreur:
        erreurs["a"] = erreur.detail
    if jour is None or heure is None:
        raise SaisieInvalide(erreurs)
    try:
        return instant(jour, heure, champs.get("fuseau") or METROPOLE)
    except (ValueError, OverflowError):
        raise SaisieInvalide.du_champ(
            "a", "Cette heure n'existe pas ce jour-là au lieu indiqué : vérifiez-les."
        ) from None


def lire_tour(texte: str) -> date:
    """The day of a tour. Raises SaisieInvalide."""
    try:
        return date.fromisoformat(texte.strip())
    except ValueError:
        raise SaisieInvalide.du_champ("tour", "Choisissez le tour concerné.") from None
