"""The mairie accepts or refuses."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from chalicelib.domaine import decision
from chalicelib.domaine.actes import Support
from chalicelib.domaine.controles import exiger_conformes
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier, SaisieInvalide
from chalicelib.domaine.etats import Evenement, Role, suivant
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.motifs import motif_de_la_mairie
from chalicelib.domaine.plafond import Compte, juger
from chalicelib.domaine.portee import premier_jour
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Attente, Changement
from chalicelib.services.livre import Livre
from chalicelib.services.mairie import Dossier, ouvrir
from chalicelib.services.plafonner import attente_de_place, deplacer
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


class ControleAuRegistre(ErreurMetier):
    """The mairie can't decide: the national register does."""

    code = "controle-au-registre"
    titre = "Le registre national contrôle cette procuration"


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
    bureau: str = "",
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The accepted procuration. `confirmes` are the checks that the clerk made on the electoral
    list; `nom` and `prenoms` the mandataire's as read there, when the mandant gave an NNE; `bureau`
    the mandant's, when the clerk copied it too.

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
    suivant(demande.etat, Evenement.ACCEPTATION, Role.MAIRIE)
    exiger_mairie(dossier)
    _exiger_noms(demande)
    exiger_conformes(dossier.controles, confirmes)
    return _accepter(contexte, dossier, agent, bureau, cle, maintenant)


def _accepter(
    contexte: Contexte, dossier: Dossier, agent: Agent, bureau: str, cle: str, maintenant: datetime
) -> Demande:
    """L73 is judged, then everything is written at once: what it makes null too."""
    demande = dossier.demande
    mandataire = dossier.comptes[1]
    verdict = juger(
        mandataire, demande.reference, contexte.depots.scrutins(), depuis=jour(maintenant)
    )
    acceptee, ecriture = decision.accepter(
        demande,
        agent,
        mandataire=demande.mandataire,
        nuls=verdict.nuls,
        bureau=bureau,
        cle=cle,
        maintenant=maintenant,
    )
    livre = Livre(dossier.comptes)
    # Written whatever changes in it: the cap was judged on this very account.
    livre.changer(
        mandataire.electeur,
        lambda c: c.marque(demande.reference, acceptee=True, nuls=verdict.nuls),
    )
    deplacees = deplacer(
        contexte,
        livre,
        mandataire.electeur,
        sauf=frozenset({demande.reference}),
        maintenant=maintenant,
    )
    contexte.depots.enregistrer(
        Changement(
            demande=acceptee,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            delegation=dossier.delegation,
            autres=deplacees,
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
    suivant(demande.etat, Evenement.REFUS_MAIRIE, Role.MAIRIE)
    exiger_mairie(dossier)
    premier = premier_jour(demande.portee, contexte.depots.scrutins())
    choisi = motif_de_la_mairie(motif, precision, premier, papier=demande.support is Support.PAPIER)
    refusee, ecriture = decision.refuser(
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
            **suites_du_refus(contexte, refusee, ecriture, dossier.comptes, maintenant),
        )
    )
    return refusee


class SuitesDuRefus(TypedDict):
    """What a refusal changes beside the demande."""

    comptes: tuple[Compte, ...]
    attentes: tuple[Attente, ...]


def suites_du_refus(
    contexte: Contexte,
    refusee: Demande,
    ecriture: Ecriture,
    comptes: tuple[Compte, Compte],
    maintenant: datetime,
) -> SuitesDuRefus:
    """Refused for the cap and beyond it indeed, the procuration stays a candidate for the next
    place (L73); for any other motif its own place is freed. Who names himself, or a homonym born on
    the same day, has one account for both: it is written once.
    """
    reference, mandataire = refusee.reference, comptes[1]
    distincts = {compte.electeur: compte for compte in comptes}.values()
    verdict = juger(mandataire, reference, contexte.depots.scrutins(), depuis=jour(maintenant))
    if ecriture.motif in decision.MOTIFS_PLAFOND and verdict.est_nulle:
        marques = (c.marque(reference, nulle=True, nuls=verdict.nuls) for c in distincts)
        return SuitesDuRefus(comptes=tuple(marques), attentes=())
    restants = tuple(compte.sans(reference) for compte in distincts)
    attentes = attente_de_place(mandataire.sans(reference), ecriture.empreinte, maintenant)
    return SuitesDuRefus(comptes=restants, attentes=attentes)


def exiger_mairie(dossier: Dossier) -> None:
    """Raises ControleAuRegistre when the national register alone decides (R77 2°), unless it has
    answered that it can't.
    """
    if dossier.mode is ModeControle.REU and dossier.demande.verification is None:
        raise ControleAuRegistre(
            "Le répertoire électoral unique contrôle cette procuration et décide seul ; la mairie "
            "n'a rien à faire. S'il ne répond pas, le contrôle reste en attente et sera refait."
        )


def _est_rejouee(demande: Demande, agent: Agent, cle: str) -> bool:
    prise = demande.decision
    return bool(cle) and prise is not None and (prise.agent, prise.cle) == (agent.cle, cle)


def _exiger_noms(demande: Demande) -> None:
    erreurs = {}
    if not demande.mandataire.nom:
        erreurs["mandataire_nom"] = "Recopiez le nom du mandataire lu sur la liste électorale."
    if not demande.mandataire.prenoms:
        erreurs["mandataire_prenoms"] = "Recopiez ses prénoms lus sur la liste électorale."
    if erreurs:
        raise SaisieInvalide(erreurs)
