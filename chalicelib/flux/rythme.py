"""The pace of sends: never more a second than the quota of SES, whatever the queues hold.

Each kind has its part of the quota, and so many senders at once (the mapping of its queue). A
sender that takes no less than `intervalle` for each message keeps their sum under the part, without
asking anybody: the parts are counted in docs/decisions/debit-des-courriels.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.configuration import variable
from chalicelib.services.ports_courrier import File

PARTS = {File.URGENTS: 0.5, File.SUITES: 0.3, File.RAPPELS: 0.1}
PART_DES_BULLETINS = 0.1
"""Of the quota. The references have half of it for themselves: what the others hold never stands
before them."""

DEBIT_HABITUEL = "14"
"""Messages a second: what an account has when it leaves the sandbox."""


def intervalle(file: File) -> float:
    """The least time that one message of this queue may take its sender, in seconds."""
    return float(variable(f"ENVOIS_{file.value}_SIMULTANES", "2")) / (_debit() * PARTS[file])


def intervalle_des_bulletins(fils: int) -> float:
    """The same for the digests, sent by so many threads of one function."""
    return fils / (_debit() * PART_DES_BULLETINS)


@contextmanager
def cadence(secondes: float) -> Iterator[None]:
    """Lasts no less than that, however it ends."""
    debut = time.monotonic()
    try:
        yield
    finally:
        attendre(debut, secondes)


def attendre(debut: float, secondes: float) -> None:
    """Returns no sooner than so many seconds after `debut` (monotonic)."""
    if (reste := debut + secondes - time.monotonic()) > 0:
        time.sleep(reste)


def _debit() -> float:
    return float(variable("DEBIT_SES", DEBIT_HABITUEL))
