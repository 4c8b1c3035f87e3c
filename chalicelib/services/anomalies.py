"""The watch over unusual acts of authorities (PEN-01). It reads what they did, counts, compares,
and gives what somebody should look at; it refuses nothing and slows nothing down
(docs/decisions/anomalies.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.domaine.anomalies import (
    Constat,
    Fait,
    Journee,
    Nature,
    Seuils,
    examiner,
    rapprocher,
)
from chalicelib.domaine.canari import est_du_canari
from chalicelib.domaine.erreurs import (
    AgentVerrouille,
    ErreurMetier,
    HabilitationInvalide,
    ReferenceIntrouvable,
)
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.genres_d_anomalie import Genre
from chalicelib.domaine.habitudes import Pairs, Profil, classe_de
from chalicelib.domaine.identites import pseudonyme
from chalicelib.domaine.temps import paris
from chalicelib.services.activites import GARDEES, Activite, Activites
from chalicelib.services.ports import Contexte

NATURES: Mapping[type[ErreurMetier], Nature] = {
    ReferenceIntrouvable: Nature.REFERENCE_INCONNUE,
    AgentVerrouille: Nature.VERROUILLE,
    HabilitationInvalide: Nature.SANS_HABILITATION,
}
"""Refusals that the watch counts."""

RAPPROCHES_GARDES = GARDEES
TROUVAILLES_GARDEES = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalie:
    """What somebody should look at. `sujet` is the pseudonym of the agent, or the print of the
    address or of the mandataire; `agents` the pseudonyms of those whose acts are concerned; `id`
    names it and tells nothing.
    """

    id: str
    jour: date
    constat: Constat
    sujet: str
    agents: tuple[str, ...]
    instant: datetime


class Veille(Protocol):
    """Where the watch keeps its counts."""

    def profil(self, sujet: str) -> Profil:
        """The habits of an agent (pseudonym); an empty one when nothing is known."""

    def garder(self, sujet: str, profil: Profil, avant: date | None) -> None:
        """Keeps them, unless another has opened this day since `avant` was read."""

    def pairs(self, jour: date) -> Pairs:
        """The colleagues on this day."""

    def compter_pairs(self, jour: date, changements: Mapping[int, int]) -> None:
        """Adds to the classes of this day; what comes twice counts twice, which a share of tens of
        thousands of agents bears.
        """

    def reunir(
        self, genre: Genre, empreinte: str, mandant: str, agent: str, jusqu_au: datetime
    ) -> tuple[int, tuple[str, ...]]:
        """Adds this mandant and this agent to those that the print brings together; how many
        mandants there are then, and the agents. The same again changes nothing.
        """

    def relever(self, anomalie: Anomalie, jusqu_au: datetime) -> bool:
        """Writes it down; whether it has still to be told at this level."""

    def dite(self, anomalie: Anomalie) -> None:
        """It was told at its level."""

    def du_jour(self, jour: date) -> Iterable[Anomalie]:
        """What was found on a day, oldest first."""


def noter_le_refus(
    activites: Activites, agent: str, refus: ErreurMetier, maintenant: datetime
) -> None:
    """Notes that this agent was refused what the watch counts; nothing for other refusals."""
    nature = NATURES.get(type(refus))
    if nature is not None and not est_du_canari(agent):
        activites.tenter(agent, nature, maintenant, maintenant + GARDEES)


def veiller_sur(
    contexte: Contexte,
    activites: Activites,
    veille: Veille,
    agent: str,
    ce_jour: date,
    seuils: Seuils,
    maintenant: datetime,
) -> tuple[tuple[Anomalie, ...], int]:
    """What is unusual in this agent's day as it stands, and how many establishments it has. The
    same day again finds the same.
    """
    sujet = pseudonyme_d_agent(agent, contexte.secret)
    faits = activites.faits(agent, ce_jour)
    habilitation = contexte.depots.habilitation(agent)
    fin = None
    if habilitation is not None:
        fin = min(habilitation.au, habilitation.revoquee_le or habilitation.au)
    journee = Journee(
        faits=faits,
        profil=_profil_du_jour(activites, veille, agent, sujet, ce_jour),
        pairs=veille.pairs(ce_jour),
        fin=fin,
        revoquee=habilitation is not None and habilitation.revoquee_le is not None,
    )
    trouvees = tuple(
        _anomalie(contexte, ce_jour, constat, sujet, (sujet,), maintenant)
        for constat in examiner(journee, seuils)
    )
    return trouvees, len(_etablis(faits))


def rapprocher_de(
    contexte: Contexte,
    veille: Veille,
    activite: Activite,
    ce_jour: date,
    seuils: Seuils,
    maintenant: datetime,
) -> tuple[Anomalie, ...]:
    """Whether the address or the mandataire of this act brings too many mandants together."""
    trouvees = []
    sujet = pseudonyme_d_agent(activite.agent, contexte.secret)
    for genre, empreinte in (
        (Genre.ADRESSE, activite.adresse),
        (Genre.MANDATAIRE, activite.mandataire),
    ):
        if not (empreinte and activite.mandant):
            continue
        jusqu_au = activite.instant + RAPPROCHES_GARDES
        mandants, agents = veille.reunir(genre, empreinte, activite.mandant, sujet, jusqu_au)
        constat = rapprocher(genre, mandants, seuils)
        if constat is not None:
            trouvees.append(_anomalie(contexte, ce_jour, constat, empreinte, agents, maintenant))
    return tuple(trouvees)


def changements_des_pairs(avant_apres: Iterable[tuple[int, int]]) -> dict[int, int]:
    """What the classes gain and lose when agents go from one number of procurations to another."""
    gains: Counter[int] = Counter()
    for avant, apres in avant_apres:
        if apres:
            gains[classe_de(apres)] += 1
        if avant > 0:
            gains[classe_de(avant)] -= 1
    return {classe: nombre for classe, nombre in gains.items() if nombre}


def pseudonyme_d_agent(agent: str, secret: bytes) -> str:
    """By which name an agent stands in what the watch keeps and tells."""
    return pseudonyme("veille-agent", agent, secret)[:16]


def est_un_etablissement(activite: Activite | None) -> bool:
    """Whether this act counts among the agent's procurations."""
    return activite is not None and activite.acte is Evenement.ETABLISSEMENT


def _profil_du_jour(
    activites: Activites, veille: Veille, agent: str, sujet: str, ce_jour: date
) -> Profil:
    """The habits, with the last active day in them; a late record of a day past adds nothing."""
    profil = veille.profil(sujet)
    if profil.jour is not None and profil.jour >= ce_jour:
        return profil
    passes = _etablis(activites.faits(agent, profil.jour)) if profil.jour else []
    ouvert = profil.ouvrir(
        ce_jour,
        [fait.instant.astimezone(paris()).hour for fait in passes],
        sum(fait.domicile for fait in passes),
    )
    veille.garder(sujet, ouvert, profil.jour)
    return ouvert


def _etablis(faits: Sequence[Fait]) -> list[Fait]:
    return [fait for fait in faits if fait.nature is Nature.ETABLISSEMENT]


def _anomalie(
    contexte: Contexte,
    ce_jour: date,
    constat: Constat,
    sujet: str,
    agents: tuple[str, ...],
    maintenant: datetime,
) -> Anomalie:
    nom = f"{ce_jour}|{constat.genre}|{sujet}"
    return Anomalie(
        id=pseudonyme("anomalie", nom, contexte.secret)[:10],
        jour=ce_jour,
        constat=constat,
        sujet=sujet,
        agents=agents,
        instant=maintenant,
    )
