"""In the act that establishes a procuration, those that it replaces end (L75, R78)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import AccesRefuse, ConflitDeVersion
from chalicelib.domaine.etats import VIVANTS
from chalicelib.domaine.habilitation import Agent, Habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import representations
from chalicelib.services.changement import Attente, Pas
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import attente_de_place, liberer
from chalicelib.services.ports import Contexte


def a_remplacer(contexte: Contexte, livre: Livre, demande: Demande) -> tuple[Demande, ...]:
    """The mandant's live procurations for the same days, their mandataires' accounts in `livre`.
    An account that no demande explains any more stops nothing: `exiger_libre` then says so. Raises
    ConflitDeVersion, and AccesRefuse for what a délégué has collected: its mandant is not there to
    say that he ends one.
    """
    if demande.collecte is not None:
        raise AccesRefuse(
            "Le mandant n'est pas devant vous : il résilie lui-même la procuration précédente, "
            "devant une autorité habilitée (articles L75 et R78 du Code électoral)."
        )
    donneur = livre.compte(cle_mandant(demande.mandant, contexte.secret))
    # Read after the demande, the account may hold this very act, which another call has just made:
    # the write then fails and all is read again.
    anciennes = representations(
        donneur,
        demande.mandant.compte,
        demande.portee,
        contexte.depots.scrutins(),
        sauf=demande.reference,
    )
    if not anciennes:
        return ()
    inconnus = sorted({e.autre for e in anciennes if not livre.connait(e.autre)})
    demandes, comptes = contexte.depots.demandes_et_comptes(
        [e.reference for e in anciennes], inconnus
    )
    livre.ajouter(comptes.values())
    vivantes = tuple(d for d in demandes.values() if d.etat in VIVANTS)
    mandataires = {cle_mandataire(d.mandataire, contexte.secret) for d in vivantes}
    if len(vivantes) < len(demandes) or not all(map(livre.connait, mandataires)):
        # Ended, or attached to another account, between our two readings: to be read again.
        raise ConflitDeVersion
    return vivantes


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
