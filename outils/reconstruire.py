"""`python -m outils.reconstruire` (make reconstruire): routes every established procuration again,
on the cloud that the environment names (docs/configuration.md), or on the local one that runs.

For the engineer on call when the routing's on-failure queue holds something: once the cause is
gone, no procuration stays short of its mairie. Exit code: 0, or 1 when a register refuses some.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Prints what was done, and each reference that a person must look at."""
    if "TABLE_DEMANDES" not in os.environ:
        from infra.local import etat
        from infra.local.journal import AUCUN_NUAGE

        nuage = etat.lire()
        if nuage is None:
            print(AUCUN_NUAGE, file=sys.stderr)
            return 1
        os.environ.update(nuage.environnement)
    from chalicelib.montage import montage
    from chalicelib.services.reconstruire import reconstruire

    monte = montage()
    bilan = reconstruire(monte.contexte, monte.activites, monte.horloge())
    print(f"{bilan.procurations} procurations, {bilan.transmises} transmises à leur mairie.")
    for reference in bilan.refusees:
        print(f"{reference} : aucun registre ne peut la recevoir, à examiner.")
    return 1 if bilan.refusees else 0


if __name__ == "__main__":
    sys.exit(main())
