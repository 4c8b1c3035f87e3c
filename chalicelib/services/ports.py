"""What the use cases ask of the outside world; `chalicelib.depots` implements it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Delegation, Habilitation
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.lieux import LieuPublic
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.reference import Alea
from chalicelib.domaine.scrutins import ModeControle, Scrutin
from chalicelib.services.changement import Attente, Changement, Ligne
from chalicelib.services.ports_recherche import Apercu, Indexation, Recherche
from chalicelib.services.registre_national import RegistreNational


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where to go on (None at the end)."""

    lignes: tuple[Ligne, ...]
    suite: str | None


class Depots(Protocol):
    """The stores. Every read is strongly consistent unless it says otherwise."""

    def demande(self, reference: str) -> Demande | None:
        """One demande."""

    def demandes_du_mandant(self, mandant_id: str) -> tuple[Demande, ...]:
        """The mandant's demandes, newest first (index: may lag by an instant)."""

    def collectees_pour(self, opj: str) -> tuple[Demande, ...]:
        """What the délégués of this OPJ have collected for him (index: may lag by an instant)."""

    def enregistrer(self, changement: Changement) -> None:
        """Writes all of it or nothing. Raises ReferencePrise, CleConnue, ConflitDeVersion,
        HabilitationInvalide or DelegationAbsente. When the answer of an earlier try was lost, sees
        that it is done.
        """

    def habilitation(self, agent: str) -> Habilitation | None:
        """The habilitation of an agent, with its latest misses."""

    def noter_echec(
        self, habilitation: Habilitation, recents: tuple[datetime, ...], instant: datetime
    ) -> None:
        """Adds a miss at `instant` to those (`recents`) that still count."""

    def delegation(self, agent: str) -> Delegation | None:
        """The delegation of an agent of a mairie."""

    def pour_etablir(
        self, agent: str, mandant: str, mandataire: str
    ) -> tuple[Habilitation | None, Compte, Compte]:
        """Habilitation and both accounts, in one round trip."""

    def pour_decider(
        self, agent: str, mandant: str, mandataire: str
    ) -> tuple[Delegation | None, Compte, Compte]:
        """Delegation and both accounts, in one round trip."""

    def compte(self, electeur: str) -> Compte:
        """The account of one elector, empty when nothing is known."""

    def demandes_et_comptes(
        self, references: Sequence[str], electeurs: Sequence[str]
    ) -> tuple[Mapping[str, Demande], Mapping[str, Compte]]:
        """Several demandes (those that exist) and accounts, in one round trip."""

    def prendre(self, quota: str, maximum: int, expire_le: datetime) -> bool:
        """Counts one more use of `quota`; false, and nothing counted, once there were `maximum`."""

    def attentes_dues(self, maintenant: datetime) -> Iterable[Attente]:
        """The work whose turn has come, oldest first."""

    def attente(self, cle: str) -> Attente | None:
        """One piece of work that waits."""

    def reporter(self, attente: Attente, prochain: datetime) -> None:
        """It could not be done now: to be tried again at `prochain`. Nothing when it was asked for
        anew meanwhile.
        """

    def clore(self, attente: Attente) -> None:
        """It is done. Nothing when it was asked for anew meanwhile."""

    def consigner(self, consultation: Ecriture) -> None:
        """Appends a consultation to the journal."""

    def ecritures(self, reference: str) -> tuple[Ecriture, ...]:
        """The journal of one reference, in order."""

    def toutes_les_ecritures(self) -> Iterable[Ecriture]:
        """Every entry of every journal, in no order (for `make journal`)."""

    def toutes_les_references(self) -> Iterable[str]:
        """The reference of every demande, in no order (for `make journal`)."""

    def scrutins(self) -> Mapping[str, Scrutin]:
        """All scrutins, by id; may be up to a minute old."""

    def lieu(self, id_: str) -> LieuPublic | None:
        """A public place where an authority may establish."""

    def lieux(self, departement: str) -> tuple[LieuPublic, ...]:
        """The public places of a département (code), by identifier."""

    def avancer_ligne(self, ligne: Ligne, efface_le: datetime, *, premiere: bool = False) -> bool:
        """Writes a row of the register if it goes forward by version, and counts what it did since
        (`services.compter`), once; says whether it did. One that is not there counts nothing (its
        reception had), unless nothing has written it before (`premiere`). Raises ConflitDeVersion.
        """

    def file(
        self,
        commune: str,
        *,
        etat: Etat | None,
        depuis: str,
        limite: int,
        scrutin: Scrutin | None = None,
        attente: bool | None = None,
    ) -> Page:
        """A commune's rows, in state `etat` or all, oldest scrutin first, that serve for `scrutin`
        when it is told, after the cursor `depuis`. With a state, `attente` keeps those that the
        national register has still to answer, or leaves them out. Raises SaisieInvalide for a
        cursor that no page gave.
        """

    def indexer(self, indexation: Indexation) -> None:
        """Writes what leads from words to a row, or raises ConflitDeVersion."""

    def chercher(self, recherche: Recherche, depuis: str, limite: int) -> Page:
        """The rows found, after the cursor `depuis`; what is read is bounded, so that a page may
        hold less than `limite` and not be the last. Raises SaisieInvalide for a cursor that no
        page gave.
        """

    def ligne(self, commune: str, reference: str) -> Ligne | None:
        """One row of a commune's register."""

    def lignes(self, commune: str, references: Iterable[str]) -> Mapping[str, Ligne]:
        """Those of these rows of a commune that there are, by reference, a hundred a call."""

    def registre(self, commune: str, etat: Etat | None = None) -> Iterable[Ligne]:
        """All rows of a commune in this state, or in all, by state, first day of vote and
        establishment.
        """

    def apercus(self, commune: str, etat: Etat, limite: int) -> tuple[tuple[Apercu, ...], bool]:
        """The first rows of a commune in this state, by first day of vote, `limite` at most; and
        whether they are all.
        """


@dataclass(frozen=True, slots=True)
class Contexte:
    """What a use case works with. `secret` keys the pseudonyms of electors; `registre` is None in
    a deployment that no national register answers: the mairie then checks everything.
    `controle` is who checks where the law calls for the register and the scrutin says nothing
    (None: the register).
    """

    depots: Depots
    secret: bytes
    alea: Alea
    registre: RegistreNational | None = None
    controle: ModeControle | None = None
