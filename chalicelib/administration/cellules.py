"""The cells of a row as values of the domain; what can't be one is noted, and reading goes on."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar

from chalicelib.administration.fichiers import Erreur, Rang
from chalicelib.domaine.habilitation import CLE_D_AGENT
from chalicelib.domaine.temps import fin_du_jour, paris

E = TypeVar("E", bound=StrEnum)

LONGUEUR_MAX = 200
_AGENT = re.compile(r"[0-9]{14}/[!-.0-~]{1,100}")
_JOUR = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
_HEURE = re.compile(r"(\d{1,2})[:h](\d{2})")
_ANNEES = range(2000, 2100)
_OUI_NON = {"oui": True, "non": False}


class Cellules:
    """A row being read. Each method gives the value of a column; when the cell is empty or can't be
    read, an error is added to `erreurs` and the value, if there is one, is of no use.
    """

    def __init__(self, rang: Rang, erreurs: list[Erreur]) -> None:
        self._rang = rang
        self._erreurs = erreurs
        self.en_defaut = False
        """Whether something is wrong with this row."""

    def refuser(self, message: str) -> None:
        """Notes what is wrong with the row."""
        self.en_defaut = True
        self._erreurs.append(Erreur(self._rang.ligne, message))

    def brut(self, colonne: str) -> str:
        """The text, which may be empty."""
        texte = self._rang.cellules[colonne]
        if len(texte) > LONGUEUR_MAX:
            self.refuser(f"« {colonne} » dépasse {LONGUEUR_MAX} caractères.")
        return texte

    def texte(self, colonne: str) -> str:
        """The text, which must be there."""
        texte = self.brut(colonne)
        if not texte:
            self.refuser(f"« {colonne} » est vide.")
        return texte

    def vide(self, colonne: str, pourquoi: str) -> str:
        """Nothing, and the cell must hold nothing."""
        if self.brut(colonne):
            self.refuser(f"« {colonne} » doit rester vide : {pourquoi}.")
        return ""

    def agent(self, colonne: str) -> str:
        """The key of an agent, as ProConnect gives its two parts."""
        cle = self.texte(colonne)
        if cle and not CLE_D_AGENT.fullmatch(cle):
            self.refuser(
                f"« {colonne} » s'écrit SIRET (14 chiffres), barre oblique, identifiant ProConnect "
                f"sans espace ; lu : « {cle} »."
            )
        return cle

    def choix(self, colonne: str, parmi: type[E]) -> E | None:
        """A value of an enumeration, which must be there."""
        return self.choix_facultatif(colonne, parmi) if self.texte(colonne) else None

    def choix_facultatif(self, colonne: str, parmi: type[E]) -> E | None:
        """A value of an enumeration; None for an empty cell."""
        texte = self.brut(colonne)
        return self.en_choix(texte, colonne, parmi) if texte else None

    def en_choix(self, texte: str, colonne: str, parmi: type[E]) -> E | None:
        """The value of an enumeration that this text of the column tells."""
        if texte in parmi.__members__:
            return parmi(texte)
        possibles = ", ".join(parmi.__members__)
        self.refuser(f"« {colonne} » : « {texte} » n'est pas parmi {possibles}.")
        return None

    def oui_non(self, colonne: str) -> bool | None:
        """`oui` or `non`; None for an empty cell."""
        texte = self.brut(colonne).lower()
        if texte and texte not in _OUI_NON:
            self.refuser(f"« {colonne} » : écrivez oui ou non, ou laissez vide.")
        return _OUI_NON.get(texte)

    def liste(self, colonne: str) -> tuple[str, ...]:
        """Texts separated by "|", each once."""
        textes = [morceau.strip() for morceau in self.brut(colonne).split("|")]
        trouves = tuple(texte for texte in textes if texte)
        if len(set(trouves)) != len(trouves):
            self.refuser(f"« {colonne} » répète une valeur.")
        return trouves

    def jour(self, colonne: str) -> date | None:
        """A day, written AAAA-MM-JJ or JJ/MM/AAAA."""
        texte = self.texte(colonne)
        return self._jour(texte, colonne) if texte else None

    def jours(self, colonne: str) -> tuple[date, ...]:
        """Days separated by "|"."""
        lus = [self._jour(texte, colonne) for texte in self.liste(colonne)]
        return tuple(lu for lu in lus if lu is not None)

    def _jour(self, texte: str, colonne: str) -> date | None:
        lu = _JOUR.fullmatch(texte)
        if lu:
            annee, mois, jour_, jour_fr, mois_fr, annee_fr = lu.groups()
            # A year out of these is a slip of the finger, which would lock or open for ever.
            with suppress(ValueError):
                trouve = date(int(annee or annee_fr), int(mois or mois_fr), int(jour_ or jour_fr))
                if trouve.year in _ANNEES:
                    return trouve
        self.refuser(
            f"« {colonne} » : « {texte} » n'est pas une date entre {_ANNEES.start} et "
            f"{_ANNEES.stop - 1} (AAAA-MM-JJ ou JJ/MM/AAAA)."
        )
        return None

    def heure(self, colonne: str) -> time | None:
        """A time of day, such as 08:00 or 8h00."""
        texte = self.texte(colonne)
        return self._heure(texte, colonne) if texte else None

    def instant(self, colonne: str) -> datetime | None:
        """A day, or a day and a time of Paris; None for an empty cell."""
        texte = self.brut(colonne)
        if not texte:
            return None
        jour_, _, heure = texte.partition(" ")
        jour_lu = self._jour(jour_, colonne)
        heure_lue = self._heure(heure, colonne) if heure else time()
        return a_paris(jour_lu, heure_lue) if jour_lu and heure_lue is not None else None

    def _heure(self, texte: str, colonne: str) -> time | None:
        lue = _HEURE.fullmatch(texte)
        if lue and int(lue[1]) < 24 and int(lue[2]) < 60:
            return time(int(lue[1]), int(lue[2]))
        self.refuser(f"« {colonne} » : « {texte} » n'est pas une heure (HH:MM).")
        return None

    def periode(self) -> tuple[datetime, datetime] | None:
        """The columns `du` and `au`, both days included, as instants: the second is excluded."""
        du, au = self.jour("du"), self.jour("au")
        if du is None or au is None:
            return None
        if au < du:
            self.refuser("« au » précède « du ».")
        return a_paris(du), fin_du_jour(au)


def a_paris(jour_: date, heure: time = time()) -> datetime:
    """The instant, in UTC, of this day and time of Paris."""
    return datetime.combine(jour_, heure, tzinfo=paris()).astimezone(UTC)
