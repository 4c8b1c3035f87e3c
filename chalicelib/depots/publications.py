"""`services.donnees_ouvertes.Publications` over DynamoDB: one compressed item a month, so that
whoever asks for it costs one small reading.
"""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from typing import Any

from chalicelib.depots.connexion import lire
from chalicelib.depots.modeles import PublicationModele
from chalicelib.services.donnees_ouvertes import Cellule, Publication


class PublicationsDynamo:
    """Where what is published is kept."""

    def lire(self, cle: str) -> Publication | None:
        """A month, or the recent days."""
        modele = lire(PublicationModele, cle)
        return _publication(gzip.decompress(modele.contenu)) if modele else None

    def ecrire(self, cle: str, publication: Publication) -> None:
        """Puts it in the place of the one before."""
        contenu = {
            "publiee_le": publication.publiee_le.isoformat(),
            "mois": publication.mois,
            "cellules": [
                [jour.isoformat(), departement, c.total, c.en_ligne, c.papier]
                for (jour, departement), c in sorted(publication.cellules.items())
            ],
        }
        brut = json.dumps(contenu, separators=(",", ":")).encode()
        PublicationModele(cle, contenu=gzip.compress(brut, mtime=0)).save()


def _publication(brut: bytes) -> Publication:
    lu: dict[str, Any] = json.loads(brut)
    return Publication(
        publiee_le=datetime.fromisoformat(lu["publiee_le"]),
        mois=tuple(lu["mois"]),
        cellules={
            (date.fromisoformat(jour), departement): Cellule(*nombres)
            for jour, departement, *nombres in lu["cellules"]
        },
    )
