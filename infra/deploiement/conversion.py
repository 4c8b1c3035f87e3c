"""The template of `make paquet` as the emulator takes it; `ecarts.py` says what differs, and why."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from infra.deploiement import ecarts
from infra.deploiement.emulateur import traduire

API = "5afe2021"
"""The id of the API: eight hexadecimal digits, as the emulator's addresses have."""

DOMAINE_DE_LA_PASSERELLE = "execute-api.localhost"
HOTE = f"{API}.{DOMAINE_DE_LA_PASSERELLE}"

_LOCALE = r"http://127\.0\.0\.1:[0-9]+.*"


class ReferencePerdue(ValueError):
    """A resource that stays names one that is left out; the message says both."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The plain template, and how many times each difference was met, by its `ou`."""

    modele: dict[str, Any]
    comptes: dict[str, int]

    @property
    def etape_de_l_api(self) -> str:
        """The stage of API Gateway: what addresses begin with."""
        (etape,) = {
            r["Properties"]["StageName"] for r in _de_type(self.modele, "AWS::ApiGateway::Stage")
        }
        return str(etape)


def convertir(modele: dict[str, Any], code: str) -> Conversion:
    """Converts the template; `code` is the address (`s3://…`) of the package.

    Raises TraductionRefusee, ReferencePerdue."""
    source = copy.deepcopy(modele)
    for ressource in _de_type(source, "AWS::Serverless::Function"):
        ressource["Properties"]["CodeUri"] = code
    plat = traduire(source)
    comptes: Counter[str] = Counter()
    _retirer(plat, comptes)
    _changer_l_api(plat, comptes)
    _admettre_les_simulateurs(plat, comptes)
    _compter_le_sans_effet(plat, comptes)
    return Conversion(plat, dict(comptes))


def _de_type(modele: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    return [r for r in modele["Resources"].values() if r["Type"] == type_]


def _retirer(modele: dict[str, Any], comptes: Counter[str]) -> None:
    types = {ecart.ou for ecart in ecarts.RETIREES}
    retirees = {nom for nom, r in modele["Resources"].items() if r["Type"] in types}
    for nom in retirees:
        comptes[modele["Resources"].pop(nom)["Type"]] += 1
    for nom, ressource in modele["Resources"].items():
        attendues = ressource.get("DependsOn", [])
        if isinstance(attendues, str):
            attendues = [attendues]
        ressource["DependsOn"] = [autre for autre in attendues if autre not in retirees]
        if perdues := _references(ressource) & retirees:
            raise ReferencePerdue(f"{nom} : {', '.join(sorted(perdues))}")


def _references(valeur: Any) -> set[str]:
    """The logical names that a value refers to."""
    if isinstance(valeur, list):
        return set().union(*map(_references, valeur))
    if not isinstance(valeur, dict):
        return set()
    noms: set[str] = set()
    for cle, contenu in valeur.items():
        if cle == "Ref" and isinstance(contenu, str):
            noms.add(contenu)
        elif cle == "Fn::GetAtt":
            noms.add(contenu.split(".")[0] if isinstance(contenu, str) else contenu[0])
        elif cle == "Fn::Sub":
            texte = contenu if isinstance(contenu, str) else contenu[0]
            noms |= {nom.split(".")[0] for nom in re.findall(r"\$\{([^!}]+)\}", texte)}
            noms |= set() if isinstance(contenu, str) else _references(contenu[1])
        else:
            noms |= _references(contenu)
    return noms


def _changer_l_api(modele: dict[str, Any], comptes: Counter[str]) -> None:
    (nom,) = [n for n, r in modele["Resources"].items() if r["Type"] == "AWS::ApiGateway::RestApi"]
    api = modele["Resources"][nom]["Properties"]
    binaires, reponses, etiquettes, _ = (ecart.ou for ecart in ecarts.CHANGEES)
    api["BinaryMediaTypes"] = api["Body"].pop("x-amazon-apigateway-binary-media-types")
    comptes[binaires] += 1
    api["Tags"] = [*api.get("Tags", []), {"Key": "ms-custom-id", "Value": API}]
    comptes[etiquettes] += 1
    ajoutees = {
        f"Reponse{cas.title().replace('_', '')}": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": nom},
                "ResponseType": cas,
                "StatusCode": reponse["statusCode"],
                "ResponseParameters": reponse.get("responseParameters", {}),
                "ResponseTemplates": reponse["responseTemplates"],
            },
        }
        for cas, reponse in api["Body"].pop("x-amazon-apigateway-gateway-responses").items()
    }
    comptes[reponses] += len(ajoutees)
    for deploiement in _de_type(modele, "AWS::ApiGateway::Deployment"):
        deploiement["DependsOn"] = [*deploiement.get("DependsOn", []), *ajoutees]
    modele["Resources"] |= ajoutees


def _admettre_les_simulateurs(modele: dict[str, Any], comptes: Counter[str]) -> None:
    for nom, parametre in modele["Parameters"].items():
        motif = parametre.get("AllowedPattern", "")
        if nom.endswith(("Issuer", "ReuUrl")) and "https://" in motif:
            parametre["AllowedPattern"] = f"({motif})|({_LOCALE})"
            comptes[ecarts.CHANGEES[3].ou] += 1


def _compter_le_sans_effet(modele: dict[str, Any], comptes: Counter[str]) -> None:
    for ecart in ecarts.SANS_EFFET:
        type_, _, propriete = ecart.ou.rpartition(".")
        comptes[ecart.ou] += sum(
            propriete in ressource["Properties"] for ressource in _de_type(modele, type_)
        )
