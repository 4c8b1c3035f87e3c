"""What the local cloud measures: the EMF lines of its functions, and, in AWS's namespaces, what
stands for it here: calls of functions, of the API, streams, failure queues."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from infra.tableaux.releves import Metrique, Releves

API = {"ApiName": "maprocuration-local", "Stage": "portail"}

OBSERVEES = (
    frozenset(("AWS/Lambda", nom) for nom in ("Invocations", "Errors", "Duration", "IteratorAge"))
    | frozenset(
        ("AWS/ApiGateway", nom)
        for nom in ("Count", "4XXError", "5XXError", "Latency", "IntegrationLatency")
    )
    | {("AWS/SQS", "ApproximateNumberOfMessagesVisible")}
)
"""What is measured here of AWS's own metrics: the others are shown as such."""

Invocation = Callable[[dict[str, Any]], Mapping[str, Any]]


GARDE_S = 6 * 3600
"""Seconds that an observation is kept: nobody looks further back on one machine."""


def ressource(fonction: str) -> str:
    """The name in the template of the function `fonction` of app.py, as Chalice makes it."""
    return "".join(mot.capitalize() for mot in fonction.split("_"))


class MesuresLocales:
    """The observations of one local cloud, from its start on."""

    def __init__(self, journal: Path, horloge: Callable[[], float] = time.time) -> None:
        self.releves = Releves()
        self._journal = journal
        self._lu = 0
        self._horloge = horloge
        self._files: dict[str, Callable[[], int]] = {}
        self.debut = horloge()

    def maintenant(self) -> float:
        """Seconds, of the clock by which everything is measured."""
        return self._horloge()

    def surveiller(self, fonction: str, combien: Callable[[], int]) -> None:
        """The failure queue of a function, which says how many messages are in it."""
        self._files[f"Echecs{ressource(fonction)}"] = combien

    def a_jour(self) -> Releves:
        """Everything measured until now: reads what the functions wrote since the last time."""
        with self._journal.open("rb") as fichier:
            fichier.seek(self._lu)
            texte = fichier.read()
        entieres = texte.rfind(b"\n") + 1
        self._lu += entieres
        self.releves.lire_emf(texte[:entieres].decode("utf-8").splitlines())
        for file, combien in self._files.items():
            nom = "ApproximateNumberOfMessagesVisible"
            self._noter("AWS/SQS", nom, {"QueueName": file}, combien())
        self.releves.oublier(self._horloge() - GARDE_S)
        return self.releves

    def observer(self, nom: str, invoquer: Invocation) -> Invocation:
        """The same invocation of the function `nom`, measured as Lambda measures it."""
        fonction = {"FunctionName": ressource(nom)}

        def observee(evenement: dict[str, Any]) -> Mapping[str, Any]:
            debut = self._horloge()
            self._age(fonction, evenement, debut)
            erreurs = 1.0
            try:
                resultat = invoquer(evenement)
                erreurs = 0.0
                return resultat
            finally:
                self._noter("AWS/Lambda", "Invocations", fonction, 1)
                self._noter("AWS/Lambda", "Errors", fonction, erreurs)
                duree = 1000 * (self._horloge() - debut)
                self._noter("AWS/Lambda", "Duration", fonction, duree)

        return observee

    def appel(self, statut: int, secondes: float) -> None:
        """One call of the API, answered with this status."""
        for nom, valeur in (
            ("Count", 1.0),
            ("4XXError", float(400 <= statut < 500)),
            ("5XXError", float(statut >= 500)),
            ("Latency", 1000 * secondes),
            ("IntegrationLatency", 1000 * secondes),
        ):
            self._noter("AWS/ApiGateway", nom, API, valeur)
        for nom, valeur in (("Invocations", 1.0), ("Errors", 0.0), ("Duration", 1000 * secondes)):
            self._noter("AWS/Lambda", nom, {"FunctionName": "APIHandler"}, valeur)

    def _age(self, fonction: dict[str, str], evenement: dict[str, Any], maintenant: float) -> None:
        """Of the batch's last record, as Lambda says it."""
        for enregistrement in list(evenement.get("Records", ()))[-1:]:
            ecrit = enregistrement.get("dynamodb", {}).get("ApproximateCreationDateTime")
            if ecrit is not None:
                age = max(0.0, 1000 * (maintenant - float(ecrit)))
                self._noter("AWS/Lambda", "IteratorAge", fonction, age)

    def _noter(self, espace: str, nom: str, dimensions: dict[str, str], valeur: float) -> None:
        self.releves.ajouter(Metrique.de(espace, nom, dimensions), self._horloge(), valeur)
