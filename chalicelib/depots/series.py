"""Models to items and back, three times quicker than pynamodb does it by itself.

pynamodb looks each attribute up again for each item and checks at run time what mypy has checked;
on the use cases of this house that was as long as the network call. What an attribute looks like on
the wire stays pynamodb's: each scalar is written and read by its own attribute class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pynamodb.attributes import (
    Attribute,
    AttributeContainer,
    ListAttribute,
    MapAttribute,
    UnicodeAttribute,
)
from pynamodb.exceptions import AttributeNullError

Item = dict[str, dict[str, Any]]
C = TypeVar("C", bound=AttributeContainer)


class _Champ(NamedTuple):
    """One attribute: its name in Python, in the table, its type there, and both conversions (None
    for a text, which is the same on both sides).
    """

    nom: str
    nom_table: str
    espece: str
    facultatif: bool
    defaut: Any
    ecrire: Callable[[Any], Any] | None
    lire: Callable[[Any], Any] | None


class Carte(MapAttribute[str, object]):
    """A part of an item. Declared in a model it is pynamodb's attribute; made with values it holds
    them as they are.
    """

    def __init__(self, **attributs: Any) -> None:
        if not attributs or not self._REGLAGES.isdisjoint(attributs):
            super().__init__(**attributs)
        else:
            remplir(self, attributs)

    _REGLAGES = frozenset({*MapAttribute.attribute_args, "_user_instantiated"})
    """What a declaration says, and a value never does: `null`, `default`…"""


def remplir(conteneur: AttributeContainer, attributs: Mapping[str, Any]) -> None:
    """Gives a new model, or a part of one, its values and defaults. Raises ValueError for a name
    that its class does not have.
    """
    classe = type(conteneur)
    inconnus = attributs.keys() - classe.get_attributes().keys()
    if inconnus:
        raise ValueError(f"{classe.__name__} n'a pas d'attribut {', '.join(sorted(inconnus))}")
    conteneur.__dict__["attribute_values"] = {**_defauts(classe), **attributs}


def serialiser(conteneur: AttributeContainer) -> Item:
    """The item of a model, or the map of a part of it. Raises AttributeNullError when an attribute
    that must be there is not.
    """
    valeurs = conteneur.__dict__["attribute_values"]
    item: Item = {}
    for nom, nom_table, espece, facultatif, _, ecrire, _ in _champs(type(conteneur)):
        valeur = valeurs.get(nom)
        if valeur is not None:
            item[nom_table] = {espece: valeur if ecrire is None else ecrire(valeur)}
        elif not facultatif:
            raise AttributeNullError(nom)
    return item


def deserialiser(classe: type[C], item: Mapping[str, Mapping[str, Any]]) -> C:
    """The model, or the part of one, that an item holds; what its class does not name is left
    out.
    """
    valeurs: dict[str, Any] = {**_defauts(classe)}
    for nom, nom_table, espece, _, _, _, lire in _champs(classe):
        brut = item.get(nom_table)
        if brut is not None and espece in brut:
            valeurs[nom] = brut[espece] if lire is None else lire(brut[espece])
    conteneur = classe.__new__(classe)
    conteneur.__dict__["attribute_values"] = valeurs
    return conteneur


@cache
def _defauts(classe: type[AttributeContainer]) -> dict[str, Any]:
    return {champ.nom: champ.defaut for champ in _champs(classe) if champ.defaut is not None}


@cache
def _champs(classe: type[AttributeContainer]) -> tuple[_Champ, ...]:
    return tuple(
        _Champ(
            nom,
            attribut.attr_name,
            attribut.attr_type,
            bool(attribut.null),
            attribut.default,
            *_conversions(attribut),
        )
        for nom, attribut in classe.get_attributes().items()
    )


def _conversions(
    attribut: Attribute[Any],
) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    if isinstance(attribut, MapAttribute):
        partie = type(attribut)
        return serialiser, lambda item: deserialiser(partie, item)
    if isinstance(attribut, ListAttribute):
        return _conversions_de_liste(attribut)
    if type(attribut) is UnicodeAttribute:
        return None, None
    return attribut.serialize, attribut.deserialize


def _conversions_de_liste(
    attribut: ListAttribute[Any],
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if attribut.element_type is None:
        raise TypeError("une liste dit ce qu'elle contient")
    element: Attribute[Any] = attribut.element_type()
    espece = element.attr_type
    ecrire, lire = _conversions(element)

    def ecrire_liste(valeurs: list[Any]) -> list[dict[str, Any]]:
        return [{espece: valeur if ecrire is None else ecrire(valeur)} for valeur in valeurs]

    def lire_liste(bruts: list[dict[str, Any]]) -> list[Any]:
        return [brut[espece] if lire is None else lire(brut[espece]) for brut in bruts]

    return ecrire_liste, lire_liste
