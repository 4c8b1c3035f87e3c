"""What is named now and imported when it serves."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from chalice.app import Response


def designee(nom: str) -> Callable[..., Response]:
    """The function of this full name, its module imported. Raises ImportError or AttributeError."""
    module, _, dernier = nom.rpartition(".")
    fonction: Callable[..., Response] = getattr(import_module(module), dernier)
    return fonction
