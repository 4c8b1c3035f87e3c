"""The search by name: words that lead to the rows of a commune's register.

One partition a commune, sorted by word, so that the beginning of a word is one range, whatever its
length. The longest word sought is that range; DynamoDB filters by the others.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.depots import peremption, registre
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import connexion
from chalicelib.depots.modeles import LigneModele
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion, SaisieInvalide
from chalicelib.domaine.recherche import mots
from chalicelib.services.changement import Ligne
from chalicelib.services.ports import Page
from chalicelib.services.ports_recherche import Indexation, Recherche

_PAGES_MAX = 4
"""Pages of one megabyte that a search may read: beyond, more letters are asked for."""

_MOTS_LUS = 200
"""Entries asked for at once when there is nothing to filter: more than a page of results needs."""

_RANG = re.compile(r"([^#\s]{1,60})#([2-9A-Z]{6})")


def indexer(indexation: Indexation) -> None:
    """See `services.ports.Depots.indexer`."""
    demande, commune = indexation.demande, indexation.commune
    try:
        with TransactWrite(connection=connexion()) as transaction:
            transaction.condition_check(
                LigneModele,
                commune,
                demande.reference,
                condition=LigneModele.version == indexation.version,
            )
            for entree in entrees(demande, commune, indexation.efface_le):
                transaction.save(entree)
    except TransactWriteError as erreur:
        raisons = {raison.code for raison in erreur.cancellation_reasons or () if raison}
        if code(erreur) != ANNULEE or not raisons <= {CONDITION, CONFLIT}:
            raise
        raise ConflitDeVersion from erreur


def entrees(demande: Demande, commune: str, efface_le: datetime) -> Iterator[MotModele]:
    """The items that lead to a procuration. The same names always give the same keys."""
    trouves = mots(demande)
    tous = " " + " ".join(trouves)
    exp = peremption.exp(efface_le)
    for mot in trouves:
        rang = f"{mot}#{demande.reference}"
        yield MotModele(commune=commune, rang=rang, mots=tous, exp=exp)


def reference_de(rang: str) -> str:
    """The reference to which an item leads."""
    return rang.rpartition("#")[2]


def chercher(recherche: Recherche, depuis: str, limite: int, maintenant: datetime) -> Page:
    """See `services.ports.Depots.chercher`."""
    lecture = _Lecture(recherche.commune, recherche.mots, depuis)
    trouvees: list[tuple[str, Ligne]] = []
    while len(trouvees) <= limite and (rangs := lecture.prendre(limite + 1)):
        references = (reference_de(rang) for rang in rangs)
        lues = registre.plusieurs(recherche.commune, references, maintenant)
        trouvees += (
            (rang, lues[reference])
            for rang in rangs
            if (reference := reference_de(rang)) in lues and recherche.retient(lues[reference])
        )
    if len(trouvees) > limite:
        suite = trouvees[limite - 1][0]
    else:
        suite = "" if lecture.finie else lecture.dernier
    return Page(tuple(ligne for _, ligne in trouvees[:limite]), _curseur(suite) if suite else None)


class _Lecture:
    """The entries of one search, in order, as long as it may read. `dernier` is where it stands;
    `finie` says that nothing is left after it.
    """

    def __init__(self, commune: str, cherches: tuple[str, ...], depuis: str) -> None:
        self._commune = commune
        self._pivot = max(cherches, key=len)
        self._autres = tuple(mot for mot in cherches if mot != self._pivot)
        self.dernier = _rang_du_curseur(depuis, self._pivot) if depuis else ""
        self.finie = False
        self._rangs = self._lire()

    def prendre(self, combien: int) -> list[str]:
        """The next entries, fewer at the end."""
        return list(islice(self._rangs, combien))

    def _lire(self) -> Iterator[str]:
        for _ in range(_PAGES_MAX):
            page = self._page()
            for item in page["Items"]:
                self.dernier = item["rang"]["S"]
                if self._est_premiere(self.dernier, item["mots"]["S"]):
                    yield self.dernier
            if "LastEvaluatedKey" not in page:
                self.finie = True
                return
            self.dernier = page["LastEvaluatedKey"]["rang"]["S"]

    def _page(self) -> Mapping[str, Any]:
        depuis = {"commune": {"S": self._commune}, "rang": {"S": self.dernier}}
        pages = MotModele.query(
            self._commune,
            MotModele.rang.startswith(self._pivot),
            filter_condition=self._filtre(),
            consistent_read=True,
            attributes_to_get=["rang", "mots"],
            page_size=None if self._autres else _MOTS_LUS,
            last_evaluated_key=depuis if self.dernier else None,
        ).page_iter
        page: Mapping[str, Any] = next(pages)
        return page

    def _filtre(self) -> Condition | None:
        filtre: Condition | None = None
        for mot in self._autres:
            contient = MotModele.mots.contains(f" {mot}")
            filtre = contient if filtre is None else filtre & contient
        return filtre

    def _est_premiere(self, rang: str, tous: str) -> bool:
        """Whether this is the first of the words of its procuration that begin so: MARTIN and
        MARTINE lead to one procuration once, on whatever page.
        """
        premier = min(mot for mot in tous.split() if mot.startswith(self._pivot))
        return rang.partition("#")[0] == premier


def _curseur(rang: str) -> str:
    # Holds a word of a name: it goes in the body of a call only, as the name itself.
    return base64.urlsafe_b64encode(rang.encode()).decode().rstrip("=")


def _rang_du_curseur(curseur: str, pivot: str) -> str:
    try:
        rempli = curseur + "=" * (-len(curseur) % 4)
        rang = base64.b64decode(rempli, altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        rang = ""
    if not rang.startswith(pivot) or _RANG.fullmatch(rang) is None:
        raise SaisieInvalide.du_champ(
            "curseur", "Cette page de résultats n'existe plus. Revenez au début de la liste."
        )
    return rang
