"""Stream function 2: the mandant is told, and whom the mandant wants told."""

from __future__ import annotations

from functools import cache
from typing import Any

from chalicelib.configuration import Configuration
from chalicelib.courriels.rendu import composer, destinataire
from chalicelib.depots.conversion_demande import demande_a_annoncer
from chalicelib.domaine.demande import Demande
from chalicelib.flux.lot import traiter
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter
from chalicelib.services.alerter_l_ancienne_adresse import alerter_l_ancienne_adresse
from chalicelib.services.avis_au_mandataire import aviser
from chalicelib.services.courrier import Envoyer, Message, notifier


def courriels(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of demandes."""
    monte = montage()
    envoyer = expedition(monte)

    def un(demande: Demande) -> None:
        envoye = notifier(monte.envois, envoyer, demande, monte.horloge())
        if envoye is not None:
            compter(f"Courriel{envoye.value}")
        if alerter_l_ancienne_adresse(monte.envois, envoyer, demande, monte.horloge()):
            compter("CourrielM1x")
        if not demande.avise:
            return
        scrutins = monte.contexte.depots.scrutins()
        avis = aviser(monte.envois, envoyer, demande, scrutins, monte.horloge())
        if avis is not None:
            compter(f"Courriel{avis.value}")

    return traiter(evenement, un, demande_a_annoncer)


def expedition(monte: Montage) -> Envoyer:
    """What composes a message and sends it through SES."""
    return lambda message, cle, demande: _envoyer(monte, message, cle, demande)


def _envoyer(monte: Montage, message: Message, cle: str, demande: Demande) -> str:
    """Composes and sends; gives SES's message id."""
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
    return expedier(reglages, [destinataire(message, demande)], brut)


def expedier(reglages: Configuration, adresses: list[str], brut: bytes) -> str:
    """Sends a composed message through SES v2; gives SES's message id."""
    options = {}
    if reglages.jeu_de_configuration_ses:
        options["ConfigurationSetName"] = reglages.jeu_de_configuration_ses
    reponse = _ses().send_email(
        FromEmailAddress=reglages.expediteur,
        Destination={"ToAddresses": adresses},
        Content={"Raw": {"Data": brut}},
        **options,
    )
    return str(reponse["MessageId"])


@cache
def _ses() -> Any:
    import boto3
    from botocore.config import Config

    # A send whose answer is lost must not be repeated by the client: our own record decides.
    reglages = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})
    # A session of its own: threads may come here at once, and the common one bears no sharing.
    return boto3.Session().client("sesv2", config=reglages)
