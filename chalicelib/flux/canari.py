"""The schedule of the canary: every five minutes the three steps are lived on this stage, by nobody
(docs/decisions/canari.md).
"""

from __future__ import annotations

from chalicelib.configuration import cle_du_canari
from chalicelib.flux.parcours_du_canari import AutrePassage, Etape, EtapeManquee, Parcours
from chalicelib.identite.canari import signer
from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter, mesurer, tracer

REUSSI, MANQUE, INACTIF, OCCUPE = "reussi", "manque", "inactif", "occupe"


def canari() -> dict[str, str]:
    """One run: how it ended, and at which step it failed. Nothing where no key is set."""
    monte = montage()
    reglages = monte.configuration
    if not reglages.canari_cle_publique:
        return {"issue": INACTIF, "etape": "", "raison": ""}
    cle = cle_du_canari()
    monte.acces_du_canari.ouvrir(monte.horloge())
    parcours = Parcours(
        reglages.url_portail,
        lambda portail: signer(cle, reglages.url_portail, portail, monte.horloge()),
        _noter,
        monte.horloge,
    )
    issue, etape, raison = REUSSI, "", ""
    try:
        parcours.vivre()
    except AutrePassage:
        issue = OCCUPE
    except EtapeManquee as manque:
        issue, etape, raison = MANQUE, manque.etape.value, manque.raison
        compter(Mesure.CANARI_ETAPES_MANQUEES, etape=etape)
        tracer("canari", etape=etape, raison=raison)
    compter(Mesure.CANARI_PASSAGES, issue=issue)
    return {"issue": issue, "etape": etape, "raison": raison}


def _noter(etape: Etape, millisecondes: float) -> None:
    mesurer(Mesure.CANARI_DUREE, millisecondes, etape=etape.value)
