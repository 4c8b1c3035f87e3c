"""The agent of a mairie reads the queue and the register of its commune."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent, exiger_delegation
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services.changement import Ligne
from chalicelib.services.ports import Contexte, Page
from chalicelib.services.ports_recherche import sert

LIGNES_PAR_PAGE = 50


ETATS_DE_LA_MAIRIE = (
    Etat.A_CONTROLER,
    Etat.VALIDE,
    Etat.INVALIDE,
    Etat.NULLE_PLAFOND,
    Etat.RESILIEE,
    Etat.ANNULEE_DROIT,
    Etat.CADUQUE,
    Etat.ECHUE,
)
"""The states of what a mairie has received: each stays in its list, with its motif."""

RESTE_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Reste:
    """What is left to check: how many, or more when `complet` says no, and the reference of the
    next one (empty at the end).
    """

    nombre: int
    complet: bool
    suivante: str


def exiger_acces(contexte: Contexte, agent: Agent, commune: str, maintenant: datetime) -> str:
    """The commune, once the agent's delegation for it is found valid. Raises DelegationAbsente."""
    return exiger_delegation(contexte.depots.delegation(agent.cle), commune, maintenant).commune


def lister(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    etat: Etat | None,
    curseur: str,
    maintenant: datetime,
    scrutin: str = "",
    attente: bool | None = None,
) -> Page:
    """A page of the queue, oldest scrutin first; `scrutin` keeps what serves on one of its days,
    `attente` those that the national register has still to answer, or leaves them out. Raises
    DelegationAbsente, SaisieInvalide (cursor, scrutin).
    """
    return contexte.depots.file(
        exiger_acces(contexte, agent, commune, maintenant),
        etat=etat,
        depuis=curseur,
        limite=LIGNES_PAR_PAGE,
        scrutin=scrutin_choisi(contexte, scrutin),
        attente=attente,
    )


def reste_a_controler(contexte: Contexte, commune: str, decidee: str) -> Reste:
    """What is left to the clerk after `decidee`, whose row may not have moved yet: the stream
    brings it an instant later. For who has been given access.
    """
    lues, complet = contexte.depots.apercus(commune, Etat.A_CONTROLER, RESTE_MAX)
    restent = [a.reference for a in lues if not a.en_attente and a.reference != decidee]
    return Reste(len(restent), complet, restent[0] if restent else "")


def registre(
    contexte: Contexte, commune: str, scrutin: str = "", tour: str = ""
) -> Iterator[Ligne]:
    """The valid procurations of the commune, for who has been given access, also once the vote is
    past (nothing ends the right to read them: CE, 30 May 2001, n° 222981): all, or those that are
    not null (L73) at every tour of this scrutin. With the number of a `tour`, those that the
    mandataire may use that day: neither null at it nor set aside by the mandant's vote (L76).
    Raises SaisieInvalide (scrutin, tour).
    """
    connu = scrutin_choisi(contexte, scrutin)
    retenus = _tours(connu, tour)
    valides = _valides(contexte, commune)
    if connu is None:
        return valides
    return (ligne for ligne in valides if _sert(ligne, connu, retenus, vote_compris=bool(tour)))


def suivi(
    contexte: Contexte, commune: str, etat: Etat | None = None, scrutin: str = ""
) -> Iterator[Ligne]:
    """Every procuration that the commune has received, in this state or in all, those that were
    given for this scrutin or all; for who has been given access. Raises SaisieInvalide (scrutin).
    """
    connu = scrutin_choisi(contexte, scrutin)
    lignes = iter(contexte.depots.registre(commune, etat))
    if connu is None:
        return lignes
    return (x for x in lignes if sert(x, connu))


def _valides(contexte: Contexte, commune: str) -> Iterator[Ligne]:
    yield from contexte.depots.registre(commune, Etat.VALIDE)
    # One that was never accepted says why it ended.
    yield from (x for x in contexte.depots.registre(commune, Etat.ECHUE) if not x.motif)


def _sert(ligne: Ligne, scrutin: Scrutin, tours: Iterable[Tour], *, vote_compris: bool) -> bool:
    sans_effet = {*ligne.nuls, *(ligne.votes if vote_compris else ())}
    return any(
        _couvre(ligne, scrutin, tour) and tour.date.isoformat() not in sans_effet for tour in tours
    )


def _couvre(ligne: Ligne, scrutin: Scrutin, tour: Tour) -> bool:
    if ligne.scrutin == scrutin.id:
        # By number: the row keeps the dates of the day it was written, and dates may move.
        return tour.numero in ligne.tours
    return ligne.premier_jour <= tour.date.isoformat() <= ligne.dernier_jour


def scrutins_de(contexte: Contexte, commune: str) -> tuple[Scrutin, ...]:
    """The scrutins of the commune's electors, latest first."""
    connus = contexte.depots.scrutins().values()
    siens = (s for s in connus if s.concerne(commune, est_consulat=False))
    return tuple(sorted(siens, key=lambda s: s.tours[0].date, reverse=True))


def scrutin_choisi(contexte: Contexte, scrutin: str) -> Scrutin | None:
    """The scrutin of this id, None for all. Raises SaisieInvalide (scrutin)."""
    if not scrutin:
        return None
    connu = contexte.depots.scrutins().get(scrutin)
    if connu is None:
        raise SaisieInvalide.du_champ("scrutin", "Choisissez un scrutin de la liste.")
    return connu


def _tours(scrutin: Scrutin | None, tour: str) -> tuple[Tour, ...]:
    if scrutin is None:
        if tour:
            raise SaisieInvalide.du_champ("tour", "Choisissez d'abord le scrutin de ce tour.")
        return ()
    retenus = tuple(t for t in scrutin.tours if tour in ("", str(t.numero)))
    if not retenus:
        raise SaisieInvalide.du_champ("tour", "Choisissez un tour de ce scrutin.")
    return retenus
