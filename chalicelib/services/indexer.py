"""The names of a procuration are made findable in its commune (stream function 1)."""

from __future__ import annotations

from chalicelib.domaine.actes import Support
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.etats import Evenement
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_recherche import Indexation
from chalicelib.services.router import commune_du_registre

_ESSAIS = 3


def a_indexer(demande: Demande) -> bool:
    """Whether the last event brings words: the reception does, and afterwards only a mandataire
    known by his number may get names. What the mairie enters may be born decided.
    """
    if demande.recue_le is None:
        return False
    nommable = bool(demande.mandataire.nne) or demande.support is Support.PAPIER
    return nommable or demande.dernier is Evenement.RECEPTION


def indexer(contexte: Contexte, demande: Demande) -> None:
    """Leads the words of a received procuration to the row that the register now holds. It may run
    twice, late, or beside itself. Raises ConflitDeVersion when the row keeps moving.
    """
    commune, version = commune_du_registre(demande), demande.version
    scrutins = contexte.depots.scrutins()
    for essai in range(1, _ESSAIS + 1):
        try:
            contexte.depots.indexer(
                Indexation(demande, commune, version, a_effacer_le(demande, scrutins))
            )
            return
        except ConflitDeVersion:
            # In this order: the demande is then at least as new as its row, and so are its names.
            ligne = contexte.depots.ligne(commune, demande.reference)
            lue = contexte.depots.demande(demande.reference)
            if ligne is None or lue is None:
                # Erased: nothing may lead to it any more.
                return
            if essai == _ESSAIS:
                raise
            demande, version = lue, ligne.version
