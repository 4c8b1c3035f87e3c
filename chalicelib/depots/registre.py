"""The register of a commune: reading the queue and the whole."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from typing import Any

from pynamodb.attributes import UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.depots import conversion
from chalicelib.depots.connexion import lire
from chalicelib.depots.modeles import LigneModele
from chalicelib.depots.peremption import est_visible, seuil
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.services.changement import Ligne
from chalicelib.services.ports import Page
from chalicelib.services.ports_recherche import Apercu

_LIGNES_LUES = 2000
"""Rows that one call reads when a filter drops most of them: about 1 MB, the most a call gives."""

_D_UN_APERCU = [
    "reference",
    "scrutin",
    "premier_jour",
    "dernier_jour",
    "recue_le",
    "attend",
    "nuls",
]

_INSTANT = UTCDateTimeAttribute()

_RANG = re.compile(r"([A-Z_]{1,20})#[0-9]{4}-[0-9]{2}-[0-9]{2}#[0-9T:.+-]{10,40}#([2-9A-Z]{6})")


def file(
    commune: str,
    *,
    etat: Etat | None,
    attente: bool | None,
    scrutin: Scrutin | None,
    depuis: str,
    limite: int,
    maintenant: datetime,
) -> Page:
    """See `services.ports.Depots.file`."""
    filtre = _filtre(scrutin)
    visible = _visible(maintenant)
    lus = LigneModele.par_etat.query(
        commune,
        _dans(_prefixe(etat, attente)),
        filter_condition=visible if filtre is None else visible & filtre,
        consistent_read=True,
        # One more than the page holds: whether there is a next page is then known for sure.
        limit=limite + 1,
        page_size=limite + 1 if filtre is None else _LIGNES_LUES,
        last_evaluated_key=_cle_du_curseur(commune, _prefixe(etat, attente), depuis),
    )
    modeles = list(lus)
    suite = _curseur(modeles[limite - 1].rang) if len(modeles) > limite else None
    return Page(tuple(conversion.ligne(modele) for modele in modeles[:limite]), suite)


def tout(commune: str, etat: Etat | None, maintenant: datetime) -> Iterator[Ligne]:
    """Every row of a commune in this state or all, by state, first day of vote and
    establishment.
    """
    for modele in LigneModele.par_etat.query(
        commune, _dans(_prefixe(etat)), filter_condition=_visible(maintenant), consistent_read=True
    ):
        yield conversion.ligne(modele)


def une(commune: str, reference: str, maintenant: datetime) -> Ligne | None:
    """One row."""
    modele = lire(LigneModele, commune, reference)
    if modele is None or not est_visible(modele, maintenant):
        return None
    return conversion.ligne(modele)


def plusieurs(commune: str, references: Iterable[str], maintenant: datetime) -> dict[str, Ligne]:
    """See `services.ports.Depots.lignes`."""
    cles = [(commune, reference) for reference in references]
    modeles = LigneModele.batch_get(cles, consistent_read=True)
    visibles = (modele for modele in modeles if est_visible(modele, maintenant))
    return {modele.reference: conversion.ligne(modele) for modele in visibles}


def apercus(
    commune: str, etat: Etat, limite: int, maintenant: datetime
) -> tuple[tuple[Apercu, ...], bool]:
    """See `services.ports.Depots.apercus`. The items are read as they come: a model of each would
    cost more than the call.
    """
    items: list[dict[str, Any]] = []
    for page in LigneModele.par_etat.query(
        commune,
        _dans(_prefixe(etat)),
        filter_condition=_visible(maintenant),
        consistent_read=True,
        attributes_to_get=_D_UN_APERCU,
        page_size=limite + 1,
    ).page_iter:
        items += page["Items"]
        if len(items) > limite:
            break
    return tuple(_apercu(item) for item in items[:limite]), len(items) <= limite


def _apercu(item: dict[str, Any]) -> Apercu:
    return Apercu(
        reference=item["reference"]["S"],
        scrutin=item["scrutin"]["S"] if "scrutin" in item else "",
        premier_jour=item["premier_jour"]["S"],
        dernier_jour=item["dernier_jour"]["S"],
        recue_le=_INSTANT.deserialize(item["recue_le"]["S"]),
        en_attente="attend" in item,
        nulle_un_jour="nuls" in item,
    )


def _visible(maintenant: datetime) -> Condition:
    """Not past its erasure, be it not deleted yet."""
    condition: Condition = LigneModele.exp > seuil(maintenant)
    return condition


def _prefixe(etat: Etat | None, attente: bool | None = None) -> str:
    """How `rang` begins in this state (no state's name begins as another's); see `modele_ligne`."""
    if etat is None:
        return ""
    return etat.value + {None: "", False: "#", True: f"{conversion.EN_ATTENTE}#"}[attente]


def _dans(prefixe: str) -> Condition | None:
    return LigneModele.rang.startswith(prefixe) if prefixe else None


def _filtre(scrutin: Scrutin | None) -> Condition | None:
    """As `services.ports_recherche.sert`."""
    if scrutin is None:
        return None
    pour_lui: Condition = LigneModele.scrutin == scrutin.id
    ce_jour_la = (
        (LigneModele.premier_jour <= tour.date.isoformat())
        & (LigneModele.dernier_jour >= tour.date.isoformat())
        for tour in scrutin.tours
    )
    return reduce(lambda un, autre: un | autre, ce_jour_la, pour_lui)


def _curseur(rang: str) -> str:
    # The commune is never in the cursor: it always comes from the session.
    return base64.urlsafe_b64encode(rang.encode()).decode().rstrip("=")


def _cle_du_curseur(commune: str, prefixe: str, curseur: str) -> dict[str, dict[str, str]] | None:
    if not curseur:
        return None
    rang = _rang_du_curseur(curseur)
    if rang is None or not rang[0].startswith(prefixe):
        raise SaisieInvalide.du_champ(
            "curseur", "Cette page de résultats n'existe plus. Revenez au début de la liste."
        )
    return {"commune": {"S": commune}, "rang": {"S": rang[0]}, "reference": {"S": rang[2]}}


def _rang_du_curseur(curseur: str) -> re.Match[str] | None:
    try:
        lu = base64.b64decode(curseur + "=" * (-len(curseur) % 4), altchars=b"-_", validate=True)
        return _RANG.fullmatch(lu.decode("ascii"))
    except (ValueError, binascii.Error):
        return None
