"""The national register over HTTP: bounded in time, in size and in tries, and left alone when ill.

urllib3 comes with botocore. Names go in the body, never in the address; nothing of anybody goes to
the logs.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass
from secrets import SystemRandom

from pybreaker import STATE_CLOSED, CircuitBreaker, CircuitBreakerError, CircuitMemoryStorage
from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, ReadTimeoutError

from chalicelib.domaine.electeurs import Recherche, Reponse
from chalicelib.mesures import Mesure
from chalicelib.observabilite import compter, mesurer, tracer
from chalicelib.reu import protocole
from chalicelib.services.registre_national import Raison, RegistreIndisponible

TAILLE_MAX = 64 * 1024
"""Bytes. An answer about two electors is under 2 kB."""

ECHECS_AVANT_OUVERTURE = 5
"""Failed requests in a row, each with its own tries."""

REPOS_S = 30
"""Seconds during which the register is then left alone; one request then tries it."""

_REPONSE = "reponse"
_hasard = SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for the register, in seconds, and how many times to ask again."""

    connexion: float = 1.0
    lecture: float = 3.0
    reprises: int = 2
    attente: float = 0.2
    """The longest wait before the second try; it doubles before each of the next."""


class _Reprises(Retry):
    """Waits a time drawn between zero and a bound that doubles ("full jitter"): functions that the
    register's failure put in step do not come back all at once.
    """

    def get_backoff_time(self) -> float:
        """Seconds to wait before the next try."""
        borne = self.backoff_factor * 2.0 ** (len(self.history) - 1)
        return _hasard.uniform(0, min(self.backoff_max, borne))


class ClientReu:
    """Implements `services.registre_national.RegistreNational`. One a process: it keeps the
    connections and remembers the register's failures in `etat` (the process's memory).
    """

    def __init__(
        self,
        url: str,
        jeton: str,
        patience: Patience | None = None,
        etat: CircuitMemoryStorage | None = None,
    ) -> None:
        patience = patience or Patience()
        self._url = url.rstrip("/") + protocole.CHEMIN
        self._entetes = {
            "Authorization": f"Bearer {jeton}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        self._liens = PoolManager(
            timeout=Timeout(connect=patience.connexion, read=patience.lecture),
            retries=_Reprises(
                total=patience.reprises,
                redirect=0,
                status_forcelist=(429, 500, 502, 503, 504),
                # A look-up changes nothing: the POST, which keeps names out of the address, may be
                # sent again.
                allowed_methods=("POST",),
                backoff_factor=patience.attente,
                raise_on_status=False,
                respect_retry_after_header=False,
            ),
        )
        self._disjoncteur = CircuitBreaker(
            fail_max=ECHECS_AVANT_OUVERTURE,
            reset_timeout=REPOS_S,
            # An answer about somebody else comes with one question, and must not silence the rest.
            exclude=[_autre_personne],
            state_storage=etat or CircuitMemoryStorage(STATE_CLOSED),
            throw_new_error_on_trip=False,
        )

    def chercher(self, *recherches: Recherche) -> tuple[Reponse, ...]:
        """See RegistreNational. At most protocole.RECHERCHES_MAX at a time (ValueError)."""
        if not 1 <= len(recherches) <= protocole.RECHERCHES_MAX:
            raise ValueError("nombre de recherches")
        debut, issue = time.monotonic(), _REPONSE
        try:
            trouvees = self._disjoncteur.call(self._demander, recherches)
        except RegistreIndisponible as erreur:
            issue = erreur.raison.value
            raise
        except CircuitBreakerError:
            issue = Raison.DISJONCTE.value
            raise RegistreIndisponible(Raison.DISJONCTE) from None
        finally:
            mesurer(Mesure.REU_DUREE, 1000 * (time.monotonic() - debut), issue=issue)
        for espece, nombre in Counter(type(reponse).__name__ for reponse in trouvees).items():
            compter(Mesure.REU_REPONSES, nombre, espece=espece)
        return trouvees

    def _demander(self, recherches: tuple[Recherche, ...]) -> tuple[Reponse, ...]:
        ids = [uuid.uuid4().hex for _ in recherches]
        corps = self._poster(protocole.question(recherches, ids))
        return protocole.reponses(corps, recherches, ids)

    def _poster(self, question: bytes) -> bytes:
        """The body of a 200 answer. Raises RegistreIndisponible."""
        try:
            reponse = self._liens.request(
                "POST",
                self._url,
                body=question,
                headers=self._entetes,
                redirect=False,
                preload_content=False,
            )
            corps = reponse.read(TAILLE_MAX + 1, decode_content=True)
        except HTTPError as erreur:
            raise RegistreIndisponible(_raison(erreur)) from None
        _liberer(reponse, entier=len(corps) <= TAILLE_MAX)
        if reponse.status != 200:
            tracer("registre national : statut inattendu", statut=reponse.status)
            raise RegistreIndisponible(
                Raison.ACCES if reponse.status in (401, 403) else Raison.STATUT
            )
        type_contenu = reponse.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if type_contenu != "application/json" or len(corps) > TAILLE_MAX:
            raise RegistreIndisponible(Raison.FORME)
        return corps


def _raison(erreur: HTTPError) -> Raison:
    cause = erreur.reason if isinstance(erreur, MaxRetryError) else erreur
    # Not isinstance: a refused connection derives from ConnectTimeoutError.
    delai = type(cause) in (ConnectTimeoutError, ReadTimeoutError)
    return Raison.DELAI if delai else Raison.RESEAU


def _liberer(reponse: BaseHTTPResponse, *, entier: bool) -> None:
    """Keeps the connection for the next request when nothing more can come on it."""
    if entier:
        reponse.release_conn()
    else:
        reponse.close()


def _autre_personne(erreur: BaseException) -> bool:
    return isinstance(erreur, RegistreIndisponible) and erreur.raison is Raison.AUTRE_PERSONNE
