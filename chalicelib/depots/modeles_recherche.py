"""The table of the search."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table


class MotModele(Table):
    """A word that leads to a procuration of a commune. `rang` is the word and the reference;
    `mots` all the words of that procuration, each after a space, for the other words sought.
    """

    class Meta:
        table_name = table("recherche")

    commune = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    mots = UnicodeAttribute()
    exp = NumberAttribute(null=True)
