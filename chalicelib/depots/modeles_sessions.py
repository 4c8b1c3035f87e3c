"""The tables of who is signed in, and of what was typed so far."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table


class SessionModele(Table):
    """A signed-in person, or a sign-in under way. The key is the hash of what the cookie holds."""

    class Meta:
        table_name = table("sessions")

    cle = UnicodeAttribute(hash_key=True)
    portail = UnicodeAttribute()
    expire_le = UTCDateTimeAttribute()
    exp = NumberAttribute()
    sujet = UnicodeAttribute(null=True)
    donnees = UnicodeAttribute(null=True)


class BrouillonModele(Table):
    """What a mandant has typed so far; dies after a day."""

    class Meta:
        table_name = table("brouillons")

    sujet = UnicodeAttribute(hash_key=True)
    jeton = UnicodeAttribute()
    donnees = UnicodeAttribute()
    exp = NumberAttribute()
