"""One demande for each message, and the messages that nothing in them is a demande for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.courriels.bulletin import composer_bulletin
from chalicelib.courriels.rendu import composer
from chalicelib.domaine.actes import Rectification
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.mairies import Reglages
from chalicelib.services.bulletins import Bulletin, Genre
from chalicelib.services.courrier import Message
from tests.portails.exemples import (
    A_CONTROLER,
    A_VOTE,
    ANNULEE,
    CADUQUE,
    DEPOSEE,
    ETABLIE,
    INVALIDE,
    LE_14_JUIN,
    NULLE,
    NULLE_A_UN_TOUR,
    REMPLACEE,
    RESILIATION_DEMANDEE,
    RESILIEE,
    ROUVERTE,
    SCRUTINS,
    T1,
    VALIDE,
)

DEMANDES = {
    Message.M1: DEPOSEE,
    Message.M1B: DEPOSEE,
    Message.M1C: replace(DEPOSEE, etat=Etat.EXPIREE),
    Message.M1R: VALIDE,
    Message.M1X: replace(
        VALIDE,
        rectification=Rectification(agent="a", le=LE_14_JUIN, ancienne="vieille@exemple.fr"),
    ),
    Message.M9: replace(VALIDE, etat=Etat.ECHUE),
    Message.M2: ETABLIE,
    Message.M3A: VALIDE,
    Message.M3B: INVALIDE,
    Message.M3R: ROUVERTE,
    Message.M4: NULLE,
    Message.M4B: NULLE_A_UN_TOUR,
    Message.M4R: replace(A_CONTROLER, version=7),
    Message.M5B: A_VOTE,
    Message.M6: ANNULEE,
    Message.M6C: CADUQUE,
    Message.M5A: RESILIATION_DEMANDEE,
    Message.M5: RESILIEE,
    Message.M7: replace(VALIDE, avise="louis@exemple.fr", bureau="0112"),
    Message.M7B: replace(RESILIEE, avise="louis@exemple.fr"),
    Message.M7C: replace(NULLE_A_UN_TOUR, avise="louis@exemple.fr"),
}

MATIN = Bulletin(
    commune="35238",
    genre=Genre.QUOTIDIEN,
    a_controler=14,
    proches=9,
    nouvelles=3,
    depuis=LE_14_JUIN - timedelta(days=1),
)
BULLETINS = {
    "m8": MATIN,
    "m8-premier": replace(MATIN, a_controler=1, proches=0, nouvelles=1, depuis=None),
    "m8-veille": replace(MATIN, genre=Genre.VEILLE, vote=T1, acceptees=112),
    "m8-jour": replace(MATIN, a_controler=0, nouvelles=0, vote=T1, acceptees=121, a_reporter=9),
}
EXPEDITEUR = "ne-pas-repondre@exemple.fr"


def messages() -> dict[str, bytes]:
    """Every message as it leaves, by name: for pictures, and for tests on all of them."""
    toutes = {message.value.lower(): (message, d) for message, d in DEMANDES.items()} | {
        "m1-vote-proche": (Message.M1, DEPOSEE),
        "m3a-un-tour": (Message.M3A, NULLE_A_UN_TOUR),
        "m5-remplacee": (Message.M5, REMPLACEE),
        "m7-sans-bureau": (Message.M7, replace(VALIDE, avise="louis@exemple.fr")),
    }
    quand = {"m1-vote-proche": LE_14_JUIN + timedelta(days=4)}
    composes = {
        nom: composer(
            message,
            demande,
            scrutins=SCRUTINS,
            cle=f"{demande.reference}#1#{message.value}",
            expediteur=EXPEDITEUR,
            url_portail="https://exemple.fr/electeur",
            maintenant=quand.get(nom, LE_14_JUIN),
        )
        for nom, (message, demande) in toutes.items()
    }
    reglages = Reglages(commune="35238", courriels=("elections@exemple.fr",))
    return composes | {
        nom: composer_bulletin(
            bulletin,
            reglages,
            cle=f"M8-35238#{nom}",
            expediteur=EXPEDITEUR,
            url_portail="https://exemple.fr/mairie",
            maintenant=LE_14_JUIN,
        )
        for nom, bulletin in BULLETINS.items()
    }
