"""The addresses of the lists of the bureaux and of the letter. Few calls ask for them: what serves
one is imported by the first call, and costs a cold start nothing.
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.portails.mairie_commun import ECRITURE, LECTURE, guichet
from chalicelib.portails.pages import FORMULAIRE
from chalicelib.web.appel import Appel


@guichet.route("GET", "/emargement", LECTURE)
def emargement(appel: Appel) -> Response:
    """See `mairie_emargement.emargement`."""
    from chalicelib.portails import mairie_emargement

    return mairie_emargement.emargement(appel)


@guichet.route("POST", "/emargement/bureaux", ECRITURE, FORMULAIRE)
def indiquer_les_bureaux(appel: Appel) -> Response:
    """See `mairie_emargement.indiquer_les_bureaux`."""
    from chalicelib.portails import mairie_emargement

    return mairie_emargement.indiquer_les_bureaux(appel)


@guichet.route("GET", "/emargement.csv", LECTURE)
def emargement_csv(appel: Appel) -> Response:
    """See `mairie_emargement.emargement_csv`."""
    from chalicelib.portails import mairie_emargement

    return mairie_emargement.emargement_csv(appel)


@guichet.route("GET", "/impressions", LECTURE)
def nouveautes(appel: Appel) -> Response:
    """See `mairie_impressions.nouveautes`."""
    from chalicelib.portails import mairie_impressions

    return mairie_impressions.nouveautes(appel)


@guichet.route("POST", "/impressions", ECRITURE, FORMULAIRE)
def imprimer(appel: Appel) -> Response:
    """See `mairie_impressions.imprimer`."""
    from chalicelib.portails import mairie_impressions

    return mairie_impressions.imprimer(appel)


@guichet.route("GET", "/impressions/{numero}", LECTURE)
def impression(appel: Appel) -> Response:
    """See `mairie_impressions.impression`."""
    from chalicelib.portails import mairie_impressions

    return mairie_impressions.impression(appel)


@guichet.route("GET", "/impressions/{numero}/pdf", LECTURE)
def impression_pdf(appel: Appel) -> Response:
    """See `mairie_impressions.impression_pdf`."""
    from chalicelib.portails import mairie_impressions

    return mairie_impressions.impression_pdf(appel)


@guichet.route("GET", "/bureaux/{bureau}", LECTURE)
def bureau(appel: Appel) -> Response:
    """See `mairie_bureaux.bureau`."""
    from chalicelib.portails import mairie_bureaux

    return mairie_bureaux.bureau(appel)


@guichet.route("GET", "/procurations/{reference}/lettre", LECTURE)
def lettre(appel: Appel) -> Response:
    """See `mairie_lettre.lettre`."""
    from chalicelib.portails import mairie_lettre

    return mairie_lettre.lettre(appel)


@guichet.route("GET", "/procurations/{reference}/lettre/pdf", LECTURE)
def lettre_pdf(appel: Appel) -> Response:
    """See `mairie_lettre.lettre_pdf`."""
    from chalicelib.portails import mairie_lettre

    return mairie_lettre.lettre_pdf(appel)
