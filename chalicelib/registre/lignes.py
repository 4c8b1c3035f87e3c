"""The one row source of the register: article R76-1's fields, exactly (REG-01).

Names and given names of mandant and mandataire; name, given name and quality of the authority;
date and place of establishment; length of validity. No birth date, no e-mail, no NNE, no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domaine.autorites import libelle_qualite, lire_qualite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.texte import normaliser
from chalicelib.registre.tableau import Cellule, Colonne, Tableau, en_texte
from chalicelib.registre.tri import trier
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
_LARGEURS = (24, 26, 24, 26, 18, 18, 24, 18, 18, 50)
_A_IMPRIMER = (
    Colonne("Mandant", 30),
    Colonne("Mandataire", 30),
    Colonne("Autorité", 27),
    Colonne("Établie le", 17),
    Colonne("À", 12),
    Colonne("Durée de validité", 45),
)
_PIED = "Article R76-1 du code électoral : tout électeur peut consulter ce registre."
_CLE = 3
"""Texts that a row is sorted by, before its own."""


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
    etablie_le: datetime
    etablie_a: str
    validite: str

    def en_dict(self) -> dict[str, str]:
        """By the names of COLONNES, in words."""
        # Not dataclasses.asdict, which copies each text: half the time of a long file.
        return {nom: en_texte(getattr(self, nom)) for nom in COLONNES}

    def cellules(self) -> tuple[Cellule, ...]:
        """A cell a column of COLONNES; the instant is one, which a workbook can sort."""
        lu: dict[str, Cellule] = {**self.en_dict(), "etablie_le": self.etablie_le}
        return tuple(lu.values())

    def cellules_a_imprimer(self) -> tuple[Cellule, ...]:
        """The same in fewer columns: a page is read by people."""
        lu = self.en_dict()
        return (
            f"{lu['mandant_nom']} {lu['mandant_prenoms']}",
            f"{lu['mandataire_nom']} {lu['mandataire_prenoms']}",
            f"{lu['autorite_nom']} {lu['autorite_prenom']}, {lu['autorite_qualite']}",
            self.etablie_le,
            lu["etablie_a"],
            lu["validite"],
        )


def tableau_public(titre: str, sous_titres: tuple[str, ...] = (), *, imprime: bool) -> Tableau:
    """All but the rows: those of `cellules_a_imprimer` for paper, of `cellules` for a file."""
    larges = zip(COLONNES.values(), _LARGEURS, strict=True)
    return Tableau(
        titre=titre,
        sous_titres=sous_titres,
        colonnes=_A_IMPRIMER if imprime else tuple(Colonne(*paire) for paire in larges),
        pied=_PIED,
    )


def lignes_publiques(lignes: Iterable[Ligne]) -> Iterator[LignePublique]:
    """The rows of the register: the accepted procurations, be their vote past, by mandant; never
    one that is refused, null, résiliée, annulled or lapsed, whatever is given.
    """
    for rang in trier(_rang(ligne) for ligne in lignes if _est_publique(ligne)):
        champs: Any = dict(zip(COLONNES, rang[_CLE:], strict=True))
        champs["etablie_le"] = datetime.fromisoformat(champs["etablie_le"])
        yield LignePublique(**champs)


def _est_publique(ligne: Ligne) -> bool:
    # One that ended without ever being accepted says why (motif).
    return ligne.etat is Etat.VALIDE or (ligne.etat is Etat.ECHUE and not ligne.motif)


def _rang(ligne: Ligne) -> tuple[str, ...]:
    """What it is sorted by (Émile among the E), then its fields in the order of COLONNES."""
    return (
        normaliser(ligne.mandant_nom),
        normaliser(ligne.mandant_prenoms),
        ligne.reference,
        ligne.mandant_nom,
        ligne.mandant_prenoms,
        ligne.mandataire_nom,
        ligne.mandataire_prenoms,
        ligne.autorite_nom,
        ligne.autorite_prenom,
        libelle_qualite(lire_qualite(ligne.autorite_qualite)),
        ligne.etablie_le.isoformat(),
        ligne.lieu,
        ligne.objet,
    )
