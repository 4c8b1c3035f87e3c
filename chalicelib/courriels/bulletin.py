"""The digest of a mairie, as one raw MIME message."""

from __future__ import annotations

from datetime import datetime

from chalicelib.courriels.rendu import assembler, nom_de_commune, octets
from chalicelib.domaine.libelles import instant_fr, jour_fr
from chalicelib.domaine.mairies import Reglages
from chalicelib.services.bulletins import Bulletin, Genre


def composer_bulletin(
    bulletin: Bulletin,
    reglages: Reglages,
    *,
    cle: str,
    expediteur: str,
    url_portail: str,
    maintenant: datetime,
) -> bytes:
    """The message to the mairie's addresses. `url_portail` is the address of the mairies' portal.
    Raises ValueError when an address can't stand in a header.
    """
    vue = {
        "commune": nom_de_commune(bulletin.commune),
        "a_controler": bulletin.a_controler,
        "proches": bulletin.proches,
        "nouvelles": bulletin.nouvelles,
        "depuis": instant_fr(bulletin.depuis) if bulletin.depuis else "",
        "vote": jour_fr(bulletin.vote) if bulletin.vote else "",
        "veille": bulletin.genre is Genre.VEILLE,
        "acceptees": bulletin.acceptees,
        "a_reporter": bulletin.a_reporter,
    }
    courriel = assembler(
        "m8",
        {"vue": vue, "url_portail": url_portail},
        sujet=_sujet(bulletin),
        a=", ".join(reglages.courriels),
        cle=cle,
        trace=cle,
        expediteur=expediteur,
        maintenant=maintenant,
    )
    return octets(courriel)


def _sujet(bulletin: Bulletin) -> str:
    if bulletin.genre is Genre.VEILLE:
        return "Vote demain : procurations à contrôler et listes à imprimer"
    if bulletin.vote:
        return "Vote aujourd’hui : procurations de votre commune"
    return "Procurations à contrôler dans votre commune"
