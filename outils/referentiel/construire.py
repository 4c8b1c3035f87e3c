"""`python -m outils.referentiel.construire [FOLDER]` rebuilds the communes file of the house.

It turns the npm package @etalab/decoupage-administratif (FOLDER, or fetched with `npm pack` when no
folder is given; the version below and no other) into `chalicelib/referentiel/donnees/`:

- `communes.json.gz`: the columns described in `colonnes()`, each one a string of lines, so that
  loading is one gunzip and one JSON parse. Same package, same bytes (no clock in the gzip header).
- `LICENCE-decoupage-administratif.txt`: where the data come from, their licences, the version.

What is left out, and why:
- 98411 to 98415 (Terres australes et antarctiques françaises) and 98901 (Clipperton): the Code
  officiel géographique gives them codes, but nobody lives or is registered to vote there;
- Paris, Lyon and Marseille as places to choose: electoral lists are held by arrondissement
  municipal (Code électoral, L16). Their codes and SIREN are kept, to resolve what names them.
The six « villages détruits » of the Meuse (population 0) stay: in law they are communes.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel.donnees import departement_de, siren_regulier

PAQUET = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
DESTINATION = Path(__file__).parents[2] / "chalicelib" / "referentiel" / "donnees"

NOTICE = f"""\
communes.json.gz is built from the npm package {PAQUET}, version {VERSION}
(https://github.com/etalab/decoupage-administratif), by outils/referentiel/construire.py.

Data: Licence Ouverte / Open Licence (Etalab). Sources that the package names, vintage 2026: Code
officiel géographique and populations légales (INSEE), codes postaux (La Poste), SIREN (DGCL).
Code of the package: MIT, as follows.

"""

Brut = dict[str, Any]


def inhabite(code: str) -> bool:
    """Whether the code names a place without inhabitants, hence without electors."""
    return code.startswith("984") or code == "98901"


def colonnes(communes: list[Brut], departements: list[Brut]) -> dict[str, Any]:
    """The content of communes.json.gz. Line n of each column speaks of the same choosable commune;
    lines go from the most to the least populated, so that the order of the file is the order of
    answers (arrondissements weigh what their city weighs, and stay in their numbers' order).

    codes; noms: the name, then ";" and the name of each commune déléguée or associée; sirens: "="
    when `siren_regulier` gives it, empty when unknown; codes_postaux (space-separated);
    populations. Beside them: anciens, "OLD NEW" pairs; departements, code → name; villes, the
    codes of Paris, Lyon and Marseille → their arrondissements.
    """
    actuelles = {c["code"]: c for c in communes if c["type"] == "commune-actuelle"}
    arrondissements = [c for c in communes if c["type"] == "arrondissement-municipal"]
    villes: dict[str, list[str]] = defaultdict(list)
    for arrondissement in sorted(arrondissements, key=lambda c: str(c["code"])):
        villes[arrondissement["commune"]].append(arrondissement["code"])
    rangees = [c for c in actuelles.values() if c["code"] not in villes and not inhabite(c["code"])]
    rangees += [_arrondissement(c, actuelles[c["commune"]]) for c in arrondissements]
    ecarts = [c["code"] for c in rangees if c["departement"] != departement_de(c["code"])]
    if ecarts:
        raise ValueError(f"département not deducible from the code: {ecarts}")
    rangees.sort(key=_ordre)
    autres_noms = _autres_noms(communes)
    return {
        "source": f"{PAQUET} {VERSION}",
        "departements": {d["code"]: d["nom"] for d in departements},
        "villes": dict(sorted(villes.items())),
        "codes": _lignes(c["code"] for c in rangees),
        "noms": _lignes(_noms(c["nom"], autres_noms[c["code"]]) for c in rangees),
        "sirens": _lignes(_siren(c) for c in rangees),
        "codes_postaux": _lignes(" ".join(c["codesPostaux"]) for c in rangees),
        "populations": _lignes(str(c.get("population", 0)) for c in rangees),
        "anciens": _lignes(f"{a} {b}" for a, b in sorted(_anciens(communes).items())),
    }


def _ordre(commune: Brut) -> tuple[int, str]:
    poids = int(commune.get("poids") or commune.get("population") or 0)
    return -poids, commune["code"]


def _arrondissement(brut: Brut, ville: Brut) -> Brut:
    """An arrondissement as a choosable commune, with the SIREN of its city."""
    nom = brut["nom"].replace("Arrondissement", "arrondissement")
    return {**brut, "nom": nom, "siren": ville["siren"], "poids": ville["population"]}


def _autres_noms(communes: list[Brut]) -> dict[str, list[str]]:
    """Names of communes déléguées and associées, by the code of the commune of today."""
    noms: dict[str, list[str]] = defaultdict(list)
    for commune in communes:
        if "chefLieu" in commune:
            noms[commune["chefLieu"]].append(commune["nom"])
    return noms


def _anciens(communes: list[Brut]) -> dict[str, str]:
    """Codes that name no choosable commune any more, and the code of the commune of today. Where
    history and the present disagree (a village that changed hands), the present wins.
    """
    aujourdhui = {c["code"] for c in communes if c["type"] == "commune-actuelle"}
    anciens = {a: c["code"] for c in communes for a in c.get("anciensCodes", [])}
    anciens |= {c["code"]: c["chefLieu"] for c in communes if "chefLieu" in c}
    return {a: b for a, b in anciens.items() if a not in aujourdhui}


def _noms(nom: str, autres: list[str]) -> str:
    distincts = {normaliser(autre): autre for autre in sorted(autres)}
    distincts.pop(normaliser(nom), None)
    return ";".join([nom, *distincts.values()])


def _siren(commune: Brut) -> str:
    siren: str = commune.get("siren", "")
    return "=" if siren == siren_regulier(commune["code"]) else siren


def _lignes(valeurs: Any) -> str:
    return "\n".join(valeurs)


def octets(contenu: dict[str, Any]) -> bytes:
    """The file's bytes, the same for the same content."""
    texte = json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(texte.encode(), compresslevel=9, mtime=0)


def construire(paquet: Path, destination: Path = DESTINATION) -> Path:
    """Write the data file and its licence, from the package's folder. Returns the data file.
    Raises ValueError when the folder holds another version.
    """
    version = json.loads((paquet / "package.json").read_text("utf-8"))["version"]
    if version != VERSION:
        raise ValueError(f"{PAQUET} {VERSION} expected, found {version}")
    communes = json.loads((paquet / "data" / "communes.json").read_text("utf-8"))
    departements = json.loads((paquet / "data" / "departements.json").read_text("utf-8"))
    destination.mkdir(parents=True, exist_ok=True)
    licence = NOTICE + (paquet / "LICENSE").read_text("utf-8")
    (destination / "LICENCE-decoupage-administratif.txt").write_text(licence, "utf-8")
    fichier = destination / "communes.json.gz"
    fichier.write_bytes(octets(colonnes(communes, departements)))
    return fichier


def telecharger(dossier: Path) -> Path:
    """Fetch the package with npm into `dossier`; returns its unpacked folder."""
    commande = ["npm", "pack", "--silent", f"{PAQUET}@{VERSION}"]
    archive = subprocess.run(commande, cwd=dossier, check=True, capture_output=True, text=True)
    with tarfile.open(dossier / archive.stdout.strip()) as tar:
        tar.extractall(dossier, filter="data")
    return dossier / "package"


def main(arguments: list[str]) -> None:
    """Command line: see the module's docstring."""
    with tempfile.TemporaryDirectory() as temporaire:
        paquet = Path(arguments[0]) if arguments else telecharger(Path(temporaire))
        fichier = construire(paquet)
    print(f"{fichier.name}: {fichier.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
