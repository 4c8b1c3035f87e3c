"""The template of `make paquet` as the emulator takes it; `ecarts.py` says what differs."""

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


class ReferencePerdue(RuntimeError):
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
    _ecrire_les_nombres(plat, comptes)
    _admettre_les_simulateurs(plat, comptes)
    _compter_le_sans_effet(plat, comptes)
    return Conversion(plat, dict(comptes))


def _de_type(modele: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    return [r for r in modele["Resources"].values() if r["Type"] == type_]


def _retirer(modele: dict[str, Any], comptes: Counter[str]) -> None:
    retirees = {}
    for nom, ressource in modele["Resources"].items():
        lieux = {ressource["Type"]}
        lieux |= {f"{ressource['Type']}.{cle}" for cle in ressource.get("Properties", {})}
        for ecart in ecarts.RETIREES:
            if ecart.ou in lieux:
                retirees[nom] = ecart.ou
    for nom, ou in retirees.items():
        del modele["Resources"][nom]
        comptes[ou] += 1
    for nom, ressource in modele["Resources"].items():
        attendues = ressource.get("DependsOn", [])
        if isinstance(attendues, str):
            attendues = [attendues]
        ressource["DependsOn"] = [autre for autre in attendues if autre not in retirees]
        perdues = _references(ressource) & retirees.keys()
        if perdues and ressource["Type"] == "AWS::CloudWatch::Dashboard":
            ressource["Properties"] = _sans(ressource["Properties"], perdues)
            comptes[f"{ressource['Type']}.DashboardBody"] += 1
        elif perdues:
            raise ReferencePerdue(f"{nom} : {', '.join(sorted(perdues))}")


def _sans(valeur: Any, perdues: set[str]) -> Any:
    """The value, each reference to one of these replaced by its logical name."""
    if isinstance(valeur, list):
        return [_sans(un, perdues) for un in valeur]
    if not isinstance(valeur, dict):
        return valeur
    seule = _references(valeur) if len(valeur) == 1 else set()
    if valeur.keys() & {"Ref", "Fn::GetAtt"} and seule <= perdues:
        return next(iter(seule))
    if "Fn::Sub" in valeur:
        noms = "|".join(map(re.escape, perdues))
        motif = re.compile(r"\$\{(" + noms + r")(\.[A-Za-z]+)?\}")
        corps = valeur["Fn::Sub"]
        if isinstance(corps, str):
            return {"Fn::Sub": motif.sub(r"\1", corps)}
        return {"Fn::Sub": [motif.sub(r"\1", corps[0]), _sans(corps[1], perdues)]}
    return {cle: _sans(contenu, perdues) for cle, contenu in valeur.items()}


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
    binaires, reponses, etiquettes = (ecart.ou for ecart in ecarts.CHANGEES[:3])
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


def _ecrire_les_nombres(modele: dict[str, Any], comptes: Counter[str]) -> None:
    for fonction in _de_type(modele, "AWS::Lambda::Function"):
        variables = fonction["Properties"].get("Environment", {}).get("Variables", {})
        for nom, valeur in variables.items():
            if isinstance(valeur, dict) and "Fn::FindInMap" in valeur:
                variables[nom] = {"Fn::Sub": ["${valeur}", {"valeur": valeur}]}
            elif isinstance(valeur, int):
                variables[nom] = str(valeur)
            else:
                continue
            comptes["AWS::Lambda::Function.Environment"] += 1


def _admettre_les_simulateurs(modele: dict[str, Any], comptes: Counter[str]) -> None:
    for nom, parametre in modele["Parameters"].items():
        motif = parametre.get("AllowedPattern", "")
        if nom.endswith(("Issuer", "ReuUrl")) and "https://" in motif:
            parametre["AllowedPattern"] = f"({motif})|({_LOCALE})"
            comptes[ecarts.CHANGEES[-1].ou] += 1


def _compter_le_sans_effet(modele: dict[str, Any], comptes: Counter[str]) -> None:
    for ecart in ecarts.SANS_EFFET:
        type_, _, propriete = ecart.ou.rpartition(".")
        comptes[ecart.ou] += sum(
            propriete in ressource["Properties"] for ressource in _de_type(modele, type_)
        )
