"""Reads the cloud: the files of `infra/ressources/`, one subject each, as one template.

`chalice package` merges a single file into what it generates; a single file of this size nobody
would read. The files are read in the order of their names, as the documents of one stream, and an
anchor of one (`&tables`) serves in those after it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

RESSOURCES = Path(__file__).parent / "ressources"


class RessourceEnDouble(ValueError):
    """Two files describe a resource of the same name: the second would hide the first."""


class _Lecteur(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation (`!Ref`, `!Sub`, `!GetAtt`)."""

    ancres: dict[str, yaml.Node]

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        # PyYAML empties its anchors at the end of each document; ours serve the whole template.
        self.anchors = self.ancres
        noeud: yaml.Node | None = super().compose_node(parent, index)
        return noeud


def _forme_courte(lecteur: _Lecteur, suffixe: str, noeud: yaml.Node) -> dict[str, Any]:
    """`!Ref x` as `{"Ref": x}`, `!GetAtt a.b` as `{"Fn::GetAtt": ["a", "b"]}`, others `{"Fn::…":
    x}`."""
    if isinstance(noeud, yaml.ScalarNode):
        valeur: Any = lecteur.construct_scalar(noeud)
    elif isinstance(noeud, yaml.SequenceNode):
        valeur = lecteur.construct_sequence(noeud, deep=True)
    else:
        raise yaml.constructor.ConstructorError(problem=f"!{suffixe} is not a scalar or a list")
    if suffixe in {"Ref", "Condition"}:
        return {suffixe: valeur}
    if suffixe == "GetAtt" and isinstance(valeur, str):
        valeur = valeur.split(".", 1)
    return {f"Fn::{suffixe}": valeur}


_Lecteur.add_multi_constructor("!", _forme_courte)


@cache
def charger(dossier: Path = RESSOURCES) -> dict[str, Any]:
    """The template, short forms written in full. Read-only: the same object is given to all. That
    of the service also has the dashboards, which Python makes from what the files describe.

    Raises RessourceEnDouble when two files give the same name in the same section."""
    modele = lire(dossier)
    if dossier == RESSOURCES:
        # Imported here: dashboards read the metrics of the code, a file of the template does not.
        from infra.tableaux.rendu import ressources_des_tableaux

        _ajouter(
            modele, "infra/tableaux", "Resources", ressources_des_tableaux(modele["Resources"])
        )
    return modele


def lire(dossier: Path) -> dict[str, Any]:
    """What the files of a folder describe. Raises RessourceEnDouble."""
    modele: dict[str, Any] = {}
    ancres: dict[str, yaml.Node] = {}
    for fichier in sorted(dossier.glob("*.yaml")):
        for section, contenu in _lire(fichier, ancres).items():
            _ajouter(modele, fichier.name, section, contenu)
    return modele


def _ajouter(modele: dict[str, Any], origine: str, section: str, contenu: dict[str, Any]) -> None:
    deja = modele.setdefault(section, {})
    if communs := deja.keys() & contenu.keys():
        raise RessourceEnDouble(f"{origine}: {', '.join(sorted(communs))}")
    deja.update(contenu)


def _lire(fichier: Path, ancres: dict[str, yaml.Node]) -> dict[str, dict[str, Any]]:
    lecteur = _Lecteur(fichier.read_text(encoding="utf-8"))
    lecteur.ancres = ancres
    try:
        contenu: dict[str, dict[str, Any]] = lecteur.get_single_data()
    finally:
        lecteur.dispose()
    return contenu
