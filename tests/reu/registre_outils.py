"""A register that listens on the loopback and answers what the test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pybreaker import STATE_CLOSED, CircuitMemoryStorage

from chalicelib.domaine.electeurs import Electeur, Liste, Recherche
from chalicelib.domaine.identites import Sexe
from chalicelib.reu.client import ClientReu, Patience

JETON = "jeton-convenu-avec-le-registre"
IMPATIENT = Patience(connexion=0.2, lecture=0.05, reprises=2, attente=0.0)
LOUIS = Electeur(
    nne="350000066",
    nom="Martin",
    prenoms=("Louis", "Émile"),
    sexe=Sexe.MASCULIN,
    naissance="1990-01-15",
    commune="35238",
    bureau="0204",
    listes=(Liste.PRINCIPALE,),
)
PAR_NNE = Recherche("1990-01-15", nne="350000066")
PAR_ETAT_CIVIL = Recherche("1990-01-15", "", "MARTIN", ("LOUIS", "EMILE"), Sexe.MASCULIN, "35238")

Conduite = Callable[["Guichet", dict[str, Any]], None]


def en_json(electeur: Electeur = LOUIS, **autres: Any) -> dict[str, Any]:
    """The elector, as the register writes it; `autres` replace fields, None takes one away."""
    champs = {nom: getattr(electeur, nom) for nom in electeur.__dataclass_fields__} | autres
    return {nom: valeur for nom, valeur in champs.items() if valeur is not None}


def trouve(**autres: Any) -> dict[str, Any]:
    return {"resultat": "TROUVE", "electeur": en_json(**autres)}


INTROUVABLE = {"resultat": "INTROUVABLE"}


def repondre(*reponses: dict[str, Any]) -> Conduite:
    """Answers these, in order, each with the id of its question."""

    def conduite(guichet: Guichet, question: dict[str, Any]) -> None:
        ids = [recherche["id"] for recherche in question["recherches"]]
        avec_ids = [{"id": i, **r} for i, r in zip(ids, reponses, strict=True)]
        guichet.envoyer(json.dumps({"reponses": avec_ids}))

    return conduite


def envoyer(
    corps: str | bytes, statut: int = 200, type_: str = "application/json", **entetes: str
) -> Conduite:
    """Answers this body, whatever the question."""
    return lambda guichet, _: guichet.envoyer(corps, statut, type_, **entetes)


def raccrocher(guichet: Guichet, _: dict[str, Any]) -> None:
    """Closes the connection without a word."""
    guichet.close_connection = True


def se_taire(guichet: Guichet, _: dict[str, Any]) -> None:
    """Keeps the connection and says nothing until the test ends."""
    guichet.server.registre.fin.wait(10)  # type: ignore[attr-defined]
    guichet.close_connection = True


class Guichet(BaseHTTPRequestHandler):
    """Plays the next conduct of its register; the last one is played again."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        registre: Registre = self.server.registre  # type: ignore[attr-defined]
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        registre.recues.append(Recue(self.path, dict(self.headers), question))
        registre.connexions.add(self.client_address)
        suite = registre.conduites
        (suite.pop(0) if len(suite) > 1 else suite[0])(self, question)

    def envoyer(
        self,
        corps: str | bytes,
        statut: int = 200,
        type_: str = "application/json",
        **entetes: str,
    ) -> None:
        octets = corps.encode() if isinstance(corps, str) else corps
        self.send_response(statut)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(octets)))
        for nom, valeur in entetes.items():
            self.send_header(nom, valeur)
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


@dataclass(frozen=True)
class Recue:
    """A request that came."""

    chemin: str
    entetes: dict[str, str]
    question: dict[str, Any]


@dataclass
class Registre:
    """What the server is told to do, and what it was asked."""

    adresse: str
    conduites: list[Conduite]
    etat: CircuitMemoryStorage = field(default_factory=lambda: CircuitMemoryStorage(STATE_CLOSED))
    recues: list[Recue] = field(default_factory=list)
    connexions: set[Any] = field(default_factory=set)
    fin: threading.Event = field(default_factory=threading.Event)

    def client(self, **patience: Any) -> ClientReu:
        return ClientReu(self.adresse, JETON, replace(IMPATIENT, **patience), self.etat)


@contextmanager
def registre(*conduites: Conduite) -> Iterator[Registre]:
    """A register that listens for the time of a test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Guichet) as serveur:
        serveur.daemon_threads = True
        ouvert = Registre(f"http://127.0.0.1:{serveur.server_port}", list(conduites))
        serveur.registre = ouvert  # type: ignore[attr-defined]
        fil = threading.Thread(target=serveur.serve_forever, args=(0.01,), daemon=True)
        fil.start()
        try:
            yield ouvert
        finally:
            ouvert.fin.set()
            serveur.shutdown()
            fil.join()
