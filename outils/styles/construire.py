"""Build what the portals serve and the PDF embeds, from fixed versions of npm packages.

    npm ci && python construire.py

Writes `chalicelib/portails/static/` (style sheet, script, icon: each under a name that holds the
hash of its content, so that browsers keep it for ever; `manifeste.json` maps the plain names to
these; `govuk-frontend-LICENSE.txt` is the notice of what is compiled in) and the two fonts of
`chalicelib/registre/polices/`. The results are committed: nobody needs node to run the project.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

ICI = Path(__file__).resolve().parent
RACINE = ICI.parent.parent
STATIQUE = RACINE / "chalicelib" / "portails" / "static"
POLICES = RACINE / "chalicelib" / "registre" / "polices"
OUTILS = ICI / "node_modules" / ".bin"
FONTES = ICI / "node_modules" / "dejavu-fonts-ttf"


def _sortie(*commande: str) -> bytes:
    return subprocess.run(commande, cwd=ICI, check=True, stdout=subprocess.PIPE).stdout


def feuille_de_style() -> bytes:
    """main.scss compiled and compressed, in bytes."""
    return _sortie(
        str(OUTILS / "sass"), "--load-path=node_modules", "--style=compressed", "main.scss"
    )


def script() -> bytes:
    """maprocuration.js with the parts of govuk-frontend that it imports, in bytes."""
    return _sortie(
        str(OUTILS / "esbuild"),
        "maprocuration.js",
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
        "--legal-comments=none",
    )


def publier(fichiers: dict[str, bytes]) -> None:
    """Replace the served files by these, each named after its content, and write the manifest."""
    STATIQUE.mkdir(parents=True, exist_ok=True)
    for ancien in STATIQUE.glob("maprocuration.*"):
        ancien.unlink()
    manifeste = {}
    for nom, contenu in sorted(fichiers.items()):
        base, extension = nom.rsplit(".", 1)
        manifeste[nom] = f"{base}.{hashlib.sha256(contenu).hexdigest()[:12]}.{extension}"
        (STATIQUE / manifeste[nom]).write_bytes(contenu)
    (STATIQUE / "manifeste.json").write_text(json.dumps(manifeste, indent=2) + "\n")


def main() -> None:
    publier(
        {
            "maprocuration.css": feuille_de_style(),
            "maprocuration.js": script(),
            "maprocuration.svg": (ICI / "icone.svg").read_bytes(),
        }
    )
    shutil.copy(ICI / "govuk-frontend-LICENSE.txt", STATIQUE)
    POLICES.mkdir(parents=True, exist_ok=True)
    for fonte in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copy(FONTES / "ttf" / fonte, POLICES)
    shutil.copy(FONTES / "LICENSE", POLICES / "DejaVu-LICENSE.txt")


if __name__ == "__main__":
    main()
