"""The world of the bench: one engine, its people, and one call of each use case as an API Gateway
event.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.montage import montage
from infra.local import gabarit, moteurs
from tests.api import client
from tests.api.client import Appelant
from tests.constructeurs import LISTE_ELECTORALE, SECRET, Nuage

MAINTENANT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
"""The bench happens on this day, whatever the machine's: six weeks before the présidentielle."""


@dataclass
class Monde:
    """An engine with everybody signed in."""

    nuage: Nuage
    autorite: Appelant
    mairie: Appelant
    personnes: Iterator[int] = field(default_factory=count)

    def deposee(self) -> Demande:
        """A demande filed through the API."""
        reponse = client.traiter(deposer(self))
        demande = self.nuage.contexte.depots.demande(reponse.json["reference"])
        if demande is None:
            raise RuntimeError(f"dépôt refusé : {reponse.statut}")
        return demande

    def etablie(self) -> Demande:
        """Established through the API."""
        demande = self.deposee()
        client.traiter(etablir(self, demande))
        return self.nuage.relire(demande)

    def recue(self) -> Demande:
        """Received by the mairie."""
        return self.nuage.transmettre(self.etablie())


def deposer(monde: Monde) -> dict[str, Any]:
    """POST demandes, by a mandant never seen before, with long names, who names a new person."""
    lettres = "".join(chr(ord("a") + int(chiffre)) for chiffre in str(next(monde.personnes)))
    mandant = client.mandant(
        monde.nuage,
        f"mandant-{lettres}",
        nom=f"Durand-Lévêque de {lettres.title()}",
        prenoms=["Marie-Clémentine", "Élodie", "Françoise"],
        usage="Lefèvre-Martin",
    )
    document = client.depot()
    document["mandataire"] |= {"nom": f"Martin-{lettres}", "prenoms": ["Louis", "Emmanuel"]}
    cle = {"idempotency_key": str(uuid.uuid4())}
    return mandant.preparer("POST", "/demandes", document, **cle)


def consulter(monde: Monde, demande: Demande) -> dict[str, Any]:
    """GET autorite/demandes/{reference}."""
    return monde.autorite.preparer("GET", f"/autorite/demandes/{demande.reference}", None)


def etablir(monde: Monde, demande: Demande) -> dict[str, Any]:
    """POST autorite/demandes/{reference}/etablissement."""
    chemin = f"/autorite/demandes/{demande.reference}/etablissement"
    cle = {"idempotency_key": str(uuid.uuid4())}
    return monde.autorite.preparer("POST", chemin, {"piece": "CNI"}, **cle)


def accepter(monde: Monde, demande: Demande) -> dict[str, Any]:
    """POST mairie/procurations/{reference}/acceptation."""
    chemin = f"/mairie/procurations/{demande.reference}/acceptation"
    cle = {"idempotency_key": str(uuid.uuid4())}
    return monde.mairie.preparer("POST", chemin, {"controles": sorted(LISTE_ELECTORALE)}, **cle)


def refuser(monde: Monde, demande: Demande) -> dict[str, Any]:
    """POST mairie/procurations/{reference}/refus."""
    chemin = f"/mairie/procurations/{demande.reference}/refus"
    cle = {"idempotency_key": str(uuid.uuid4())}
    return monde.mairie.preparer("POST", chemin, {"motif": "M03"}, **cle)


@dataclass(frozen=True)
class Cas:
    """A use case and its budgets: DynamoDB round trips, session included, and write units."""

    nom: str
    preparer: Callable[[Monde], dict[str, Any]]
    voyages: int
    unites: int


CAS = (
    Cas("dépôt", deposer, 2, 8),
    Cas("consultation au guichet", lambda m: consulter(m, m.deposee()), 3, 2),
    Cas("établissement", lambda m: etablir(m, m.deposee()), 3, 12),
    Cas("acceptation de la mairie", lambda m: accepter(m, m.recue()), 3, 8),
    Cas("refus de la mairie", lambda m: refuser(m, m.recue()), 3, 8),
)


@contextmanager
def monde(moteur: str) -> Iterator[Monde]:
    """The engine with the tables of the template, everybody signed in for an hour."""
    with moteurs.creer(moteur) as engin:
        gabarit.appliquer(engin.client("dynamodb"), "local")
        os.environ.update(_environnement() | engin.environnement())
        nuage = Nuage(engin, MAINTENANT).peupler()
        _figer_les_scrutins()
        yield Monde(nuage, client.autorite(nuage), client.mairie(nuage))


def _environnement() -> dict[str, str]:
    """What the app needs to be told; no identity provider is called."""
    federations = {
        f"{federation}_{quoi}": "http://127.0.0.1:1" if quoi == "ISSUER" else "banc"
        for federation in ("FRANCECONNECT", "PROCONNECT")
        for quoi in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    }
    return federations | {
        "STAGE": "local",
        "URL_PORTAIL": client.ORIGINE,
        "SECRET_PSEUDONYMES": SECRET.decode(),
        "EXPEDITEUR": "ne-pas-repondre@maprocuration.example",
        "HORLOGE_DECALAGE_S": str((MAINTENANT - datetime.now(UTC)).total_seconds()),
    }


def _figer_les_scrutins() -> None:
    """Reads the scrutins once for the run: one scan a minute and a process belongs to no call."""
    depots = montage().contexte.depots
    if not isinstance(depots, DepotsDynamo):
        raise TypeError("le banc mesure les dépôts DynamoDB")
    depots.scrutins()
    depots._calendrier._lus_a = float("inf")
