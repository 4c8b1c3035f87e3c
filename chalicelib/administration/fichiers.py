"""CSV files as people send them: UTF-8 with or without a byte order mark, ";" or ",", and lines
that are wrong. A file is read whole; all that is wrong is said at once, each with its line.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Erreur:
    """What is wrong at a line of the file (1 is its first; 0: the file as a whole)."""

    ligne: int
    message: str

    def __str__(self) -> str:
        return f"Ligne {self.ligne} : {self.message}" if self.ligne else self.message


class FichierInvalide(Exception):
    """The file can't be taken; nothing was changed."""

    def __init__(self, erreurs: Iterable[Erreur]) -> None:
        super().__init__()
        self.erreurs = tuple(sorted(erreurs))


@dataclass(frozen=True, slots=True)
class Rang:
    """A row: the number of its line, and its cells by column ("" when the column is absent)."""

    ligne: int
    cellules: dict[str, str]


@dataclass(frozen=True, slots=True)
class Colonnes:
    """The columns of a kind of file. Any other is refused."""

    requises: tuple[str, ...]
    facultatives: tuple[str, ...] = ()

    @property
    def toutes(self) -> tuple[str, ...]:
        """Those it must have, then those it may have."""
        return (*self.requises, *self.facultatives)


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of which every row has a cell for each column. `empreinte` is the SHA-256 of its
    bytes.
    """

    nom: str
    empreinte: str
    rangs: tuple[Rang, ...]


def lire(chemin: Path, colonnes: Colonnes) -> Fichier:
    """The rows of a file; lines without any text are skipped. Raises FichierInvalide."""
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise FichierInvalide([Erreur(0, f"{chemin} ne se lit pas.")]) from erreur
    rangs, erreurs = _rangs(_texte(octets), colonnes)
    if not rangs and not erreurs:
        erreurs = [Erreur(0, "Le fichier ne contient aucune ligne de données.")]
    if erreurs:
        raise FichierInvalide(erreurs)
    return Fichier(chemin.name, hashlib.sha256(octets).hexdigest(), tuple(rangs))


def _texte(octets: bytes) -> str:
    try:
        return unicodedata.normalize("NFC", octets.decode("utf-8-sig"))
    except UnicodeDecodeError as erreur:
        ligne = octets[: erreur.start].count(b"\n") + 1
        message = "le fichier n'est pas en UTF-8. Enregistrez-le au format « CSV UTF-8 »."
        raise FichierInvalide([Erreur(ligne, message)]) from erreur


def _rangs(texte: str, colonnes: Colonnes) -> tuple[list[Rang], list[Erreur]]:
    separateur = ";" if ";" in texte.partition("\n")[0] else ","
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    rangs: list[Rang] = []
    erreurs: list[Erreur] = []
    try:
        entete = [cellule.strip() for cellule in next(lecteur, [])]
        if erreurs := list(_defauts_de_l_entete(entete, colonnes)):
            return rangs, erreurs
        for cellules in lecteur:
            if not any(cellule.strip() for cellule in cellules):
                continue
            defaut = _defaut_de_la_ligne(cellules, entete)
            if defaut:
                erreurs.append(Erreur(lecteur.line_num, defaut))
                continue
            nommees = zip(entete, (cellule.strip() for cellule in cellules), strict=True)
            rangs.append(Rang(lecteur.line_num, dict.fromkeys(colonnes.toutes, "") | dict(nommees)))
    except csv.Error:
        message = "guillemets mal fermés : le reste du fichier ne se lit pas."
        erreurs.append(Erreur(lecteur.line_num, message))
    return rangs, erreurs


def _defauts_de_l_entete(entete: list[str], colonnes: Colonnes) -> Iterator[Erreur]:
    attendues = ", ".join(colonnes.toutes)
    for nom in dict.fromkeys(entete):
        if nom not in colonnes.toutes:
            yield Erreur(1, f"colonne inconnue « {nom} ». Colonnes possibles : {attendues}.")
        if entete.count(nom) > 1:
            yield Erreur(1, f"la colonne « {nom} » est là {entete.count(nom)} fois.")
    for nom in colonnes.requises:
        if nom not in entete:
            yield Erreur(1, f"il manque la colonne « {nom} ».")


def _defaut_de_la_ligne(cellules: list[str], entete: list[str]) -> str:
    if len(cellules) != len(entete):
        return f"{len(cellules)} cellule(s) pour {len(entete)} colonnes."
    if any(not caractere.isprintable() for cellule in cellules for caractere in cellule.strip()):
        return "une cellule contient un retour à la ligne ou un caractère invisible."
    return ""
