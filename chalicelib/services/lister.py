"""The agent of a mairie reads the queue and the register of its commune."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent, exiger_delegation
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.domaine.texte import normaliser
from chalicelib.services.ports import Contexte, Ligne, Page

LIGNES_PAR_PAGE = 50
RECHERCHE_MAX = 100


@dataclass(frozen=True, slots=True)
class Reste:
    """What is left to check: how many, and the reference of the next one (empty at the end)."""

    nombre: int
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
    cherche: str,
    curseur: str,
    maintenant: datetime,
    scrutin: str = "",
) -> Page:
    """A page of the queue, oldest scrutin first. `cherche` finds words of the names of either
    person, or a reference; `scrutin` keeps what serves on one of its days. Raises
    DelegationAbsente, SaisieInvalide (cursor, scrutin).
    """
    return contexte.depots.file(
        exiger_acces(contexte, agent, commune, maintenant),
        etat=etat,
        cherche=normaliser(cherche[:RECHERCHE_MAX]),
        depuis=curseur,
        limite=LIGNES_PAR_PAGE,
        scrutin=_scrutin(contexte, scrutin),
    )


def compter(contexte: Contexte, commune: str, scrutin: str = "") -> Mapping[Etat, int]:
    """How many procurations the commune has in each state, for one scrutin or in all; for who has
    been given access. Raises SaisieInvalide (scrutin).
    """
    return contexte.depots.compter(commune, _scrutin(contexte, scrutin))


def reste_a_controler(contexte: Contexte, commune: str, decidee: str) -> Reste:
    """What is left to check after `decidee`, whose row may not have moved yet: the stream brings
    it an instant later. For who has been given access.
    """
    ligne = contexte.depots.ligne(commune, decidee)
    en_retard = ligne is not None and ligne.etat is Etat.A_CONTROLER
    nombre = contexte.depots.compter(commune)[Etat.A_CONTROLER] - en_retard
    premieres = contexte.depots.file(
        commune, etat=Etat.A_CONTROLER, cherche="", depuis="", limite=2
    ).lignes
    suivantes = [x.reference for x in premieres if x.reference != decidee]
    return Reste(max(nombre, len(suivantes)), suivantes[0] if suivantes else "")


def registre(contexte: Contexte, commune: str, scrutin: str = "") -> Iterator[Ligne]:
    """All rows of the commune that serve for this scrutin, or all; for who has been given access.
    Raises SaisieInvalide (scrutin).
    """
    connu = _scrutin(contexte, scrutin)
    lignes = iter(contexte.depots.registre(commune))
    if connu is None:
        return lignes
    jours = [tour.date.isoformat() for tour in connu.tours]
    return (
        ligne
        for ligne in lignes
        if ligne.scrutin == connu.id
        or any(ligne.premier_jour <= j <= ligne.dernier_jour for j in jours)
    )


def scrutins_de(contexte: Contexte, commune: str) -> tuple[Scrutin, ...]:
    """The scrutins of the commune's electors, latest first."""
    connus = contexte.depots.scrutins().values()
    siens = (s for s in connus if s.concerne(commune, est_consulat=False))
    return tuple(sorted(siens, key=lambda s: s.tours[0].date, reverse=True))


def _scrutin(contexte: Contexte, scrutin: str) -> Scrutin | None:
    if not scrutin:
        return None
    connu = contexte.depots.scrutins().get(scrutin)
    if connu is None:
        raise SaisieInvalide.du_champ("scrutin", "Choisissez un scrutin de la liste.")
    return connu
