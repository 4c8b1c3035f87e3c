"""The mandant corrects the address where he is told (GDPR, art. 16)."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.phrases import phrase
from chalicelib.services.changement import Changement
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre

RECTIFICATIONS_PAR_JOUR = 5
"""Each one sends a message to an address that anybody could have typed (D)."""

_RECTIFICATIONS = frozenset({Evenement.RECTIFICATION, Evenement.RECTIFICATION_GUICHET})


class TropDeRectifications(ErreurMetier):
    """This address was corrected too often in a day."""

    code = "trop-de-rectifications"
    titre = phrase("Vous avez corrigé cette adresse plusieurs fois aujourd'hui")

    def __init__(self) -> None:
        super().__init__(phrase("Réessayez demain. L'adresse actuelle reste celle que vous voyez."))


@rejouer
def rectifier(
    contexte: Contexte, *, reference: str, mandant_id: str, courriel: str, maintenant: datetime
) -> Demande:
    """The demande with its new address (normalised); the same address changes nothing. Raises
    ReferenceInvalide, DemandeIntrouvable, TransitionInterdite (it is over: nothing of use is sent
    any more), TropDeRectifications.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    if demande.mandant.courriel == courriel:
        return demande
    rectifiee, ecriture = vie.rectifier(demande, courriel, maintenant)
    exiger_mesure(contexte, demande, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=rectifiee, depuis=demande.version, ecritures=(ecriture,), instant=maintenant
        )
    )
    return rectifiee


def exiger_mesure(contexte: Contexte, demande: Demande, maintenant: datetime) -> None:
    """Raises TropDeRectifications, whoever corrected it so often."""
    depuis = maintenant - timedelta(days=1)
    recentes = [
        ecriture
        for ecriture in contexte.depots.ecritures(demande.reference)
        if ecriture.evenement in _RECTIFICATIONS and ecriture.instant > depuis
    ]
    if len(recentes) >= RECTIFICATIONS_PAR_JOUR:
        raise TropDeRectifications
