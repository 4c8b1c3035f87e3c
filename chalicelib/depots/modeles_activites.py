"""The table of what the authorities did."""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table


class ActiviteModele(Table):
    """One act of one agent. `cle` is `<agent>#<day of Paris>`, `rang` `<instant>#<reference>#
    <act>`: an agent's day is one reading, and what comes twice is written once.
    """

    class Meta:
        table_name = table("activites")

    cle = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    agent = UnicodeAttribute()
    acte = UnicodeAttribute()
    instant = UTCDateTimeAttribute()
    reference = UnicodeAttribute(null=True)
    commune = UnicodeAttribute(null=True)
    cadre = UnicodeAttribute(null=True)
    lieu_public = UnicodeAttribute(null=True)
    mandataire = UnicodeAttribute(null=True)
    mandant = UnicodeAttribute(null=True)
    adresse = UnicodeAttribute(null=True)
    recueilli = BooleanAttribute(null=True)
    exp = NumberAttribute()
