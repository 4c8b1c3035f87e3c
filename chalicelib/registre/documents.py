"""The documents of a mairie: which rows, in which file, under which name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.communes import par_code
from chalicelib.registre.echange import lignes_d_echange, tableau_d_echange
from chalicelib.registre.lignes import lignes_publiques, tableau_public
from chalicelib.registre.suivi import lignes_de_suivi, tableau_du_suivi
from chalicelib.registre.tableau import Cellule, Tableau
from chalicelib.services import lister
from chalicelib.services.changement import Ligne
from chalicelib.services.documents import Commande, Format, Genre
from chalicelib.services.ports import Contexte


def lire(contexte: Contexte, commande: Commande) -> Iterator[Ligne]:
    """The rows of the commune, as they are read. Raises SaisieInvalide (scrutin, tour)."""
    if commande.genre is Genre.REGISTRE:
        return lister.registre(contexte, commande.commune, commande.scrutin, commande.tour)
    return lister.suivi(contexte, commande.commune, commande.etat, commande.scrutin)


def composer(
    contexte: Contexte, commande: Commande, lignes: Iterable[Ligne], maintenant: datetime
) -> tuple[Tableau, Iterator[Sequence[Cellule]]]:
    """The table and its rows, for `tableau.ecrire`."""
    sous_titres = _sous_titres(contexte, commande, maintenant)
    if commande.genre is Genre.SUIVI:
        return tableau_du_suivi(sous_titres), lignes_de_suivi(lignes)
    if commande.genre is Genre.ECHANGE:
        return tableau_d_echange(sous_titres), lignes_d_echange(lignes)
    imprime = commande.format is Format.PDF
    publiques = lignes_publiques(lignes)
    return (
        tableau_public("Registre des procurations", sous_titres, imprime=imprime),
        (x.cellules_a_imprimer() if imprime else x.cellules() for x in publiques),
    )


def nom_de_fichier(commande: Commande, maintenant: datetime) -> str:
    """`registre-35238-20270301.csv`."""
    return f"{commande.genre}-{commande.commune}-{jour(maintenant):%Y%m%d}.{commande.format}"


def _sous_titres(contexte: Contexte, commande: Commande, maintenant: datetime) -> tuple[str, ...]:
    commune = par_code(commande.commune)
    nom = f"{commune.nom} ({commande.commune})" if commune else commande.commune
    return (
        f"Commune : {nom}",
        _vote(contexte, commande),
        f"État au {instant_fr(maintenant)}",
    )


def _vote(contexte: Contexte, commande: Commande) -> str:
    if not commande.scrutin:
        return "Tous les scrutins"
    libelle = contexte.depots.scrutins()[commande.scrutin].libelle
    tours = {"": "tous les tours", "1": "premier tour", "2": "second tour"}
    return f"{libelle}, {tours[commande.tour]}"
