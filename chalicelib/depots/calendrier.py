"""The scrutins as one process knows them: all of them, up to a minute old."""

from __future__ import annotations

import time
from collections.abc import Mapping

from chalicelib.depots import conversion_administration
from chalicelib.depots.modeles import ScrutinModele
from chalicelib.domaine.scrutins import Scrutin

_FRAICHEUR_S = 60.0


class Calendrier:
    """Reads them at the first need, and again after a minute."""

    def __init__(self) -> None:
        self._scrutins: Mapping[str, Scrutin] = _Scrutins()
        self._lus_a: float | None = None

    def scrutins(self) -> Mapping[str, Scrutin]:
        """All scrutins, by id."""
        if self._lus_a is None or time.monotonic() - self._lus_a > _FRAICHEUR_S:
            self._scrutins = _Scrutins(_lire())
            self._lus_a = time.monotonic()
        return self._scrutins


class _Scrutins(dict[str, Scrutin]):
    """All scrutins, by id. One that a demande names and that is not there was added since, and is
    known to the process that filed that demande: all are read again.
    """

    def __missing__(self, id_: str) -> Scrutin:
        self.update(_lire())
        if id_ not in self:
            raise KeyError(id_)
        return self[id_]


def _lire() -> dict[str, Scrutin]:
    return {
        m.id: conversion_administration.scrutin(m) for m in ScrutinModele.scan(consistent_read=True)
    }
