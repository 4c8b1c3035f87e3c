"""The dashboards as resources of the template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from infra.tableaux import securite, service, technique
from infra.tableaux.composants import Tableau


def tableaux(ressources: Mapping[str, Any]) -> tuple[Tableau, ...]:
    """The three of them, over the resources that the files describe."""
    return service.tableau(ressources), technique.tableau(ressources), securite.tableau(ressources)


def ressources_des_tableaux(ressources: Mapping[str, Any]) -> dict[str, Any]:
    """By name in the template. What the bodies name (`${Routage}`) is resolved by `!Sub`."""
    return {
        f"Tableau{tableau.cle.capitalize()}": {
            "Type": "AWS::CloudWatch::Dashboard",
            "Properties": {
                "DashboardName": {"Fn::Sub": f"maprocuration-${{Stage}}-{tableau.cle}"},
                "DashboardBody": {
                    "Fn::Sub": json.dumps(tableau.corps(), ensure_ascii=False, sort_keys=True)
                },
            },
        }
        for tableau in tableaux(ressources)
    }
