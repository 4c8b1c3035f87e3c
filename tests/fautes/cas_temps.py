"""What the passing of time does, ready to be cut: the preparation of each, and the e-mails that
leave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.flux.courriels import guichet_d_envoi
from chalicelib.montage import montage
from chalicelib.services.courrier import EnvoiEnCours
from tests.fautes.banc import Banc
from tests.fautes.couples_temps import APRES_LE_VOTE, correction, finie, passe
from tests.fautes.ordonnanceur import Geste
from tests.services.conservatoire import outillage

LE_27_MARS = datetime(2027, 3, 27, 1, 17, tzinfo=UTC)


def _expirer(banc: Banc) -> Geste:
    reference = banc.nuage.deposer().reference
    banc.nuage.maintenant = APRES_LE_VOTE
    return passe(banc.nuage, reference)


def _echoir(banc: Banc) -> Geste:
    reference = banc.nuage.accepter(banc.nuage.recue()).reference
    banc.nuage.maintenant = APRES_LE_VOTE
    return passe(banc.nuage, reference)


def _effacer(banc: Banc) -> Geste:
    reference = finie(banc.nuage).reference
    envois = outillage(banc.nuage).envois
    for rang in ("1#M1", "2#M2"):
        envois.reserver(f"{reference}#{rang}", banc.nuage.maintenant)
        envois.confirmer(f"{reference}#{rang}", "ses", banc.nuage.maintenant)
    return passe(banc.nuage, reference)


def _rectifier(banc: Banc) -> Geste:
    return correction(banc.nuage, banc.nuage.deposer())


def rappeler(revient: type[Exception]) -> Callable[[Banc], Geste]:
    """A reminder that really leaves; `revient` is raised while a dead process holds the claim: the
    next pass finds it free.
    """

    def preparer(banc: Banc) -> Geste:
        reference = banc.nuage.deposer().reference
        banc.nuage.maintenant = LE_27_MARS
        outils = replace(outillage(banc.nuage), confier=guichet_d_envoi(montage()))
        rappel = passe(banc.nuage, reference, outils)

        def passer() -> object:
            try:
                return rappel()
            except EnvoiEnCours:
                raise revient from None

        return passer

    return preparer


PREPARATIONS = {
    "expirer": _expirer,
    "échoir": _echoir,
    "effacer": _effacer,
    "rectifier": _rectifier,
}
