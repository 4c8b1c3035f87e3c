"""What a file would change, and what it says, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.administration.cellules import Cellules
from chalicelib.administration.fichiers import Colonnes, Erreur, Fichier, FichierInvalide
from chalicelib.depots.administration import AdministrationDynamo

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """What is to be added, what changes (as it was, as it will be), how many stay as they are, and
    what the person who loads should know.
    """

    ajouts: tuple[T, ...]
    changements: tuple[tuple[T, T], ...]
    inchanges: int
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre(Generic[T]):
    """A kind of file: its name on the command line, what it holds, its columns; how its rows are
    checked against one another and against the tables (`preparer` raises FichierInvalide), and how
    a plan is written.
    """

    nom: str
    contenu: str
    colonnes: Colonnes
    preparer: Callable[[Fichier, AdministrationDynamo, datetime], Plan[T]]
    ecrire: Callable[[AdministrationDynamo, Plan[T]], None]


def lire_les_rangs(
    fichier: Fichier, lire: Callable[[Cellules], T | None], cle: Callable[[T], str]
) -> tuple[dict[str, T], dict[str, int], list[Erreur]]:
    """What the rows hold, by key; the line of each key; and what is wrong. `lire` gives None for a
    row that it refused. A key that comes twice is refused.
    """
    erreurs: list[Erreur] = []
    lus: dict[str, T] = {}
    lignes: dict[str, int] = {}
    for rang in fichier.rangs:
        objet = lire(Cellules(rang, erreurs))
        if objet is None:
            continue
        nom = cle(objet)
        if nom in lus:
            erreurs.append(Erreur(rang.ligne, f"« {nom} » est déjà à la ligne {lignes[nom]}."))
            continue
        lus[nom], lignes[nom] = objet, rang.ligne
    return lus, lignes, erreurs


def comparer(
    voulus: Mapping[str, T], existants: Mapping[str, T], remarques: Iterable[str] = ()
) -> Plan[T]:
    """What must be written for the tables to hold what is wanted; nothing is ever removed."""
    ajouts = tuple(objet for cle, objet in voulus.items() if cle not in existants)
    changements = tuple(
        (existants[cle], objet)
        for cle, objet in voulus.items()
        if cle in existants and existants[cle] != objet
    )
    inchanges = len(voulus) - len(ajouts) - len(changements)
    return Plan(ajouts, changements, inchanges, tuple(remarques))


def exiger_sans_erreur(erreurs: list[Erreur]) -> None:
    """Raises FichierInvalide when something is wrong."""
    if erreurs:
        raise FichierInvalide(erreurs)
