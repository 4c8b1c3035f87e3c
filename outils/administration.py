"""The command line of administration on the cloud that the environment names
(docs/configuration.md), or on the local one that runs: `make scrutins`, `make habilitations`,
`make delegations`, `make lieux`, `make audit` (docs/exploitation/administration.md).
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Exit code of the command; 1 when there is no cloud to administer."""
    if not {"STAGE", "TABLE_SCRUTINS"} & os.environ.keys():
        from infra.local import etat
        from infra.local.journal import AUCUN_NUAGE

        nuage = etat.lire()
        if nuage is None:
            print(AUCUN_NUAGE, file=sys.stderr)
            return 1
        os.environ.update(nuage.environnement)
    from chalicelib.administration.commande import main as commande

    return commande(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
