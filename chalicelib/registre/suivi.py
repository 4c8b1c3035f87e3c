"""The mairie's own list: every procuration that it has received, with its state and its reason.

For its agents only: a refused or ended one stays there with its motif (as in openElec), and never
goes to the register that any elector may read (R76-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.domaine.fin import libelle_du_motif
from chalicelib.domaine.libelles import LIBELLES_ETAT, date_fr, instant_fr, jours_fr
from chalicelib.registre.csv import en_csv
from chalicelib.services.changement import Ligne

COLONNES = (
    "Référence",
    "État",
    "Motif",
    "Nulle pour le vote du",
    "Mandant : a voté lui-même le",
    "Nom du mandant",
    "Prénoms du mandant",
    "Nom du mandataire",
    "Prénoms du mandataire",
    "Validité",
    "Premier jour",
    "Établie le",
    "Reçue le",
)


def exporter_le_suivi(lignes: Iterable[Ligne]) -> bytes:
    """The file."""
    return en_csv(COLONNES, lignes_de_suivi(lignes))


def lignes_de_suivi(lignes: Iterable[Ligne]) -> Iterator[tuple[str, ...]]:
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
            instant_fr(ligne.etablie_le),
            instant_fr(ligne.recue_le),
        )


def _jours(jours: tuple[str, ...]) -> str:
    return jours_fr(tuple(date.fromisoformat(jour) for jour in jours))
