"""What a register of electors is asked, and what it answers (the REU, article L16).

A register never decides: it says who is registered where, on which lists, in which situation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domaine.identites import Mandant, Mandataire, Sexe


class Liste(StrEnum):
    """A list of electors. The complementary ones are for citizens of the European Union and give
    right to municipal or to European elections only (LO 227-1 and LO 227-2; loi 77-729, art. 2-1).
    """

    PRINCIPALE = "LP"
    COMPLEMENTAIRE_MUNICIPALE = "LCM"
    COMPLEMENTAIRE_EUROPEENNE = "LCE"
    CONSULAIRE = "LC"


class Situation(StrEnum):
    """Whether the registration gives right to vote today."""

    INSCRIT = "INSCRIT"
    RADIE = "RADIE"
    DECEDE = "DECEDE"
    PRIVE_DE_DROITS = "PRIVE_DE_DROITS"


@dataclass(frozen=True, slots=True)
class Electeur:
    """A registration; one elector has one since 1 January 2019 (article L16).

    `naissance` is `YYYY-MM-DD` where an unknown day or month is `00`. `commune` is a COG code
    (arrondissement for Paris, Lyon, Marseille) or the code of a consular post. `listes` holds at
    least one; a citizen of the Union may be on both complementary lists. Once struck off, deceased
    or deprived of rights (`situation`), they are the last ones known.
    """

    nne: str
    nom: str
    prenoms: tuple[str, ...]
    sexe: Sexe
    naissance: str
    commune: str
    bureau: str
    listes: tuple[Liste, ...]
    nom_usage: str = ""
    situation: Situation = Situation.INSCRIT


@dataclass(frozen=True, slots=True)
class Recherche:
    """Who is looked for: by `nne` and `naissance`, or by civil status and commune of registration.

    With an NNE the other fields may stay empty; those given must be the elector's too, save
    `commune`, since the number follows an elector who moves. Without NNE all are needed, save
    `commune`: empty, it means anywhere.
    """

    naissance: str
    nne: str = ""
    nom: str = ""
    prenoms: tuple[str, ...] = ()
    sexe: Sexe | None = None
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Trouve:
    """One elector and one only."""

    electeur: Electeur


@dataclass(frozen=True, slots=True)
class Introuvable:
    """Nobody."""


@dataclass(frozen=True, slots=True)
class Plusieurs:
    """Homonyms, two at least: the NNE is needed (motif M13)."""

    nombre: int


Reponse = Trouve | Introuvable | Plusieurs


def recherche_du_mandant(mandant: Mandant) -> Recherche:
    """The mandant, as FranceConnect or a form names them, on the list of the commune they said; by
    their number too when it is known (on a form).
    """
    civil = mandant.etat_civil
    return Recherche(
        naissance=civil.naissance,
        nne=mandant.nne,
        nom=civil.nom,
        prenoms=civil.prenoms,
        sexe=civil.sexe,
        commune=mandant.commune,
    )


def recherche_du_mandataire(mandataire: Mandataire) -> Recherche:
    """The mandataire, as the mandant named them."""
    return Recherche(
        naissance=mandataire.naissance,
        nne=mandataire.nne,
        nom=mandataire.nom,
        prenoms=mandataire.prenoms,
        sexe=mandataire.sexe,
        commune=mandataire.commune,
    )
