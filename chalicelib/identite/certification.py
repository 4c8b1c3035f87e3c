"""A mandant's certified identity: proved at FranceConnect+ in the middle of a session.

What counts is the level (`acr`) that FranceConnect+ has signed for this session, a few minutes ago;
no parameter, form field or cookie can say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.identites import EtatCivil, Mandant, cle_mandant
from chalicelib.domaine.phrases import phrase
from chalicelib.identite import personnes
from chalicelib.identite.personnes import Electeur

if TYPE_CHECKING:
    from chalicelib.identite.oidc import Identite

DUREE = timedelta(minutes=10)
"""How long a certified identity counts after the return: the time to read one page and confirm."""

_CLE = "certifiee"


class AutrePersonne(AccesRefuse):
    """Whoever came back from FranceConnect+ is not who signed in with FranceConnect."""

    code = "autre-personne"
    titre = phrase("Ces deux identités ne sont pas celles de la même personne")

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "L'identité certifiée doit être celle avec laquelle vous êtes connecté. "
                "Recommencez avec votre propre identité numérique, ou présentez-vous au guichet."
            )
        )


def exiger_la_meme_personne(
    electeur: Electeur, identite: Identite, secret: bytes, *, meme_service: bool
) -> None:
    """Raises AutrePersonne unless the civil status is the same, given names and birth date whole,
    case and accents aside. FranceConnect and FranceConnect+ know a service under different
    registrations, and name the same person otherwise to each: the subject is compared only when
    both registrations are one (`meme_service`). Raises IdentiteIncomplete.
    """
    sujet, donnees = personnes.electeur(identite, secret)
    certifie = personnes.lire_electeur(sujet, donnees)
    if _cle(certifie.etat_civil, secret) != _cle(electeur.etat_civil, secret):
        raise AutrePersonne
    if meme_service and sujet != electeur.id:
        raise AutrePersonne


def noter(donnees: Mapping[str, Any], acr: str, maintenant: datetime) -> dict[str, Any]:
    """What the session holds once its person has come back with this signed level."""
    return {**donnees, _CLE: {"acr": acr, "le": maintenant.isoformat()}}


def niveau(donnees: Mapping[str, Any], maintenant: datetime) -> str:
    """The level signed for this session less than ten minutes ago, else an empty text."""
    notee = donnees.get(_CLE)
    if not isinstance(notee, dict):
        return ""
    age = maintenant - datetime.fromisoformat(notee["le"])
    return str(notee["acr"]) if timedelta() <= age < DUREE else ""


def _cle(civil: EtatCivil, secret: bytes) -> str:
    return cle_mandant(Mandant("", civil, "", ""), secret)
