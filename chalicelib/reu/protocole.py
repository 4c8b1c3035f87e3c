"""What travels between us and the national register: JSON, described in
docs/decisions/registre-national.md.

An answer that does not have exactly the expected shape says nothing: it raises, it is never read as
far as it goes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from chalicelib.domaine.concordance import concorde
from chalicelib.domaine.electeurs import (
    Electeur,
    Introuvable,
    Liste,
    Plusieurs,
    Recherche,
    Reponse,
    Situation,
    Trouve,
)
from chalicelib.domaine.identites import Sexe
from chalicelib.domaine.texte import LONGUEUR_MAX_NOM, ligne
from chalicelib.services.registre_national import Raison, RegistreIndisponible

CHEMIN = "/v1/electeurs/recherches"
RECHERCHES_MAX = 10
"""In one request."""

_Nom = Annotated[str, Meta(min_length=1, max_length=LONGUEUR_MAX_NOM)]


class _Electeur(Struct):
    """The domain's Electeur, as JSON."""

    nne: Annotated[str, Meta(pattern=r"^[0-9]{6,10}\Z")]
    nom: _Nom
    prenoms: Annotated[tuple[_Nom, ...], Meta(min_length=1, max_length=20)]
    sexe: Sexe
    naissance: Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[0-9]|1[0-2])-([0-2][0-9]|3[01])\Z")]
    commune: Annotated[str, Meta(pattern=r"^[0-9A-Z]{5}\Z")]
    bureau: Annotated[str, Meta(max_length=10)]
    listes: Annotated[tuple[Liste, ...], Meta(min_length=1, max_length=len(Liste))]
    situation: Situation
    nom_usage: Annotated[str, Meta(max_length=LONGUEUR_MAX_NOM)] = ""


class _Trouve(Struct, tag_field="resultat", tag="TROUVE"):
    id: str
    electeur: _Electeur


class _Introuvable(Struct, tag_field="resultat", tag="INTROUVABLE"):
    id: str


class _Plusieurs(Struct, tag_field="resultat", tag="PLUSIEURS"):
    id: str
    nombre: Annotated[int, Meta(ge=2)]


_Reponse = _Trouve | _Introuvable | _Plusieurs


class _Reponses(Struct):
    reponses: tuple[_Reponse, ...]


_lecteur = msgspec.json.Decoder(_Reponses)


def question(recherches: Sequence[Recherche], ids: Sequence[str]) -> bytes:
    """The body of the request. Each look-up bears an id of ours, which its answer repeats."""
    corps = {"recherches": [_champs(r, id_) for r, id_ in zip(recherches, ids, strict=True)]}
    return json.dumps(corps, ensure_ascii=False).encode()


def reponses(
    corps: bytes, recherches: Sequence[Recherche], ids: Sequence[str]
) -> tuple[Reponse, ...]:
    """The answers, in the order of the questions. Raises RegistreIndisponible: FORME when the body
    is not an answer to these questions, AUTRE_PERSONNE when it is about somebody else.
    """
    try:
        recues = _lecteur.decode(corps).reponses
    except (msgspec.DecodeError, RecursionError):
        raise RegistreIndisponible(Raison.FORME) from None
    if [recue.id for recue in recues] != list(ids):
        raise RegistreIndisponible(Raison.FORME)
    return tuple(_reponse(recue, r) for recue, r in zip(recues, recherches, strict=True))


def _reponse(recue: _Reponse, recherche: Recherche) -> Reponse:
    if isinstance(recue, _Introuvable):
        return Introuvable()
    if isinstance(recue, _Plusieurs):
        return Plusieurs(recue.nombre)
    electeur = Electeur(**msgspec.structs.asdict(recue.electeur))
    try:
        # These names will stand in the register and under the clerk's eyes.
        for texte in (electeur.nom, electeur.nom_usage, electeur.bureau, *electeur.prenoms):
            ligne(texte)
    except ValueError:
        raise RegistreIndisponible(Raison.FORME) from None
    if not concorde(recherche, electeur):
        raise RegistreIndisponible(Raison.AUTRE_PERSONNE)
    return Trouve(electeur)


def _champs(recherche: Recherche, id_: str) -> dict[str, Any]:
    """What is known of the person, and nothing for what is not."""
    champs: dict[str, Any] = {
        "id": id_,
        "naissance": recherche.naissance,
        "nne": recherche.nne,
        "nom": recherche.nom,
        "prenoms": list(recherche.prenoms),
        "sexe": recherche.sexe,
        "commune": recherche.commune,
    }
    return {nom: valeur for nom, valeur in champs.items() if valeur}
