"""What stands beside a package: what it is made of (`sbom.json`, CycloneDX) and what is known
against it (`audit.json`, pip-audit). Both tools live in an environment of their own,
`.venv-audit`, and look at what the archive holds, not at what was asked for."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RACINE = Path(__file__).parents[1]
ENVIRONNEMENT = RACINE / ".venv-audit"
_NPM = {"dejavu-fonts-ttf": "Bitstream-Vera", "govuk-frontend": "MIT"}
"""What is shipped of npm's packages, compiled or cut (`outils/styles`), and under which licence."""


class ControleImpossible(RuntimeError):
    """A tool is missing or failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What pip-audit could look up, and what it found, with its numbers."""

    audites: tuple[str, ...]
    non_audites: tuple[str, ...]
    vulnerables: tuple[str, ...]

    @property
    def phrase(self) -> str:
        """One line, which never says clean of what was not looked up."""
        if self.vulnerables:
            return f"pip-audit : {', '.join(self.vulnerables)}"
        if not self.audites:
            return f"pip-audit : rien n'a pu être vérifié ({len(self.non_audites)} composants)"
        reste = f", {len(self.non_audites)} non vérifiés" if self.non_audites else ""
        return f"pip-audit : {len(self.audites)} composants sans faille connue{reste}"


def nomenclature(archive: Path, fichier: Path) -> dict[str, Any]:
    """Writes the bill of materials of an archive; the same for the same archive.

    Raises ControleImpossible."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-sbom-") as temporaire:
        dossier = Path(temporaire)
        with zipfile.ZipFile(archive) as contenu:
            contenu.extractall(dossier, [n for n in contenu.namelist() if ".dist-info/" in n])
        # The tool asks an interpreter for its path: this one answers with the archive alone.
        chemin = dossier / "interprete"
        chemin.write_text(f"#!/bin/sh\necho {shlex.quote(json.dumps([temporaire]))}\n")
        chemin.chmod(0o755)
        brut = dossier / "sbom.json"
        options = [
            "--of",
            "JSON",
            "--sv",
            "1.6",
            "--PEP-639",
            "--output-reproducible",
            "-o",
            str(brut),
        ]
        fin = _outil("cyclonedx-py", "environment", *options, str(chemin))
        if fin.returncode:
            raise ControleImpossible(f"cyclonedx-py : {fin.stderr.strip()}")
        sbom: dict[str, Any] = json.loads(brut.read_text("utf-8"))
    sbom["metadata"]["component"] = {
        "bom-ref": "maprocuration",
        "type": "application",
        "name": "maprocuration",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(archive.read_bytes()).hexdigest()}],
    }
    sbom["components"] = sorted([*sbom["components"], *_de_npm()], key=lambda c: str(c["bom-ref"]))
    texte = json.dumps(sbom, indent=1, sort_keys=True, ensure_ascii=False)
    fichier.write_text(texte, encoding="utf-8")
    return sbom


def _de_npm() -> list[dict[str, Any]]:
    versions = json.loads((RACINE / "outils/styles/package.json").read_text("utf-8"))
    toutes = versions.get("dependencies", {}) | versions.get("devDependencies", {})
    return [
        {
            "bom-ref": f"{nom}@{toutes[nom]}",
            "type": "library",
            "name": nom,
            "version": toutes[nom],
            "licenses": [{"license": {"id": licence}}],
            "purl": f"pkg:npm/{nom}@{toutes[nom]}",
        }
        for nom, licence in _NPM.items()
    ]


def auditer(sbom: dict[str, Any], fichier: Path) -> Audit:
    """Asks what is known against the Python components; writes the answer of pip-audit as it is.

    Raises ControleImpossible."""
    liste = "".join(
        f"{c['name']}=={c['version']}\n"
        for c in sbom["components"]
        if c.get("purl", "").startswith("pkg:pypi/")
    )
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as exigences:
        exigences.write(liste)
        exigences.flush()
        options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
        fin = _outil("pip-audit", "-r", exigences.name, *options)
    try:
        rapport = json.loads(fin.stdout)
    except ValueError:
        raise ControleImpossible(f"pip-audit : {fin.stderr.strip()}") from None
    fichier.write_text(json.dumps(rapport, indent=1, ensure_ascii=False), encoding="utf-8")
    return lire(rapport)


def lire(rapport: dict[str, Any]) -> Audit:
    """Sorts the report of pip-audit."""
    dependances = rapport["dependencies"]
    return Audit(
        audites=tuple(d["name"] for d in dependances if "skip_reason" not in d),
        non_audites=tuple(d["name"] for d in dependances if "skip_reason" in d),
        vulnerables=tuple(
            f"{d['name']} {d['version']} ({', '.join(v['id'] for v in d['vulns'])})"
            for d in dependances
            if d.get("vulns")
        ),
    )


def _outil(nom: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    commande = ENVIRONNEMENT / "bin" / nom
    if not commande.exists():
        raise ControleImpossible(f"{nom} manque : faire d'abord make outils-audit")
    return subprocess.run(
        [str(commande), *arguments], capture_output=True, text=True, check=False, cwd=RACINE
    )
