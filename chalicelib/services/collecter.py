"""The délégué of an OPJ collects a demande, for that OPJ to establish (R72-1 V)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import etablissement
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import HabilitationInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent, Habilitation, exiger_habilitation
from chalicelib.domaine.reference import normaliser
from chalicelib.services import circonstances as lieux
from chalicelib.services.changement import Changement
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


@rejouer
def collecter(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    circonstances: Circonstances,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The collected demande; the same `cle` by the same agent gives it again. Both habilitations
    must be valid: the délégué's, and that of the OPJ in whose name he collects.

    Raises HabilitationInvalide, AgentVerrouille, ReferenceIntrouvable, TransitionInterdite,
    AccesRefuse (not a délégué), DemandeExpiree, SaisieInvalide.
    """
    demande = contexte.depots.demande(normaliser(reference))
    habilitation = exiger_habilitation(contexte.depots.habilitation(agent.cle), maintenant)
    presentee = presenter_au_guichet(contexte, demande, agent, habilitation, maintenant)
    deja = presentee.collecte
    if cle and deja is not None and (deja.agent, deja.cle) == (agent.cle, cle):
        return presentee
    exiger_opj(contexte, habilitation, maintenant)
    collectee, ecriture = etablissement.collecter(
        presentee,
        agent,
        habilitation,
        circonstances=lieux.exiger(contexte, circonstances, habilitation, maintenant),
        cle=cle,
        maintenant=maintenant,
    )
    contexte.depots.enregistrer(
        Changement(
            demande=collectee,
            depuis=presentee.version,
            ecritures=(ecriture,),
            instant=maintenant,
            habilitation=habilitation,
        )
    )
    return collectee


def exiger_opj(contexte: Contexte, habilitation: Habilitation, maintenant: datetime) -> None:
    """Raises HabilitationInvalide when the OPJ of this délégué can't establish now: what would be
    collected could then be established by nobody.
    """
    if not habilitation.opj:
        return
    opj = contexte.depots.habilitation(habilitation.opj)
    if opj is None or not opj.est_valide(maintenant):
        raise HabilitationInvalide(
            "L'officier de police judiciaire qui vous a désigné n'est plus habilité : il ne "
            "pourrait pas établir ce que vous recueillez. Adressez-vous à votre hiérarchie, et "
            "orientez la personne vers un collègue habilité."
        )
