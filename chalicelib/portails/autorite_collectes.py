"""What the délégués of an OPJ have collected and he has still to establish (R72-1 V)."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.libelles import instant_fr
from chalicelib.portails.autorite_commun import page_du_guichet
from chalicelib.services.collectes import collectes
from chalicelib.web.appel import Appel


def en_attente(appel: Appel) -> Response:
    """The list, without any identity of an elector: each page of it is then a consultation."""
    trouvees = collectes(appel.contexte, appel.agent, appel.maintenant)
    return page_du_guichet(
        appel,
        "autorite/collectes.html",
        lignes=[_ligne(appel, demande) for demande in trouvees],
    )


def _ligne(appel: Appel, demande: Demande) -> list[object]:
    acte = demande.collecte
    lien = {
        "texte": demande.reference,
        "lien": appel.url(f"/autorite/demandes/{demande.reference}"),
    }
    if acte is None:
        return [lien, "", "", ""]
    return [lien, f"{acte.prenom} {acte.nom}", instant_fr(acte.le), acte.lieu]
