"""The two acts that a mandant does without a visit, in a session whose certified identity
FranceConnect+ has signed a few minutes ago (AUT-04).
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.api import vues
from chalicelib.api.idempotence import empreinte_de_cle
from chalicelib.services.etablir_certifie import etablir_certifie
from chalicelib.services.resilier_certifie import resilier_certifie
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def etablir_ma_procuration(appel: Appel) -> Response:
    """Establishes it at once. Nothing in the body: the level comes from the session."""
    demande = etablir_certifie(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
        niveau=appel.niveau_certifie,
        cle=empreinte_de_cle(appel, "etablissement-certifie"),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))


def resilier_ma_procuration(appel: Appel) -> Response:
    """Ends it at once. Nothing in the body."""
    demande = resilier_certifie(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
        niveau=appel.niveau_certifie,
        cle=empreinte_de_cle(appel, "resiliation-certifiee"),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))
