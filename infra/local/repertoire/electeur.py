"""A line of the electoral register, as the simulated register keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domaine import electeurs
from chalicelib.domaine.electeurs import Liste
from chalicelib.domaine.electeurs import Situation as Statut
from chalicelib.domaine.identites import Sexe

__all__ = ["Electeur", "Liste", "Statut"]


@dataclass(frozen=True, slots=True)
class Electeur:
    """One elector; one elector has one registration."""

    nne: str
    """Numéro national d'électeur: 8 or 9 digits, one for life."""
    nom: str
    """Birth name."""
    prenoms: tuple[str, ...]
    """All of them, in the order of the birth certificate; one to four."""
    sexe: str
    """"F" or "M"."""
    naissance: str
    """"YYYY-MM-DD", with "00" for a day, or a month and a day, that nobody knows."""
    commune: str
    """Place of registration: COG code (arrondissement for Paris, Lyon, Marseille) or "ZZ…"."""
    nom_usage: str = ""
    bureau: str = "0001"
    """Polling station, four digits."""
    liste: Liste = Liste.PRINCIPALE
    statut: Statut = Statut.INSCRIT
    pays_naissance: str = "99100"
    """COG code of the country of birth; 99100 is France."""
    commune_naissance: str = ""
    """COG code of the commune of birth; "" for a birth abroad."""

    def inscription(self) -> electeurs.Electeur:
        """What the national register tells of them: nothing of their birth but its day."""
        return electeurs.Electeur(
            nne=self.nne,
            nom=self.nom,
            prenoms=self.prenoms,
            sexe=Sexe(self.sexe),
            naissance=self.naissance,
            commune=self.commune,
            bureau=self.bureau,
            listes=(self.liste,),
            nom_usage=self.nom_usage,
            situation=self.statut,
        )
