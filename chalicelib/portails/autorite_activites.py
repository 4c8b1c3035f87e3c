"""What this agent did today, for himself: no elector is named."""

from __future__ import annotations

from collections import Counter

from chalice.app import Response

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.libelles import jour_fr
from chalicelib.domaine.temps import jour
from chalicelib.portails.autorite_commun import heure_fr, page_du_guichet
from chalicelib.portails.vues import nom_de_commune
from chalicelib.services.activites import Activite, actes_du_jour
from chalicelib.web.appel import Appel

_ACTES = {
    Evenement.ETABLISSEMENT: ("Établie", "Établies"),
    Evenement.COLLECTE: ("Recueillie", "Recueillies"),
    Evenement.AJOURNEMENT: ("Non établie, peut revenir", "Non établies, peuvent revenir"),
    Evenement.REFUS_AUTORITE: ("Refusée", "Refusées"),
    Evenement.RESILIATION: ("Résiliée", "Résiliées"),
    Evenement.RECTIFICATION_GUICHET: ("Adresse corrigée", "Adresses corrigées"),
}
"""Each act, once and several times."""

_AILLEURS = {Cadre.DOMICILE: ", au domicile", Cadre.LIEU_PUBLIC: ", dans un lieu public"}
"""Where, when it was not in the agent's own office."""


def actes_de_la_journee(appel: Appel) -> Response:
    """The list and its totals."""
    faits = actes_du_jour(appel.contexte, appel.montage.activites, appel.agent, appel.maintenant)
    nombres = Counter(fait.acte for fait in faits)
    return page_du_guichet(
        appel,
        "autorite/actes.html",
        jour=jour_fr(jour(appel.maintenant)),
        totaux=[
            (nombres[acte], mots[nombres[acte] > 1])
            for acte, mots in _ACTES.items()
            if nombres[acte]
        ],
        lignes=[_ligne(fait) for fait in faits],
    )


def _ligne(fait: Activite) -> list[str]:
    ailleurs = _AILLEURS.get(fait.cadre, "") if fait.cadre else ""
    return [
        fait.reference,
        heure_fr(fait.instant),
        _ACTES[fait.acte][0] + ailleurs,
        nom_de_commune(fait.commune),
    ]
