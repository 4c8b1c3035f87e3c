"""HTTP towards one identity provider: bounded in time, in size and in retries.

urllib3 comes with botocore. It is imported at the first call, so that a request that signs nobody
in does not pay for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.identite.oidc_erreurs import (
    ErreurDeConnexion,
    FournisseurIndisponible,
    ReponseOidcInvalide,
)

if TYPE_CHECKING:
    from urllib3 import Retry

DELAIS = (2.0, 5.0)
"""Seconds allowed to connect, then to answer. API Gateway gives up at 29 seconds."""

TAILLE_MAX = 256 * 1024
"""Bytes. A discovery document or a key set is about 5 kB, a token under 4 kB."""


@dataclass(frozen=True)
class Reponse:
    """A finished HTTP answer."""

    statut: int
    type_contenu: str
    corps: bytes = field(repr=False)

    def objet(self) -> dict[str, Any]:
        """The JSON object of the body. Raises ReponseOidcInvalide when it is anything else."""
        try:
            valeur = json.loads(self.corps)
        except (ValueError, RecursionError):
            raise ReponseOidcInvalide("json") from None
        if not isinstance(valeur, dict):
            raise ReponseOidcInvalide("json")
        return valeur


class Transport:
    """GET and POST to the provider `libelle`.

    Both raise FournisseurIndisponible on a network fault, a time-out, 429 or 5xx, and
    ReponseOidcInvalide on an answer that is too large. Redirects are never followed. Each call
    opens its own connection: between two invocations a function is frozen, and a connection kept
    alive by then ends in an error to the person who signs in next.
    """

    def __init__(self, libelle: str, delais: tuple[float, float] = DELAIS) -> None:
        self._libelle = libelle
        self._delais = delais

    def lire(self, url: str, entetes: Mapping[str, str] | None = None) -> Reponse:
        """GET, tried again at most once when no connection was made or on 502, 503, 504."""
        from urllib3 import Retry

        reprises = Retry(
            total=1,
            read=0,
            redirect=0,
            status_forcelist=(502, 503, 504),
            allowed_methods=("GET",),
            backoff_factor=0.1,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        return self._appeler("GET", url, reprises, headers=dict(entetes or {}))

    def poster(self, url: str, champs: Mapping[str, str]) -> Reponse:
        """POST of a form, never sent twice: a code can be exchanged only once."""
        return self._appeler("POST", url, False, fields=dict(champs), encode_multipart=False)

    def _appeler(self, methode: str, url: str, reprises: Retry | bool, **reste: Any) -> Reponse:
        from chalicelib.mesures import Mesure
        from chalicelib.observabilite import mesurer

        debut, issue = time.monotonic(), "reponse"
        try:
            return self._echanger(methode, url, reprises, **reste)
        except ErreurDeConnexion as erreur:
            issue = erreur.raison
            raise
        finally:
            duree = 1000 * (time.monotonic() - debut)
            mesurer(Mesure.IDENTITE_DUREE, duree, fournisseur=self._libelle, issue=issue)

    def _echanger(self, methode: str, url: str, reprises: Retry | bool, **reste: Any) -> Reponse:
        from urllib3 import PoolManager, Timeout
        from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

        connexion, lecture = self._delais
        with PoolManager(timeout=Timeout(connect=connexion, read=lecture)) as pool:
            try:
                reponse = pool.request(
                    methode, url, retries=reprises, redirect=False, preload_content=False, **reste
                )
                corps = reponse.read(TAILLE_MAX + 1, decode_content=True)
            except HTTPError as erreur:
                cause = type(getattr(erreur, "reason", erreur))
                raison = "delai" if cause in (ConnectTimeoutError, ReadTimeoutError) else "reseau"
                raise FournisseurIndisponible(self._libelle, raison) from None
            reponse.close()
        if len(corps) > TAILLE_MAX:
            raise ReponseOidcInvalide("taille")
        if reponse.status == 429 or reponse.status >= 500:
            raise FournisseurIndisponible(self._libelle, "statut")
        type_contenu = reponse.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reponse(reponse.status, type_contenu, corps)
