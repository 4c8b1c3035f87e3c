"""Is anything readable, or left anywhere, past its retention (RET-01, RET-02)?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.journal import EFFACEMENT
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_conservation import Conservation

DELAI_DE_LA_PASSE = timedelta(days=5)
"""What is due is erased in the nights that follow: several, after a national vote."""


@dataclass(frozen=True, slots=True)
class Preuve:
    """What was found, as references. `lisibles`: past its erasure, and a reading still gives it.
    `en_retard`: hidden, and not erased by the passes that should have. `orphelines`: (table,
    reference) where a table names a demande that is there no more. `sans_trace`: gone without its
    entry of erasure in the journal, so by DynamoDB itself.
    """

    conservees: int
    en_attente: int
    effacees: int
    lisibles: tuple[str, ...]
    en_retard: tuple[str, ...]
    orphelines: tuple[tuple[str, str], ...]
    sans_trace: tuple[str, ...]

    @property
    def est_faite(self) -> bool:
        """Whether nothing is readable nor left."""
        return not (self.lisibles or self.en_retard or self.orphelines)


def prouver_effacement(
    contexte: Contexte, conservation: Conservation, maintenant: datetime
) -> Preuve:
    """Reads every table. What is written between two readings may look orphaned once."""
    scrutins = contexte.depots.scrutins()
    dues: dict[str, datetime] = {}
    presentes = set()
    for conservee in conservation.toutes():
        demande = conservee.demande
        presentes.add(demande.reference)
        efface_le = a_effacer_le(demande, scrutins)
        if efface_le <= maintenant:
            dues[demande.reference] = efface_le
    chaines, effacees = _journaux(contexte)
    tard = maintenant - DELAI_DE_LA_PASSE
    return Preuve(
        conservees=len(presentes) - len(dues),
        en_attente=len(dues),
        effacees=len(effacees),
        lisibles=tuple(sorted(r for r in dues if contexte.depots.demande(r) is not None)),
        en_retard=tuple(sorted(r for r, efface_le in dues.items() if efface_le < tard)),
        orphelines=_orphelines(conservation, presentes),
        sans_trace=tuple(sorted(chaines - presentes - effacees)),
    )


def _journaux(contexte: Contexte) -> tuple[set[str], set[str]]:
    """The references that have a chain, and those whose chain ends with an erasure."""
    chaines, effacees = set(), set()
    for ecriture in contexte.depots.toutes_les_ecritures():
        chaines.add(ecriture.reference)
        if ecriture.evenement == EFFACEMENT:
            effacees.add(ecriture.reference)
    return chaines, effacees


def _orphelines(
    conservation: Conservation, presentes: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    connues = set(presentes)
    citees = conservation.references_citees()
    return tuple(sorted({(table, r) for table, r in citees if r not in connues}))
