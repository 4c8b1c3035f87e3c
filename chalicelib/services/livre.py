"""The accounts that one use case changes, each written once whatever happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from chalicelib.domaine.plafond import Compte


class Livre:
    """Accounts as they were read, and as they will be written."""

    def __init__(self, comptes: Iterable[Compte] = ()) -> None:
        self._lus: dict[str, Compte] = {}
        self._suites: dict[str, Compte] = {}
        self.ajouter(comptes)

    def ajouter(self, comptes: Iterable[Compte]) -> None:
        """Accounts that were just read; one that is known already keeps what was done to it."""
        for compte in comptes:
            self._lus.setdefault(compte.electeur, compte)

    def compte(self, electeur: str) -> Compte:
        """The account as it will be. KeyError when it was not read."""
        return self._suites.get(electeur) or self._lus[electeur]

    def connait(self, electeur: str) -> bool:
        """Whether it was read."""
        return electeur in self._lus

    def changer(self, electeur: str, changement: Callable[[Compte], Compte]) -> None:
        """What becomes of an account."""
        self._suites[electeur] = changement(self.compte(electeur))

    def poser(self, suite: Compte) -> None:
        """The same, when what becomes of it is known already."""
        self.changer(suite.electeur, lambda _: suite)

    def suites(self) -> tuple[Compte, ...]:
        """The accounts to write, each one version after the one that was read."""
        return tuple(
            replace(suite, version=self._lus[electeur].version + 1)
            for electeur, suite in self._suites.items()
        )
