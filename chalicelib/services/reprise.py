"""A use case that lost a race is evaluated again from fresh readings."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from chalicelib.domaine.erreurs import ConflitDeVersion

P = ParamSpec("P")
R = TypeVar("R")

ESSAIS = 4


def rejouer(cas: Callable[P, R]) -> Callable[P, R]:
    """Evaluates the use case again, up to four times in all, when somebody else wrote meanwhile.

    This is no retry of a call that failed: every evaluation reads again and may refuse, so a
    second establishment ends in TransitionInterdite and not in a conflict. Raises
    ConflitDeVersion when the fourth still loses.
    """

    @functools.wraps(cas)
    def evaluer(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(ESSAIS - 1):
            try:
                return cas(*args, **kwargs)
            except ConflitDeVersion:
                continue
        return cas(*args, **kwargs)

    return evaluer
