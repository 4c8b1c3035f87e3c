"""`python -m infra.local.journal` (make journal): verifies every chain of the journal of the cloud
that runs on this machine. Exit code: 0 all whole, 1 a broken link, 2 nothing to verify."""

from __future__ import annotations

import os
import sys

from infra.local import etat

AUCUN_NUAGE = "Aucun nuage local ne tourne : « make run », dans un autre terminal, en démarre un."


def main() -> int:
    """Prints the sum, or the first broken link of each chain that has one."""
    nuage = etat.lire()
    if nuage is None:
        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    os.environ.update(nuage.environnement)
    from chalicelib.depots.connexion import PANNES

    try:
        return _verifier()
    except PANNES:
        print("Le nuage local ne répond pas : relancer « make run ».", file=sys.stderr)
        return 2


def _verifier() -> int:
    from chalicelib.montage import montage
    from chalicelib.services.verifier_journal import verifier_journal

    contexte = montage().contexte
    bilan = verifier_journal(contexte)
    if bilan.ruptures:
        # What is written between two readings looks broken, once; what is broken stays so.
        premieres = set(bilan.ruptures)
        bilan = verifier_journal(contexte)
        ruptures = [rupture for rupture in bilan.ruptures if rupture in premieres]
        for r in ruptures:
            print(f"Chaîne {r.reference} : rompue à l'écriture {r.numero} ({r.cause}).")
        if ruptures:
            return 1
    print(f"{bilan.chaines} chaînes, {bilan.ecritures} écritures : toutes entières.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
