"""`make gabarit`: the merged template of each stage, and what cfn-lint and checkov say of it.

The template is Chalice's, made in this process without its archive: what `outils/paquet.py` writes
as `modele.json`, in a second. cfn-lint looks at the three stages; checkov, which is slow, at that
of production: they differ by their name alone (`tests/infra/test_gabarit_fusionne.py`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from infra import assemblage
from infra.alias import passer_par_l_alias
from outils import paquet

EXCEPTIONS = paquet.RACINE / "infra" / "checkov.yaml"
CHECKOV = paquet.RACINE / ".venv-audit" / "bin" / "checkov"


def fusionner(etape: str) -> dict[str, Any]:
    """The merged template of a stage, a new one at each call."""
    from chalice.cli.factory import CLIFactory
    from chalice.deploy import deployer
    from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
    from chalice.deploy.models import DeploymentPackage, LambdaFunction
    from chalice.deploy.swagger import CFNSwaggerGenerator
    from chalice.package import ResourceBuilder, SAMTemplateGenerator, TemplateDeepMerger
    from chalice.policy import AppPolicyGenerator
    from chalice.utils import OSUtils

    # Chalice's client of AWS gives names of services, and calls none; it wants a region even so.
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-3")
    usine = CLIFactory(str(paquet.RACINE))
    config = usine.create_config_obj(chalice_stage_name=etape)
    # Chalice's own steps, but for the one that installs the libraries and makes the archive.
    etapes = [
        deployer.InjectDefaults(),
        deployer.PolicyGenerator(AppPolicyGenerator(OSUtils()), OSUtils()),
        deployer.SwaggerBuilder(CFNSwaggerGenerator()),
        deployer.LambdaEventSourcePolicyInjector(),
    ]
    constructeur = ResourceBuilder(
        ApplicationGraphBuilder(), DependencyBuilder(), deployer.BuildStage(etapes)
    )
    ressources = constructeur.construct_resources(config, etape)
    for ressource in ressources:
        if isinstance(ressource, LambdaFunction):
            ressource.deployment_package = DeploymentPackage(filename="./deployment.zip")
    modele = SAMTemplateGenerator(config, usine.create_package_options()).generate(ressources)
    # A copy: what is merged shares nothing with what others read.
    fusion = json.loads(json.dumps(TemplateDeepMerger().merge(assemblage.charger(), modele)))
    return passer_par_l_alias(paquet.fixer_l_etape(fusion, etape))


@dataclass(frozen=True, slots=True)
class Admise:
    """A check that some resources (patterns `Type.Name`) are let fail, and why."""

    controle: str
    ressources: tuple[str, ...]
    raison: str

    def couvre(self, controle: str, ressource: str) -> bool:
        """Whether this failure is one of those."""
        return controle == self.controle and any(
            fnmatchcase(ressource, motif) for motif in self.ressources
        )


def exceptions(fichier: Path = EXCEPTIONS) -> tuple[Admise, ...]:
    """Those of the file. Raises KeyError when one lacks its reason or its resources."""
    lues = yaml.safe_load(fichier.read_text("utf-8"))
    return tuple(
        Admise(controle, tuple(une["ressources"]), une["raison"].strip())
        for controle, unes in lues.items()
        for une in unes
    )


def confronter(echecs: Iterable[tuple[str, str]], admises: tuple[Admise, ...]) -> Iterator[str]:
    """What is wrong, a sentence each: a failure that no exception covers, an exception without a
    reason, a pattern of an exception that covers no failure (`echecs`: check, `Type.Name`)."""
    tous = set(echecs)
    for controle, ressource in sorted(tous):
        if not any(e.couvre(controle, ressource) for e in admises):
            yield f"{controle} : {ressource}"
    for exception in admises:
        if not exception.raison:
            yield f"{exception.controle} : exception sans raison"
        for motif in exception.ressources:
            if not any(c == exception.controle and fnmatchcase(r, motif) for c, r in tous):
                yield f"{exception.controle} : exception sans objet pour {motif}"


def checkov(modele: Path) -> set[tuple[str, str]]:
    """The checks that fail: (check, `Type.Name`). Raises PaquetRefuse when checkov itself does."""
    options = ["--framework", "cloudformation", "--skip-download", "--compact", "--quiet"]
    fin = subprocess.run(
        [str(CHECKOV), "-f", str(modele), *options, "-o", "json", "--soft-fail"],
        capture_output=True,
        text=True,
        check=False,
    )
    if fin.returncode != 0:
        raise paquet.PaquetRefuse(f"checkov :\n{fin.stdout}{fin.stderr}")
    lu = json.loads(fin.stdout)
    if lu["summary"]["parsing_errors"] or not lu["summary"]["passed"]:
        raise paquet.PaquetRefuse("checkov : le gabarit n'a pas été lu")
    return {(echec["check_id"], echec["resource"]) for echec in lu["results"]["failed_checks"]}


def main() -> int:
    """The command: nothing, or what is wrong."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-gabarit-") as dossier:
        try:
            fichier = Path(dossier) / "modele.json"
            for etape in paquet.ETAPES:
                modele = fusionner(etape)
                fichier.write_text(json.dumps(modele), encoding="utf-8")
                paquet.verifier(fichier)
            # No check looks at the routes, which take it two thirds of its time.
            modele["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"] = {}
            fichier.write_text(json.dumps(modele), encoding="utf-8")
            fautes = list(confronter(checkov(fichier), exceptions()))
        except paquet.PaquetRefuse as refus:
            fautes = [str(refus)]
    for faute in fautes:
        print(faute, file=sys.stderr)
    if not fautes:
        print(
            f"cfn-lint : rien ({', '.join(paquet.ETAPES)}) ; checkov : rien d'autre que"
            f" les {len(exceptions())} exceptions de infra/checkov.yaml"
        )
    return 1 if fautes else 0


if __name__ == "__main__":
    sys.exit(main())
