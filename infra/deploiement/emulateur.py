"""The account that the package is deployed in: ministack, every service of it, corrected."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from infra.local.ministack_moteur import PYTHON, MoteurMinistack

_ICI = Path(__file__).parent


class TraductionRefusee(RuntimeError):
    """SAM refuses the template; the message is its own."""


class Emulateur(MoteurMinistack):
    """A process of ministack in which functions run, each in processes of its own; they stop with
    it, and the folder where it unpacks them goes too."""

    commande: ClassVar[tuple[str, ...]] = (str(_ICI / "corrections.py"),)
    services: ClassVar[str] = ""

    def arreter(self) -> None:
        """Ends the functions that still run with it: they are of its session, and nothing that they
        hold outlives the account."""
        if self._processus is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._processus.pid, signal.SIGKILL)
        super().arreter()

    @property
    def port(self) -> int:
        """Where everything answers, the gateway of the API too."""
        return int(self.endpoint.rsplit(":", 1)[1])


def traduire(modele: dict[str, Any]) -> dict[str, Any]:
    """A SAM template as plain CloudFormation. Raises TraductionRefusee."""
    fin = subprocess.run(  # noqa: S603  (our own script)
        [str(PYTHON), str(_ICI / "traduire.py")],
        input=json.dumps(modele),
        env={"PATH": "/usr/bin:/bin", "AWS_DEFAULT_REGION": "eu-west-3"},
        capture_output=True,
        text=True,
        check=False,
    )
    if fin.returncode != 0:
        raise TraductionRefusee(fin.stderr.strip().splitlines()[-1])
    traduit: dict[str, Any] = json.loads(fin.stdout)
    return traduit
