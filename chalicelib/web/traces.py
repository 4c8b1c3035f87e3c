"""Who read which list (LOG-01). The journal is kept by reference: a list has none, so that its
reading is told to the logs, by ids only.
"""

from __future__ import annotations

from chalicelib.observabilite import tracer
from chalicelib.web.appel import Appel


def liste_consultee(appel: Appel, liste: str) -> None:
    """Tells that this agent of the mairie has read `liste` (a constant word) of its commune."""
    qui = appel.agent_mairie
    tracer("liste consultée", liste=liste, agent=qui.agent.cle, commune=qui.commune)
