"""What chance decides in a life."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

CHOIX = st.integers(0, 71)
"""Which one, among those there are."""

OUI_NON = st.booleans()


class AleaQuiRepete(random.Random):
    """Chance that often draws a reference that was drawn before."""

    def __init__(self, graine: int) -> None:
        super().__init__(graine)
        self._tires: list[str] = []
        self._a_rendre: list[str] = []

    def choice(self, seq: Any) -> Any:
        if not self._a_rendre:
            neuve = len(self._tires) < 6 or self.random() < 0.6
            depart = 6 * int(self.random() * (len(self._tires) // 6))
            self._a_rendre = (
                [super(AleaQuiRepete, self).choice(seq) for _ in range(6)]
                if neuve
                else self._tires[depart : depart + 6]
            )
            self._tires += self._a_rendre if neuve else []
            self._a_rendre = list(self._a_rendre)
        return self._a_rendre.pop(0)
