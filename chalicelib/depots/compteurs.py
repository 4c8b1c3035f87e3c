"""The counters by commune and day: what a row adds when it moves, and their readings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE
from chalicelib.depots.modeles import LigneModele
from chalicelib.depots.modeles_compteurs import CompteurModele
from chalicelib.services.compter import ETABLIES, Comptage, Compteur, Journee
from chalicelib.services.compter_de_nouveau import Compte, Place


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


class RecomptageDynamo:
    """`services.compter_de_nouveau.Recomptage` over DynamoDB."""

    def communes(self) -> Iterable[str]:
        """Every commune that has a register."""
        lignes = LigneModele.scan(attributes_to_get=["commune"], consistent_read=True)
        return sorted({ligne.commune for ligne in lignes})

    def comptes(self, commune: str, depuis: date) -> Mapping[Place, Compte]:
        """The items of a commune since this day."""
        apres = CompteurModele.rang >= depuis.isoformat()
        return {
            (date.fromisoformat(modele.rang[:10]), int(modele.rang[11:])): Compte(
                int(modele.version), nombres(modele)
            )
            for modele in CompteurModele.query(commune, apres, consistent_read=True)
        }

    def fixer(
        self, commune: str, place: Place, version: int, nombres: Mapping[Compteur, int]
    ) -> bool:
        """Sets an item that is still at this version."""
        attributs: dict[str, Any] = {c.value: nombre for c, nombre in nombres.items() if nombre}
        if any(nombres.get(compteur) for compteur in ETABLIES):
            attributs["jour"] = place[0].isoformat()
        modele = CompteurModele(commune, rang(*place), version=version + 1, **attributs)
        inchange: Condition = CompteurModele.version == version
        try:
            modele.save(condition=inchange if version else ~CompteurModele.commune.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            return False
        return True
