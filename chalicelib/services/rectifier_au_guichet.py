"""The authority corrects, at the mandant's word, the address where he is told."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.actes import est_rejoue
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent, exiger_habilitation
from chalicelib.domaine.reference import normaliser
from chalicelib.services.changement import Changement
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.ports import Contexte
from chalicelib.services.rectifier import exiger_mesure
from chalicelib.services.reprise import rejouer


@rejouer
def rectifier_au_guichet(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    courriel: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The demande with its new address (normalised). The same address, or the same `cle` by the
    same agent, changes nothing more.

    Raises HabilitationInvalide, AgentVerrouille, TropDeRectifications, TransitionInterdite (it is
    over) and what `presenter_au_guichet` raises.
    """
    demande = contexte.depots.demande(normaliser(reference))
    habilitation = exiger_habilitation(contexte.depots.habilitation(agent.cle), maintenant)
    presentee = presenter_au_guichet(contexte, demande, agent, habilitation, maintenant)
    if presentee.mandant.courriel == courriel:
        return presentee
    if est_rejoue(presentee.rectification, agent.cle, cle):
        return presentee
    rectifiee, ecriture = vie.rectifier_au_guichet(
        presentee, courriel, agent.cle, cle=cle, maintenant=maintenant
    )
    exiger_mesure(contexte, presentee, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=rectifiee,
            depuis=presentee.version,
            ecritures=(ecriture,),
            instant=maintenant,
            habilitation=habilitation,
        )
    )
    return rectifiee
