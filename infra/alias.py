"""Makes API Gateway call the alias of the portals' function, and not whatever was last uploaded.

Chalice writes the address of the function into each route. With an alias a deployment changes one
pointer once the new version is ready, a rollback changes it back, and started environments
(provisioned concurrency) exist at all."""

from __future__ import annotations

from typing import Any

FONCTION = "APIHandler"
ALIAS = "service"
RESSOURCE = f"{FONCTION}Alias{ALIAS}"
"""The name that SAM gives to the alias of `AutoPublishAlias`."""
_DIRECTE = f"${{{FONCTION}.Arn}}/"
_PAR_ALIAS = f"${{{FONCTION}.Arn}}:{ALIAS}/"


class RouteIntrouvable(ValueError):
    """Chalice no longer writes the address of the function where this module looks for it."""


def passer_par_l_alias(modele: dict[str, Any]) -> dict[str, Any]:
    """The merged template (SAM), each route and the permission to call leading to the alias.

    Changes and returns `modele`. Raises RouteIntrouvable."""
    ressources = modele["Resources"]
    for chemin, methodes in ressources["RestAPI"]["Properties"]["DefinitionBody"]["paths"].items():
        for methode, description in methodes.items():
            adresse = description["x-amazon-apigateway-integration"]["uri"]
            if _DIRECTE not in adresse.get("Fn::Sub", ""):
                raise RouteIntrouvable(f"{methode} {chemin}")
            adresse["Fn::Sub"] = adresse["Fn::Sub"].replace(_DIRECTE, _PAR_ALIAS)
    permission = ressources[f"{FONCTION}InvokePermission"]
    if permission["Properties"]["FunctionName"] != {"Ref": FONCTION}:
        raise RouteIntrouvable("permission")
    permission["Properties"]["FunctionName"] = {"Fn::Sub": f"${{{FONCTION}}}:{ALIAS}"}
    permission["DependsOn"] = RESSOURCE
    return modele
