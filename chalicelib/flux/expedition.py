"""The senders: messages leave their queues, once, at the pace that SES bears.

What can't leave now goes back to its queue, later and later; what never will is recorded, counted
and put where somebody looks.
"""

from __future__ import annotations

from typing import Any

from chalicelib.courriels.rendu import composer
from chalicelib.courriels.ses import envoyer
from chalicelib.depots.files import cle_du_corps
from chalicelib.domaine.demande import Demande
from chalicelib.flux.rythme import cadence, intervalle
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, incident, mesurer
from chalicelib.services.courrier import EnvoiEnCours, Envoyer, Message, message_de
from chalicelib.services.destinataire import AILLEURS, destinataire
from chalicelib.services.expedier import BAIL_S, Issue, attente, echoue_depuis, expedier
from chalicelib.services.ports_courrier import EtatEnvoi, File


def expedition(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of one of the queues; answers ReportBatchItemFailures."""
    monte = montage()
    reportes = [
        enregistrement["messageId"]
        for enregistrement in evenement["Records"]
        if _un(monte, enregistrement) is Issue.REPORTE
    ]
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in reportes]}


def expedition_par_ses(monte: Montage) -> Envoyer:
    """What composes a message and sends it through SES."""

    def envoyer_un(message: Message, cle: str, demande: Demande) -> str:
        reglages = monte.configuration
        brut = composer(
            message,
            demande,
            scrutins=monte.contexte.depots.scrutins(),
            cle=cle,
            expediteur=reglages.expediteur,
            url_portail=f"{reglages.url_portail}/electeur",
            maintenant=monte.horloge(),
        )
        return envoyer(reglages, [destinataire(message, demande)], brut, cle)

    return envoyer_un


def _un(monte: Montage, enregistrement: dict[str, Any]) -> Issue:
    file = _file(enregistrement)
    try:
        cle = cle_du_corps(enregistrement["body"])
        message = message_de(cle)
    except ValueError as erreur:
        # Nobody of ours wrote it: it is not tried again, and said.
        incident(erreur)
        return Issue.SANS_OBJET
    with cadence(intervalle(file)):
        issue = _envoyer(monte, file, cle, enregistrement)
    if issue is Issue.ENVOYE:
        compter(Mesure.COURRIELS_ENVOYES, message=message.value)
    compter(Mesure.EXPEDITIONS, issue=issue.value)
    return issue


def _envoyer(monte: Montage, file: File, cle: str, enregistrement: dict[str, Any]) -> Issue:
    maintenant, recu = monte.horloge(), enregistrement["receiptHandle"]
    essai = int(enregistrement["attributes"]["ApproximateReceiveCount"])
    try:
        issue = expedier(monte.contexte, monte.envois, expedition_par_ses(monte), cle, maintenant)
    except EnvoiEnCours:
        monte.files.reporter(file, recu, BAIL_S)
        return Issue.REPORTE
    # Whatever the failure, the message must come back, or be seen not to.
    except Exception as erreur:  # noqa: BLE001
        incident(erreur, envoi=cle)
        pli = monte.envois.pli(cle)
        secondes = attente(erreur, pli, essai, maintenant)
        if secondes is not None:
            monte.files.reporter(file, recu, secondes)
            if pli and (depuis := echoue_depuis(erreur, pli, maintenant)) != pli.echoue_depuis:
                monte.envois.noter_echecs(cle, depuis)
            return Issue.REPORTE
        # The address of somebody else than the mandant is kept no longer than it serves.
        garder = message_de(cle) not in AILLEURS
        monte.envois.terminer(cle, EtatEnvoi.ECHEC, maintenant, garder=garder)
        monte.files.abandonner(cle)
        return Issue.ECHEC
    if issue is Issue.ENVOYE and essai == 1:
        _mesurer_l_attente(enregistrement)
    return issue


def _mesurer_l_attente(enregistrement: dict[str, Any]) -> None:
    """How long it waited for its turn, by the queue's own clock."""
    attributs = enregistrement["attributes"]
    depose, pris = (
        int(attributs[nom]) for nom in ("SentTimestamp", "ApproximateFirstReceiveTimestamp")
    )
    mesurer(Mesure.COURRIELS_ATTENTE, pris - depose, file=_file(enregistrement).value)


def _file(enregistrement: dict[str, Any]) -> File:
    """Which queue it comes from, by the end of its ARN (`…-envois-urgents`)."""
    return File(enregistrement["eventSourceARN"].rpartition("-")[2].upper())
