"""What became of our messages, as the mandant reads it and as a counter is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.courriels.vues import SUJETS
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.phrases import phrase
from chalicelib.services.acheminement import (
    Acheminement,
    Sort,
    acheminements,
    adresse_en_echec,
)
from chalicelib.web.appel import Appel

_ETATS = {
    Sort.EN_ATTENTE: phrase("En attente d’envoi"),
    Sort.ENVOYE: phrase("Envoyé"),
    Sort.DIFFERE: phrase("Envoyé, votre messagerie ne l’a pas encore pris"),
    Sort.REMIS: phrase("Remis à votre messagerie"),
    Sort.NON_REMIS: phrase("Pas remis : votre messagerie ne l’a pas pris"),
    Sort.REJETE: phrase("Pas remis : l’adresse est refusée"),
    Sort.PLAINTE: phrase("Remis, puis signalé comme indésirable"),
    Sort.ECHEC: phrase("Pas envoyé : le service de courriel n’a pas répondu"),
}
_QUE_FAIRE = {
    Sort.NON_REMIS: phrase(
        "Votre messagerie n’a pas pris notre dernier message : elle est peut-être pleine. Faites-y "
        "de la place, ou indiquez une autre adresse."
    ),
    Sort.REJETE: phrase(
        "Nous n’avons pas pu remettre notre message à l’adresse indiquée. Vérifiez-la lettre par "
        "lettre et corrigez-la : vous recevrez de nouveau votre référence."
    ),
    Sort.PLAINTE: phrase(
        "Un de nos messages a été signalé comme indésirable : nous n’écrivons plus à cette "
        "adresse. Indiquez-en une autre pour recevoir la suite."
    ),
}


@dataclass(frozen=True, slots=True)
class VueMessage:
    """One message: the subject under which it is found in a mailbox (French), how far it has come,
    when; `en_echec` when it did not arrive.
    """

    sujet: str
    etat: str
    le: str
    en_echec: bool


@dataclass(frozen=True, slots=True)
class VueAcheminement:
    """All of them, oldest first, and what to do when the address does not work (else empty)."""

    messages: tuple[VueMessage, ...] = ()
    alerte: str = ""


def acheminement_de(appel: Appel, demande: Demande) -> VueAcheminement:
    """Of one demande of this mandant."""
    return vue_acheminement(_suivis(appel, demande))


def vue_acheminement(suivis: Iterable[Acheminement]) -> VueAcheminement:
    """What its mandant reads."""
    tous = tuple(suivis)
    echec = adresse_en_echec(tous)
    return VueAcheminement(
        tuple(
            VueMessage(
                SUJETS[suivi.message],
                _ETATS[suivi.sort],
                instant_fr(suivi.le),
                suivi.sort in {*_QUE_FAIRE, Sort.ECHEC},
            )
            for suivi in tous
        ),
        _QUE_FAIRE[echec] if echec else "",
    )


def injoignable(appel: Appel, demande: Demande) -> bool:
    """Whether what is sent to the mandant's address of now does not arrive: all that an agent is
    told.
    """
    if not demande.mandant.courriel:
        return False
    return adresse_en_echec(_suivis(appel, demande)) is not None


def _suivis(appel: Appel, demande: Demande) -> tuple[Acheminement, ...]:
    return acheminements(appel.montage.envois, demande, appel.contexte.secret)
