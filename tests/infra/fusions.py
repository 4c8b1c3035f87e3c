"""The merged template of each stage, made once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from outils import gabarit_fusionne


@cache
def fusion(etape: str) -> dict[str, Any]:
    """Read-only: the same object is given to all."""
    return gabarit_fusionne.fusionner(etape)


def du_type(genre: str, etape: str = "prod") -> dict[str, dict[str, Any]]:
    """The resources of that type, by logical name."""
    return {nom: r for nom, r in fusion(etape)["Resources"].items() if r["Type"] == genre}
