"""Who may establish (R72-1 in France, R72-1-1 abroad) and who may decide (delegation of the
maire)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.erreurs import AgentVerrouille, DelegationAbsente, HabilitationInvalide

CLE_D_AGENT = re.compile(r"[0-9]{14}/[!-.0-~]{1,100}")
"""The key of an agent: SIRET, slash, and the identifier that ProConnect gives."""

ECHECS_MAX = 10
FENETRE_DES_ECHECS = timedelta(minutes=10)


class Qualite(StrEnum):
    """Who acts online: in France those of R72-1, I 2° and 3°, and II, and the délégués of V; abroad
    those of R72-1-1 IV.
    """

    OPJ = "OPJ"
    APJ = "APJ"
    RESERVISTE_APJ = "RESERVISTE_APJ"
    DELEGUE_OPJ = "DELEGUE_OPJ"
    CHEF_DE_POSTE = "CHEF_DE_POSTE"
    AGENT_CONSULAIRE = "AGENT_CONSULAIRE"


LIBELLES_QUALITE = {
    Qualite.OPJ: "officier de police judiciaire",
    Qualite.APJ: "agent de police judiciaire",
    Qualite.RESERVISTE_APJ: "réserviste, agent de police judiciaire",
    Qualite.DELEGUE_OPJ: "délégué d'un officier de police judiciaire",
    Qualite.CHEF_DE_POSTE: "chef de poste consulaire",
    Qualite.AGENT_CONSULAIRE: "agent consulaire délégué",
}

QUALITES_CONSULAIRES = frozenset({Qualite.CHEF_DE_POSTE, Qualite.AGENT_CONSULAIRE})
"""AUT-03, article R72-1-1 IV: who establishes online abroad, since 1 January 2022."""

QUALITES_EN_LIGNE = QUALITES_CONSULAIRES | {Qualite.OPJ, Qualite.APJ, Qualite.RESERVISTE_APJ}
"""AUT-01 and AUT-03: who establishes online. A délégué does not (AUT-02, R72-1 V)."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person signed in with ProConnect; `cle` is `<siret>/<uid>`."""

    cle: str
    nom: str
    prenom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Habilitation:
    """The designation of an agent, by a judge in France, from `du` (included) to `au` (excluded).

    `unite` and `lieu` are the agent's unit and the commune where it establishes (R75 II: place).
    `echecs` are the instants of the agent's latest wrong references. `opj` is the key of the OPJ
    who appointed this délégué (R72-1 V: nobody else may), with the agreement of the magistrate
    `juge`; `poste` the code of the consular post of an authority abroad, who has no judge. Both are
    empty for the others.
    """

    agent: str
    qualite: Qualite
    juge: str
    tribunal: str
    du: datetime
    au: datetime
    unite: str
    lieu: str
    revoquee_le: datetime | None = None
    echecs: tuple[datetime, ...] = ()
    opj: str = ""
    poste: str = ""

    def est_valide(self, maintenant: datetime) -> bool:
        """Whether it is valid at this instant."""
        return self.du <= maintenant < self.au and self.revoquee_le is None

    def echecs_recents(self, maintenant: datetime) -> tuple[datetime, ...]:
        """The misses of the last ten minutes."""
        return tuple(e for e in self.echecs if maintenant - e < FENETRE_DES_ECHECS)


def etablit(habilitation: Habilitation) -> bool:
    """Whether this quality may establish online (AUT-01, AUT-03)."""
    return habilitation.qualite in QUALITES_EN_LIGNE


def collecte(habilitation: Habilitation) -> bool:
    """Whether this quality only collects, for its OPJ to establish (AUT-02, R72-1 V)."""
    return habilitation.qualite is Qualite.DELEGUE_OPJ


def en_france(habilitation: Habilitation) -> bool:
    """Whether an act of this authority is made in France (CAP-07: the place of the act counts)."""
    return habilitation.qualite not in QUALITES_CONSULAIRES


def exiger_habilitation(habilitation: Habilitation | None, maintenant: datetime) -> Habilitation:
    """The habilitation, valid at this instant, of an agent who is not locked.

    Raises HabilitationInvalide or AgentVerrouille, each saying what to do.
    """
    if habilitation is None:
        raise HabilitationInvalide(
            "Aucune habilitation n'est enregistrée à votre nom. Adressez-vous à votre hiérarchie, "
            "qui la demande au juge du tribunal judiciaire."
        )
    if not habilitation.est_valide(maintenant):
        raise HabilitationInvalide(
            "Votre habilitation n'a pas commencé, a pris fin ou a été retirée. Orientez la "
            "personne vers un collègue habilité et demandez le renouvellement à votre hiérarchie."
        )
    if len(habilitation.echecs_recents(maintenant)) >= ECHECS_MAX:
        raise AgentVerrouille(
            f"Après {ECHECS_MAX} références incorrectes en dix minutes, la recherche est "
            "suspendue. Attendez dix minutes, ou demandez à un collègue habilité."
        )
    return habilitation


@dataclass(frozen=True, slots=True)
class Delegation:
    """The maire's delegation to an agent, for one commune, from `du` to `au` (excluded). `maire`
    says that the agent is the maire, who gives the others theirs; `nom` is how the maire calls the
    agent.
    """

    agent: str
    commune: str
    du: datetime
    au: datetime
    maire: bool = False
    nom: str = ""


def exiger_delegation(
    delegation: Delegation | None, commune: str, maintenant: datetime
) -> Delegation:
    """The delegation, valid at this instant, for this commune. Raises DelegationAbsente."""
    if (
        delegation is None
        or delegation.commune != commune
        or not delegation.du <= maintenant < delegation.au
    ):
        raise DelegationAbsente(
            "Seuls les agents à qui le maire a donné délégation contrôlent les procurations. "
            "Demandez au secrétariat de votre mairie d'enregistrer votre délégation."
        )
    return delegation
