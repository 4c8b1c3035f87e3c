"""The authority establishes the procuration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import MandantDejaRepresente, SaisieInvalide
from chalicelib.domaine.habilitation import Agent, Habilitation, exiger_habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.libelles import LIBELLES_PIECE
from chalicelib.domaine.plafond import Compte, Engagement, Sens, deja_represente
from chalicelib.domaine.reference import normaliser
from chalicelib.referentiel import consulats
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.ports import Changement, Contexte
from chalicelib.services.reprise import rejouer


@dataclass(frozen=True, slots=True)
class Lecture:
    """What the decision to establish rests on."""

    demande: Demande | None
    habilitation: Habilitation
    comptes: tuple[Compte, ...]


@rejouer
def etablir(
    contexte: Contexte, *, reference: str, agent: Agent, piece: str, cle: str, maintenant: datetime
) -> Demande:
    """The established procuration; the same `cle` by the same agent gives it again.

    Raises HabilitationInvalide, AgentVerrouille, ReferenceIntrouvable, TransitionInterdite,
    DemandeExpiree, MandantDejaRepresente, SaisieInvalide (unknown document).
    """
    if piece not in LIBELLES_PIECE:
        raise SaisieInvalide.du_champ("piece", "Indiquez la pièce d'identité que vous avez vue.")
    lecture = _lire(contexte, normaliser(reference), agent, maintenant)
    demande = presenter_au_guichet(
        contexte, lecture.demande, agent, lecture.habilitation, maintenant
    )
    if cle and demande.etablissement is not None and demande.etablissement.cle == cle:
        return demande
    etablie, ecriture = vie.etablir(
        demande, agent, lecture.habilitation, piece=piece, cle=cle, maintenant=maintenant
    )
    contexte.depots.enregistrer(
        Changement(
            demande=etablie,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=_engager(contexte, etablie, lecture.comptes, maintenant),
            habilitation=lecture.habilitation,
        )
    )
    return etablie


def _lire(contexte: Contexte, reference: str, agent: Agent, maintenant: datetime) -> Lecture:
    demande = contexte.depots.demande(reference)
    if demande is None:
        seule = contexte.depots.habilitation(agent.cle)
        return Lecture(None, exiger_habilitation(seule, maintenant), ())
    lue, mandant, mandataire = contexte.depots.pour_etablir(
        agent.cle,
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )
    return Lecture(demande, exiger_habilitation(lue, maintenant), (mandant, mandataire))


def _engager(
    contexte: Contexte, etablie: Demande, comptes: tuple[Compte, ...], maintenant: datetime
) -> tuple[Compte, ...]:
    """Both accounts with this procuration. Raises MandantDejaRepresente (M08, L75)."""
    mandant, mandataire = comptes
    scrutins = contexte.depots.scrutins()
    # Read after the demande, the account may hold this very act, which another call has just made:
    # the write then fails and all is read again.
    if deja_represente(
        mandant, etablie.mandant.id, etablie.portee, scrutins, sauf=etablie.reference
    ):
        raise MandantDejaRepresente(
            "Une procuration du mandant couvre déjà ce jour de vote. Elle doit être résiliée "
            "avant d'en établir une autre (article L75 du Code électoral)."
        )
    consulaire = etablie.mandant.commune in consulats.par_code()
    return tuple(
        compte.avec(
            Engagement(
                reference=etablie.reference,
                sens=sens,
                portee=etablie.portee,
                etablie_le=maintenant,
                mandant=etablie.mandant.id,
                commune=etablie.mandant.commune,
                liste_consulaire=consulaire,
            )
        )
        for compte, sens in ((mandant, Sens.DONNEE), (mandataire, Sens.DETENUE))
    )
