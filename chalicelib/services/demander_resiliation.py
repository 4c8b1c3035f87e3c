"""The mandant asks online to end a procuration (L75, R78)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import peut_encore_servir
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import VIVANTS, Evenement, Role, suivant
from chalicelib.domaine.phrases import phrase
from chalicelib.services.changement import Changement
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre


@rejouer
def demander_resiliation(
    contexte: Contexte, *, reference: str, mandant_id: str, maintenant: datetime
) -> Demande:
    """The procuration, still valid, that its mandant may now end before an authority with the same
    reference. Asking again while a request runs changes nothing; once it has run out, it makes a
    new one.

    Raises ReferenceInvalide, DemandeIntrouvable, TransitionInterdite (not established, ended
    already, or its last vote is over).
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    if demande.etat in VIVANTS and fin.resiliation_en_cours(demande, maintenant):
        return demande
    suivant(demande.etat, Evenement.DEMANDE_RESILIATION, Role.MANDANT)
    if not peut_encore_servir(demande, contexte.depots.scrutins(), maintenant):
        raise TransitionInterdite(
            phrase("Le dernier vote qu'elle couvrait est passé : il n'y a plus rien à résilier.")
        )
    demandee, ecriture = fin.demander_resiliation(demande, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=demandee, depuis=demande.version, ecritures=(ecriture,), instant=maintenant
        )
    )
    return demandee
