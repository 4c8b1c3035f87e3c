"""The schedule of reconciliation: each hour what was done of late, and then as far round the whole
as time allows. It repairs nothing: it counts and names what differs, `make rapprocher` repairs.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from chalicelib.configuration import variable
from chalicelib.domaine.temps import jour
from chalicelib.flux.courriels import guichet_d_envoi
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, tracer
from chalicelib.services.ports_conservation import Part
from chalicelib.services.ports_rapprochement import Avancee
from chalicelib.services.reparer import Outils, relire
from chalicelib.services.tournee import LECTURES, Lecture, Suspect, lire_les_demandes

FILS = 4
RESERVE_S = 30.0
RECENT = timedelta(hours=4)
"""Two hours wait for the e-mail; one between two runs; one in case a run failed."""

MEMOIRE = timedelta(days=30)
ECARTS_MAX = 500
"""Beyond, a whole table is lost, and naming the rest would only take time."""


class _Passe:
    """One run: what it has found, and until when it may read."""

    def __init__(self, outils: Outils, maintenant: datetime, fin: float) -> None:
        self._outils, self._maintenant, self._fin = outils, maintenant, fin
        self.bilan: Counter[str] = Counter(EXAMINEES=0, ECARTS=0, TOURS=0)
        self._vues: set[str] = set()

    def lire(self, lecture: Lecture, part: Part) -> bool:
        """Reads a part against the rest; false when there was no time for all of it."""
        if time.monotonic() >= self._fin:
            return False
        for lues, suspects in lecture(self._outils, part, self._maintenant):
            self.bilan["EXAMINEES"] += lues
            for suspect in suspects:
                self._confirmer(suspect)
            if time.monotonic() >= self._fin:
                return False
        return True

    def _confirmer(self, suspect: Suspect) -> None:
        """Read again, exactly: an index or a copy may lag by an instant."""
        if suspect.reference in self._vues or self.bilan["ECARTS"] >= ECARTS_MAX:
            return
        constats, _ = relire(self._outils, suspect.reference, self._maintenant, suspect.constats)
        if not constats:
            return
        self._vues.add(suspect.reference)
        for constat in constats:
            self.bilan["ECARTS"] += 1
            compter(Mesure.ECARTS, ecart=constat.ecart.value)
            tracer("écart", reference=constat.reference, ecart=constat.ecart.value)


def outils(monte: Montage) -> Outils:
    """What a reconciliation works with, in this process."""
    return Outils(monte.contexte, monte.rapprochement, monte.conservation, guichet_d_envoi(monte))


def rapprochement(secondes: float) -> dict[str, int]:
    """One run of at most so many seconds: how many items were examined, how many differences were
    found, whether a whole round was finished (1). Each is a metric.
    """
    monte = montage()
    maintenant = monte.horloge()
    passe = _Passe(outils(monte), maintenant, time.monotonic() + max(secondes - RESERVE_S, 0))
    nombre = int(variable("RAPPROCHEMENT_PARTS", "128"))
    parts = [Part(rang, nombre) for rang in range(nombre)]
    recentes: Lecture = partial(lire_les_demandes, depuis=maintenant - RECENT)
    with ThreadPoolExecutor(FILS) as fils:
        for _ in fils.map(lambda part: passe.lire(recentes, part), parts):
            pass
        _avancer(monte, passe, fils, parts, maintenant)
    compter(Mesure.RAPPROCHEES, passe.bilan["EXAMINEES"])
    compter(Mesure.ECARTS_TROUVES, passe.bilan["ECARTS"])
    compter(Mesure.TOURS_DE_RAPPROCHEMENT, passe.bilan["TOURS"])
    return dict(passe.bilan)


def _avancer(
    monte: Montage,
    passe: _Passe,
    fils: ThreadPoolExecutor,
    parts: list[Part],
    maintenant: datetime,
) -> None:
    """Goes on with the round from where the run before left it, one round a day at most."""
    unites = [(lecture, part) for lecture in LECTURES for part in parts]
    avancee, aujourd_hui = monte.rapprochement.avancee(), jour(maintenant)
    if avancee is None or avancee.faites > len(unites):
        avancee = Avancee(aujourd_hui, 0)
    if avancee.faites == len(unites):
        if avancee.depuis >= aujourd_hui:
            return
        avancee = Avancee(aujourd_hui, 0)
    for faites in _faites(passe, fils, unites[avancee.faites :]):
        avancee = Avancee(avancee.depuis, avancee.faites + faites)
        monte.rapprochement.noter(avancee, maintenant + MEMOIRE)
    passe.bilan["TOURS"] = int(avancee.faites == len(unites))


def _faites(
    passe: _Passe, fils: ThreadPoolExecutor, unites: list[tuple[Lecture, Part]]
) -> Iterator[int]:
    """One for each part that is done, in order, up to the first that is not."""
    for faite in fils.map(lambda unite: passe.lire(*unite), unites):
        if not faite:
            return
        yield 1
