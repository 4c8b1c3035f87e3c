"""The authorities that an act of establishment may name: those of the portal, and those that only
sign on paper or only certify.
"""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domaine.habilitation import LIBELLES_QUALITE, Qualite
from chalicelib.domaine.phrases import en_francais, phrase


class QualiteHorsPortail(StrEnum):
    """Who establishes without this portal (R72-1 I and IV, R72-1-1, R72-2), and the ministry for a
    certified identity (décrets 2023-1389 and 2025-1059).
    """

    MAGISTRAT = "MAGISTRAT"
    DIRECTEUR_GREFFE = "DIRECTEUR_GREFFE"
    CONSUL_HONORAIRE = "CONSUL_HONORAIRE"
    OPJ_ARMEES = "OPJ_ARMEES"
    CAPITAINE_NAVIRE = "CAPITAINE_NAVIRE"
    MINISTERE_INTERIEUR = "MINISTERE_INTERIEUR"


QualiteAutorite = Qualite | QualiteHorsPortail

_HORS_PORTAIL = {
    QualiteHorsPortail.MAGISTRAT: "magistrat du tribunal judiciaire",
    QualiteHorsPortail.DIRECTEUR_GREFFE: "directeur des services de greffe",
    QualiteHorsPortail.CONSUL_HONORAIRE: "consul honoraire",
    QualiteHorsPortail.OPJ_ARMEES: "officier de police judiciaire des forces armées",
    QualiteHorsPortail.CAPITAINE_NAVIRE: "capitaine de navire",
    QualiteHorsPortail.MINISTERE_INTERIEUR: "identité numérique certifiée",
}


def lire_qualite(texte: str) -> QualiteAutorite:
    """The quality of this value. Raises ValueError when there is none."""
    return Qualite(texte) if texte in Qualite.__members__ else QualiteHorsPortail(texte)


def libelle_qualite(qualite: QualiteAutorite) -> str:
    """The quality as R76-1 and R75 II name it."""
    if isinstance(qualite, Qualite):
        return LIBELLES_QUALITE[qualite]
    return _HORS_PORTAIL[qualite]


def nommer_autorite(prenom: str, nom: str, qualite: QualiteAutorite) -> str:
    """Who did it, in words: `Yann Le Goff, officier de police judiciaire`. The ministry, which
    answers for a certified identity, has no given name.
    """
    nomme = f"{prenom} {nom}".strip()
    return phrase("{nom}, {qualite}", nom=nomme, qualite=en_francais(libelle_qualite(qualite)))


QUALITES_PAPIER: tuple[QualiteAutorite, ...] = (
    Qualite.OPJ,
    Qualite.APJ,
    Qualite.RESERVISTE_APJ,
    Qualite.CHEF_DE_POSTE,
    Qualite.AGENT_CONSULAIRE,
    *(q for q in QualiteHorsPortail if q is not QualiteHorsPortail.MINISTERE_INTERIEUR),
)
"""Who may have signed a form (R72-1, R72-1-1, R72-2)."""

QUALITES_HORS_DE_FRANCE: frozenset[QualiteAutorite] = frozenset(
    {
        Qualite.CHEF_DE_POSTE,
        Qualite.AGENT_CONSULAIRE,
        QualiteHorsPortail.CONSUL_HONORAIRE,
        QualiteHorsPortail.OPJ_ARMEES,
        QualiteHorsPortail.CAPITAINE_NAVIRE,
    }
)
"""Whose acts are made out of France (CAP-07)."""
