"""`python -m outils.donnees_ouvertes` (make donnees): publishes the days past now, as the schedule
does each night, on the cloud that the environment names or on the local one that runs. Exit code:
0, 2 without a cloud.
"""

from __future__ import annotations

import sys

from outils.nuage_courant import rejoindre


def main() -> int:
    """Prints what was published."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.montage import montage
    from chalicelib.services.donnees_ouvertes import jours_recents, publier

    monte = montage()
    publiee = publier(monte.compteurs, monte.publications, monte.horloge())
    jours = jours_recents(publiee)
    print(f"Publié : {len(publiee.cellules)} cases, du {jours[0]} au {jours[-1]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
