"""The mairie enters a form that an authority has signed (REG-03, article R75 III al. 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine import decision, etablissement
from chalicelib.domaine import demande as vie
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import MandantDejaRepresente, SaisieInvalide
from chalicelib.domaine.etablissement import ActePapier
from chalicelib.domaine.habilitation import Agent, Delegation, exiger_delegation
from chalicelib.domaine.identites import (
    SUR_PAPIER,
    EtatCivil,
    Mandant,
    Mandataire,
    cle_mandant,
    cle_mandataire,
    pseudonyme,
)
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte, Engagement, representations
from chalicelib.domaine.portee import Portee, Scrutins, dernier_jour
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Changement, GardeIdempotence
from chalicelib.services.engager import engager
from chalicelib.services.livre import Livre
from chalicelib.services.nouvelle import inscrire_nouvelle
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer

DEJA_REPRESENTE = "M08"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulairePapier:
    """What the form bears, once read. `courriel` and both NNE may be missing from it."""

    mandant: EtatCivil
    nne: str = ""
    courriel: str = ""
    mandataire: Mandataire
    portee: Portee
    acte: ActePapier


@dataclass(frozen=True, slots=True)
class _Entree:
    """Who enters it by which delegation, with which key, and the accounts of both electors."""

    formulaire: FormulairePapier
    agent: Agent
    delegation: Delegation
    empreinte: str
    livre: Livre
    maintenant: datetime


@rejouer
def saisir_papier(
    contexte: Contexte,
    *,
    formulaire: FormulairePapier,
    agent: Agent,
    commune: str,
    cle: str,
    maintenant: datetime,
    refusee: bool = False,
) -> Demande:
    """The procuration of a mandant registered in the agent's `commune`, established at the instant
    that the form bears; one for one `cle`, however often it is sent. It goes to the register by the
    stream like any other. `refusee`: the mandant has another live one for the same days, and this
    form is kept with the motif M08 (a refused one stays in the register).

    Raises DelegationAbsente, SaisieInvalide (signed in the future; no day of vote left; nothing to
    refuse it for), MandantDejaRepresente, CleDejaUtilisee.
    """
    valide, comptes = ouvrir_comptes(contexte, formulaire, agent, commune, maintenant)
    exiger_utile(formulaire, contexte.depots.scrutins(), maintenant)
    empreinte = pseudonyme("cle", f"{agent.cle}|{cle}", contexte.secret)
    contenu = pseudonyme("contenu", repr((formulaire, commune, refusee)), contexte.secret)
    acte = pseudonyme("saisie", f"{empreinte}|{contenu}", contexte.secret)
    autres = autres_procurations(contexte, formulaire, comptes[0])
    deja = _deja_saisie(contexte, autres, acte)
    if deja is not None:
        return deja
    _exiger_libre_ou_refusee(autres, refusee=refusee)
    # Known for as long as what it makes.
    efface_le = fin_de_conservation(formulaire.portee, contexte.depots.scrutins())
    garde = GardeIdempotence(empreinte, contenu, efface_le)

    def preparer(reference: str) -> Changement:
        nouvelle = _Entree(formulaire, agent, valide, acte, Livre(comptes), maintenant)
        if refusee:
            return _refusee(contexte, reference, nouvelle, garde)
        return _etablie(contexte, reference, nouvelle, garde)

    return inscrire_nouvelle(contexte, contenu, preparer)


def ouvrir_comptes(
    contexte: Contexte,
    formulaire: FormulairePapier,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> tuple[Delegation, tuple[Compte, Compte]]:
    """The agent's delegation for this commune, and the accounts of mandant and mandataire. Raises
    DelegationAbsente.
    """
    delegation, mandant, mandataire = contexte.depots.pour_decider(
        agent.cle,
        cle_mandant(_mandant(formulaire, commune, ""), contexte.secret),
        cle_mandataire(formulaire.mandataire, contexte.secret),
    )
    return exiger_delegation(delegation, commune, maintenant), (mandant, mandataire)


def autres_procurations(
    contexte: Contexte, formulaire: FormulairePapier, donneur: Compte
) -> tuple[Engagement, ...]:
    """The live procurations that this mandant already gives for one of these days (M08)."""
    return representations(donneur, "", formulaire.portee, contexte.depots.scrutins())


def exiger_utile(formulaire: FormulairePapier, scrutins: Scrutins, maintenant: datetime) -> None:
    """VAL-06: no form is too late, unless its last day of vote is over. Raises SaisieInvalide, also
    for an act that is still to come.
    """
    if formulaire.acte.le > maintenant:
        raise SaisieInvalide.du_champ(
            "etablie_le", "Cette date est à venir : recopiez celle que porte le formulaire."
        )
    if dernier_jour(formulaire.portee, scrutins) < jour(maintenant):
        raise SaisieInvalide.du_champ(
            "portee",
            "Le dernier jour de vote de ce formulaire est passé : il ne peut plus servir, ne le "
            "saisissez pas.",
        )


def demande_sur_papier(
    formulaire: FormulairePapier,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The procuration that the form makes, and its first entry."""
    return etablissement.saisir_papier(
        reference=reference,
        mandant=_mandant(formulaire, commune, reference),
        mandataire=formulaire.mandataire,
        portee=formulaire.portee,
        acte=formulaire.acte,
        agent=agent,
        cle=cle,
        maintenant=maintenant,
    )


def _etablie(
    contexte: Contexte, reference: str, entree: _Entree, garde: GardeIdempotence
) -> Changement:
    demande, ecriture = _demande(reference, entree)
    engager(contexte, entree.livre, demande, entree.maintenant)
    return Changement(
        demande=demande,
        depuis=0,
        ecritures=(ecriture,),
        instant=entree.maintenant,
        comptes=entree.livre.suites(),
        garde=garde,
        delegation=entree.delegation,
    )


def _refusee(
    contexte: Contexte, reference: str, entree: _Entree, garde: GardeIdempotence
) -> Changement:
    """Entered, received and refused in one act: it never counts for anybody."""
    maintenant = entree.maintenant
    demande, premiere = _demande(reference, entree)
    recue, envoi_et_reception = vie.transmettre(demande, maintenant)
    refusee, refus = decision.refuser(
        recue, entree.agent, motif=DEJA_REPRESENTE, precision="", cle="", maintenant=maintenant
    )
    return Changement(
        demande=refusee,
        depuis=0,
        ecritures=(premiere, *envoi_et_reception, refus),
        instant=maintenant,
        # The procuration that it is refused for is still there.
        lus=(entree.livre.compte(cle_mandant(refusee.mandant, contexte.secret)),),
        garde=garde,
        delegation=entree.delegation,
    )


def _demande(reference: str, entree: _Entree) -> tuple[Demande, Ecriture]:
    return demande_sur_papier(
        entree.formulaire,
        reference=reference,
        agent=entree.agent,
        commune=entree.delegation.commune,
        cle=entree.empreinte,
        maintenant=entree.maintenant,
    )


def _mandant(formulaire: FormulairePapier, commune: str, reference: str) -> Mandant:
    identifiant = f"{SUR_PAPIER}{reference}"
    return Mandant(identifiant, formulaire.mandant, formulaire.courriel, commune, formulaire.nne)


def _deja_saisie(contexte: Contexte, autres: tuple[Engagement, ...], acte: str) -> Demande | None:
    """The one among them that this very call has made, its answer lost or not waited for."""
    for engagement in autres:
        demande = contexte.depots.demande(engagement.reference)
        if demande is not None and demande.saisie is not None and demande.saisie.cle == acte:
            return demande
    return None


def _exiger_libre_ou_refusee(autres: tuple[Engagement, ...], *, refusee: bool) -> None:
    if autres and not refusee:
        raise MandantDejaRepresente(
            "Une procuration en cours de ce mandant couvre déjà un de ces jours de vote. S'il l'a "
            "résiliée, enregistrez d'abord sa résiliation, puis ce formulaire. Sinon, enregistrez "
            "ce formulaire comme refusé : il reste au registre avec son motif."
        )
    if refusee and not autres:
        raise SaisieInvalide.du_champ(
            "refusee",
            "Ce mandant n'a pas d'autre procuration en cours pour ces jours de vote : enregistrez "
            "ce formulaire sans le refuser.",
        )
