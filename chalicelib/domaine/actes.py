"""What was done to a demande, by whom and when: the parts that its life adds to it.

Each `cle` is the print of the Idempotency-Key of the call that did it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domaine.autorites import QualiteAutorite


class Support(StrEnum):
    """Where the act was made."""

    EN_LIGNE = "EN_LIGNE"
    PAPIER = "PAPIER"


class Cadre(StrEnum):
    """Before whom and where identities were compared."""

    GUICHET = "GUICHET"
    DOMICILE = "DOMICILE"
    LIEU_PUBLIC = "LIEU_PUBLIC"
    CONSULAT = "CONSULAT"
    CERTIFIE = "CERTIFIE"
    PAPIER = "PAPIER"


APPELS_GARDES = 5
"""Earlier calls that an act which can be done again remembers: a lost answer is asked for again
within minutes, and several agents in between are rare.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Etablissement:
    """What the authority records (R75 II): who, which quality, when, where; and the document.

    `le` is the order key of L73 and never moves. `en_france` is the place of the act (CAP-07).
    `lieu_public` is the place of the préfet's arrêté (R72-1 III), `ecrit_du` the day of the written
    request for a visit at home, whose attestation the authority keeps (R72-1 IV, R73).
    """

    agent: str
    nom: str
    prenom: str
    qualite: QualiteAutorite
    unite: str
    lieu: str
    le: datetime
    piece: str
    cle: str = ""
    cadre: Cadre = Cadre.GUICHET
    en_france: bool = True
    lieu_public: str = ""
    ecrit_du: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecte:
    """What the délégué of an OPJ has collected (R72-1 V); `opj` is who must establish."""

    agent: str
    nom: str
    prenom: str
    opj: str
    unite: str
    lieu: str
    le: datetime
    piece: str
    cle: str = ""
    cadre: Cadre = Cadre.GUICHET
    lieu_public: str = ""
    ecrit_du: date | None = None


def appel(agent: str, cle: str) -> str:
    """How a call is remembered once another has taken its place: who made it, with which key."""
    return f"{agent}#{cle}"


def appels_d_avant(acte: Refus | Rectification | None) -> tuple[str, ...]:
    """What the act that takes the place of this one remembers: the last calls, its own included."""
    if acte is None:
        return ()
    return (*acte.avant, appel(acte.agent, acte.cle))[-APPELS_GARDES:]


def est_rejoue(acte: Refus | Rectification | None, agent: str, cle: str) -> bool:
    """Whether this call has been made already, by the same agent with the same key."""
    if acte is None or not cle:
        return False
    return appel(agent, cle) in (*acte.avant, appel(acte.agent, acte.cle))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refus:
    """The latest refusal at the counter. The demande lives on when its motif is not definitive;
    `avant` are the calls that made the refusals before, as `appel` writes them.
    """

    agent: str
    le: datetime
    motif: str
    cle: str = ""
    avant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """The latest time that an authority corrected the mandant's address, at his word. `ancienne`:
    the address of before, only while it is told; it is kept nowhere. `avant`: as for `Refus`.
    """

    agent: str
    le: datetime
    cle: str = ""
    avant: tuple[str, ...] = ()
    ancienne: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the mairie, or the register for it, decided. `motif` is empty when it accepted."""

    agent: str
    le: datetime
    motif: str = ""
    precision: str = ""
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reouverture:
    """The latest time that a clerk took back a refusal of the mairie."""

    agent: str
    le: datetime
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the national register answered: when, the outcome of each check by its name, and the
    bureau de vote of the mandant (empty when it was not found).
    """

    le: datetime
    resultats: tuple[tuple[str, str], ...]
    bureau: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resiliation:
    """The mandant's request to end it (R78), then the act that ended it: before whom, or empty
    with a certified identity; `le` is None while it is only asked for. `remplacante` is the
    procuration established in the same act.
    """

    demandee_le: datetime
    expire_le: datetime
    le: datetime | None = None
    agent: str = ""
    nom: str = ""
    prenom: str = ""
    qualite: QualiteAutorite | None = None
    lieu: str = ""
    piece: str = ""
    cle: str = ""
    remplacante: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fin:
    """Why and when it ended by law: null (L73), annulled (L77), lapsed."""

    le: datetime
    motif: str
    agent: str = ""
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saisie:
    """Who entered a paper form, when, and the name of its scan in the store of documents."""

    agent: str
    le: datetime
    cle: str = ""
    numerisation: str = ""
