"""What lets the canary act: the habilitation and the delegation of two agents who do not exist,
good for a quarter of an hour. Its function writes these two items and no other (its role says so);
once it stops, nobody of that name may do anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.depots.conversion_administration import modele_delegation, modele_habilitation
from chalicelib.domaine.canari import AUTORITE, CLERC, COMMUNE
from chalicelib.domaine.habilitation import Delegation, Habilitation, Qualite

DUREE = timedelta(minutes=15)


class AccesDuCanari:
    """Over the tables of habilitations and delegations."""

    def ouvrir(self, maintenant: datetime) -> None:
        """For a quarter of an hour from now."""
        habilitation = Habilitation(
            agent=AUTORITE.cle,
            qualite=Qualite.OPJ,
            juge="",
            tribunal="",
            du=maintenant - timedelta(minutes=1),
            au=maintenant + DUREE,
            unite="Contrôle du service",
            lieu="Contrôle du service",
        )
        delegation = Delegation(
            agent=CLERC.cle,
            commune=COMMUNE,
            du=maintenant - timedelta(minutes=1),
            au=maintenant + DUREE,
        )
        modele_habilitation(habilitation).save()
        modele_delegation(delegation).save()
