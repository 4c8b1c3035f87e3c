"""What the tables hold when the local cloud opens: scrutins, habilitations, delegations and public
places."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domaine.habilitation import Delegation, Habilitation, Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin
from chalicelib.domaine.temps import jour, paris
from infra.local.identites import Identite

DONNEES = Path(__file__).parent / "donnees"
SCRUTINS = DONNEES / "scrutins.json"
LIEUX = DONNEES / "lieux.json"
_DIMANCHE = 6


def charger(identites: Iterable[Identite], maintenant: datetime) -> None:
    """Writes the demo data, as the command line of administration does. The environment must name
    the tables first: the models read their names when they are imported. `maintenant` is an aware
    instant of the local clock."""
    from chalicelib.depots.administration import AdministrationDynamo

    depots = AdministrationDynamo()
    personnes = tuple(identites)
    aujourd_hui = jour(maintenant)
    depots.ecrire_scrutins(_scrutin(lu) for lu in scrutins(aujourd_hui))
    depots.ajouter_habilitations(habilitations(personnes, maintenant))
    depots.ecrire_delegations(delegations(personnes, maintenant))
    depots.ecrire_lieux(lieux(aujourd_hui))


def scrutins(aujourd_hui: date) -> list[dict[str, Any]]:
    """The scrutins of the data file; `tours` are dates, those of a rule counted from this day."""
    lus: list[dict[str, Any]] = json.loads(SCRUTINS.read_text("utf-8"))["scrutins"]
    return [scrutin | {"tours": _tours(scrutin["tours"], aujourd_hui)} for scrutin in lus]


def habilitations(personnes: Iterable[Identite], maintenant: datetime) -> list[Habilitation]:
    """Those of the authorities; the OPJ of a délégué is found by its id."""
    cles = {personne.demo.id: personne.cle for personne in personnes}
    return [
        Habilitation(
            agent=personne.cle,
            qualite=Qualite(acte["qualite"]),
            juge=acte.get("juge", ""),
            tribunal=acte.get("tribunal", ""),
            unite=acte["unite"],
            lieu=acte["lieu"],
            opj=cles[acte["opj"]] if "opj" in acte else "",
            poste=acte.get("poste", ""),
            du=_instant(acte, "du", maintenant),
            au=_instant(acte, "au", maintenant),
        )
        for personne in personnes
        if (acte := personne.habilitation) is not None
    ]


def delegations(personnes: Iterable[Identite], maintenant: datetime) -> list[Delegation]:
    """Those of the mairies' agents."""
    return [
        Delegation(
            personne.cle,
            acte["commune"],
            _instant(acte, "du", maintenant),
            _instant(acte, "au", maintenant),
            maire=acte.get("maire", False),
            nom=personne.demo.libelle,
        )
        for personne in personnes
        if (acte := personne.delegation) is not None
    ]


def lieux(aujourd_hui: date) -> list[LieuPublic]:
    """The public places, open from this day on."""
    return [
        LieuPublic(
            id=lu["id"],
            departement=lu["departement"],
            arrete=lu["arrete"],
            libelle=lu["libelle"],
            commune=lu["commune"],
            creneaux=tuple(
                Creneau(_a_paris(le, lu["de"]), _a_paris(le, lu["a"]))
                for le in (aujourd_hui + timedelta(days=rang) for rang in range(lu["jours"]))
            ),
        )
        for lu in json.loads(LIEUX.read_text("utf-8"))["lieux"]
    ]


def _scrutin(lu: dict[str, Any]) -> Scrutin:
    return Scrutin(
        id=lu["id"],
        libelle=lu["libelle"],
        tours=tuple(Tour(numero, le) for numero, le in enumerate(lu["tours"], start=1)),
        territoire=tuple(lu["territoire"]),
        consulaire=lu["consulaire"],
        dates_provisoires=lu["dates_provisoires"],
        type=TypeScrutin(lu["type"]),
        controle=ModeControle(lu["controle"]),
    )


def _a_paris(le: date, heure: str) -> datetime:
    return datetime.combine(le, time.fromisoformat(heure), tzinfo=paris()).astimezone(UTC)


def _tours(tours: Any, aujourd_hui: date) -> list[date]:
    if isinstance(tours, list):
        return [date.fromisoformat(le) for le in tours]
    if tours["regle"] != "dimanches":
        raise ValueError(f"règle de dates inconnue : {tours['regle']}")
    premier = aujourd_hui + timedelta(days=tours["dans_jours"])
    premier += timedelta(days=(_DIMANCHE - premier.weekday()) % 7)
    return [premier + timedelta(weeks=rang) for rang in range(tours["nombre"])]


def _instant(acte: dict[str, Any], borne: str, maintenant: datetime) -> datetime:
    """`du` or `au`, given in days from now."""
    return maintenant + timedelta(days=acte[borne])
