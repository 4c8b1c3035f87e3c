"""Stream function 5: the acts of authorities, as they are noted. It raises what is unusual (PEN-01)
and stops nothing; the acts are done when it reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from chalicelib.configuration import seuils_des_anomalies, stage, sujet_securite
from chalicelib.depots.activites import acte_de_l_image, agent_de_l_image
from chalicelib.domaine.genres_d_anomalie import EXPLICATIONS
from chalicelib.domaine.libelles import jour_fr
from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter, incident, tracer
from chalicelib.services.anomalies import (
    TROUVAILLES_GARDEES,
    Anomalie,
    changements_des_pairs,
    est_un_etablissement,
    rapprocher_de,
    veiller_sur,
)

AgentEtJour = tuple[str, date]


def anomalies(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of activities: each act once, each agent's day once.

    Everything but the numbers of colleagues is the same when a record comes again; what fails comes
    again from the first record that failed.
    """
    echecs: list[str] = []
    concernes: dict[AgentEtJour, list[str]] = {}
    nouveaux: Counter[AgentEtJour] = Counter()
    for enregistrement in evenement["Records"]:
        flux = enregistrement["dynamodb"]
        image, numero = flux["NewImage"], str(flux["SequenceNumber"])
        qui = agent_de_l_image(image)
        concernes.setdefault(qui, []).append(numero)
        nouveaux[qui] += est_un_etablissement(acte_de_l_image(image))
        if not _essayer(partial(_rapprocher, image, qui[1])):
            echecs.append(numero)
    avant_apres: dict[date, list[tuple[int, int]]] = {}
    for qui, numeros in concernes.items():

        def veiller(qui: AgentEtJour = qui) -> None:
            nombre = _veiller(*qui)
            if nouveaux[qui]:
                avant_apres.setdefault(qui[1], []).append((nombre - nouveaux[qui], nombre))

        if not _essayer(veiller):
            echecs.append(numeros[0])
    for ce_jour, nombres in avant_apres.items():
        # Colleagues are known well enough without one batch.
        _essayer(partial(montage().veille.compter_pairs, ce_jour, changements_des_pairs(nombres)))
    premier = min(echecs, key=int, default=None)
    return {"batchItemFailures": [{"itemIdentifier": premier}] if premier else []}


def _essayer(faire: Callable[[], None]) -> bool:
    try:
        faire()
    # Whatever the failure, the others are looked at, and this one comes again.
    except Exception as erreur:  # noqa: BLE001
        compter(Mesure.ENREGISTREMENTS_EN_ECHEC)
        incident(erreur)
        return False
    return True


def _rapprocher(image: Mapping[str, Any], ce_jour: date) -> None:
    monte, activite = montage(), acte_de_l_image(image)
    if activite is None:
        return
    _signaler(
        rapprocher_de(
            monte.contexte,
            monte.veille,
            activite,
            ce_jour,
            seuils_des_anomalies(),
            monte.horloge(),
        )
    )


def _veiller(agent: str, ce_jour: date) -> int:
    monte = montage()
    trouvees, nombre = veiller_sur(
        monte.contexte,
        monte.activites,
        monte.veille,
        agent,
        ce_jour,
        seuils_des_anomalies(),
        monte.horloge(),
    )
    _signaler(trouvees)
    return nombre


def _signaler(trouvees: tuple[Anomalie, ...]) -> None:
    """Each is told once at each level: written down, told, then marked as told; what dies in
    between is told again.
    """
    veille = montage().veille
    for anomalie in trouvees:
        if veille.relever(anomalie, anomalie.instant + TROUVAILLES_GARDEES):
            _dire(anomalie)
            veille.dite(anomalie)


def _dire(anomalie: Anomalie) -> None:
    """The metric, a line of log, and M10 where somebody is to be told."""
    genre = anomalie.constat.genre
    compter(Mesure.ANOMALIES, genre=genre.value)
    tracer("anomalie", genre=genre.value, anomalie=anomalie.id, niveau=anomalie.constat.niveau)
    if sujet := sujet_securite():
        objet = f"Maprocuration {stage()} : anomalie {genre.value}"
        _sns().publish(TopicArn=sujet, Subject=objet, Message=message(anomalie))


def message(anomalie: Anomalie) -> str:
    """M10: what was counted and where to look. It names nobody: agents by pseudonym."""
    constat = anomalie.constat
    agents = ", ".join(anomalie.agents)
    return (
        f"{EXPLICATIONS[constat.genre].capitalize()} ({jour_fr(anomalie.jour)}).\n"
        f"Compté : {constat.valeur} ; inhabituel à partir de {constat.seuil}.\n"
        f"Agents (pseudonymes) : {agents}.\n"
        f"Anomalie {anomalie.id} du {anomalie.jour.isoformat()}.\n\n"
        "Rien n’a été bloqué : une anomalie dit où regarder, pas qu’il y a une fraude.\n"
        "La personne habilitée la consulte avec « make anomalies », qui en garde la trace "
        "(docs/exploitation/anomalies.md).\n"
    )


@cache
def _sns() -> Any:
    import boto3
    from botocore.config import Config

    reglages = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 3})
    return boto3.Session().client("sns", config=reglages)
