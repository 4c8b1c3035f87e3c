"""What the watch over unusual acts has found, for who is to look at it. The list names nobody; to
be told which agent and which acts is an act of administration itself, written down before the
answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.depots.actes_administration import Acte, Phase
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.genres_d_anomalie import EXPLICATIONS, Genre
from chalicelib.domaine.temps import jour, paris
from chalicelib.services.activites import GARDEES, Activite, Activites
from chalicelib.services.anomalies import Anomalie, Veille, pseudonyme_d_agent

COMMANDE = "anomalies"


class AnomalieInconnue(Exception):
    """No anomaly of this id on this day, or it is older than they are kept."""


@dataclass(frozen=True, slots=True)
class Guichet:
    """What is read. `secret` keys the pseudonyms."""

    depots: AdministrationDynamo
    veille: Veille
    activites: Activites
    secret: bytes
    horloge: Callable[[], datetime]


def du_jour(guichet: Guichet, ce_jour: date) -> Iterator[str]:
    """One line an anomaly, oldest first; agents by pseudonym."""
    vide = True
    for anomalie in guichet.veille.du_jour(ce_jour):
        vide, constat = False, anomalie.constat
        yield (
            f"{anomalie.instant.astimezone(paris()):%H:%M} · {anomalie.id} · {constat.genre.value} "
            f"· {constat.valeur} (inhabituel à partir de {constat.seuil}) · "
            f"{', '.join(anomalie.agents)}"
        )
    if vide:
        yield f"Aucune anomalie le {ce_jour:%d/%m/%Y}."


def consulter(guichet: Guichet, ce_jour: date, id_: str, par: str, motif: str) -> Iterator[str]:
    """Who and what an anomaly is about: agents by their keys, acts by their references. Raises
    AnomalieInconnue.
    """
    trouvee = next((a for a in guichet.veille.du_jour(ce_jour) if a.id == id_), None)
    if trouvee is None:
        raise AnomalieInconnue(id_)
    _consigner(guichet, trouvee, par, motif)
    yield f"{EXPLICATIONS[trouvee.constat.genre].capitalize()}."
    for agent in _agents(guichet, trouvee):
        yield f"Agent {agent}"
        for acte in _actes(guichet, trouvee, agent):
            cadre = acte.cadre.value if acte.cadre else "-"
            yield (
                f"  {acte.instant.astimezone(paris()):%d/%m/%Y %H:%M:%S} · {acte.acte.value} · "
                f"{acte.reference} · {acte.commune} · {cadre}"
            )


def _consigner(guichet: Guichet, anomalie: Anomalie, par: str, motif: str) -> None:
    """A consultation is one line: it changes nothing that could be half changed."""
    guichet.depots.consigner(
        Acte(
            id=uuid.uuid4().hex[:12],
            phase=Phase.FIN,
            commande=COMMANDE,
            instant=guichet.horloge(),
            par=par,
            identite=guichet.depots.identite(),
            motif=motif,
            fichier=f"anomalie {anomalie.id} du {anomalie.jour.isoformat()}",
            empreinte="-",
            lignes=1,
            ajouts=0,
            changements=0,
            inchanges=1,
        )
    )


def _agents(guichet: Guichet, anomalie: Anomalie) -> list[str]:
    """Pseudonyms lead to nobody by themselves: every habilitation is tried."""
    cherches = set(anomalie.agents)
    return sorted(
        agent
        for agent in guichet.depots.agents()
        if pseudonyme_d_agent(agent, guichet.secret) in cherches
    )


def _actes(guichet: Guichet, anomalie: Anomalie, agent: str) -> Iterator[Activite]:
    """Those of the day for an anomaly of the agent; for an address or a mandataire, those of the
    last weeks that it brings together.
    """
    maintenant = guichet.horloge()
    genre = anomalie.constat.genre
    if genre not in {Genre.ADRESSE, Genre.MANDATAIRE}:
        yield from guichet.activites.du_jour(agent, anomalie.jour, maintenant)
        return
    for depuis in range(GARDEES.days + 1):
        ce_jour = jour(maintenant) - timedelta(days=depuis)
        for acte in guichet.activites.du_jour(agent, ce_jour, maintenant):
            empreinte = acte.adresse if genre is Genre.ADRESSE else acte.mandataire
            if empreinte == anomalie.sujet:
                yield acte
