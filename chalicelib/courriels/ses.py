"""The door to SES: sends, and says in our words why it would not."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.configuration import Configuration
from chalicelib.services.courrier import EnvoiRefuse, EnvoiSuspendu

ETIQUETTE = "envoi"
"""The tag by which an event of SES is found in our records. A tag bears no `#`."""

_REFUS = frozenset({"BadRequestException", "InvalidParameterValue"})
"""What the message itself is to blame for. MessageRejected is not here: SES says it too when our
own identity is no longer verified, and then every message would be lost at once."""

_SUSPENSIONS = frozenset(
    {
        "SendingPausedException",
        "AccountSuspendedException",
        "AccountSendingPausedException",
        "ConfigurationSetSendingPausedException",
        "MailFromDomainNotVerifiedException",
    }
)


def envoyer(reglages: Configuration, adresses: list[str], brut: bytes, cle: str) -> str:
    """Sends a composed message; gives SES's message id. Raises EnvoiRefuse, EnvoiSuspendu, or
    what botocore raises of any other failure, which is nobody's fault: to be tried again.
    """
    options: dict[str, Any] = {}
    if reglages.jeu_de_configuration_ses:
        options["ConfigurationSetName"] = reglages.jeu_de_configuration_ses
    try:
        reponse = client().send_email(
            FromEmailAddress=reglages.expediteur,
            Destination={"ToAddresses": adresses},
            Content={"Raw": {"Data": brut}},
            EmailTags=[{"Name": ETIQUETTE, "Value": cle.replace("#", ".")}],
            **options,
        )
    except ClientError as erreur:
        code = erreur.response["Error"]["Code"]
        # Without its cause: the message of SES may hold the address.
        if code in _REFUS:
            raise EnvoiRefuse(code) from None
        if code in _SUSPENSIONS:
            raise EnvoiSuspendu(code) from None
        raise
    return str(reponse["MessageId"])


def cle_de_l_etiquette(valeur: str) -> str:
    """The key that a tag was made of."""
    return valeur.replace(".", "#")


@cache
def client() -> Any:
    """The client of SES v2."""
    import boto3
    from botocore.config import Config

    # A send whose answer is lost must not be repeated by the client: our own record decides.
    reglages = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})
    # A session of its own: threads may come here at once, and the common one bears no sharing.
    return boto3.Session().client("sesv2", config=reglages)
