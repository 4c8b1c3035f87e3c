"""What each authority did, day by day: its own list at the counter, and what the watch over
unusual acts reads.

A projection of the demandes and their journal. The stream function writes it, so that establishing
pays nothing for it; it may come twice or be rebuilt, and ends the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.anomalies import Fait, Nature
from chalicelib.domaine.canari import est_synthetique
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Evenement, Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import cle_mandataire, pseudonyme
from chalicelib.domaine.temps import jour
from chalicelib.services.guichet import exiger_acces
from chalicelib.services.ports import Contexte

GARDEES = timedelta(days=35)
"""A month to compare a day with, and the week in which somebody looks."""

ACTES = frozenset(
    {
        Evenement.ETABLISSEMENT,
        Evenement.COLLECTE,
        Evenement.REFUS_AUTORITE,
        Evenement.AJOURNEMENT,
        Evenement.RESILIATION,
        Evenement.RECTIFICATION_GUICHET,
    }
)
"""What an authority does; looking at a demande is no act, and is in the journal."""

COMPARES = ACTES - {Evenement.RESILIATION}
"""Acts that are compared with those about other mandants: refused ones too, and the address that an
agent writes at the counter.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activite:
    """One act. No name: `agent` is a key, `mandataire` the keyed print of who is to vote,
    `mandant` and `adresse` those of who gives and of where he is written to, `commune` the code of
    the mandant's. `recueilli`: a délégué had collected what is established.
    """

    agent: str
    acte: Evenement
    instant: datetime
    reference: str
    commune: str
    cadre: Cadre | None = None
    lieu_public: str = ""
    mandataire: str = ""
    mandant: str = ""
    adresse: str = ""
    recueilli: bool = False


class Activites(Protocol):
    """Where they are."""

    def noter(self, activite: Activite, jusqu_au: datetime) -> None:
        """Writes it, to be seen until then; the same one again changes nothing."""

    def du_jour(self, agent: str, ce_jour: date, maintenant: datetime) -> Iterable[Activite]:
        """Those of this agent on this day of Paris, newest first (may lag by a second)."""

    def tenter(self, agent: str, nature: Nature, instant: datetime, jusqu_au: datetime) -> None:
        """Notes what this agent was refused; within a minute only one of each kind that can be
        repeated at will.
        """

    def faits(self, agent: str, ce_jour: date) -> Sequence[Fait]:
        """What this agent did or tried on this day, for the watch over unusual acts."""


def actes_du_jour(
    contexte: Contexte, activites: Activites, agent: Agent, maintenant: datetime
) -> tuple[Activite, ...]:
    """What this agent did today (day of Paris), newest first. It names no elector, so that reading
    it is no consultation. Raises HabilitationInvalide, AgentVerrouille.
    """
    exiger_acces(contexte, agent, maintenant)
    return tuple(activites.du_jour(agent.cle, jour(maintenant), maintenant))


def noter(contexte: Contexte, activites: Activites, demande: Demande, maintenant: datetime) -> None:
    """Notes the act that made this version of the demande, if an authority did."""
    activite = activite_de(demande, contexte.secret)
    if activite is not None:
        _ecrire(contexte, activites, demande, activite, maintenant)


def renoter(
    contexte: Contexte, activites: Activites, demande: Demande, maintenant: datetime
) -> None:
    """Notes again every recent act of an authority on this demande, as its journal tells them."""
    if est_synthetique(demande):
        return
    if not any(le > maintenant - GARDEES for _, le in _faits(demande).values()):
        return
    for ecriture in contexte.depots.ecritures(demande.reference):
        if ecriture.role is Role.AUTORITE and ecriture.evenement in ACTES:
            acte = Evenement(ecriture.evenement)
            activite = _activite(demande, acte, ecriture.acteur, ecriture.instant, contexte.secret)
            _ecrire(contexte, activites, demande, activite, maintenant)


def activite_de(demande: Demande, secret: bytes) -> Activite | None:
    """The act of an authority that made this version, or None; the canary's are nobody's."""
    if est_synthetique(demande):
        return None
    fait = _faits(demande).get(demande.dernier)
    return _activite(demande, demande.dernier, *fait, secret) if fait else None


def _faits(demande: Demande) -> dict[Evenement, tuple[str, datetime]]:
    """The latest of each kind of act that the demande itself remembers: by whom, and when."""
    faits = {}
    if acte := demande.etablissement:
        faits[Evenement.ETABLISSEMENT] = (acte.agent, acte.le)
    if collecte := demande.collecte:
        faits[Evenement.COLLECTE] = (collecte.agent, collecte.le)
    if refus := demande.refus:
        faits[Evenement.REFUS_AUTORITE] = faits[Evenement.AJOURNEMENT] = (refus.agent, refus.le)
    if (fin := demande.resiliation) and fin.le is not None:
        faits[Evenement.RESILIATION] = (fin.agent, fin.le)
    if rectification := demande.rectification:
        faits[Evenement.RECTIFICATION_GUICHET] = (rectification.agent, rectification.le)
    return faits


def _activite(
    demande: Demande, acte: Evenement, agent: str, instant: datetime, secret: bytes
) -> Activite:
    lieux = {
        Evenement.ETABLISSEMENT: demande.etablissement,
        Evenement.COLLECTE: demande.collecte,
    }
    lieu = lieux.get(acte)
    observe = acte in COMPARES
    return Activite(
        agent=agent,
        acte=acte,
        instant=instant,
        reference=demande.reference,
        commune=demande.mandant.commune,
        cadre=lieu.cadre if lieu else None,
        lieu_public=lieu.lieu_public if lieu else "",
        mandataire=cle_mandataire(demande.mandataire, secret) if observe else "",
        mandant=_empreinte("mandant", demande.mandant.id, secret) if observe else "",
        adresse=empreinte_d_adresse(demande.mandant.courriel, secret) if observe else "",
        recueilli=acte is Evenement.ETABLISSEMENT and demande.collecte is not None,
    )


def empreinte_d_adresse(courriel: str, secret: bytes) -> str:
    """The keyed print of an e-mail address, the same for all those that one mailbox has by adding
    `+something`; empty without an address.
    """
    boite, _, domaine = courriel.strip().casefold().rpartition("@")
    return _empreinte("adresse", f"{boite.partition('+')[0]}@{domaine}", secret) if boite else ""


def _empreinte(espece: str, valeur: str, secret: bytes) -> str:
    return pseudonyme(f"veille-{espece}", valeur, secret)[:16]


def _ecrire(
    contexte: Contexte,
    activites: Activites,
    demande: Demande,
    activite: Activite,
    maintenant: datetime,
) -> None:
    """Until a month has passed, or the demande is erased: what names it does not outlive it."""
    efface_le = a_effacer_le(demande, contexte.depots.scrutins())
    jusqu_au = min(activite.instant + GARDEES, efface_le)
    if jusqu_au > maintenant:
        activites.noter(activite, jusqu_au)
