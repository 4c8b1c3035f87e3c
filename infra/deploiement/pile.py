"""The stack: its secrets, its package, its creation, its updates."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from infra.deploiement.conversion import Conversion, convertir
from infra.deploiement.emulateur import Emulateur

SEAU_DU_CODE = "code-des-paquets"
_PATIENCE_S = 120.0
_PAS_S = 0.05
_CAPACITES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


class PileRefusee(RuntimeError):
    """CloudFormation did not carry the operation out; the message lists what failed and why."""


class Pile:
    """The stack of one stage in the emulator."""

    def __init__(self, emulateur: Emulateur, etape: str, parametres: dict[str, str]) -> None:
        self.nom = f"maprocuration-{etape}"
        self._parametres = parametres
        self._formation = emulateur.client("cloudformation")
        self._s3 = emulateur.client("s3")
        self._s3.create_bucket(
            Bucket=SEAU_DU_CODE, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )

    def creer(self, modele: dict[str, Any], archive: Path) -> Conversion:
        """Creates it from a template and a package of `make paquet`. Raises PileRefusee."""
        return self._appliquer("create_stack", modele, archive)

    def mettre_a_jour(self, modele: dict[str, Any], archive: Path) -> Conversion:
        """Updates it; returns once it is complete. Raises PileRefusee."""
        return self._appliquer("update_stack", modele, archive)

    def ressources(self) -> list[dict[str, Any]]:
        """What it is made of."""
        reponse = self._formation.describe_stack_resources(StackName=self.nom)
        liste: list[dict[str, Any]] = reponse["StackResources"]
        return liste

    def identifiant(self, logique: str) -> str:
        """The physical id of a resource."""
        (trouve,) = [r for r in self.ressources() if r["LogicalResourceId"] == logique]
        return str(trouve["PhysicalResourceId"])

    def _appliquer(self, operation: str, modele: dict[str, Any], archive: Path) -> Conversion:
        octets = archive.read_bytes()
        cle = f"{hashlib.sha256(octets).hexdigest()}.zip"
        self._s3.put_object(Bucket=SEAU_DU_CODE, Key=cle, Body=octets)
        conversion = convertir(modele, f"s3://{SEAU_DU_CODE}/{cle}")
        corps = json.dumps(conversion.modele).encode()
        self._s3.put_object(Bucket=SEAU_DU_CODE, Key="modele.json", Body=corps)
        getattr(self._formation, operation)(
            StackName=self.nom,
            TemplateURL=f"{self._s3.meta.endpoint_url}/{SEAU_DU_CODE}/modele.json",
            Parameters=[
                {"ParameterKey": nom, "ParameterValue": valeur}
                for nom, valeur in self._parametres.items()
            ],
            Capabilities=_CAPACITES,
        )
        self._attendre()
        return conversion

    def _attendre(self) -> None:
        fin = time.monotonic() + _PATIENCE_S
        while time.monotonic() < fin:
            etat = self._formation.describe_stacks(StackName=self.nom)["Stacks"][0]["StackStatus"]
            if etat in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
                return
            if not etat.endswith("IN_PROGRESS"):
                raise PileRefusee(f"{etat}\n{self._raisons()}")
            time.sleep(_PAS_S)
        raise PileRefusee(f"rien après {_PATIENCE_S:.0f} secondes")

    def _raisons(self) -> str:
        evenements = self._formation.describe_stack_events(StackName=self.nom)["StackEvents"]
        return "\n".join(
            f"{e['LogicalResourceId']} ({e['ResourceType']}) : {e.get('ResourceStatusReason', '')}"
            for e in reversed(evenements)
            if "FAILED" in e["ResourceStatus"]
        )
