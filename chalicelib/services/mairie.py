"""An agent of the mairie examines a procuration of its commune."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domaine import journal
from chalicelib.domaine.controles import Controle, controler
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ProcurationIntrouvable
from chalicelib.domaine.etats import Role
from chalicelib.domaine.habilitation import Agent, Delegation, exiger_delegation
from chalicelib.domaine.identites import Mandataire, cle_mandant, cle_mandataire
from chalicelib.domaine.journal import Acteur
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.reference import normaliser
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.communes import meme_commune
from chalicelib.services.ports import Contexte
from chalicelib.services.router import commune_du_registre, mode_du_controle


@dataclass(frozen=True, slots=True)
class Dossier:
    """A procuration as the clerk examines it."""

    demande: Demande
    controles: tuple[Controle, ...]
    comptes: tuple[Compte, Compte]
    mode: ModeControle
    delegation: Delegation


def examiner(
    contexte: Contexte, *, reference: str, agent: Agent, commune: str, maintenant: datetime
) -> Dossier:
    """The procuration and its checks; the consultation is logged (LOG-01).

    Raises DelegationAbsente, ReferenceInvalide, ProcurationIntrouvable (also when it is another
    commune's).
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    consigner_la_consultation(contexte, dossier.demande, agent, maintenant)
    return dossier


def consigner_la_consultation(
    contexte: Contexte, demande: Demande, agent: Agent, maintenant: datetime
) -> None:
    """Logs that an agent of the mairie has seen the identities of this procuration."""
    contexte.depots.consigner(
        journal.consultation(
            reference=demande.reference,
            numero=demande.version,
            acteur=Acteur(Role.MAIRIE, agent.cle),
            instant=maintenant,
            etat=demande.etat,
            precedente=demande.tete,
        )
    )


def ouvrir(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    maintenant: datetime,
    nom: str = "",
    prenoms: tuple[str, ...] = (),
) -> Dossier:
    """The same, read only. `nom` and `prenoms` are the mandataire's as read on the electoral list,
    used when the mandant has given an NNE.
    """
    demande = contexte.depots.demande(normaliser(reference))
    if demande is None or demande.recue_le is None or commune_du_registre(demande) != commune:
        exiger_delegation(contexte.depots.delegation(agent.cle), commune, maintenant)
        raise ProcurationIntrouvable
    lue, mandant, mandataire = contexte.depots.pour_decider(
        agent.cle,
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )
    delegation = exiger_delegation(lue, commune, maintenant)
    designe = demande.mandataire
    nomme = designe if designe.est_nomme else replace(designe, nom=nom, prenoms=prenoms)
    nommee = replace(demande, mandataire=nomme)
    comptes = mandant, mandataire
    controles = controles_de(contexte, nommee, comptes, maintenant)
    mode = mode_du_controle(contexte, demande)
    return Dossier(nommee, controles, comptes, mode, delegation)


def controles_de(
    contexte: Contexte, demande: Demande, comptes: tuple[Compte, Compte], maintenant: datetime
) -> tuple[Controle, ...]:
    """The checks of a procuration, on the accounts of its mandant and its mandataire."""
    return controler(
        demande,
        demande.mandataire,
        *comptes,
        contexte.depots.scrutins(),
        meme_commune=_meme_commune(demande, demande.mandataire),
        aujourd_hui=jour(maintenant),
    )


def _meme_commune(demande: Demande, mandataire: Mandataire) -> bool | None:
    if not mandataire.commune:
        return None
    return meme_commune(demande.mandant.commune, mandataire.commune)
