"""Which alarms wake somebody up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def enfants(ressources: Mapping[str, Any], composite: str) -> tuple[str, ...]:
    """The alarms that a composite one names. Raises ValueError on anything else than `ALARM(a) OR
    ALARM(b)…`: one is enough.
    """
    regle = ressources[composite]["Properties"]["AlarmRule"]["Fn::Sub"]
    noms = re.findall(r"ALARM\(\$\{(\w+)\}\)", regle)
    if regle.split() != " OR ".join(f"ALARM(${{{nom}}})" for nom in noms).split():
        raise ValueError(f"règle inconnue : {regle}")
    return tuple(noms)
