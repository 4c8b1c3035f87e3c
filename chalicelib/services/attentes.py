"""The work that transactions left to be done: done, or put off while the register is away."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.services.controler_au_registre import controler_au_registre
from chalicelib.services.ports import Attente, Contexte
from chalicelib.services.reexaminer import reexaminer
from chalicelib.services.registre_national import RegistreIndisponible

_PREMIER_REPORT = timedelta(seconds=30)
_REPORT_MAX = timedelta(minutes=10)


def traiter(contexte: Contexte, attente: Attente, maintenant: datetime) -> bool:
    """Does one piece of work; says whether it is done. Not done, it was put off, and the procuration
    waits as it stood: the register did not answer. Doing it twice changes nothing more.
    """
    genre, _, objet = attente.cle.partition("#")
    if genre == "P":
        reexaminer(contexte, objet, maintenant)
    else:
        try:
            controler_au_registre(contexte, objet, maintenant)
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
