"""Loads a file whose plan is known: the act is written in the register before the first change and
after the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from chalicelib.administration.fichiers import Fichier
from chalicelib.administration.plan import Genre, Plan
from chalicelib.depots.actes_administration import Acte, Phase
from chalicelib.depots.administration import AdministrationDynamo, ChangeEntreTemps
from chalicelib.depots.connexion import PANNES

T = TypeVar("T")


def charger(
    genre: Genre[T],
    fichier: Fichier,
    plan: Plan[T],
    depots: AdministrationDynamo,
    *,
    acte: str,
    par: str,
    motif: str,
    horloge: Callable[[], datetime],
) -> None:
    """Writes what the plan says. `acte` is the identifier of this act, `par` and `motif` who loads
    and why. What fails half-way (one of PANNES, or ChangeEntreTemps) is recorded as such, and
    raised; loading the same file again then writes what is missing.
    """
    debut = Acte(
        id=acte,
        phase=Phase.DEBUT,
        commande=genre.nom,
        instant=horloge(),
        par=par,
        identite=depots.identite(),
        motif=motif,
        fichier=fichier.nom,
        empreinte=fichier.empreinte,
        lignes=len(fichier.rangs),
        ajouts=len(plan.ajouts),
        changements=len(plan.changements),
        inchanges=plan.inchanges,
    )
    depots.consigner(debut)
    try:
        genre.ecrire(depots, plan)
    except (*PANNES, ChangeEntreTemps):
        depots.consigner(replace(debut, phase=Phase.ECHEC, instant=horloge()))
        raise
    depots.consigner(replace(debut, phase=Phase.FIN, instant=horloge()))
