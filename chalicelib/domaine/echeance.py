"""Until when a demande can be presented at the counter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import A_PRESENTER
from chalicelib.domaine.portee import Scrutins, dernier_jour
from chalicelib.domaine.temps import jour


def dernier_jour_au_guichet(demande: Demande, scrutins: Scrutins) -> date:
    """Two months after the demande (RET-02), and no later than the last day of its vote. The
    scrutin is asked each time: its dates may move.
    """
    fin_du_delai = jour(demande.expire_le - timedelta(microseconds=1))
    return min(fin_du_delai, dernier_jour(demande.portee, scrutins))


def est_perimee(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> bool:
    """Whether it was not presented in time."""
    tard = jour(maintenant) > dernier_jour_au_guichet(demande, scrutins)
    return demande.etat in A_PRESENTER and tard
