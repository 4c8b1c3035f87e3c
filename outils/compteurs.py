"""`python -m outils.compteurs` (make compteurs): counts again, from the registers and the journals,
what the counters of each commune say, and mends what differs (docs/decisions/compteurs.md).

With `COMMUNE=35238` that commune only. Nothing differs as a rule: after `make reconstruire`, or
where counting begins on data that were there before. Exit code: 0, 1 when a commune never stopped
moving, 2 without a cloud.
"""

from __future__ import annotations

import os
import sys

from outils.nuage_courant import rejoindre


def main() -> int:
    """Prints each commune that was mended."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.depots.recomptage import RecomptageDynamo
    from chalicelib.domaine.erreurs import ConflitDeVersion
    from chalicelib.montage import montage
    from chalicelib.services.compter_de_nouveau import recompter

    monte, recomptage, occupees = montage(), RecomptageDynamo(), 0
    une = os.environ.get("COMMUNE", "")
    communes = [une] if une else list(recomptage.communes())
    corrigees = 0
    for commune in communes:
        try:
            nombre = recompter(monte.contexte.depots, recomptage, commune, monte.horloge())
        except ConflitDeVersion:
            occupees += 1
            print(f"{commune} : ses procurations ne cessent d'avancer, recommencez plus tard.")
            continue
        if nombre:
            print(f"{commune} : compteurs corrigés : {nombre}.")
        corrigees += nombre
    print(f"Communes : {len(communes)}. Compteurs corrigés : {corrigees}.")
    return 1 if occupees else 0


if __name__ == "__main__":
    sys.exit(main())
