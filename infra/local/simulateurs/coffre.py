"""Codes and access tokens: opaque, short-lived, and a code works once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from infra.local.simulateurs.demande import DemandeAutorisation
from infra.local.simulateurs.modele import DUREE_CODE, DUREE_JETON, IdentiteDemo


@dataclass(frozen=True)
class Autorisation:
    """What a person agreed to, and when."""

    demande: DemandeAutorisation
    identite: IdentiteDemo
    le: datetime


class Coffre:
    """Memory of what was issued. `horloge` gives the aware instant; safe between threads."""

    def __init__(self, horloge: Callable[[], datetime]) -> None:
        self._horloge = horloge
        self._verrou = Lock()
        self._codes: dict[str, Autorisation] = {}
        self._acces: dict[str, tuple[str, datetime, Autorisation]] = {}

    def emettre_code(self, demande: DemandeAutorisation, identite: IdentiteDemo) -> str:
        """A new code for this person and this request."""
        code = secrets.token_urlsafe(32)
        maintenant = self._horloge()
        with self._verrou:
            self._purger(maintenant)
            self._codes[code] = Autorisation(demande, identite, maintenant)
        return code

    def echanger(
        self, code: str, client_id: str, redirect_uri: str
    ) -> tuple[str, Autorisation] | None:
        """An access token for a live code of this client and address, else None.

        Whatever the answer the code is spent; presented again, it also kills the token that it
        gave (RFC 6749 §4.1.2).
        """
        maintenant = self._horloge()
        with self._verrou:
            self._acces = {j: a for j, a in self._acces.items() if a[0] != code}
            autorisation = self._codes.pop(code, None)
            if autorisation is None or maintenant - autorisation.le >= _secondes(DUREE_CODE):
                return None
            demande = autorisation.demande
            if (demande.client.client_id, demande.redirect_uri) != (client_id, redirect_uri):
                return None
            jeton = secrets.token_urlsafe(32)
            self._acces[jeton] = (code, maintenant, autorisation)
        return jeton, autorisation

    def autorisation(self, acces: str) -> Autorisation | None:
        """What a live access token stands for, else None."""
        with self._verrou:
            trouve = self._acces.get(acces)
        if trouve is None or self._horloge() - trouve[1] >= _secondes(DUREE_JETON):
            return None
        return trouve[2]

    def _purger(self, maintenant: datetime) -> None:
        self._codes = {
            c: a for c, a in self._codes.items() if maintenant - a.le < _secondes(DUREE_CODE)
        }
        self._acces = {
            j: a for j, a in self._acces.items() if maintenant - a[1] < _secondes(DUREE_JETON)
        }


def _secondes(nombre: int) -> timedelta:
    return timedelta(seconds=nombre)
