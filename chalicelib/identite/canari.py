"""Signs the canary in: a token of a minute, good for one sign-in on one portal of one stage.

The function of the canary holds the private key; that of the portals only knows the public one, so
that reading its environment, or its secrets, lets nobody in. Without a public key nobody comes in.
"""

from __future__ import annotations

import json
import math
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domaine import canari
from chalicelib.identite.oidc_erreurs import JetonRefuse
from chalicelib.identite.personnes import Portail

EMETTEUR = "maprocuration-canari"
DUREE_S = 60
"""Seconds for which a token is good."""

TOLERANCE_S = 5
"""Both clocks are Lambda's."""

SESSION = timedelta(minutes=5)
"""A run lasts two minutes at most."""

TAILLE_MAX = 2048
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_UNIQUE = re.compile(r"[A-Za-z0-9_-]{32,64}")


@dataclass(frozen=True, slots=True)
class Assertion:
    """A token that was verified; `unique` is good once, until `expire_le`."""

    portail: Portail
    unique: str
    expire_le: datetime


def signer(cle_privee: str, audience: str, portail: Portail, maintenant: datetime) -> str:
    """A token for one sign-in on this portal. `cle_privee` is a JWK, EC P-256; `audience` the
    public address of the portals of the stage. Raises ValueError for a key that is none.
    """
    from joserfc import jwt
    from joserfc.jwk import ECKey

    instant = int(maintenant.timestamp())
    charge = {
        "iss": EMETTEUR,
        "aud": audience,
        "portail": portail.value,
        "iat": instant,
        "exp": instant + DUREE_S,
        "jti": secrets.token_urlsafe(32),
    }
    cle = ECKey.import_key(json.loads(cle_privee))
    return jwt.encode({"alg": "ES256"}, charge, cle, algorithms=["ES256"])


def verifier(
    autorisation: str, cle_publique: str, audience: str, maintenant: datetime
) -> Assertion:
    """The assertion of an Authorization header. Raises JetonRefuse, whose `raison` names the check
    and nothing of the token.
    """
    if not cle_publique:
        raise JetonRefuse("ferme")
    espece, _, jeton = autorisation.strip().partition(" ")
    jeton = jeton.strip()
    if espece.lower() != "bearer" or len(jeton) > TAILLE_MAX or not _COMPACT.fullmatch(jeton):
        raise JetonRefuse("forme")
    charge = _claims(jeton, cle_publique)
    if charge.get("iss") != EMETTEUR:
        raise JetonRefuse("iss")
    if charge.get("aud") != audience:
        raise JetonRefuse("aud")
    emis, expire = _secondes(charge, "iat"), _secondes(charge, "exp")
    instant = maintenant.timestamp()
    if expire - emis > DUREE_S or instant >= expire + TOLERANCE_S:
        raise JetonRefuse("exp")
    if instant < emis - TOLERANCE_S:
        raise JetonRefuse("iat")
    unique, portail = charge.get("jti"), charge.get("portail")
    if not isinstance(unique, str) or not _UNIQUE.fullmatch(unique):
        raise JetonRefuse("jti")
    if not isinstance(portail, str) or portail not in set(Portail):
        raise JetonRefuse("portail")
    fin = datetime.fromtimestamp(expire + TOLERANCE_S, UTC)
    return Assertion(Portail(portail), unique, fin)


def donnees(portail: Portail) -> tuple[str, dict[str, Any]]:
    """Subject and data of the session: what they are is written here, and nothing of the token."""
    if portail is Portail.ELECTEUR:
        civil = canari.ETAT_CIVIL
        return canari.MANDANT, {
            "nom": civil.nom,
            "prenoms": list(civil.prenoms),
            "sexe": civil.sexe.value,
            "naissance": civil.naissance,
            "usage": "",
            "courriel": canari.COURRIEL,
            "acr": "",
            "id_token": "",
        }
    agent = canari.AUTORITE if portail is Portail.AUTORITE else canari.CLERC
    communs = {"nom": agent.nom, "prenom": agent.prenom, "siret": "", "id_token": ""}
    if portail is Portail.MAIRIE:
        communs["commune"] = canari.COMMUNE
    return agent.cle, communs


def _claims(jeton: str, cle_publique: str) -> Mapping[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

    try:
        cle = ECKey.import_key(json.loads(cle_publique))
        # Pasted in the place of the other, it would lie in the environment of every function.
        if cle.is_private:
            raise JetonRefuse("cle")
        # One algorithm: neither `none` nor one that would take the public key for a secret.
        return jwt.decode(jeton, cle, algorithms=["ES256"]).claims
    except (JoseError, ValueError, TypeError, KeyError):
        raise JetonRefuse("signature") from None


def _secondes(charge: Mapping[str, Any], nom: str) -> float:
    valeur = charge.get(nom)
    if isinstance(valeur, bool) or not isinstance(valeur, int | float) or not math.isfinite(valeur):
        raise JetonRefuse(nom)
    return float(valeur)
