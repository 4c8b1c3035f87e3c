"""The mairie's own list: every procuration that it has received, with its state and its reason.

For its agents only: a refused or ended one stays there with its motif (as in openElec), and never
goes to the register that any elector may read (R76-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.domaine.fin import libelle_du_motif
from chalicelib.domaine.libelles import LIBELLES_ETAT, date_fr, jours_fr
from chalicelib.registre.tableau import Cellule, Colonne, Tableau
from chalicelib.services.changement import Ligne

COLONNES = (
    Colonne("Référence", 10),
    Colonne("État", 18),
    Colonne("Motif", 24),
    Colonne("Nulle pour le vote du", 16),
    Colonne("Mandant : a voté lui-même le", 16),
    Colonne("Nom du mandant", 20),
    Colonne("Prénoms du mandant", 20),
    Colonne("Nom du mandataire", 20),
    Colonne("Prénoms du mandataire", 20),
    Colonne("Validité", 34),
    Colonne("Premier jour", 14),
    Colonne("Établie le", 16),
    Colonne("Reçue le", 16),
)


def tableau_du_suivi(sous_titres: tuple[str, ...]) -> Tableau:
    """All but the rows."""
    return Tableau(
        titre="Suivi des procurations",
        sous_titres=sous_titres,
        colonnes=COLONNES,
        pied="Pour les agents de la mairie : ce n’est pas le registre de l’article R76-1",
    )


def lignes_de_suivi(lignes: Iterable[Ligne]) -> Iterator[tuple[Cellule, ...]]:
    """A row for each, in the order of COLONNES."""
    for ligne in lignes:
        yield (
            ligne.reference,
            LIBELLES_ETAT[ligne.etat],
            libelle_du_motif(ligne.motif),
            _jours(ligne.nuls),
            _jours(ligne.votes),
            ligne.mandant_nom,
            ligne.mandant_prenoms,
            ligne.mandataire_nom,
            ligne.mandataire_prenoms,
            ligne.objet,
            date_fr(ligne.premier_jour),
            ligne.etablie_le,
            ligne.recue_le,
        )


def _jours(jours: tuple[str, ...]) -> str:
    return jours_fr(tuple(date.fromisoformat(jour) for jour in jours))
