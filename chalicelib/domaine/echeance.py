"""Until when a demande, or a résiliation asked for online, can be presented at the counter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chalicelib.domaine.actes import Resiliation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import A_PRESENTER
from chalicelib.domaine.portee import Scrutins, dernier_jour
from chalicelib.domaine.temps import jour


def dernier_jour_au_guichet(demande: Demande, scrutins: Scrutins) -> date:
    """Two months after the demande (RET-02), and no later than the last day of its vote. The
    scrutin is asked each time: its dates may move.
    """
    return _au_plus_tard(demande.expire_le, demande, scrutins)


def dernier_jour_pour_resilier(
    demande: Demande, resiliation: Resiliation, scrutins: Scrutins
) -> date:
    """Two months after the mandant asked for it, as for a demande (R78: the same forms), and no
    later than the last day of its vote: nothing is left to end after.
    """
    return _au_plus_tard(resiliation.expire_le, demande, scrutins)


def est_perimee(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether it was not presented in time."""
    tard = jour(maintenant) > dernier_jour_au_guichet(demande, scrutins)
    return demande.etat in A_PRESENTER and tard


def peut_encore_servir(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether a day of its vote is still to come."""
    return jour(maintenant) <= dernier_jour(demande.portee, scrutins)


def _au_plus_tard(limite: datetime, demande: Demande, scrutins: Scrutins) -> date:
    fin_du_delai = jour(limite - timedelta(microseconds=1))
    return min(fin_du_delai, dernier_jour(demande.portee, scrutins))
