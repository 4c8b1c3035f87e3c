"""The mandant withdraws a demande before it is established."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.services.changement import Changement
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre


@rejouer
def retirer(
    contexte: Contexte, *, reference: str, mandant_id: str, maintenant: datetime
) -> Demande:
    """The withdrawn demande; withdrawing it twice changes nothing. Raises DemandeIntrouvable or
    TransitionInterdite.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    if demande.etat is Etat.RETIREE:
        return demande
    retiree, ecriture = vie.retirer(demande, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=retiree, depuis=demande.version, ecritures=(ecriture,), instant=maintenant
        )
    )
    return retiree
