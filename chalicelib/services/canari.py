"""Where the canary says that it votes, and nobody else."""

from __future__ import annotations

from chalicelib.domaine.canari import COMMUNE, DeuxMondes, est_du_canari
from chalicelib.referentiel.commune import Commune
from chalicelib.services.saisie import lire_commune

LIEU = Commune(
    code=COMMUNE,
    nom="Contrôle du service",
    departement="00",
    departement_nom="essai",
    codes_postaux=(),
    siren="",
    ville="",
)


def commune_d_inscription(code: str, mandant_id: str) -> Commune:
    """The place of this code: for the canary its own and no other, for everybody else any of the
    referential. Raises DeuxMondes, SaisieInvalide.
    """
    if not est_du_canari(mandant_id):
        return lire_commune(code)
    if code.strip() != COMMUNE:
        raise DeuxMondes
    return LIEU
