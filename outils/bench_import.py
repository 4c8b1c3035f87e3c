"""What `import app` costs against importing only the libraries that it must have, in fresh
processes, byte code in place for both.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys

TOURS = 15
BIBLIOTHEQUES = (
    "import chalice.app, pynamodb.models, pynamodb.transactions, jinja2\n"
    "from aws_lambda_powertools import Logger, Metrics"
)
"""chalice's package is empty but for `chalice.app`; so is pynamodb's but for its models."""


def mesurer() -> tuple[float, float]:
    """Median milliseconds of CPU of a process that imports the app, and of one that imports the
    libraries, taken in turn.
    """
    environnement = {
        **{n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"},
        "STAGE": "local",
        "AWS_DEFAULT_REGION": "eu-west-3",
    }
    codes = ("import app", BIBLIOTHEQUES)
    for code in codes:
        _processus(code, environnement)
    temps: tuple[list[float], list[float]] = ([], [])
    for _ in range(TOURS):
        for mesures, code in zip(temps, codes, strict=True):
            mesures.append(_processus(code, environnement))
    app, nues = (statistics.median(mesures) for mesures in temps)
    return app, nues


def modules() -> int:
    """How many modules of ours `import app` loads."""
    code = "import app, sys; print(sum(m.startswith('chalicelib') for m in sys.modules))"
    environnement = {**os.environ, "STAGE": "local"}
    sortie = subprocess.run(
        [sys.executable, "-c", code], check=True, env=environnement, capture_output=True, text=True
    )
    return int(sortie.stdout)


def _processus(code: str, environnement: dict[str, str]) -> float:
    avant = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=environnement)
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime)
