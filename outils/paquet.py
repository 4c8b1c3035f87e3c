"""`make paquet ETAPE=prod`: what `aws cloudformation deploy` takes, in `out/<stage>/`.

Chalice packages the code and generates the functions, the API and the roles;
`infra/ressources/` is merged into it. Then the stage is fixed in the template, the archive is
made lighter and faster to start, started once on its own, and cfn-lint must find nothing."""

from __future__ import annotations

import compileall
import json
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra import assemblage
from infra.alias import passer_par_l_alias

RACINE = Path(__file__).parents[1]
ETAPES = ("dev", "recette", "prod")
SORTIE = RACINE / "out"

# What the functions call, of the 16 MB that botocore knows.
_SERVICES = {"dynamodb", "dynamodbstreams", "sesv2", "ssm", "sqs", "sts"}
_COMMUNS = {
    "_retry.json",
    "endpoints.json",
    "partitions.json",
    "sdk-default-configuration.json",
}


class PaquetRefuse(RuntimeError):
    """A step failed; the message is what the tool said."""


def empaqueter(etape: str, sortie: Path | None = None) -> Path:
    """Makes the package of a stage. Returns its folder: `modele.json` and `deployment.zip`.

    Raises PaquetRefuse when Chalice, the trial start or cfn-lint refuses.
    """
    dossier = sortie or SORTIE / etape
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(parents=True)
    ressources = dossier / "ressources.json"
    ressources.write_text(json.dumps(assemblage.charger()), encoding="utf-8")
    environnement = {"AWS_DEFAULT_REGION": "eu-west-3", **os.environ}
    _lancer(
        [
            _outil("chalice"),
            "package",
            "--stage",
            etape,
            "--merge-template",
            str(ressources),
            str(dossier),
        ],
        environnement,
    )
    fusion = dossier / "sam.json"
    modele = fixer_l_etape(json.loads(fusion.read_text(encoding="utf-8")), etape)
    passer_par_l_alias(modele)
    fusion.unlink()
    ressources.unlink()
    (dossier / "modele.json").write_text(
        json.dumps(modele, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8"
    )
    alleger(dossier / "deployment.zip")
    verifier(dossier / "modele.json")
    return dossier


def verifier(modele: Path) -> None:
    """Raises PaquetRefuse when cfn-lint finds anything, a mere warning included."""
    _lancer(
        [_outil("cfn-lint"), "--non-zero-exit-code", "informational", str(modele)], dict(os.environ)
    )


def fixer_l_etape(modele: dict[str, Any], etape: str) -> dict[str, Any]:
    """The template with its stage as the only one allowed: a package cannot be sent to another."""
    modele["Parameters"]["Stage"].update(Default=etape, AllowedValues=[etape])
    return modele


def alleger(archive: Path) -> None:
    """Removes what no function uses (botocore's other services) and compiles the code, since Lambda
    cannot keep what it compiles; then imports `app` with nothing but the archive."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-paquet-") as temporaire:
        dossier = Path(temporaire)
        with zipfile.ZipFile(archive) as contenu:
            contenu.extractall(dossier)
        # govuk-frontend-jinja's and icalendar's wheels carry their own tests.
        for essais in ("tests", "icalendar/tests"):
            shutil.rmtree(dossier / essais, ignore_errors=True)
        for donnee in (dossier / "botocore" / "data").iterdir():
            if donnee.name in _SERVICES | _COMMUNS:
                continue
            shutil.rmtree(donnee) if donnee.is_dir() else donnee.unlink()
        compileall.compile_dir(
            dossier,
            quiet=2,
            stripdir=str(dossier),
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        _lancer([sys.executable, "-I", "-S", "-c", _ESSAI, str(dossier)], dict(os.environ))
        archive.unlink()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as neuve:
            for fichier in sorted(p for p in dossier.rglob("*") if p.is_file()):
                neuve.write(fichier, fichier.relative_to(dossier))


_ESSAI = "import sys; sys.path.insert(0, sys.argv[1]); import app; assert app.app.app_name"


def _outil(nom: str) -> str:
    """The command of that name in the environment of this interpreter."""
    return str(Path(sys.executable).with_name(nom))


def _lancer(commande: list[str], environnement: dict[str, str]) -> None:
    fin = subprocess.run(
        commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False
    )
    if fin.returncode != 0:
        raise PaquetRefuse(f"{Path(commande[0]).name} :\n{fin.stdout}{fin.stderr}".rstrip())


def main() -> int:
    """The command: one argument, the stage."""
    etape = sys.argv[1] if len(sys.argv) > 1 else "prod"
    if etape not in ETAPES:
        print(f"Étape inconnue : {etape}. Choisir parmi {', '.join(ETAPES)}.", file=sys.stderr)
        return 2
    try:
        dossier = empaqueter(etape)
    except PaquetRefuse as refus:
        print(refus, file=sys.stderr)
        return 1
    archive = dossier / "deployment.zip"
    with zipfile.ZipFile(archive) as contenu:
        deplie = sum(fichier.file_size for fichier in contenu.infolist())
    print(
        f"{dossier.relative_to(RACINE)}/ : modele.json (cfn-lint : rien), deployment.zip", end=" "
    )
    print(f"{archive.stat().st_size / 1e6:.1f} Mo, {deplie / 1e6:.1f} Mo dépliée")
    return 0


if __name__ == "__main__":
    sys.exit(main())
