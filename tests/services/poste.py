"""A post office without a queue: what is handed over is kept, then leaves at once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.services.courrier import Confier, Envoyer, Message
from chalicelib.services.expedier import Issue, expedier
from tests.constructeurs import Nuage


def directement(nuage: Nuage, envoyer: Envoyer, envois: EnvoisDynamo | None = None) -> Confier:
    """Says whether it left now. Raises what `expedier` raises."""
    registre = envois or EnvoisDynamo()

    def confier(_: Message, cle: str, demande: Demande, maintenant: datetime) -> bool:
        registre.confier(cle, demande, maintenant)
        return expedier(nuage.contexte, registre, envoyer, cle, maintenant) is Issue.ENVOYE

    return confier
