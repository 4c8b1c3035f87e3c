"""The authority refuses at the counter."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import etablissement
from chalicelib.domaine.actes import est_rejoue
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent, exiger_habilitation
from chalicelib.domaine.motifs import motif_de_l_autorite
from chalicelib.domaine.reference import normaliser
from chalicelib.services.changement import Changement
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


@rejouer
def refuser_au_guichet(
    contexte: Contexte, *, reference: str, agent: Agent, motif: str, cle: str, maintenant: datetime
) -> Demande:
    """The demande after the refusal: ended, or still alive when the person may come back with the
    right document. The same `cle` by the same agent changes nothing more.

    Raises what `presenter_au_guichet` raises, and SaisieInvalide (unknown motif).
    """
    choisi = motif_de_l_autorite(motif)
    demande = contexte.depots.demande(normaliser(reference))
    if demande is not None and est_rejoue(demande.refus, agent.cle, cle):
        return demande
    habilitation = exiger_habilitation(contexte.depots.habilitation(agent.cle), maintenant)
    presentee = presenter_au_guichet(contexte, demande, agent, habilitation, maintenant)
    refusee, ecriture = etablissement.refuser_au_guichet(
        presentee, agent, choisi, cle=cle, maintenant=maintenant
    )
    contexte.depots.enregistrer(
        Changement(
            demande=refusee,
            depuis=presentee.version,
            ecritures=(ecriture,),
            instant=maintenant,
            habilitation=habilitation,
        )
    )
    return refusee
