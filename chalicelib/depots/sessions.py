"""`services.sessions` over DynamoDB."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError

from chalicelib.depots import conversion_demande
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, lire
from chalicelib.depots.modeles import BrouillonModele, DemandeModele, SessionModele
from chalicelib.depots.peremption import Horloge, est_visible, horloge_reelle
from chalicelib.depots.transaction import lire_ensemble
from chalicelib.domaine.demande import Demande
from chalicelib.services.sessions import Brouillon, Session

_GRACE = timedelta(days=1)
"""A row outlives its session by a day: a form sent too late is then kept for its author."""

_VIE_D_UN_BROUILLON = timedelta(days=1)


class SessionsDynamo:
    """`services.sessions.Sessions`. What is over by `horloge` does not show, deleted or not."""

    def __init__(self, horloge: Horloge = horloge_reelle) -> None:
        self._horloge = horloge

    def lire(self, cle: str) -> Session | None:
        """The session of this key."""
        return self._session(lire(SessionModele, cle))

    def lire_avec_demande(self, cle: str, reference: str) -> tuple[Session | None, Demande | None]:
        """The session and a demande, in one round trip."""
        session, demande = lire_ensemble((SessionModele, cle), (DemandeModele, reference))
        visible = demande is not None and est_visible(demande, self._horloge())
        return (
            self._session(session),
            conversion_demande.demande(demande) if visible else None,
        )

    def ouvrir(self, session: Session) -> None:
        """Writes the row. Its key is the hash of 256 random bits: a write that comes twice, after a
        lost answer, is the same one.
        """
        _modele(session).save()

    def completer(self, session: Session) -> None:
        """Writes what a session knows besides; a session that was closed meanwhile stays closed."""
        try:
            _modele(session).save(condition=SessionModele.cle.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise

    def fermer(self, cle: str) -> None:
        """Deletes the row."""
        SessionModele(cle).delete()

    def _session(self, modele: SessionModele | None) -> Session | None:
        if modele is None or modele.exp <= self._horloge().timestamp():
            return None
        return _session(modele)


class BrouillonsDynamo:
    """`services.sessions.Brouillons`."""

    def lire(self, sujet: str, maintenant: datetime) -> Brouillon | None:
        """The draft of a mandant. DynamoDB may delete it late; it is over all the same."""
        modele = lire(BrouillonModele, sujet)
        if modele is None or modele.exp <= maintenant.timestamp():
            return None
        return Brouillon(modele.jeton, json.loads(modele.donnees))

    def ecrire(self, sujet: str, brouillon: Brouillon, maintenant: datetime) -> None:
        """Replaces the draft."""
        BrouillonModele(
            sujet=sujet,
            jeton=brouillon.jeton,
            donnees=json.dumps(brouillon.donnees, ensure_ascii=False),
            exp=int((maintenant + _VIE_D_UN_BROUILLON).timestamp()),
        ).save()


def _modele(session: Session) -> SessionModele:
    return SessionModele(
        cle=session.cle,
        portail=session.portail,
        sujet=session.sujet or None,
        expire_le=session.expire_le,
        donnees=json.dumps(session.donnees, ensure_ascii=False),
        exp=int((session.expire_le + _GRACE).timestamp()),
    )


def _session(modele: SessionModele) -> Session:
    return Session(
        cle=modele.cle,
        portail=modele.portail,
        sujet=modele.sujet or "",
        expire_le=modele.expire_le,
        donnees=json.loads(modele.donnees or "{}"),
    )
