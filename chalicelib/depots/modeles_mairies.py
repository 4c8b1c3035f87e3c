"""The table of the mairies' settings, and the index of delegations by commune."""

from __future__ import annotations

from pynamodb.attributes import (
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table


class MairieModele(Table):
    """What a mairie has set for itself. No person is named but by the addresses of its service."""

    class Meta:
        table_name = table("mairies")

    commune = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    courriels = ListAttribute(of=UnicodeAttribute, null=True)
    horaires = UnicodeAttribute(null=True)
    veille = UnicodeAttribute(null=True)
    jour_du_vote = UnicodeAttribute(null=True)
    impression = UnicodeAttribute(null=True)
    heure = NumberAttribute()
    bulletin_le = UTCDateTimeAttribute(null=True)
    bulletin_veille = UnicodeAttribute(null=True)
