"""`python -m outils.echeances` (make echeances): one pass of the night, now, on the cloud that the
environment names or on the local one that runs.

What the schedule does by itself four times a night; by hand after a failure, or to see it. Exit
code: 0, 1 when something failed or there was no time for all, 2 without a cloud.
"""

from __future__ import annotations

import sys

from outils.nuage_courant import rejoindre

DUREE_S = 3600.0

LIBELLES = {
    "EXAMINEES": "Examinées",
    "RAPPEL_15": "Rappels à quinze jours",
    "RAPPEL_3": "Rappels à trois jours",
    "EXPIRATION": "Demandes expirées",
    "FIN": "Procurations échues",
    "AVIS_EFFACEMENT": "Avis d'effacement",
    "EFFACEMENT": "Effacées",
    "REVERIFICATION": "Questions posées au répertoire avant le vote",
    "PLAFONDS": "Mandataires à examiner de nouveau (L73)",
    "REMISES": "Remises à la prochaine passe, quelqu'un agissant dessus",
    "ECHECS": "En échec",
    "PARTS_RESTANTES": "Parts que la passe n'a pas eu le temps de lire",
}


def main() -> int:
    """Prints what was done."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.flux.echeances import ECHECS, PARTS_RESTANTES, echeances

    bilan = echeances(DUREE_S)
    for nom, libelle in LIBELLES.items():
        if bilan.get(nom):
            print(f"{libelle} : {bilan[nom]}")
    if not bilan:
        print("Rien n'est dû.")
    return 1 if bilan.get(ECHECS) or bilan.get(PARTS_RESTANTES) else 0


if __name__ == "__main__":
    sys.exit(main())
