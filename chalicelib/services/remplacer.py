"""In the act that establishes a procuration, those that it replaces end (L75, R78)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import VIVANTS
from chalicelib.domaine.habilitation import Agent, Habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import representations
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import attente_de_place, liberer
from chalicelib.services.ports import Attente, Contexte, Pas


def a_remplacer(contexte: Contexte, livre: Livre, demande: Demande) -> tuple[Demande, ...]:
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


def remplacer_par(
    contexte: Contexte,
    livre: Livre,
    remplacees: tuple[Demande, ...],
    etablie: Demande,
    agent: Agent,
    habilitation: Habilitation,
) -> tuple[tuple[Pas, ...], tuple[Attente, ...]]:
    """Each of them résiliée before this agent, with the document that it saw, and the work that
    the freed places leave. Raises ValueError for a demande that is not established.
    """
    acte = etablie.etablissement
    if acte is None:
        raise ValueError("seule une procuration établie en remplace d'autres")
    pas: list[Pas] = []
    attentes: dict[str, Attente] = {}
    for ancienne in remplacees:
        suite, ecriture = fin.resilier(
            ancienne,
            agent,
            habilitation,
            piece=acte.piece,
            cle="",
            maintenant=acte.le,
            remplacante=etablie.reference,
        )
        pas.append(Pas(suite, ancienne.version, (ecriture,)))
        travail = _liberer(contexte, livre, ancienne, ecriture.empreinte, acte.le)
        attentes |= {attente.cle: attente for attente in travail}
    return tuple(pas), tuple(attentes.values())


def _liberer(
    contexte: Contexte, livre: Livre, ancienne: Demande, jeton: str, maintenant: datetime
) -> tuple[Attente, ...]:
    donneur = cle_mandant(ancienne.mandant, contexte.secret)
    mandataire = cle_mandataire(ancienne.mandataire, contexte.secret)
    liberer(livre, ancienne.reference, (donneur, mandataire))
    return attente_de_place(livre.compte(mandataire), jeton, maintenant)
