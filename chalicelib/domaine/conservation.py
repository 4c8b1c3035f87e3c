"""How long data are kept (R76; arrêté du 31 mars 2021)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.canari import GARDEE, a_effacer_vite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.portee import Portee, Scrutins, dernier_jour
from chalicelib.domaine.regles import CONSERVATION
from chalicelib.domaine.temps import fin_du_jour


def a_effacer_le(demande: Demande, scrutins: Scrutins) -> datetime:
    """The instant from which nothing of the demande may be kept: two months after a demande that
    was not established (RET-02), else a year after the end of validity (RET-01). What the canary
    has ended is nobody's, and goes first.
    """
    if a_effacer_vite(demande):
        return demande.deposee_le + GARDEE
    if demande.etablissement is None:
        return demande.expire_le
    return fin_de_conservation(demande.portee, scrutins)


def fin_de_conservation(portee: Portee, scrutins: Scrutins) -> datetime:
    """The instant a year after the end of validity (RET-01)."""
    return fin_du_jour(dernier_jour(portee, scrutins) + CONSERVATION.duree)
