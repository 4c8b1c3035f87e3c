"""What a use case writes: all of it in one transaction, and the work that it leaves to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Delegation, Habilitation
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte
from chalicelib.services.compter import Comptage


class ReferencePrise(ErreurMetier):
    """The drawn reference has a journal already: draw another."""


class CleConnue(ErreurMetier):
    """This Idempotency-Key has already made a demande: `reference`, with content `contenu`."""

    def __init__(self, reference: str, contenu: str) -> None:
        super().__init__("")
        self.reference = reference
        self.contenu = contenu


@dataclass(frozen=True, slots=True)
class GardeIdempotence:
    """A key that can make one demande only; `contenu` is the print of what was sent with it."""

    cle: str
    contenu: str
    expire_le: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """A row of a commune's register: what the queue, the search and R76-1 need, nothing more."""

    commune: str
    reference: str
    version: int
    etat: Etat
    premier_jour: str
    dernier_jour: str
    objet: str
    mandant_nom: str
    mandant_prenoms: str
    mandataire_nom: str
    mandataire_prenoms: str
    autorite_nom: str
    autorite_prenom: str
    autorite_qualite: str
    lieu: str
    etablie_le: datetime
    recue_le: datetime
    scrutin: str = ""
    """The scrutin it was given for, whose dates may move after the row is written; empty for a
    period."""
    tours: tuple[int, ...] = ()
    """The tours of that scrutin."""
    motif: str = ""
    """Why it is refused or has ended: for the mairie, never for the public register."""
    nuls: tuple[str, ...] = ()
    """The days at which L73 leaves it no effect."""
    votes: tuple[str, ...] = ()
    """The days at which the mandant voted in person (L76)."""
    en_attente: bool = False
    """Whether the national register has still to answer."""
    bureau: str = ""
    """The bureau de vote of the mandant, once known."""
    decidee_le: datetime | None = None
    """When it was accepted, or refused; None until then."""


@dataclass(frozen=True, slots=True)
class Pas:
    """Another demande that the same use case moves: displaced by L73, or replaced."""

    demande: Demande
    depuis: int
    ecritures: tuple[Ecriture, ...]


@dataclass(frozen=True, slots=True)
class Attente:
    """Work that a transaction leaves to be done, and that stays until it is. `cle` is
    `R#<reference>` (ask the national register), `V#<reference>` (ask it again before the vote) or
    `P#<account>` (a place was freed: examine L73 again). `jeton` tells two requests for the same
    work apart. The stream of the table starts it at once; a schedule looks after `prochain`.
    """

    cle: str
    jeton: str
    depuis: datetime
    prochain: datetime
    essais: int = 0


DELAI_DU_FLUX = timedelta(minutes=1)
"""How long the stream has to do the work before the schedule looks at it too."""


def a_faire(cle: str, jeton: str, maintenant: datetime) -> Attente:
    """A new piece of work."""
    return Attente(cle, jeton, maintenant, maintenant + DELAI_DU_FLUX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changement:
    """All that one use case writes, in one transaction.

    `depuis` is the version of the demande that was read (0: it is created). Each account in
    `comptes` is written over the version before its own; each in `lus` must still be at its
    version. `habilitation` and `delegation` must still be valid at `instant`.
    """

    demande: Demande
    depuis: int
    ecritures: tuple[Ecriture, ...]
    instant: datetime
    comptes: tuple[Compte, ...] = ()
    lus: tuple[Compte, ...] = ()
    garde: GardeIdempotence | None = None
    habilitation: Habilitation | None = None
    delegation: Delegation | None = None
    ligne: Ligne | None = None
    autres: tuple[Pas, ...] = ()
    attentes: tuple[Attente, ...] = ()
    comptages: tuple[Comptage, ...] = ()
