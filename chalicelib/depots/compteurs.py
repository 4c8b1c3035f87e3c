"""The counters by commune and day: what a row adds when it moves, and their readings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.depots.modeles_compteurs import CompteurModele
from chalicelib.services.compter import ETABLIES, Comptage, Compteur, Journee


def ajouter(comptage: Comptage) -> Callable[[TransactWrite], None]:
    """The step of a transaction that counts."""
    modele: Any = CompteurModele
    actions: list[Action] = [modele.version.add(1)]
    actions += [getattr(modele, nom.value).add(n) for nom, n in comptage.ajouts.items()]
    if comptage.ajouts.keys() & set(ETABLIES):
        actions.append(modele.jour.set(comptage.jour.isoformat()))
    cle = CompteurModele(comptage.commune, rang(comptage.jour, comptage.part))
    return lambda transaction: transaction.update(cle, actions=actions)


def rang(jour: date, part: int) -> str:
    """The sort key of a part of a day."""
    return f"{jour.isoformat()}#{part}"


class CompteursDynamo:
    """`services.compter.Compteurs` over DynamoDB."""

    def journees(self, commune: str, jusqu_au: date) -> tuple[Journee, ...]:
        """Each day on which something was counted, in order."""
        avant = CompteurModele.rang < (jusqu_au + timedelta(days=1)).isoformat()
        par_jour: dict[date, Counter[Compteur]] = defaultdict(Counter)
        for modele in CompteurModele.query(commune, avant, consistent_read=True):
            par_jour[date.fromisoformat(modele.rang[:10])].update(nombres(modele))
        return tuple(Journee(jour, compte) for jour, compte in par_jour.items())

    def etablies(self, jour_: date) -> Mapping[str, tuple[int, int]]:
        """Established on this day, by commune."""
        sommes: dict[str, tuple[int, int]] = {}
        for modele in CompteurModele.par_jour.query(jour_.isoformat()):
            en_ligne, papier = sommes.get(modele.commune, (0, 0))
            sommes[modele.commune] = (
                en_ligne + int(modele.en_ligne or 0),
                papier + int(modele.papier or 0),
            )
        return sommes


def nombres(modele: CompteurModele) -> dict[Compteur, int]:
    """The counters of one item."""
    lus = ((compteur, getattr(modele, compteur.value)) for compteur in Compteur)
    return {compteur: int(nombre) for compteur, nombre in lus if nombre}
