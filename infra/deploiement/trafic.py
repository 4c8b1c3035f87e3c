"""People who go on reading and filing while the stack changes: not one request may fail."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from urllib3.exceptions import HTTPError

from infra.deploiement.monde import Monde, attendre
from infra.deploiement.navigateur import Navigateur, NavigationImpossible
from infra.deploiement.parcours import attendre_courriel, exiger

_LECTEURS = 1
_LECTURES = ("/", "/electeur", "/api/v1/sante", "/api/v1/scrutins?commune=35238")
_VERSION = "/api/v1/openapi.json"
_MANDANTS = {"paul": "paul.leroux@exemple.fr"}
_DEMANDE = {
    "commune": "35238",
    "mandataire": {"nne": "350000066", "naissance": "1990-01-15"},
    "portee": {"scrutin": "presidentielle-2027", "tours": [1, 2]},
}


@dataclass
class Releve:
    """What the traffic met. `versions`: answers by version told, since the last `repartir`;
    `deposees`: reference and address of each demande; `echecs`: in one line each."""

    reussies: int = 0
    versions: Counter[str] = field(default_factory=Counter)
    deposees: list[tuple[str, str]] = field(default_factory=list)
    echecs: list[str] = field(default_factory=list)
    plus_longue_s: float = 0.0


class Trafic:
    """A reader and a mandant, each one request after the other, until the block ends."""

    def __init__(self, monde: Monde) -> None:
        self._monde = monde
        self._arret = threading.Event()
        self._verrou = threading.Lock()
        self.releve = Releve()
        self._fils = [
            threading.Thread(target=self._travailler, args=(self._lire, None), daemon=True)
            for _ in range(_LECTEURS)
        ]
        self._fils += [
            threading.Thread(target=self._travailler, args=(self._deposer, qui), daemon=True)
            for qui in _MANDANTS
        ]

    def __enter__(self) -> Trafic:
        for fil in self._fils:
            fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._arret.set()
        for fil in self._fils:
            fil.join(timeout=60)

    def attendre_la_version(self, version: str, lectures: int = 3) -> None:
        """Returns once this version has answered so often since the call, a demande having been
        filed meanwhile. Raises AttenteDepassee, ParcoursRompu at the first failure."""
        with self._verrou:
            self.releve.versions.clear()
            deposees = len(self.releve.deposees)

        def vue() -> bool:
            exiger(not self.releve.echecs, "\n".join(self.releve.echecs[:5]))
            neuves = len(self.releve.deposees) - deposees
            return self.releve.versions[version] >= lectures and neuves >= len(_MANDANTS)

        attendre(f"la version {version} au travail", vue)

    def verifier(self) -> None:
        """Raises ParcoursRompu when a request failed, AttenteDepassee when a demande filed on the
        way was not followed by its e-mail."""
        exiger(not self.releve.echecs, "\n".join(self.releve.echecs[:5]))
        for reference, adresse in self.releve.deposees:
            attendre_courriel(self._monde, adresse, reference, "Votre demande de procuration")

    def _travailler(self, tache: Any, qui: str | None) -> None:
        navigateur = self._monde.navigateur()
        if qui is not None:
            navigateur.connecter("electeur", qui)
        while not self._arret.is_set() and not self.releve.echecs:
            try:
                tache(navigateur, qui)
            except (HTTPError, NavigationImpossible) as erreur:
                self._noter_l_echec(f"{type(erreur).__name__} : {erreur}")

    def _lire(self, navigateur: Navigateur, _: str | None) -> None:
        for chemin in _LECTURES:
            self._demander(navigateur, "GET", chemin)
        decrite = self._demander(navigateur, "GET", _VERSION)
        if decrite is not None:
            with self._verrou:
                self.releve.versions[decrite["info"]["version"]] += 1

    def _deposer(self, navigateur: Navigateur, qui: str | None) -> None:
        """Files a demande, reads it, withdraws it."""
        adresse = _MANDANTS[str(qui)]
        session = self._demander(navigateur, "GET", "/api/v1/session") or {}
        jeton = session.get("sessions", {}).get("electeur", {}).get("csrf", "")
        corps = _DEMANDE | {"courriel": adresse}
        deposee = self._demander(navigateur, "POST", "/api/v1/demandes", corps, jeton)
        if deposee is None:
            return
        with self._verrou:
            self.releve.deposees.append((deposee["reference"], adresse))
        chemin = f"/api/v1/demandes/{deposee['reference']}"
        self._demander(navigateur, "GET", chemin)
        self._demander(navigateur, "DELETE", chemin, jeton=jeton)

    def _demander(
        self, navigateur: Navigateur, methode: str, chemin: str, corps: Any = None, jeton: str = ""
    ) -> Any:
        entetes = {"X_CSRF_Token": jeton, "Idempotency_Key": uuid.uuid4().hex} if jeton else {}
        if corps is not None:
            entetes |= {"Content_Type": "application/json"}
        debut = time.monotonic()
        url = self._monde.adresse + chemin
        octets = None if corps is None else json.dumps(corps).encode()
        reponse = navigateur.demander(methode, url, octets, **entetes)
        duree = time.monotonic() - debut
        if not 200 <= reponse.status < 300:
            self._noter_l_echec(f"{methode} {chemin} : {reponse.status} {reponse.data[:300]!r}")
            return None
        with self._verrou:
            self.releve.reussies += 1
            self.releve.plus_longue_s = max(self.releve.plus_longue_s, duree)
        return reponse.json() if "json" in reponse.headers.get("Content-Type", "") else None

    def _noter_l_echec(self, phrase: str) -> None:
        with self._verrou:
            self.releve.echecs.append(phrase)
