"""The work that transactions left to be done: done, or put off while the register is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.services.changement import Attente
from chalicelib.services.controler_au_registre import controler_au_registre
from chalicelib.services.ports import Contexte
from chalicelib.services.reexaminer import reexaminer
from chalicelib.services.registre_national import RegistreIndisponible
from chalicelib.services.reverifier import reverifier

_TRAVAUX: dict[str, Callable[[Contexte, str, datetime], object]] = {
    "R": controler_au_registre,
    "P": reexaminer,
    "V": reverifier,
}
"""By the first letter of a key: what is done with the rest of it."""

_PREMIER_REPORT = timedelta(seconds=30)
_REPORT_MAX = timedelta(minutes=10)


def traiter(contexte: Contexte, attente: Attente, maintenant: datetime) -> bool:
    """Does one piece of work; says whether it is done. Not done, it was put off, and the
    procuration waits as it stood: the register did not answer. Doing it twice changes nothing more.
    """
    genre, _, objet = attente.cle.partition("#")
    try:
        _TRAVAUX[genre](contexte, objet, maintenant)
    except RegistreIndisponible:
        contexte.depots.reporter(attente, maintenant + report(attente.essais))
        return False
    contexte.depots.clore(attente)
    return True


def report(essais: int) -> timedelta:
    """How long to wait after so many tries: thirty seconds, then twice as long each time, ten
    minutes at most.
    """
    return min(_PREMIER_REPORT * (1 << min(essais, 10)), _REPORT_MAX)
