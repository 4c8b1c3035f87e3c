"""`python -m infra.local` (make run): the whole journey on this machine, until Ctrl-C.

Settings, as variables or as arguments: PORT=8001 DATE=2021-06-14 MOTEUR=moto|ministack.
Exit code: 0 once stopped by Ctrl-C or SIGTERM, 2 when it could not start.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any, NoReturn

_SOMMEIL_S = 0.5


class Arret(BaseException):
    """Ctrl-C or SIGTERM, wherever the main thread is."""


def main(arguments: list[str]) -> int:
    """Starts, prints the addresses, waits, stops."""
    debut = time.monotonic()
    terminal = sys.stdout
    _ecouter_les_signaux()
    try:
        # Imported once the signals are heard: it takes a second, and Ctrl-C may come before.
        from infra.local import affichage, nuage
        from infra.local import reglages as lecture
        from infra.local.moteurs import MoteurIndisponible

        try:
            reglages = lecture.lire(os.environ, arguments)
            with nuage.demarrer(reglages) as demarre:
                texte = affichage.accueil(demarre, reglages, time.monotonic() - debut)
                print(texte, file=terminal, flush=True)
                _attendre_un_signal()
        except (lecture.ReglageInvalide, MoteurIndisponible) as erreur:
            print(erreur, file=sys.stderr)
            return 2
    except Arret:
        print("\nTout est arrêté.", file=terminal, flush=True)
    return 0


def _attendre_un_signal() -> NoReturn:
    """Waits for ever. The system may hand the signal to any thread, and Python runs its handler in
    this one alone, at its next instruction: so it never sleeps for long."""
    jamais = threading.Event()
    while True:
        jamais.wait(_SOMMEIL_S)


def _ecouter_les_signaux() -> None:
    signaux = (signal.SIGINT, signal.SIGTERM)

    def arreter(*_: Any) -> NoReturn:
        for un in signaux:
            signal.signal(un, signal.SIG_IGN)  # what stops must stop whole
        raise Arret

    for un in signaux:
        signal.signal(un, arreter)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
