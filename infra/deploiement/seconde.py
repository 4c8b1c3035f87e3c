"""A second version of the package: the first, byte for byte, but the version that its API tells."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

_DESCRIPTION = "chalicelib/api/openapi.json"


def version(archive: Path) -> str:
    """The version that this package's description of the API tells."""
    with zipfile.ZipFile(archive) as contenu:
        return str(json.loads(contenu.read(_DESCRIPTION))["info"]["version"])


def ecrire(archive: Path, vers: Path) -> str:
    """Writes the second version at `vers`; returns the version that it tells."""
    suivante = f"{version(archive)}-suivante"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(vers, "w") as cible:
        for fichier in source.infolist():
            octets = source.read(fichier)
            if fichier.filename == _DESCRIPTION:
                description = json.loads(octets)
                description["info"]["version"] = suivante
                octets = json.dumps(description).encode()
            cible.writestr(fichier, octets)
    return suivante
