"""What CloudWatch would hold of the eve of a vote and of its Sunday, minute by minute, from the
load model of a peak day: 300 000 demandes, 250 000 establishments, 7.5 million calls, a tenth of
them in the busiest hour; then a Sunday of prints. Every series that an alarm reads has its line
here: what is usual of it, and what is usual includes a failure now and then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import cache

from chalice.app import ScheduledEventConfig

import app
from infra.tableaux.alarmes import Alarme
from infra.tableaux.releves import Metrique, Releves

MINUTES = 48 * 60
DEBUT = 1_812_499_200
"""A Friday, 00:00 UTC: the second day of this sample is the last before the vote."""

DEPOTS, ETABLIES, APPELS = 300_000, 250_000, 7_500_000
VOLUMES = (1, 1, 1, 1, 1, 2, 5, 15, 35, 55, 65, 60, 55, 60, 70, 75, 85, 100, 95, 80, 60, 40, 20, 8)
"""Of each hour, the busiest being 100: about a tenth of the day, as in the load model."""

Minute = Callable[[int], tuple[tuple[float, float], ...]]
"""At a minute: values and how many times each."""


def part(minute: int) -> float:
    """What part of a day's work comes within this minute; four times less on the Sunday."""
    volume = VOLUMES[minute // 60 % 24] / sum(VOLUMES) / 60
    return volume if minute < 24 * 60 else volume / 4


def nom_de(metrique: Metrique) -> str:
    """`IteratorAge Routage`: its name and the values of its dimensions, without what is common."""
    propres = [v for k, v in metrique.dimensions if k not in {"service", "ApiName", "Stage"}]
    return " ".join([metrique.nom, *propres])


def _environ(par_jour: float) -> Minute:
    """This many in a day, as the hours go; never a fraction, always the same."""

    def au_long(minute: int) -> tuple[tuple[float, float], ...]:
        attendu = par_jour * part(minute)
        ecart = 1 + 0.3 * math.sin(minute * 1.7)
        return ((1.0, round(attendu * ecart)),)

    return au_long


def _parfois(toutes_les: int, valeur: float = 1) -> Minute:
    """Once each so many minutes."""
    return lambda minute: ((valeur, 1),) if minute % toutes_les == toutes_les // 2 else ()


def _toujours(valeur: float, pointe: float = 0, toutes_les: int = 360) -> Minute:
    """A gauge, with a peak of one minute now and then."""
    return lambda m: ((pointe if pointe and m % toutes_les == 100 else valeur, 1),)


def _durees(par_jour: float, *parts: tuple[float, float]) -> Minute:
    """Durations: (milliseconds, part of them)."""

    def au_long(minute: int) -> tuple[tuple[float, float], ...]:
        total = round(par_jour * part(minute))
        return tuple((valeur, total * portion) for valeur, portion in parts if total)

    return au_long


RIEN: Minute = lambda _: ()  # noqa: E731

# Matched from the first; each says what is usual, with what fails of it on a good day.
USUEL: Mapping[str, Minute] = {
    r"ApproximateNumberOfMessagesVisible Echecs\w+": _toujours(0),
    r"ApproximateNumberOfMessagesVisible \w+": _toujours(200, 4_000),
    r"ApproximateAgeOfOldestMessage Echecs\w+": _toujours(0),
    r"ApproximateAgeOfOldestMessage \w+": _toujours(5, 120),
    r"ProjectionsAbandonnees": RIEN,
    # A deployment, a shard that splits: some seconds, for a minute.
    r"IteratorAge \w+": _toujours(900, 45_000),
    r"DelaiJusquAuRegistre": _durees(ETABLIES, (700, 0.95), (4_000, 0.045), (20_000, 0.005)),
    r"5XXError": _environ(APPELS * 0.0004),
    r"4XXError": _environ(APPELS * 0.03),
    r"Count": _environ(APPELS),
    # Exports of large communes are slow, and there are some each minute.
    r"Latency": _durees(APPELS, (70, 0.9), (350, 0.09), (1_200, 0.006), (9_000, 0.004)),
    r"Throttles \w+": _parfois(700, 3),
    r"(Write|Read)ThrottleEvents \w+": _parfois(400, 40),
    r"Incidents magasins": _parfois(97),
    r"Incidents \w+": _parfois(190),
    r"ReuDuree reponse": _environ(3 * ETABLIES),
    r"ReuDuree \w+": _environ(3 * ETABLIES * 0.005),
    r"IdentiteDuree \S+ reponse": _environ(2 * DEPOTS),
    r"IdentiteDuree \S+ \w+": _environ(2 * DEPOTS * 0.005),
    # Addresses are typed by hand: one in a hundred comes back.
    r"Reputation.BounceRate": _toujours(0.012),
    r"Reputation.ComplaintRate": _toujours(0.0002),
    r"CourrielsConfies": _environ(3 * DEPOTS),
    r"CourrielsAttente \w+": _durees(3 * DEPOTS, (900, 0.99), (30_000, 0.01)),
    r"Expeditions ENVOYE": _environ(3 * DEPOTS),
    r"Expeditions ECHEC": _parfois(240),
    r"Expeditions \w+": _environ(3 * DEPOTS * 0.01),
    r"RetoursDeCourriels REMIS": _environ(3 * DEPOTS * 0.98),
    r"RetoursDeCourriels (NON_REMIS|REJETE)": _environ(3 * DEPOTS * 0.01),
    r"RetoursDeCourriels \w+": _environ(3 * DEPOTS * 0.0005),
    r"Transitions DEPOT": _environ(DEPOTS),
    r"Transitions ETABLISSEMENT": _environ(ETABLIES),
    r"EnAttente plus-de-sept-jours": _toujours(900),
    r"ControlesEnAttente": _toujours(60, 12_000),
    r"Echeances ECHECS": _parfois(1440, 3),
    r"Bulletins echecs": _parfois(60, 2),
    r"DocumentsEnEchec": _parfois(300),
    r"ReferencesManquees": _environ(ETABLIES * 1.2 * 0.02),
    r"AgentsVerrouilles": _parfois(120),
    r"ConnexionsReussies autorite": _environ(30_000),
    r"ConnexionsRefusees autorite": _environ(30_000 * 0.08),
    r"AccesRefuses autorite": _environ(APPELS * 0.3 * 0.02),
    r"Reponses2xx autorite": _environ(APPELS * 0.3),
    r"Reponses[34]xx autorite": _environ(APPELS * 0.3 * 0.05),
    r"CanariPassages manque": _parfois(480),
    r"CanariPassages \w+": _parfois(5),
    r"CanariEtapesManquees \w+": _parfois(1000),
    r"Anomalies \w+": _parfois(720),
    r"(Ecarts|EcartsTrouves)( \w+)?": RIEN,
    r"Rapprochees": _parfois(60, 20_000),
    r"ToursDeRapprochement": _parfois(1440),
    r"PointsDeControle \w+": _parfois(1440),
    r"BlockedRequests .+": _environ(20_000),
    r"(Errors|DestinationDeliveryFailures|NumberOfNotificationsFailed|DeadLetterErrors) \w+": RIEN,
}


@cache
def heures(fonction: str) -> frozenset[int]:
    """The minutes of a day at which a scheduled function comes."""
    (source,) = [
        s
        for s in app.app.event_sources
        if isinstance(s, ScheduledEventConfig) and s.name == fonction
    ]
    expression = source.schedule_expression.to_string()
    if trouve := re.fullmatch(r"rate\((\d+) minutes?\)", expression):
        return frozenset(range(0, 1440, int(trouve[1])))
    minutes, heures_ = expression.removeprefix("cron(").split()[:2]
    return frozenset(60 * h + m for h in _champ(heures_, 24) for m in _champ(minutes, 60))


def _champ(texte: str, fin: int) -> list[int]:
    if texte == "*":
        return list(range(fin))
    if "/" in texte:
        debut, pas = texte.split("/")
        return list(range(int(debut), fin, int(pas)))
    premier, _, dernier = texte.partition("-")
    return list(range(int(premier), int(dernier or premier) + 1))


def usuel(metrique: Metrique) -> Minute:
    """What is usual of a series. Raises KeyError when this sample does not say it."""
    nom = nom_de(metrique)
    if metrique.nom == "PassesFinies":
        passes = heures(nom.split()[1])
        return lambda minute: ((1, 1),) if minute % 1440 in passes else ()
    for motif, minute in USUEL.items():
        if re.fullmatch(motif, nom):
            return minute
    raise KeyError(nom)


def jouer(
    alarme: Alarme, panne: Mapping[str, Minute] | None = None, de: int = 0, a: int = 0
) -> Releves:
    """The two days of the series that this alarm reads; from minute `de` to minute `a` those that
    `panne` names, by a pattern of their names, are as it says.
    """
    releves = Releves()
    for metrique in {m.metrique for m in alarme.mesures.values()}:
        normale = usuel(metrique)
        nom = nom_de(metrique)
        en_panne = next((m for p, m in (panne or {}).items() if re.fullmatch(p, nom)), normale)
        for minute in range(MINUTES):
            for valeur, poids in (en_panne if de <= minute < a else normale)(minute):
                releves.ajouter(metrique, DEBUT + 60 * minute + 7, valeur, poids)
    return releves
