"""The counters by commune and day, and what is published of them. They name nobody: they stay when
the procurations are erased.
"""

from __future__ import annotations

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table


class IndexParJour(GlobalSecondaryIndex["CompteurModele"]):
    """What was established on one day. Items of days without any bear no `jour`, and a decision
    writes nothing here.
    """

    class Meta:
        index_name = "par_jour"
        projection = IncludeProjection(["en_ligne", "papier"])

    jour = UnicodeAttribute(hash_key=True)
    commune = UnicodeAttribute(range_key=True)


class CompteurModele(Table):
    """One part of the counters of one commune on one day; `rang` is the day and the part. `version`
    grows with every addition, so that a recount never writes over one.
    """

    class Meta:
        table_name = table("compteurs")

    commune = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    jour = UnicodeAttribute(null=True)
    en_ligne = NumberAttribute(null=True)
    papier = NumberAttribute(null=True)
    recues = NumberAttribute(null=True)
    rouvertes = NumberAttribute(null=True)
    acceptees = NumberAttribute(null=True)
    refusees = NumberAttribute(null=True)
    sans_decision = NumberAttribute(null=True)
    terminees = NumberAttribute(null=True)

    par_jour = IndexParJour()


class PublicationModele(Table):
    """What is published of a month, or of the recent days: JSON, compressed."""

    class Meta:
        table_name = table("publications")

    cle = UnicodeAttribute(hash_key=True)
    contenu = BinaryAttribute(legacy_encoding=False)
