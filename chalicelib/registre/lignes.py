"""The one row source of the register: article R76-1's fields, exactly (REG-01).

Names and given names of mandant and mandataire; name, given name and quality of the authority;
date and place of establishment; length of validity. No birth date, no e-mail, no NNE, no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from chalicelib.domaine.autorites import libelle_qualite, lire_qualite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import instant_fr
from chalicelib.services.changement import Ligne

COLONNES = {
    "mandant_nom": "Nom du mandant",
    "mandant_prenoms": "Prénoms du mandant",
    "mandataire_nom": "Nom du mandataire",
    "mandataire_prenoms": "Prénoms du mandataire",
    "autorite_nom": "Nom de l'autorité",
    "autorite_prenom": "Prénom de l'autorité",
    "autorite_qualite": "Qualité de l'autorité",
    "etablie_le": "Établie le",
    "etablie_a": "Établie à",
    "validite": "Durée de validité",
}


@dataclass(frozen=True, slots=True)
class LignePublique:
    """One procuration as any elector may read it."""

    mandant_nom: str
    mandant_prenoms: str
    mandataire_nom: str
    mandataire_prenoms: str
    autorite_nom: str
    autorite_prenom: str
    autorite_qualite: str
    etablie_le: str
    etablie_a: str
    validite: str

    def en_dict(self) -> dict[str, str]:
        """By the names of COLONNES."""
        return asdict(self)


def lignes_publiques(lignes: Iterable[Ligne]) -> Iterator[LignePublique]:
    """The rows of the register: the accepted procurations, be their vote past, by mandant; never
    one that is refused, null, résiliée, annulled or lapsed, whatever is given.
    """
    # One that ended without ever being accepted says why (motif).
    valides = (
        ligne
        for ligne in lignes
        if ligne.etat is Etat.VALIDE or (ligne.etat is Etat.ECHUE and not ligne.motif)
    )
    for ligne in sorted(valides, key=lambda x: (x.mandant_nom, x.mandant_prenoms, x.reference)):
        yield LignePublique(
            mandant_nom=ligne.mandant_nom,
            mandant_prenoms=ligne.mandant_prenoms,
            mandataire_nom=ligne.mandataire_nom,
            mandataire_prenoms=ligne.mandataire_prenoms,
            autorite_nom=ligne.autorite_nom,
            autorite_prenom=ligne.autorite_prenom,
            autorite_qualite=libelle_qualite(lire_qualite(ligne.autorite_qualite)),
            etablie_le=instant_fr(ligne.etablie_le),
            etablie_a=ligne.lieu,
            validite=ligne.objet,
        )
