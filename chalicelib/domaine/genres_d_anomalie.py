"""What kinds of unusual acts are told of (`domaine.anomalies` finds them)."""

from __future__ import annotations

from enum import StrEnum


class Genre(StrEnum):
    """Why somebody should look; the dimension of the metric."""

    CADENCE = "CADENCE"
    HEURE = "HEURE"
    DOMICILE = "DOMICILE"
    FIN_HABILITATION = "FIN_HABILITATION"
    ECHECS = "ECHECS"
    VERROU = "VERROU"
    ADRESSE = "ADRESSE"
    MANDATAIRE = "MANDATAIRE"


EXPLICATIONS = {
    Genre.CADENCE: "bien plus de procurations, ou bien plus vite, que d’habitude",
    Genre.HEURE: "des procurations à des heures de nuit où cet agent n’en établit pas",
    Genre.DOMICILE: "un grand nombre de déplacements à domicile",
    Genre.FIN_HABILITATION: "des actes tentés après la fin de l’habilitation, ou pressés avant",
    Genre.ECHECS: "un grand nombre de références cherchées en vain",
    Genre.VERROU: "un agent verrouillé après des références cherchées en vain",
    Genre.ADRESSE: "de nombreux mandants avec une même adresse électronique",
    Genre.MANDATAIRE: "de nombreux mandants pour un même mandataire",
}
"""In words, for who is told (M10)."""
