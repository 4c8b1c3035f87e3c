"""The counters as they are counted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition

from chalicelib.depots.causes import code
from chalicelib.depots.compteurs import nombres, rang
from chalicelib.depots.connexion import CONDITION_REFUSEE
from chalicelib.depots.modeles import LigneModele
from chalicelib.depots.modeles_compteurs import CompteurModele
from chalicelib.services.compter import ETABLIES, Compteur
from chalicelib.services.compter_de_nouveau import Compte, Place


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
