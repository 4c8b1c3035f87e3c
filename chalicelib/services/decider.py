"""The mairie accepts or refuses."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.controles import exiger_conformes
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.motifs import motif_de_la_mairie
from chalicelib.domaine.portee import premier_jour
from chalicelib.services.mairie import ouvrir
from chalicelib.services.ports import Changement, Contexte
from chalicelib.services.reprise import rejouer


@rejouer
def accepter(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    confirmes: frozenset[str],
    nom: str = "",
    prenoms: tuple[str, ...] = (),
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The accepted procuration. `confirmes` are the checks that the clerk made on the electoral
    list; `nom` and `prenoms` the mandataire's as read there, when the mandant gave an NNE.

    Raises DelegationAbsente, ProcurationIntrouvable, TransitionInterdite, ControleNonConforme,
    SaisieInvalide.
    """
    dossier = ouvrir(
        contexte,
        reference=reference,
        agent=agent,
        commune=commune,
        maintenant=maintenant,
        nom=nom,
        prenoms=prenoms,
    )
    demande = dossier.demande
    if _est_rejouee(demande, agent, cle):
        return demande
    acceptee, ecriture = vie.accepter(
        demande, agent, mandataire=demande.mandataire, cle=cle, maintenant=maintenant
    )
    _exiger_noms(demande)
    exiger_conformes(dossier.controles, confirmes)
    contexte.depots.enregistrer(
        Changement(
            demande=acceptee,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            # The cap was judged on this very account: nobody may have changed it since.
            lus=(dossier.comptes[1],),
        )
    )
    return acceptee


@rejouer
def refuser(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    motif: str,
    precision: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The refused procuration; its place in both accounts is free again.

    Raises DelegationAbsente, ProcurationIntrouvable, TransitionInterdite, SaisieInvalide.
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    demande = dossier.demande
    if _est_rejouee(demande, agent, cle):
        return demande
    premier = premier_jour(demande.portee, contexte.depots.scrutins())
    choisi = motif_de_la_mairie(motif, precision, premier)
    refusee, ecriture = vie.refuser(
        demande,
        agent,
        motif=choisi.code,
        precision=precision if choisi.code == "M18" else "",
        cle=cle,
        maintenant=maintenant,
    )
    contexte.depots.enregistrer(
        Changement(
            demande=refusee,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=tuple(c.sans(demande.reference) for c in dossier.comptes),
        )
    )
    return refusee


def _est_rejouee(demande: Demande, agent: Agent, cle: str) -> bool:
    decision = demande.decision
    return bool(cle) and decision is not None and (decision.agent, decision.cle) == (agent.cle, cle)


def _exiger_noms(demande: Demande) -> None:
    erreurs = {}
    if not demande.mandataire.nom:
        erreurs["mandataire_nom"] = "Recopiez le nom du mandataire lu sur la liste électorale."
    if not demande.mandataire.prenoms:
        erreurs["mandataire_prenoms"] = "Recopiez ses prénoms lus sur la liste électorale."
    if erreurs:
        raise SaisieInvalide(erreurs)
