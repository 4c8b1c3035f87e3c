"""The last hand on every HTTP answer: security headers, and our own shape for what Chalice itself
refuses before a view is reached.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from chalice.app import Request, Response

from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.phrases import phrase
from chalicelib.mesures import PORTAILS, Mesure
from chalicelib.observabilite import compter, correler, mesurer
from chalicelib.web.appel import TypeNonAccepte as TypeNonAccepte
from chalicelib.web.designation import designee
from chalicelib.web.reponses import entetes_de_securite


class MethodeNonPermise(ErreurMetier):
    """405."""

    code = "methode-non-permise"
    titre = phrase("Cette action n'existe pas à cette adresse")


_REFUS: dict[int, ErreurMetier] = {
    405: MethodeNonPermise(
        phrase("Revenez à la page précédente et utilisez les boutons de la page.")
    ),
    415: TypeNonAccepte(phrase("Utilisez le formulaire de la page ; à l'API, envoyez du JSON.")),
}


class Finition:
    """Chalice's http middleware. `page` names what answers people, `probleme` programs."""

    def __init__(self, page: str, probleme: str) -> None:
        self._page = page
        self._probleme = probleme

    def __call__(self, requete: Request, suite: Callable[[Request], Response]) -> Response:
        debut = time.perf_counter()
        correler({"correlation_id": str(requete.context.get("requestId", ""))})
        reponse = suite(requete)
        if reponse.status_code in _REFUS and _est_de_chalice(reponse):
            refuser = self._probleme if requete.path.startswith("/api/") else self._page
            permises = reponse.headers.get("Allow")
            reponse = designee(refuser)(requete, _REFUS[reponse.status_code])
            if permises is not None:
                reponse.headers["Allow"] = permises
        _mesurer(requete.path, reponse.status_code, time.perf_counter() - debut)
        for nom, valeur in entetes_de_securite().items():
            reponse.headers.setdefault(nom, valeur)
        return reponse


_CLASSES = {
    2: Mesure.REPONSES_2XX,
    3: Mesure.REPONSES_3XX,
    4: Mesure.REPONSES_4XX,
    5: Mesure.REPONSES_5XX,
}


def portail_mesure(chemin: str) -> str:
    """Which of `mesures.PORTAILS` a path belongs to."""
    premier = chemin.split("/", 2)[1] if chemin.startswith("/") else ""
    return premier if premier in PORTAILS else "public"


def _mesurer(chemin: str, statut: int, secondes: float) -> None:
    portail = portail_mesure(chemin)
    mesurer(Mesure.LATENCE, 1000 * secondes, portail=portail)
    compter(_CLASSES[statut // 100], portail=portail)
    if statut in (401, 403):
        compter(Mesure.ACCES_REFUSES, portail=portail)


def _est_de_chalice(reponse: Response) -> bool:
    return isinstance(reponse.body, dict) and "Code" in reponse.body
