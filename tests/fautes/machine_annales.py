"""What has happened, read from the items and from the stream themselves: no reading function of the
code stands between, so that none can hide what it gets wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from infra.local.moteurs import COMPTE, REGION

HORS_CHAINE = {"CONSULTATION", "EFFACEMENT"}


@dataclass(frozen=True)
class Ligne:
    """One entry of the journal, as it is written in its table."""

    reference: str
    numero: int
    evenement: str
    role: str
    acteur: str
    instant: datetime
    de: str
    vers: str
    motif: str
    precedente: str
    empreinte: str

    def attendue(self) -> str:
        """The print that its content should have: SHA-256 of a JSON array (docs/journal)."""
        champs = [
            self.reference,
            self.numero,
            self.evenement,
            self.role,
            self.acteur,
            self.instant.isoformat(timespec="microseconds"),
            self.de,
            self.vers,
            self.motif,
            self.precedente,
        ]
        return resume(champs)


@dataclass
class Annales:
    """The oracle's own history. `images` holds each version of each demande that the stream told,
    `journal` the entries in the order of their numbers, `neuves` those of the latest step.
    """

    debut: int = 0
    images: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    actuelles: dict[str, dict[str, Any]] = field(default_factory=dict)
    journal: dict[str, list[Ligne]] = field(default_factory=lambda: defaultdict(list))
    consultations: dict[str, list[Ligne]] = field(default_factory=lambda: defaultdict(list))
    neuves: list[Ligne] = field(default_factory=list)
    passages: list[tuple[str, int, int]] = field(default_factory=list)
    """Of the latest step: reference, version before and version after."""
    _tailles: dict[Any, int] = field(default_factory=dict)
    _vues: set[tuple[Any, Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.debut = len(_enregistrements())

    def actualiser(self) -> None:
        """Reads what the latest step has written."""
        self._lire_le_flux()
        self._lire_le_journal()

    def etat(self, reference: str) -> str:
        """Where a demande stands; empty once it is erased."""
        actuelle = self.actuelles.get(reference)
        return actuelle["etat"] if actuelle else ""

    def _lire_le_flux(self) -> None:
        enregistrements = _enregistrements()
        self.passages = []
        for enregistrement in enregistrements[self.debut :]:
            dit = enregistrement.to_json()["dynamodb"]
            reference = dit["Keys"]["reference"]["S"]
            if "NewImage" not in dit:
                del self.actuelles[reference]
                continue
            image = clair({"M": dit["NewImage"]})
            avant = self.actuelles.get(reference)
            self.passages.append((reference, avant["version"] if avant else 0, image["version"]))
            self.images[reference][image["version"]] = self.actuelles[reference] = image
        self.debut = len(enregistrements)

    def _lire_le_journal(self) -> None:
        self.neuves = []
        for cle, articles in tables()["journal"].items.items():
            if self._tailles.get(cle) == len(articles):
                continue
            self._tailles[cle] = len(articles)
            for rang, article in articles.items():
                if (cle, rang) not in self._vues:
                    self._vues.add((cle, rang))
                    self._ranger(_ligne(clair_article(article)))

    def _ranger(self, ligne: Ligne) -> None:
        if ligne.evenement in HORS_CHAINE:
            self.consultations[ligne.reference].append(ligne)
            return
        self.neuves.append(ligne)
        chaine = self.journal[ligne.reference]
        chaine.append(ligne)
        chaine.sort(key=lambda x: x.numero)


def resume(champs: list[Any]) -> str:
    """SHA-256 of the one JSON form of an array."""
    texte = json.dumps(champs, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def instant(texte: str) -> datetime:
    """An instant as the tables write it."""
    return datetime.fromisoformat(texte)


def tables() -> dict[str, Any]:
    """The tables of the engine (moto), by their short names."""
    connues = dynamodb_backends[COMPTE][REGION].tables
    return {nom.rsplit("-", 1)[1]: table for nom, table in connues.items()}


def tous_les_articles(nom: str) -> Iterator[dict[str, Any]]:
    """Every item of a table, in plain values."""
    return (clair_article(article) for article in tables()[nom].all_items())


def clair_article(article: Any) -> dict[str, Any]:
    """An item of the engine in plain values."""
    lu: dict[str, Any] = clair({"M": article.to_json()["Attributes"]})
    return lu


def clair(valeur: Mapping[str, Any]) -> Any:
    """A value of DynamoDB in plain Python."""
    ((sorte, brut),) = valeur.items()
    if sorte == "M":
        return {nom: clair(v) for nom, v in brut.items()}
    if sorte == "L":
        return [clair(v) for v in brut]
    return int(brut) if sorte == "N" else brut


def _enregistrements() -> list[Any]:
    lus: list[Any] = tables()["demandes"].stream_shard.items
    return lus


def _ligne(article: dict[str, Any]) -> Ligne:
    return Ligne(
        reference=article["reference"],
        numero=article["numero"],
        evenement=article["evenement"],
        role=article["role"],
        acteur=article["acteur"],
        instant=instant(article["instant"]),
        de=article.get("de", ""),
        vers=article["vers"],
        motif=article.get("motif", ""),
        precedente=article["precedente"],
        empreinte=article["empreinte"],
    )
