"""The authority establishes the procuration; in the same act, it may end those that it replaces."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import etablissement
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent
from chalicelib.services import circonstances as lieux
from chalicelib.services.changement import Changement
from chalicelib.services.engager import engager, exiger_libre
from chalicelib.services.lecture import lire_pour_agir
from chalicelib.services.livre import Livre
from chalicelib.services.ports import Contexte
from chalicelib.services.remplacer import a_remplacer, remplacer_par
from chalicelib.services.reprise import rejouer


@rejouer
def etablir(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    circonstances: Circonstances,
    cle: str,
    maintenant: datetime,
    remplacer: bool = False,
) -> Demande:
    """The established procuration; the same `cle` by the same agent gives it again. `remplacer`:
    it replaces those that the mandant gave for the same days, which this very act ends (L75).

    Raises HabilitationInvalide, AgentVerrouille, ReferenceIntrouvable, TransitionInterdite,
    AccesRefuse (a délégué; what another's délégué collected; to replace what he collected),
    DemandeExpiree, MandantDejaRepresente, SaisieInvalide (document, home visit, public place).
    """
    lecture = lire_pour_agir(contexte, reference, agent, maintenant)
    demande, habilitation = lecture.demande, lecture.habilitation
    if cle and demande.etablissement is not None and demande.etablissement.cle == cle:
        return demande
    if demande.collecte is None:
        circonstances = lieux.exiger(contexte, circonstances, habilitation, maintenant)
    livre = Livre(lecture.comptes)
    remplacees = a_remplacer(contexte, livre, demande) if remplacer else ()
    etablie, ecriture = etablissement.etablir(
        demande,
        agent,
        habilitation,
        circonstances=circonstances,
        cle=cle,
        maintenant=maintenant,
        remplace=tuple(ancienne.reference for ancienne in remplacees),
    )
    pas, attentes = remplacer_par(contexte, livre, remplacees, etablie, agent, habilitation)
    exiger_libre(contexte, livre, etablie)
    engager(contexte, livre, etablie, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=etablie,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            habilitation=habilitation,
            autres=pas,
            attentes=attentes,
        )
    )
    return etablie
