"""The portal of the police, gendarmerie and consulates: a reference, an identity to compare, one
key to establish.

Every page that shows an identity is a consultation of the journal. After a POST the browser is sent
to a GET, so that Back and Reload send nothing again.
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.reference import normaliser
from chalicelib.portails.autorite_actes import montrer
from chalicelib.portails.autorite_commun import (
    PIECE_PRESENTEE_LE_PLUS_SOUVENT,
    champ_de_saisie,
    ou_autre_reference,
)
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def saisir(appel: Appel) -> Response:
    """The field where a reference is typed or scanned."""
    return champ_de_saisie(appel)


def rechercher(appel: Appel) -> Response:
    """Goes to the demande of the typed reference; that page alone looks it up, once."""
    saisie = appel.champ("reference")
    try:
        reference = normaliser(saisie)
    except ReferenceInvalide as erreur:
        return champ_de_saisie(appel, erreur, saisie)
    return reponses.aller(appel.url(f"/autorite/demandes/{reference}"))


@ou_autre_reference
def consulter(appel: Appel) -> Response:
    """The identity to compare with the document; what was established stays told as such."""
    return montrer(appel, {"piece": PIECE_PRESENTEE_LE_PLUS_SOUVENT})
