"""The three steps as the canary lives them: through the public address, as a browser's scripts call
the API. It knows no service and no store, so that whatever breaks between the two shows.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from enum import StrEnum
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import urllib3

from chalicelib.domaine.canari import COMMUNE, COURRIEL, NAISSANCE_DU_MANDATAIRE, NNE
from chalicelib.identite.personnes import Portail

ROUTAGE_S = 30.0
"""Far over the second in which a procuration reaches its mairie."""

COURRIEL_S = 40.0
SECONDES = 100.0
"""Of a whole run: the function has 120."""

PAUSE_S = 0.5
REQUETE_S = 10.0
JEUNE = timedelta(minutes=3)
"""What was filed since is another run's, which is not disturbed."""

CONTROLES = ("INSCRIPTION_MANDANT", "INSCRIPTION_MANDATAIRE")


class Etape(StrEnum):
    """The dimension of the metrics, in the order in which they are lived."""

    CONNEXION = "connexion"
    MENAGE = "menage"
    DEPOT = "depot"
    GUICHET = "guichet"
    ETABLISSEMENT = "etablissement"
    ROUTAGE = "routage"
    COURRIEL = "courriel"
    DECISION = "decision"
    REGISTRE = "registre"
    RESILIATION = "resiliation"


class EtapeManquee(Exception):
    """A step that could not be lived. `raison` is a constant or a status, never a content."""

    def __init__(self, etape: Etape, raison: str) -> None:
        super().__init__(f"{etape.value}: {raison}")
        self.etape = etape
        self.raison = raison


class AutrePassage(Exception):
    """Another run is under way."""


Signer = Callable[[Portail], str]
Noter = Callable[[Etape, float], None]


class Liens(Protocol):
    """What carries requests: urllib3's pools."""

    def request(self, method: str, url: str, **options: Any) -> urllib3.BaseHTTPResponse:
        """One request."""


class Parcours:
    """One run. `signer` makes a token for a portal; `noter` is told how long each step took, in
    milliseconds; `maintenant` is the clock of the stage.
    """

    def __init__(
        self,
        adresse: str,
        signer: Signer,
        noter: Noter,
        maintenant: Callable[[], datetime],
        liens: Liens | None = None,
    ) -> None:
        self._adresse, self._signer = adresse, signer
        self._noter, self._maintenant = noter, maintenant
        self._liens: Liens = liens or urllib3.PoolManager(retries=False, timeout=REQUETE_S)
        self._cookies: dict[Portail, str] = {}
        self._csrf: dict[Portail, str] = {}
        self._etape = Etape.CONNEXION
        self._fin = 0.0
        self.reference = ""

    def vivre(self) -> None:
        """Deposits, establishes, is received, told, accepted, and ended. Raises EtapeManquee, or
        AutrePassage before anything is written.
        """
        self._fin = time.monotonic() + SECONDES
        with self._dans(Etape.CONNEXION):
            for portail in Portail:
                self._connecter(portail)
        with self._dans(Etape.MENAGE):
            for restante in self._restes():
                self._finir(restante["reference"], restante["etat"])
        with self._dans(Etape.DEPOT):
            self.reference = self._deposer()
        try:
            self._trois_etapes(self.reference)
        except EtapeManquee:
            self._nettoyer()
            raise

    def _trois_etapes(self, reference: str) -> None:
        with self._dans(Etape.GUICHET):
            self._lire(Portail.AUTORITE, f"autorite/demandes/{quote(reference)}")
        with self._dans(Etape.ETABLISSEMENT):
            self._ecrire(
                Portail.AUTORITE,
                f"autorite/demandes/{quote(reference)}/etablissement",
                {"piece": "CNI"},
            )
        with self._dans(Etape.ROUTAGE):
            self._attendre(lambda: self._est_recue(reference), ROUTAGE_S)
        with self._dans(Etape.COURRIEL):
            self._attendre(lambda: self._est_ecrite(reference), COURRIEL_S)
        with self._dans(Etape.DECISION):
            self._ecrire(
                Portail.MAIRIE,
                f"mairie/procurations/{quote(reference)}/acceptation",
                {"controles": CONTROLES, "nom": "Canari", "prenoms": "Suppléant"},
            )
        with self._dans(Etape.REGISTRE):
            self._attendre(lambda: self._est_au_registre(reference), ROUTAGE_S)
        with self._dans(Etape.RESILIATION):
            self._resilier(reference)

    def _connecter(self, portail: Portail) -> None:
        entetes = {"Authorization": f"Bearer {self._signer(portail)}"}
        reponse = self._demander("GET", "canari/session", entetes)
        pose = SimpleCookie(reponse.headers.get("Set-Cookie", ""))
        if not pose:
            raise EtapeManquee(self._etape, "sans cookie")
        self._cookies[portail] = "; ".join(f"{n}={m.value}" for n, m in pose.items())
        ouvertes = self._lire(portail, "session")["sessions"]
        self._csrf[portail] = ouvertes[portail.value]["csrf"]

    def _restes(self) -> Iterator[dict[str, str]]:
        """What an earlier run has left alive."""
        for demande in self._lire(Portail.ELECTEUR, "demandes")["demandes"]:
            if demande["etat"] not in _A_FINIR:
                continue
            if self._maintenant() - datetime.fromisoformat(demande["deposee_le"]) < JEUNE:
                raise AutrePassage
            yield demande

    def _deposer(self) -> str:
        aujourd_hui: date = self._maintenant().date()
        document = {
            "commune": COMMUNE,
            "courriel": COURRIEL,
            "mandataire": {"nne": NNE, "naissance": NAISSANCE_DU_MANDATAIRE},
            # A week from tomorrow, whichever day it is in Paris: it depends on no scrutin.
            "portee": {
                "du": (aujourd_hui + timedelta(days=1)).isoformat(),
                "au": (aujourd_hui + timedelta(days=8)).isoformat(),
            },
        }
        return str(self._ecrire(Portail.ELECTEUR, "demandes", document)["reference"])

    def _est_recue(self, reference: str) -> bool:
        statut = self._statut(Portail.MAIRIE, f"mairie/procurations/{quote(reference)}")
        return statut == 200

    def _est_ecrite(self, reference: str) -> bool:
        """Whether a message has left since the establishment: the second one, after that of the
        deposit.
        """
        donnees = self._lire(Portail.ELECTEUR, f"demandes/{quote(reference)}/donnees")
        return len(donnees["demandes"][0]["courriels"]) >= 2

    def _est_au_registre(self, reference: str) -> bool:
        page = self._lire(Portail.MAIRIE, "mairie/procurations?etat=VALIDE")
        return any(ligne["reference"] == reference for ligne in page["procurations"])

    def _resilier(self, reference: str) -> None:
        chemin = f"demandes/{quote(reference)}/resiliation"
        self._ecrire(Portail.ELECTEUR, chemin, {})
        self._ecrire(Portail.AUTORITE, f"autorite/{chemin}", {"piece": "CNI"})

    def _finir(self, reference: str, etat: str) -> None:
        if etat in _A_RETIRER:
            self._ecrire(Portail.ELECTEUR, f"demandes/{quote(reference)}", None, "DELETE")
        else:
            self._resilier(reference)

    def _nettoyer(self) -> None:
        """As far as it goes: what stays is for the next run."""
        try:
            demande = self._lire(Portail.ELECTEUR, f"demandes/{quote(self.reference)}")
            self._finir(self.reference, demande["etat"])
        except EtapeManquee:
            return

    @contextmanager
    def _dans(self, etape: Etape) -> Iterator[None]:
        """Times the step. An answer that is not of the form of the API is a step that failed."""
        self._etape, debut = etape, time.monotonic()
        try:
            yield
        except (KeyError, IndexError, TypeError, ValueError):
            raise EtapeManquee(etape, "réponse inattendue") from None
        self._noter(etape, 1000 * (time.monotonic() - debut))

    def _attendre(self, vrai: Callable[[], bool], secondes: float) -> None:
        limite = min(time.monotonic() + secondes, self._fin)
        while not vrai():
            if time.monotonic() >= limite:
                raise EtapeManquee(self._etape, "délai")
            time.sleep(PAUSE_S)

    def _lire(self, portail: Portail, chemin: str) -> Any:
        return self._demander("GET", chemin, {"Cookie": self._cookies[portail]}).json()

    def _statut(self, portail: Portail, chemin: str) -> int:
        return self._envoyer("GET", chemin, {"Cookie": self._cookies[portail]}).status

    def _ecrire(self, portail: Portail, chemin: str, document: Any, methode: str = "POST") -> Any:
        entetes = {
            "Cookie": self._cookies[portail],
            "X-CSRF-Token": self._csrf[portail],
            "Origin": _origine(self._adresse),
            "Idempotency-Key": uuid.uuid4().hex,
        }
        return self._demander(methode, chemin, entetes, document).json()

    def _demander(
        self, methode: str, chemin: str, entetes: dict[str, str], document: Any = None
    ) -> urllib3.BaseHTTPResponse:
        reponse = self._envoyer(methode, chemin, entetes, document)
        if reponse.status >= 300:
            raise EtapeManquee(self._etape, f"statut {reponse.status}")
        return reponse

    def _envoyer(
        self, methode: str, chemin: str, entetes: dict[str, str], document: Any = None
    ) -> urllib3.BaseHTTPResponse:
        corps = None if document is None else json.dumps(document)
        if corps is not None:
            entetes = entetes | {"Content-Type": "application/json"}
        try:
            return self._liens.request(
                methode,
                f"{self._adresse}/api/v1/{chemin}",
                headers=entetes | {"Accept": "application/json"},
                body=corps,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError:
            raise EtapeManquee(self._etape, "sans réponse") from None


_A_RETIRER = frozenset({"DEPOSEE", "COLLECTEE"})
_A_FINIR = _A_RETIRER | {"ETABLIE", "TRANSMISE", "A_CONTROLER", "VALIDE"}


def _origine(adresse: str) -> str:
    parties = urlsplit(adresse)
    return f"{parties.scheme}://{parties.netloc}"
