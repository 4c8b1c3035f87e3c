"""What the functions of CloudFormation stand for where nothing is deployed: a resource is called by
its name in the template, a parameter is its default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from infra.assemblage import charger


class Resolution:
    """Of a stage. `parametres` are those that are not their default."""

    def __init__(self, stage: str, parametres: Mapping[str, str] | None = None) -> None:
        self._noms = {
            nom: str(p.get("Default", nom)) for nom, p in charger()["Parameters"].items()
        } | {"Stage": stage, "AWS::Region": "eu-west-3", **(parametres or {})}

    def texte(self, valeur: Any) -> str:
        """A text, `!Ref`, `!Sub` or `!GetAtt`, as a text."""
        match valeur:
            case {"Ref": nom} | {"Fn::GetAtt": [nom, *_]}:
                return self._noms.get(str(nom), str(nom))
            case {"Fn::Sub": str(modele)}:
                return self.remplacer(modele)
            case str():
                return valeur
        raise ValueError(f"forme inconnue : {valeur!r}")

    def remplacer(self, modele: str) -> str:
        """The text of a `!Sub`; `${Routage.Arn}` too is called `Routage`."""
        return re.sub(
            r"\$\{([A-Za-z0-9:]+)(\.[A-Za-z.]+)?\}",
            lambda trouve: self._noms.get(trouve[1], trouve[1]),
            modele,
        )
