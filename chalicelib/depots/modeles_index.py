"""The global indexes of the tables of demandes and of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

if TYPE_CHECKING:
    from chalicelib.depots.modeles import DemandeModele, LigneModele  # noqa: F401


class IndexParMandant(GlobalSecondaryIndex["DemandeModele"]):
    """The demandes of one mandant, by date."""

    class Meta:
        index_name = "par_mandant"
        projection = KeysOnlyProjection()

    mandant_id = UnicodeAttribute(hash_key=True)
    deposee_le = UTCDateTimeAttribute(range_key=True)


class IndexParOpj(GlobalSecondaryIndex["DemandeModele"]):
    """What the délégués of one OPJ have collected for him. Only what waits bears `opj`, so that
    nothing else is written here: the index costs nothing to the other use cases.
    """

    class Meta:
        index_name = "par_opj"
        projection = KeysOnlyProjection()

    opj = UnicodeAttribute(hash_key=True)
    deposee_le = UTCDateTimeAttribute(range_key=True)


class IndexParAttente(GlobalSecondaryIndex["LigneModele"]):
    """What waits for a clerk, by the day of its reception, for the gauges. Only what waits bears
    `attente`.
    """

    class Meta:
        index_name = "par_attente"
        projection = KeysOnlyProjection()

    attente = UnicodeAttribute(hash_key=True)
    commune = UnicodeAttribute(range_key=True)
