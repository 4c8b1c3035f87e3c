"""The mandant follows a demande."""

from __future__ import annotations

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.reference import normaliser
from chalicelib.services.ports import Contexte


class DemandeIntrouvable(ErreurMetier):
    """This mandant has no demande under this reference (that another has one is not said)."""

    code = "demande-introuvable"
    titre = phrase("Vous n'avez pas de demande sous cette référence")

    def __init__(self) -> None:
        super().__init__(phrase("Retrouvez toutes vos demandes dans « Mes demandes »."))


def suivre(contexte: Contexte, *, reference: str, mandant_id: str) -> Demande:
    """The mandant's own demande. Raises ReferenceInvalide or DemandeIntrouvable."""
    demande = contexte.depots.demande(normaliser(reference))
    if demande is None or demande.mandant.id != mandant_id:
        raise DemandeIntrouvable
    return demande
