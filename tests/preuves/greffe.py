"""Writes down each call that a function makes of AWS while the suite runs, and judges at the end.

Nothing may be missing from a role, whatever part of the suite ran. Nothing may be of no use in it
once the whole ran: `make unites` says so by PREUVES=completes. Workers of xdist hand what they
wrote to the process that started them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import Any

import botocore.client
import pytest

from tests.preuves.acteurs import qui_agit, suivre_les_fils
from tests.preuves.appels import Droit, droits
from tests.preuves.discretion import Veille
from tests.preuves.roles import exiges, fonctions, permis, ressources, role

Fait = tuple[str, str, str]
"""A function, an action, an ARN."""

SANS_APPEL = {("s3:GetObject", "s3:ListBucket")}
"""Who reads an object that may be gone: without the second right S3 says that it is forbidden, and
not that it is gone. No call of ours bears its name."""

RARES = {
    # A part of a long file could not be sent: boto3 then throws away those that were.
    ("documents", "s3:AbortMultipartUpload"),
    # Two deliveries of one digest at the same instant: the second reads what the first claimed.
    ("bulletins", "dynamodb:GetItem"),
}
"""What only a fault of AWS or a race between two calls asks for, and no test makes happen."""

LETTRE = "droits"


class Greffe:
    """The plugin of pytest. `faits`: what was done, by everybody so far."""

    def __init__(self, *, completes: bool) -> None:
        self.completes = completes
        self.faits: set[Fait] = set()
        self.reproches: list[str] = []

    def noter(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        """One call, before it leaves."""
        acteur = qui_agit(sys._getframe(1))
        if acteur is not None:
            for action, sur in droits(model.service_model.service_name, model.name, params):
                self.faits.add((acteur, action, sur))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker is done."""
        self.faits |= {tuple(fait) for fait in getattr(node, "workeroutput", {}).get(LETTRE, ())}

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A worker hands over; whoever started it, or ran alone, judges."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[LETTRE] = sorted(self.faits)
            return
        tout = self.completes and exitstatus == pytest.ExitCode.OK
        self.reproches = list(juger(self.faits, inutiles=tout))
        if self.reproches and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Says what is wrong, or in one line what was compared."""
        if self.reproches:
            terminalreporter.section("droits", red=True)
            for reproche in self.reproches:
                terminalreporter.write_line(reproche)
        elif self.completes:
            terminalreporter.write_line(
                f"droits : {len(couples(self.faits))} appels de {len(fonctions())} fonctions, "
                "rien ne manque à leurs rôles ni n’y est de trop"
            )


def installer(config: pytest.Config) -> Veille:
    """From `pytest_configure`, before a client is made. Gives what reads everything that is
    written."""
    greffe, veille = Greffe(completes=os.environ.get("PREUVES") == "completes"), Veille()
    ecouter_les_clients(greffe.noter, veille.noter)
    suivre_les_fils()
    veille.ouvrir()
    config.pluginmanager.register(greffe, "greffe")
    return veille


def ecouter_les_clients(*oreilles: Callable[..., None]) -> None:
    """Every client of botocore that is made from now on is listened to."""
    creer = botocore.client.ClientCreator.create_client

    def create_client(soi: Any, *args: Any, **kwargs: Any) -> Any:
        client = creer(soi, *args, **kwargs)
        for rang, oreille in enumerate(oreilles):
            client.meta.events.register("provide-client-params", oreille, f"preuves-{rang}")
        return client

    botocore.client.ClientCreator.create_client = create_client


def juger(faits: Iterable[Fait], *, inutiles: bool) -> Iterable[str]:
    """What is wrong with the roles, a line each; what is of no use only when it is asked."""
    faits = set(faits)
    for fonction in sorted(fonctions()):
        if {fonctions()[fonction], role(fonction)} - set(ressources()):
            yield f"{fonction} has no function or no role in infra/ressources"
            continue
        siens = {(action, sur) for qui, action, sur in faits if qui == fonction}
        besoins = siens | exiges(fonction)
        accordes = permis(fonction)
        for besoin in sorted(besoins):
            if not any(_couvre(droit, besoin) for droit in accordes):
                yield f"{fonction} lacks {' on '.join(besoin)}"
        if inutiles:
            for droit in sorted(accordes):
                if not _sert(fonction, droit, besoins):
                    yield f"{fonction} has no use for {' on '.join(droit)}"


def _sert(fonction: str, droit: Droit, besoins: Iterable[Droit]) -> bool:
    return (
        (fonction, droit[0]) in RARES
        or any(_couvre(droit, besoin) for besoin in besoins)
        or _tacite(droit, besoins)
    )


def couples(faits: Iterable[Fait]) -> set[tuple[str, str, str]]:
    """The same, objects of a bucket being one."""
    return {(qui, action, _sans_objet(sur)) for qui, action, sur in faits}


def _sans_objet(sur: str) -> str:
    return f"{sur.partition('/')[0]}/*" if sur.startswith("arn:aws:s3:::") and "/" in sur else sur


def _couvre(droit: Droit, besoin: Droit) -> bool:
    """Whether a permission gives what is needed."""
    return fnmatchcase(besoin[0], droit[0]) and fnmatchcase(besoin[1], droit[1])


def _tacite(droit: Droit, siens: Iterable[Droit]) -> bool:
    return any(
        droit[0] == tacite and any(a == lu and sur.startswith(f"{droit[1]}/") for a, sur in siens)
        for lu, tacite in SANS_APPEL
    )
