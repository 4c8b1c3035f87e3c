"""The cloud that a command of the operator works on: the one that the environment names
(docs/configuration.md), or the local one that runs.
"""

from __future__ import annotations

import os


def rejoindre() -> bool:
    """Makes this process's environment that of the cloud; says whether there is one."""
    if "TABLE_DEMANDES" in os.environ:
        return True
    from infra.local import etat

    nuage = etat.lire()
    if nuage is None:
        return False
    os.environ.update(nuage.environnement)
    return True
