"""`python -m chalicelib`: verifies then loads the files of administration, and shows the acts.

Exit codes: 0; 1 when the file is refused or something changed meanwhile; 2 when the command line
makes no sense; 3 when the tables can't be reached.
"""

from __future__ import annotations

import argparse
import sys
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.administration import audit, delegations, habilitations, lieux, scrutins
from chalicelib.administration.charger import charger
from chalicelib.administration.fichiers import Erreur, FichierInvalide, lire
from chalicelib.administration.plan import Genre, Plan
from chalicelib.configuration import stage
from chalicelib.depots.administration import AdministrationDynamo, ChangeEntreTemps
from chalicelib.depots.connexion import PANNES

GENRES: dict[str, Genre[Any]] = {
    genre.nom: genre
    for genre in (scrutins.GENRE, habilitations.GENRE, delegations.GENRE, lieux.GENRE)
}
ERREURS_MONTREES = 200
REFUSE, PANNE = 1, 3


def main(
    arguments: Sequence[str], horloge: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> int:
    """Runs one command and gives its exit code."""
    demande = _analyseur().parse_args(arguments)
    depots = AdministrationDynamo()
    try:
        if demande.genre == "audit":
            _dire(audit.lignes(depots, demande.annee or horloge().year))
            return 0
        return _fichier(GENRES[demande.genre], demande, depots, horloge)
    except FichierInvalide as refus:
        _refuser(refus.erreurs)
    except ChangeEntreTemps as change:
        _alerter([f"{change} a changé pendant le chargement. Relancez la même commande."])
    except PANNES as panne:
        _alerter([f"Les tables ne répondent pas ({type(panne).__name__}). Relancez plus tard."])
        return PANNE
    return REFUSE


def _analyseur() -> argparse.ArgumentParser:
    analyseur = argparse.ArgumentParser(
        prog="python -m chalicelib", description="Administration de Maprocuration."
    )
    genres = analyseur.add_subparsers(dest="genre", required=True)
    for genre in GENRES.values():
        actions = genres.add_parser(genre.nom, help=genre.contenu).add_subparsers(
            dest="action", required=True
        )
        verifier = actions.add_parser(
            "verifier", help="dit ce que ferait le fichier, sans rien écrire"
        )
        verifier.add_argument("fichier", type=Path)
        chargement = actions.add_parser("charger", help="vérifie puis écrit")
        chargement.add_argument("fichier", type=Path)
        chargement.add_argument("--par", required=True, type=_renseigne, help="qui charge")
        chargement.add_argument("--motif", required=True, type=_renseigne, help="pourquoi")
    registre = genres.add_parser("audit", help="registre des actes d'administration")
    registre.add_argument("--annee", type=int)
    return analyseur


def _renseigne(texte: str) -> str:
    if not texte.strip() or len(texte) > 200 or not texte.isprintable():
        raise argparse.ArgumentTypeError("un texte de 1 à 200 caractères")
    return texte.strip()


def _fichier(
    genre: Genre[Any],
    demande: argparse.Namespace,
    depots: AdministrationDynamo,
    horloge: Callable[[], datetime],
) -> int:
    fichier = lire(demande.fichier, genre.colonnes)
    plan = genre.preparer(fichier, depots, horloge())
    _dire(
        [
            f"{fichier.nom} : {len(fichier.rangs)} ligne(s) sans erreur, étape {stage()}.",
            *_bilan(plan),
        ]
    )
    if demande.action == "verifier":
        _dire(["Rien n'a été écrit."])
        return 0
    acte = uuid.uuid4().hex[:12]
    charger(
        genre,
        fichier,
        plan,
        depots,
        acte=acte,
        par=demande.par,
        motif=demande.motif,
        horloge=horloge,
    )
    _dire([f"C'est écrit (acte {acte})."])
    return 0


def _bilan(plan: Plan[Any]) -> list[str]:
    return [
        f"{len(plan.ajouts)} ajout(s), {len(plan.changements)} changement(s), "
        f"{plan.inchanges} sans changement.",
        *(f"À savoir : {remarque}" for remarque in plan.remarques),
    ]


def _refuser(erreurs: tuple[Erreur, ...]) -> None:
    montrees = [str(erreur) for erreur in erreurs[:ERREURS_MONTREES]]
    if len(erreurs) > len(montrees):
        montrees.append(f"… et {len(erreurs) - len(montrees)} autre(s).")
    _alerter([*montrees, f"Fichier refusé, {len(erreurs)} erreur(s). Rien n'a été écrit."])


def _dire(lignes: Iterable[str]) -> None:
    sys.stdout.writelines(f"{ligne}\n" for ligne in lignes)


def _alerter(lignes: Iterable[str]) -> None:
    sys.stderr.writelines(f"{ligne}\n" for ligne in lignes)
