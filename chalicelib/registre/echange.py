"""The exchange file: what the software of a commune imports, so that nobody types again
(docs/api/registre.md). For the mairie only: it holds more than article R76-1.

Its columns are stable: one may be added at the end, none is renamed, moved or removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.domaine.temps import paris
from chalicelib.registre.tableau import Cellule, Colonne, Tableau
from chalicelib.services.changement import Ligne

COLONNES = (
    "commune",
    "reference",
    "version",
    "etat",
    "motif",
    "mandant_nom",
    "mandant_prenoms",
    "mandant_bureau",
    "mandataire_nom",
    "mandataire_prenoms",
    "autorite_nom",
    "autorite_prenom",
    "autorite_qualite",
    "etablie_le",
    "etablie_a",
    "recue_le",
    "scrutin",
    "tours",
    "premier_jour",
    "dernier_jour",
    "jours_nuls",
    "jours_votes_par_le_mandant",
)


def tableau_d_echange(sous_titres: tuple[str, ...]) -> Tableau:
    """All but the rows."""
    return Tableau(
        titre="Fichier d’échange des procurations",
        sous_titres=sous_titres,
        colonnes=tuple(Colonne(nom, max(12, len(nom) + 2)) for nom in COLONNES),
    )


def lignes_d_echange(lignes: Iterable[Ligne]) -> Iterator[tuple[Cellule, ...]]:
    """A row for each, in the order of COLONNES: codes and not labels, days and instants in ISO
    8601, several values of a cell with a space between them.
    """
    for ligne in lignes:
        yield (
            ligne.commune,
            ligne.reference,
            str(ligne.version),
            ligne.etat.value,
            ligne.motif,
            ligne.mandant_nom,
            ligne.mandant_prenoms,
            ligne.bureau,
            ligne.mandataire_nom,
            ligne.mandataire_prenoms,
            ligne.autorite_nom,
            ligne.autorite_prenom,
            ligne.autorite_qualite,
            ligne.etablie_le.astimezone(paris()).isoformat(timespec="seconds"),
            ligne.lieu,
            ligne.recue_le.astimezone(paris()).isoformat(timespec="seconds"),
            ligne.scrutin,
            " ".join(str(numero) for numero in ligne.tours),
            ligne.premier_jour,
            ligne.dernier_jour,
            " ".join(ligne.nuls),
            " ".join(ligne.votes),
        )
