"""DynamoDB answers that moto writes at once.

moto 5.2.5 walks each attribute value of an answer through the service's description, looking for
nine members under several spellings: two thirds of the time of a read. Values already are what the
wire wants, `{"S": …}`, unless they hold bytes: only those take moto's own way.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from moto.core.serialize import BaseJSONSerializer

_BINAIRES = frozenset({"B", "BS"})

# moto's own, kept for values with bytes and for the test that compares.
ORIGINALE = BaseJSONSerializer._serialize_type_structure


@cache
def installer() -> None:
    """Puts this version in moto, once and for the life of the process."""
    methode = "_serialize_type_structure"
    setattr(BaseJSONSerializer, methode, _structure)


def _structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if shape.name == "AttributeValue" and isinstance(value, dict) and _sans_octets(value):
        serialized[self.get_serialized_name(shape, key)] = value
    else:
        ORIGINALE(self, serialized, value, shape, key)


def _sans_octets(valeur: Any) -> bool:
    """Whether this attribute value, in any depth, holds text, numbers and truth values only."""
    ((genre, contenu),) = valeur.items()
    if genre == "M":
        return all(map(_sans_octets, contenu.values()))
    if genre == "L":
        return all(map(_sans_octets, contenu))
    return genre not in _BINAIRES
