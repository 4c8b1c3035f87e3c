"""The mairie takes back a refusal that it made by error (domaine.md, b)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import decision
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.portee import dernier_jour
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Changement
from chalicelib.services.engager import engager, exiger_libre
from chalicelib.services.livre import Livre
from chalicelib.services.mairie import ouvrir
from chalicelib.services.plafonner import liberer
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.router import attente_du_registre


@rejouer
def rouvrir(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The procuration to check again. It counts again in both accounts at its own instant of
    establishment; L73 is judged when the mairie decides. The same `cle` by the same agent changes
    nothing more, not even when it was refused again meanwhile.

    Raises DelegationAbsente, ProcurationIntrouvable, TransitionInterdite (also when its last day of
    vote is past), MandantDejaRepresente.
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    demande = dossier.demande
    faite = demande.reouverture
    if cle and faite is not None and (faite.agent, faite.cle) == (agent.cle, cle):
        return demande
    rouverte, ecriture = decision.rouvrir(demande, agent, cle=cle, maintenant=maintenant)
    if dernier_jour(demande.portee, contexte.depots.scrutins()) < jour(maintenant):
        raise TransitionInterdite("Le dernier jour de vote qu'elle couvrait est passé.")
    livre = Livre(dossier.comptes)
    exiger_libre(contexte, livre, rouverte)
    # Refused for the cap, it may still stand in the accounts as a candidate.
    liberer(livre, demande.reference, tuple(compte.electeur for compte in dossier.comptes))
    engager(contexte, livre, rouverte, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=rouverte,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            delegation=dossier.delegation,
            attentes=attente_du_registre(contexte, rouverte, maintenant),
        )
    )
    return rouverte
