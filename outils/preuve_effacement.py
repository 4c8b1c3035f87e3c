"""`python -m outils.preuve_effacement` (make preuve-effacement): shows that nothing is readable,
nor left in any table, past its retention; on the cloud that the environment names or on the local
one that runs.

Exit code: 0 when it is so, 1 when something is readable, late or orphaned (each is named), 2
without a cloud.
"""

from __future__ import annotations

import sys

from outils.nuage_courant import rejoindre


def main() -> int:
    """Prints the proof, or what contradicts it."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.montage import montage
    from chalicelib.services.prouver_effacement import prouver_effacement

    monte = montage()
    preuve = prouver_effacement(monte.contexte, monte.conservation, monte.horloge())
    print(f"Dans leur durée de conservation : {preuve.conservees}.")
    print(f"À effacer à la prochaine passe, déjà cachées à toute lecture : {preuve.en_attente}.")
    print(f"Effacées, dont le journal garde la preuve : {preuve.effacees}.")
    for reference in preuve.sans_trace:
        print(f"{reference} : effacée par DynamoDB, sans écriture d'effacement.")
    for reference in preuve.lisibles:
        print(f"{reference} : DEVRAIT ÊTRE EFFACÉE ET SE LIT ENCORE.")
    for reference in preuve.en_retard:
        print(f"{reference} : les passes auraient dû l'effacer.")
    for table, reference in preuve.orphelines:
        print(f"{reference} : effacée, encore nommée par la table {table}.")
    return 0 if preuve.est_faite else 1


if __name__ == "__main__":
    sys.exit(main())
