"""The nightly schedule: what time makes due is done, and L73 is examined again where a scrutin was
added since. It stops before the function is stopped; what is left is for the next pass.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from chalicelib.configuration import variable
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.plafond import Compte
from chalicelib.flux.courriels import guichet_d_envoi
from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter, incident
from chalicelib.services.echeances import Outils, honorer, rejuger
from chalicelib.services.ports_conservation import Conservee, Part

FILS = 8
RESERVE_S = 30.0
"""What is kept to end what is under way."""

REMISES, ECHECS, PARTS_RESTANTES = "REMISES", "ECHECS", "PARTS_RESTANTES"
EXAMINEES, PLAFONDS = "EXAMINEES", "PLAFONDS"

T = TypeVar("T")


def echeances(secondes: float) -> dict[str, int]:
    """One pass of at most so many seconds; gives how many times each thing was done, `REMISES`
    (somebody was acting on it), `ECHECS`, and `PARTS_RESTANTES` of both tables that there was no
    time to read. Each is a metric.
    """
    monte, fin = montage(), time.monotonic() + max(secondes - RESERVE_S, 0)
    outils = Outils(
        monte.contexte, monte.conservation, monte.envois, guichet_d_envoi(monte), monte.coffre
    )
    maintenant = monte.horloge()

    def demandes(part: Part) -> Counter[str]:
        lues = monte.conservation.a_examiner(part, outils.contexte.depots.scrutins(), maintenant)
        return _parcourir(lues, une_demande, fin)

    def une_demande(lue: Conservee) -> str:
        return honorer(outils, lue, monte.horloge()) or ""

    def comptes(part: Part) -> Counter[str]:
        return _parcourir(monte.conservation.comptes_a_juger(part), un_compte, fin)

    def un_compte(compte: Compte) -> str:
        return PLAFONDS if rejuger(outils, compte, monte.horloge()) else ""

    bilan = _toutes_les_parts(demandes, maintenant) + _toutes_les_parts(comptes, maintenant)
    for nom, nombre in sorted(bilan.items()):
        compter(Mesure.ECHEANCES, nombre, fait=nom)
    return dict(bilan)


def _toutes_les_parts(lire: Callable[[Part], Counter[str]], maintenant: datetime) -> Counter[str]:
    """Each pass of a night begins a quarter of the table further, so that what one has no time for
    is the first thing of another.
    """
    nombre = int(variable("ECHEANCES_PARTS", "16"))
    premiere = maintenant.hour * nombre // 4
    parts = [Part((premiere + rang) % nombre, nombre) for rang in range(nombre)]
    with ThreadPoolExecutor(FILS) as fils:
        return sum(fils.map(lire, parts), Counter())


def _parcourir(choses: Iterable[T], faire: Callable[[T], str], fin: float) -> Counter[str]:
    """What was done, by name. Each thing on its own: one that fails stops no other."""
    faits: Counter[str] = Counter()
    lues = iter(choses)
    while time.monotonic() < fin:
        chose = next(lues, None)
        if chose is None:
            return faits
        faits[EXAMINEES] += 1
        if fait := _faire(faire, chose):
            faits[fait] += 1
    faits[PARTS_RESTANTES] += 1
    return faits


def _faire(faire: Callable[[T], str], chose: T) -> str:
    try:
        return faire(chose)
    except ConflitDeVersion:
        return REMISES
    # Whatever the failure, the others must be done, and this one again at the next pass.
    except Exception as erreur:  # noqa: BLE001
        incident(erreur, objet=_nom(chose))
        return ECHECS


def _nom(chose: object) -> str:
    if isinstance(chose, Conservee):
        return chose.demande.reference
    return chose.electeur if isinstance(chose, Compte) else ""
