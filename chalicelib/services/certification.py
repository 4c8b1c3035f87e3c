"""When a certified identity stands for the visit to an authority (AUT-04: décrets 2023-1389 and
2025-1059).
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import est_perimee, peut_encore_servir
from chalicelib.domaine.erreurs import IdentiteNonCertifiee
from chalicelib.domaine.etats import VIVANTS, Etat
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.regimes import NOUVELLE_CALEDONIE, identite_certifiee_admise
from chalicelib.domaine.temps import jour

NIVEAU_CERTIFIE = "eidas3"
"""The level of guarantee, as the provider signs it (claim `acr`), that counts as certified."""


def etablissement_possible(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether its mandant may establish it without a visit, once his identity is certified."""
    return (
        demande.etat is Etat.DEPOSEE
        and not est_perimee(demande, scrutins, maintenant)
        and est_admise(demande, scrutins, maintenant)
    )


def resiliation_possible(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether its mandant may résilier it without a visit, once his identity is certified."""
    return (
        demande.etat in VIVANTS
        and peut_encore_servir(demande, scrutins, maintenant)
        and est_admise(demande, scrutins, maintenant)
    )


def est_admise(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether the law admits a certified identity for this procuration, on this day. New Caledonia
    is still under the arrêté of 2021, which knows none (domaine.md, 2).
    """
    if demande.mandant.commune.startswith(NOUVELLE_CALEDONIE):
        return False
    return identite_certifiee_admise(demande.portee, scrutins, jour(maintenant))


def exiger(demande: Demande, niveau: str, scrutins: Scrutins, maintenant: datetime) -> None:
    """Raises IdentiteNonCertifiee unless `niveau`, which the provider has signed, is the certified
    one and the law admits it here.
    """
    if niveau != NIVEAU_CERTIFIE:
        raise IdentiteNonCertifiee(
            phrase(
                "Validez d'abord votre identité avec FranceConnect+ et votre identité numérique "
                "certifiée, ou présentez-vous au guichet avec votre référence."
            )
        )
    if not est_admise(demande, scrutins, maintenant):
        raise IdentiteNonCertifiee(
            phrase(
                "Pour ce vote, la loi demande de vous présenter en personne : allez au guichet "
                "avec votre référence et votre pièce d'identité."
            )
        )
