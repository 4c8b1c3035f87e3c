"""The authority establishes the procuration; in the same act, it may end those that it replaces."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import etablissement, fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.etats import VIVANTS
from chalicelib.domaine.habilitation import Agent, Habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import representations
from chalicelib.domaine.reference import normaliser
from chalicelib.services import circonstances as lieux
from chalicelib.services.engager import engager, exiger_libre
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.lecture import lire_pour_agir
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import attente_de_place, liberer
from chalicelib.services.ports import Attente, Changement, Contexte, Pas
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
    the mandant has said at the counter that it replaces those that he gave for the same days (L75);
    they are résiliées by this very act.

    Raises HabilitationInvalide, AgentVerrouille, ReferenceIntrouvable, TransitionInterdite,
    AccesRefuse (a délégué; another OPJ's délégué), DemandeExpiree, MandantDejaRepresente,
    SaisieInvalide (unknown document; a home visit or a public place against the law). What a
    délégué has collected keeps the document and the place that he saw.
    """
    lecture = lire_pour_agir(contexte, normaliser(reference), agent, maintenant)
    demande = presenter_au_guichet(
        contexte, lecture.demande, agent, lecture.habilitation, maintenant
    )
    if cle and demande.etablissement is not None and demande.etablissement.cle == cle:
        return demande
    if demande.collecte is None:
        circonstances = lieux.exiger(contexte, circonstances, lecture.habilitation, maintenant)
    livre = Livre(lecture.comptes)
    remplacees = _a_remplacer(contexte, demande, livre) if remplacer else ()
    etablie, ecriture = etablissement.etablir(
        demande,
        agent,
        lecture.habilitation,
        circonstances=circonstances,
        cle=cle,
        maintenant=maintenant,
        remplace=tuple(ancienne.reference for ancienne in remplacees),
    )
    pas, attentes = _resilier(
        contexte, livre, remplacees, etablie, agent, lecture.habilitation, maintenant
    )
    exiger_libre(contexte, livre, etablie)
    engager(contexte, livre, etablie, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=etablie,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            habilitation=lecture.habilitation,
            autres=pas,
            attentes=attentes,
        )
    )
    return etablie


def _a_remplacer(contexte: Contexte, demande: Demande, livre: Livre) -> tuple[Demande, ...]:
    """The mandant's live procurations for the same days, their mandataires' accounts in `livre`.
    An account that no demande explains any more stops nothing: `exiger_libre` then says so.
    """
    donneur = livre.compte(cle_mandant(demande.mandant, contexte.secret))
    anciennes = representations(
        donneur, demande.mandant.compte, demande.portee, contexte.depots.scrutins()
    )
    if not anciennes:
        return ()
    inconnus = sorted({e.autre for e in anciennes if not livre.connait(e.autre)})
    demandes, comptes = contexte.depots.demandes_et_comptes(
        [e.reference for e in anciennes], inconnus
    )
    livre.ajouter(comptes.values())
    return tuple(d for d in demandes.values() if d.etat in VIVANTS)


def _resilier(
    contexte: Contexte,
    livre: Livre,
    remplacees: tuple[Demande, ...],
    etablie: Demande,
    agent: Agent,
    habilitation: Habilitation,
    maintenant: datetime,
) -> tuple[tuple[Pas, ...], tuple[Attente, ...]]:
    pas, attentes = [], {}
    for ancienne in remplacees:
        suite, ecriture = fin.resilier(
            ancienne,
            agent,
            habilitation,
            piece=etablie.etablissement.piece if etablie.etablissement else "",
            cle="",
            maintenant=maintenant,
            remplacante=etablie.reference,
        )
        mandataire = cle_mandataire(ancienne.mandataire, contexte.secret)
        donneur = cle_mandant(ancienne.mandant, contexte.secret)
        liberer(livre, ancienne.reference, (donneur, mandataire))
        pas.append(Pas(suite, ancienne.version, (ecriture,)))
        for attente in attente_de_place(livre.compte(mandataire), ecriture.empreinte, maintenant):
            attentes[attente.cle] = attente
    return tuple(pas), tuple(attentes.values())
