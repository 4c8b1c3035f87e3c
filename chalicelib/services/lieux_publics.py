"""The public places of the préfets' arrêtés, as an agent chooses among them (R72-1 III)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Habilitation
from chalicelib.domaine.lieux import LieuPublic, est_ouvert
from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel.recherche import chercher
from chalicelib.services.ports import Contexte


def ouverts(contexte: Contexte, departement: str, maintenant: datetime) -> tuple[LieuPublic, ...]:
    """The places of a département (its code) that are open at this instant."""
    lieux = contexte.depots.lieux(departement)
    return tuple(lieu for lieu in lieux if est_ouvert(lieu, maintenant))


def un_lieu_ouvert(contexte: Contexte, id_: str, maintenant: datetime) -> LieuPublic:
    """The place of this id. Raises SaisieInvalide when there is none, or when it is closed."""
    lieu = contexte.depots.lieu(id_) if id_ else None
    if lieu is None:
        raise SaisieInvalide.du_champ("lieu_public", "Choisissez un lieu dans la liste.")
    if not est_ouvert(lieu, maintenant):
        raise SaisieInvalide.du_champ(
            "lieu_public",
            "Ce lieu n'est pas ouvert en ce moment : l'arrêté du préfet fixe ses jours et ses "
            "heures.",
        )
    return lieu


def departement_de(habilitation: Habilitation) -> str:
    """The département of the agent's unit, whose place is a name only; empty when several communes
    of different départements bear it.
    """
    homonymes = {
        commune.departement
        for commune in chercher(habilitation.lieu)
        if normaliser(commune.nom) == normaliser(habilitation.lieu)
    }
    return homonymes.pop() if len(homonymes) == 1 else ""
