"""What the person who starts the local cloud may set: PORT, DATE, MOTEUR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from chalicelib.domaine.temps import paris
from infra.local import moteurs

PORT_HABITUEL = 8000
_NOMS = ("PORT", "DATE", "MOTEUR")


class ReglageInvalide(ValueError):
    """A setting can't be honoured; the message says in one line what to write."""


@dataclass(frozen=True, slots=True)
class Reglages:
    """`port` None: the usual one, or a free one when it is taken; 0: any free one. `date` None:
    today."""

    port: int | None = None
    date: date | None = None
    moteur: str = "moto"

    def decalage(self, maintenant: datetime) -> timedelta:
        """How far the local clock is from `maintenant` (aware): a whole number of seconds that
        leads to the same time of day, in Paris, on `date`."""
        if self.date is None:
            return timedelta()
        ici = maintenant.astimezone(paris())
        vise = datetime.combine(self.date, ici.time(), tzinfo=paris()).astimezone(UTC)
        return timedelta(seconds=round((vise - maintenant).total_seconds()))


def lire(environnement: Mapping[str, str], arguments: Sequence[str]) -> Reglages:
    """The settings of the environment, then of arguments `PORT=8001`; empty ones are as good as
    absent. Raises ReglageInvalide."""
    donnes = {nom: environnement.get(nom, "") for nom in _NOMS}
    for argument in arguments:
        nom, _, valeur = argument.partition("=")
        if nom not in _NOMS:
            raise ReglageInvalide(f"Argument inconnu : {argument}. Écrire PORT=, DATE= ou MOTEUR=.")
        donnes[nom] = valeur
    etape = environnement.get("STAGE") or "local"
    if etape != "local" or "AWS_LAMBDA_FUNCTION_NAME" in environnement:
        raise ReglageInvalide(f"STAGE={etape} : le nuage local ne démarre pas sur une étape AWS.")
    return Reglages(
        port=_port(donnes["PORT"]) if donnes["PORT"] else None,
        date=_date(donnes["DATE"]) if donnes["DATE"] else None,
        moteur=_moteur(donnes["MOTEUR"] or "moto"),
    )


def _port(texte: str) -> int:
    if not (texte.isascii() and texte.isdecimal() and int(texte) <= 65535):
        raise ReglageInvalide(f"PORT={texte} : écrire un numéro de port, de 0 à 65535.")
    return int(texte)


def _date(texte: str) -> date:
    try:
        lue = date.fromisoformat(texte)
    except ValueError:
        lue = date.min
    if not 2000 <= lue.year < 2100:
        raise ReglageInvalide(f"DATE={texte} : écrire une date comme 2021-06-14.")
    return lue


def _moteur(texte: str) -> str:
    if texte not in moteurs.NOMS:
        raise ReglageInvalide(f"MOTEUR={texte} : choisir parmi {', '.join(moteurs.NOMS)}.")
    return texte
