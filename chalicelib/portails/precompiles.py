"""The byte code of the templates, when the package brought it (`outils/paquet_gabarits.py`).

Compiling the templates of a page is most of the first answer of a cold function, and Lambda's disk
is read-only: nothing compiled there is ever kept. On a machine of development there is none, and
Jinja compiles as it always does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

PRECOMPILES = Path(__file__).parent / "gabarits_compiles"


class Precompiles(BytecodeCache):
    """Those of one Jinja environment. A template that has changed since, or another version of
    Python or of Jinja, is compiled again: the file says what it was made from.
    """

    def __init__(self, environnement: str, dossier: Path = PRECOMPILES) -> None:
        self._dossier = dossier / environnement

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """By its name alone: the package is not made where it runs."""
        return hashlib.sha256(name.encode()).hexdigest()[:24]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket if there is anything for it."""
        fichier = self._dossier / bucket.key
        if fichier.exists():
            with fichier.open("rb") as contenu:
                bucket.load_bytecode(contenu)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps nothing: only the packager writes."""

    def garder(self, bucket: Bucket) -> None:
        """Writes it, for the package."""
        self._dossier.mkdir(parents=True, exist_ok=True)
        with (self._dossier / bucket.key).open("wb") as sortie:
            bucket.write_bytecode(sortie)
