"""Look-ups in the simulated register of electors (SQLite)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from itertools import product
from pathlib import Path

from chalicelib.domaine.texte import normaliser
from infra.local.repertoire.electeur import Electeur, Liste, Statut

LONGUEUR_MAX = 120
"""Signs of a searched text."""

_COLONNES = tuple(champ.name for champ in fields(Electeur))
_SEPARATEUR = "|"

SCHEMA = f"""
CREATE TABLE electeurs ({" TEXT NOT NULL, ".join(_COLONNES)} TEXT NOT NULL,
    cle TEXT NOT NULL, PRIMARY KEY (nne)) WITHOUT ROWID;
CREATE INDEX par_commune ON electeurs (commune, cle);
CREATE INDEX par_naissance ON electeurs (naissance);
"""
INSERTION = (
    f"INSERT INTO electeurs ({', '.join(_COLONNES)}, cle) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(_COLONNES) + 1))})"
)
_LECTURE = f"SELECT {', '.join(_COLONNES)} FROM electeurs WHERE "  # noqa: S608


def en_ligne(electeur: Electeur) -> tuple[str, ...]:
    """The elector as `INSERTION` takes it; `cle` is what searches read."""
    valeurs = [str(getattr(electeur, colonne)) for colonne in _COLONNES]
    valeurs[_COLONNES.index("prenoms")] = _SEPARATEUR.join(electeur.prenoms)
    noms = (electeur.nom, electeur.nom_usage, *electeur.prenoms)
    return (*valeurs, " " + normaliser(" ".join(noms)))


class Repertoire:
    """Reads the file that `generer` wrote. Safe to share between threads: each look-up opens the
    file read-only. Raises sqlite3.OperationalError when the file is not there.
    """

    def __init__(self, chemin: Path) -> None:
        self._adresse = f"{chemin.resolve().as_uri()}?mode=ro"

    def par_nne(self, nne: str) -> Electeur | None:
        """The elector of this number, or None."""
        return next(self._lire("nne = ?", nne), None)

    def chercher(
        self, commune: str, texte: str = "", naissance: str = "", limite: int = 20
    ) -> tuple[Electeur, ...]:
        """Electors of this commune whose birth name, usage name or prénoms have words beginning
        with each word of `texte` (accents, case and signs forgiven), born on `naissance` if given;
        in alphabetical order. Nobody for a text longer than LONGUEUR_MAX.
        """
        if len(texte) > LONGUEUR_MAX:
            return ()
        condition, valeurs = "commune = ?", [commune]
        if naissance:
            condition, valeurs = f"{condition} AND naissance = ?", [*valeurs, naissance]
        for mot in normaliser(texte).split():
            condition, valeurs = f"{condition} AND cle LIKE ?", [*valeurs, f"% {mot}%"]
        return tuple(
            self._lire(f"{condition} ORDER BY cle, nne LIMIT {max(limite, 0):d}", *valeurs)
        )

    def nes_le(self, naissance: str) -> tuple[Electeur, ...]:
        """Everybody whose birth date is this one, day and month being `00` or `01` alike."""
        annee, *reste = naissance.split("-")
        connus = [["00", "01"] if partie in ("00", "01") else [partie] for partie in reste]
        jours = ["-".join((annee, *parties)) for parties in product(*connus)]
        condition = f"naissance IN ({', '.join('?' * len(jours))}) ORDER BY nne"
        return tuple(self._lire(condition, *jours))

    def compter(self) -> int:
        """How many electors the register holds."""
        with closing(self._ouvrir()) as base:
            (nombre,) = base.execute("SELECT count(*) FROM electeurs").fetchone()
        return int(nombre)

    def _ouvrir(self) -> sqlite3.Connection:
        return sqlite3.connect(self._adresse, uri=True)

    def _lire(self, condition: str, *valeurs: str) -> Iterator[Electeur]:
        with closing(self._ouvrir()) as base:
            lignes = base.execute(_LECTURE + condition, valeurs).fetchall()
        return map(_electeur, lignes)


def _electeur(ligne: tuple[str, ...]) -> Electeur:
    lu = dict(zip(_COLONNES, ligne, strict=True))
    prenoms = tuple(lu.pop("prenoms").split(_SEPARATEUR))
    liste, statut = Liste(lu.pop("liste")), Statut(lu.pop("statut"))
    return Electeur(prenoms=prenoms, liste=liste, statut=statut, **lu)
