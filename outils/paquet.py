"""`make paquet ETAPE=prod`: what `aws cloudformation deploy` takes, in `out/<stage>/`.

Chalice packages the code and generates the functions, the API and the roles;
`infra/ressources/` is merged into it. Then the stage is fixed in the template, the archive is
made lighter and faster to start, started once on its own, and cfn-lint must find nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra import assemblage
from infra.alias import passer_par_l_alias
from outils import paquet_archive, paquet_controle, paquet_essai, paquet_gabarits, paquet_retraits

RACINE = Path(__file__).parents[1]
ETAPES = ("dev", "recette", "prod")
SORTIE = RACINE / "out"


class PaquetRefuse(RuntimeError):
    """A step failed; the message is what the tool said."""


def empaqueter(etape: str, sortie: Path | None = None) -> Path:
    """Makes the package of a stage and looks at it. Returns its folder: `modele.json`,
    `deployment.zip` and its bill of materials, `sbom.json`.

    Raises PaquetRefuse when Chalice, the trial start or cfn-lint refuses, ControleImpossible.
    """
    dossier = sortie or SORTIE / etape
    fabriquer(etape, dossier)
    essayer(dossier / "deployment.zip")
    verifier(dossier / "modele.json")
    paquet_controle.nomenclature(dossier / "deployment.zip", dossier / "sbom.json")
    return dossier


def fabriquer(etape: str, dossier: Path, racine: Path = RACINE) -> None:
    """Writes `modele.json` and `deployment.zip` from the code in `racine`: the same bytes from the
    same files. Raises PaquetRefuse.
    """
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="maprocuration-paquet-") as temporaire:
        chalice = _chalice(etape, racine, Path(temporaire))
        modele = fixer_l_etape(json.loads((chalice / "sam.json").read_text("utf-8")), etape)
        passer_par_l_alias(modele)
        (dossier / "modele.json").write_text(
            json.dumps(modele, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8"
        )
        alleger(chalice / "deployment.zip", dossier / "deployment.zip")


def _chalice(etape: str, racine: Path, temporaire: Path) -> Path:
    """What `chalice package` makes of a copy of the project: nothing but what is deployed, so that
    no file that lies about is shipped. Returns its folder.
    """
    projet, sortie = temporaire / "projet", temporaire / "chalice"
    (projet / ".chalice").mkdir(parents=True)
    shutil.copy(racine / "app.py", projet)
    shutil.copytree(
        racine / "chalicelib",
        projet / "chalicelib",
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
    )
    for reglage in (racine / ".chalice").glob("*.json"):
        shutil.copy(reglage, projet / ".chalice")
    # Chalice keeps the libraries of a list under the hash of that list; it is a part of them.
    exigences = (racine / "requirements.txt").read_text("utf-8")
    (projet / "requirements.txt").write_text(
        f"# chalice {version('chalice')}\n{exigences}", "utf-8"
    )
    environnement = {"AWS_DEFAULT_REGION": "eu-west-3", **os.environ}
    if roues := os.environ.get("ROUES"):
        environnement |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(Path(roues).resolve())}
    else:
        gardees = RACINE / ".chalice" / "deployments"
        gardees.mkdir(exist_ok=True)
        (projet / ".chalice" / "deployments").symlink_to(gardees)
    ressources = temporaire / "ressources.json"
    ressources.write_text(json.dumps(assemblage.charger()), encoding="utf-8")
    options = ["--stage", etape, "--merge-template", str(ressources)]
    _lancer([_outil("chalice"), "package", *options, str(sortie)], environnement, projet)
    return sortie


def verifier(modele: Path) -> None:
    """Raises PaquetRefuse when cfn-lint finds anything, a mere warning included."""
    _lancer(
        [_outil("cfn-lint"), "--non-zero-exit-code", "informational", str(modele)], dict(os.environ)
    )


def fixer_l_etape(modele: dict[str, Any], etape: str) -> dict[str, Any]:
    """The template with its stage as the only one allowed: a package cannot be sent to another."""
    modele["Parameters"]["Stage"].update(Default=etape, AllowedValues=[etape])
    return modele


def alleger(archive: Path, neuve: Path) -> None:
    """Writes `neuve`: what Chalice made, without what no function uses, compiled. Raises
    PaquetRefuse.
    """
    with tempfile.TemporaryDirectory(prefix="maprocuration-archive-") as temporaire:
        dossier = Path(temporaire)
        paquet_archive.etaler(archive, dossier)
        try:
            paquet_retraits.retirer(dossier)
        except paquet_retraits.RetraitSansObjet as faute:
            raise PaquetRefuse(f"retrait sans objet : {faute}") from faute
        paquet_archive.nommer_chalice(dossier)
        graine = {**os.environ, "PYTHONHASHSEED": "0"}
        _lancer([sys.executable, "-m", "outils.paquet_archive", temporaire], graine)
        # As the trial, but -I, which would not read the seed.
        seul = [sys.executable, "-S", "-s", "-P", "-B"]
        _lancer([*seul, paquet_gabarits.__file__, temporaire], graine)
        paquet_archive.comprimer(dossier, neuve)


def essayer(archive: Path) -> None:
    """Starts an archive on its own and uses all of it. Raises PaquetRefuse."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-essai-") as dossier:
        with zipfile.ZipFile(archive) as contenu:
            contenu.extractall(dossier)
        essai = [sys.executable, "-I", "-S", "-B", paquet_essai.__file__, dossier]
        _lancer([*essai, *sorted(paquet_retraits.SERVICES)], dict(os.environ))


def _outil(nom: str) -> str:
    """The command of that name in the environment of this interpreter."""
    return str(Path(sys.executable).with_name(nom))


def _lancer(commande: list[str], environnement: dict[str, str], ici: Path = RACINE) -> None:
    fin = subprocess.run(
        commande, cwd=ici, env=environnement, capture_output=True, text=True, check=False
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
        sbom = json.loads((dossier / "sbom.json").read_text("utf-8"))
        audit = paquet_controle.auditer(sbom, dossier / "audit.json")
    except (PaquetRefuse, paquet_controle.ControleImpossible) as refus:
        print(refus, file=sys.stderr)
        return 1
    archive = dossier / "deployment.zip"
    with zipfile.ZipFile(archive) as contenu:
        deplie = sum(fichier.file_size for fichier in contenu.infolist())
    tailles = f"{archive.stat().st_size / 1e6:.1f} Mo, {deplie / 1e6:.1f} Mo dépliée"
    print(
        f"{dossier.relative_to(RACINE)}/ : modele.json (cfn-lint : rien), deployment.zip {tailles}"
    )
    print(f"sbom.json : {len(sbom['components'])} composants ; audit.json : {audit.phrase}")
    return 1 if audit.vulnerables else 0


if __name__ == "__main__":
    sys.exit(main())
