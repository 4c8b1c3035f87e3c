"""What the tables hold when the local cloud opens: scrutins, habilitations and delegations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domaine.temps import jour
from infra.local.identites import Identite

SCRUTINS = Path(__file__).parent / "donnees" / "scrutins.json"
_DIMANCHE = 6


def charger(identites: Iterable[Identite], maintenant: datetime) -> None:
    """Writes the demo data. The environment must name the tables first: the models read their names
    when they are imported. `maintenant` is an aware instant of the local clock."""
    from chalicelib.depots.modeles import (
        CarteTour,
        DelegationModele,
        HabilitationModele,
        ScrutinModele,
    )

    for scrutin in scrutins(jour(maintenant)):
        tours = [
            CarteTour(numero=numero, date=le.isoformat())
            for numero, le in enumerate(scrutin.pop("tours"), start=1)
        ]
        ScrutinModele(tours=tours, **scrutin).save()
    for identite in identites:
        if identite.habilitation is not None:
            periode = _periode(identite.habilitation, maintenant)
            HabilitationModele(agent=identite.cle, **(identite.habilitation | periode)).save()
        if identite.delegation is not None:
            periode = _periode(identite.delegation, maintenant)
            DelegationModele(agent=identite.cle, **(identite.delegation | periode)).save()


def scrutins(aujourd_hui: date) -> list[dict[str, Any]]:
    """The scrutins of the data file; `tours` are dates, those of a rule counted from this day."""
    lus: list[dict[str, Any]] = json.loads(SCRUTINS.read_text("utf-8"))["scrutins"]
    return [scrutin | {"tours": _tours(scrutin["tours"], aujourd_hui)} for scrutin in lus]


def _tours(tours: Any, aujourd_hui: date) -> list[date]:
    if isinstance(tours, list):
        return [date.fromisoformat(le) for le in tours]
    if tours["regle"] != "dimanches":
        raise ValueError(f"règle de dates inconnue : {tours['regle']}")
    premier = aujourd_hui + timedelta(days=tours["dans_jours"])
    premier += timedelta(days=(_DIMANCHE - premier.weekday()) % 7)
    return [premier + timedelta(weeks=rang) for rang in range(tours["nombre"])]


def _periode(acte: dict[str, Any], maintenant: datetime) -> dict[str, datetime]:
    """`du` and `au`, given in days from now, as instants."""
    return {borne: maintenant + timedelta(days=acte[borne]) for borne in ("du", "au")}
