"""Where and with which document identities were compared, checked against the law and the places
that the préfets have opened.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import cadres
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Habilitation
from chalicelib.domaine.libelles import LIBELLES_PIECE
from chalicelib.referentiel.communes import actuelle
from chalicelib.services.ports import Contexte


def exiger(
    contexte: Contexte,
    circonstances: Circonstances,
    habilitation: Habilitation,
    maintenant: datetime,
) -> Circonstances:
    """The circumstances as the act records them; one round trip for a public place, none
    otherwise. Raises SaisieInvalide (also for an unknown document), AccesRefuse.
    """
    if circonstances.piece not in LIBELLES_PIECE:
        raise SaisieInvalide.du_champ("piece", "Indiquez la pièce d'identité que vous avez vue.")
    lieu = None
    if circonstances.cadre is Cadre.LIEU_PUBLIC and circonstances.lieu_public:
        lieu = contexte.depots.lieu(circonstances.lieu_public)
    commune = actuelle(lieu.commune) if lieu else None
    nom = commune.nom if commune else ""
    return cadres.preciser(circonstances, habilitation, lieu, nom, maintenant)
