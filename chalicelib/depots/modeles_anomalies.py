"""The table of the watch over unusual acts: counts and keyed prints, each until it is of no use."""

from __future__ import annotations

from pynamodb.attributes import (
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table

SEUL = "-"
"""The sort key of what is alone under its key."""


class VeilleModele(Table):
    """One item; `cle` says of what: `A#<agent>` habits, `S#<kind>#<print>` mandants that something
    brings together, `P#<day>` colleagues (numbers `c<class>`, which `depots.anomalies` adds to), or
    `J#<day>` and `rang` what was found on that day. Agents stand there by pseudonym.
    """

    class Meta:
        table_name = table("anomalies")

    cle = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    exp = NumberAttribute()
    contenu = UnicodeAttribute(null=True)
    jour = UnicodeAttribute(null=True)
    mandants = UnicodeSetAttribute(null=True)
    agents = UnicodeSetAttribute(null=True)
    genre = UnicodeAttribute(null=True)
    sujet = UnicodeAttribute(null=True)
    valeur = NumberAttribute(null=True)
    seuil = NumberAttribute(null=True)
    niveau = NumberAttribute(null=True)
    dit = NumberAttribute(null=True)
    instant = UTCDateTimeAttribute(null=True)
