"""What the environment sets, read once and checked. Names are those of `.chalice/config.json` and
of the merge template in `infra/`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chalicelib.domaine.scrutins import ModeControle

if TYPE_CHECKING:
    from chalicelib.domaine.anomalies import Seuils


class ConfigurationIncomplete(RuntimeError):
    """A variable of the environment is missing or can't serve; the message names it."""


def variable(nom: str, defaut: str | None = None) -> str:
    """The value of an environment variable. Raises ConfigurationIncomplete when it has none."""
    valeur = os.environ.get(nom, defaut)
    if valeur is None:
        raise ConfigurationIncomplete(f"Variable d'environnement absente : {nom}")
    return valeur


def prechauffee() -> bool:
    """Whether this copy of the function is made before anybody waits for it: Lambda says so of
    provisioned concurrency.
    """
    return variable("AWS_LAMBDA_INITIALIZATION_TYPE", "") == "provisioned-concurrency"


def stage() -> str:
    """The stage: `local`, `dev`, `recette` or `prod`. On Lambda it must be said: nothing there may
    pass for a local run. Raises ConfigurationIncomplete.
    """
    return variable("STAGE", None if "AWS_LAMBDA_FUNCTION_NAME" in os.environ else "local")


def table(nom: str) -> str:
    """The physical name of a table."""
    return variable(f"TABLE_{nom.upper()}", f"maprocuration-{stage()}-{nom}")


def seau_des_pieces() -> str:
    """The bucket of scanned forms."""
    return variable("SEAU_PIECES", f"maprocuration-{stage()}-pieces")


def seau_des_points_de_controle() -> str:
    """The bucket of the journal's checkpoints, which nobody can write again."""
    return variable("SEAU_POINTS_DE_CONTROLE", f"maprocuration-{stage()}-points-de-controle")


def seau_des_documents() -> str:
    """The bucket of what was too long to be made while one waits."""
    return variable("SEAU_DOCUMENTS", f"maprocuration-{stage()}-documents")


def sujet_securite() -> str:
    """The SNS topic of those who watch over security (M10); empty where nobody is told."""
    return variable("SUJET_SECURITE", "")


def seuils_des_anomalies() -> Seuils:
    """The thresholds of the watch, with what the environment changes (a JSON object by their
    names). Raises ConfigurationIncomplete for a name or a value that can't serve.
    """
    from chalicelib.domaine.anomalies import Seuils

    try:
        changes = json.loads(variable("ANOMALIES_SEUILS", "") or "{}")
        seuils = Seuils(**changes)
        if not all(type(v) in {int, float} and v > 0 for v in changes.values()):
            raise ValueError
    except (ValueError, TypeError, AttributeError):
        raise ConfigurationIncomplete(
            "ANOMALIES_SEUILS : un objet JSON, des nombres par les noms de domaine/anomalies.py"
        ) from None
    return seuils


def file(nom: str) -> str:
    """The address of a queue (`ENVOIS_URGENTS`…)."""
    return variable(f"FILE_{nom}", f"maprocuration-{stage()}-{nom.lower().replace('_', '-')}")


@cache
def url_statiques() -> str:
    """The origin that serves style sheet, script and icon, without a final slash; empty, the
    application does. Raises ConfigurationIncomplete.
    """
    url = variable("URL_STATIQUES", "")
    if not url:
        return ""
    url = _adresse("URL_STATIQUES", url)
    # It goes into the security policy of each page: a space there would let something else in.
    if not re.fullmatch(r"https?://[a-z0-9.:-]+", url):
        raise ConfigurationIncomplete("URL_STATIQUES : une origine, sans chemin")
    return url


@dataclass(frozen=True, slots=True)
class ClientOpenId:
    """The registration of one portal at its identity provider. `cle_dechiffrement` is our private
    key (PEM or JWK) when the provider encrypts its tokens, else empty.
    """

    issuer: str
    client_id: str
    client_secret: str
    cle_dechiffrement: str = ""


@dataclass(frozen=True, slots=True)
class AccesReu:
    """Where the national register of electors answers, and how long it is waited for (seconds, and
    times that it is asked again). Its token is read apart (`jeton_reu`): a function may need to
    know that the register is connected without a right to call it.
    """

    url: str
    delai_connexion: float
    delai_lecture: float
    reprises: int


@dataclass(frozen=True, slots=True)
class Configuration:
    """All of it. `url_portail` is the public address of the portals, without a final slash."""

    stage: str
    url_portail: str
    secret: bytes
    expediteur: str
    jeu_de_configuration_ses: str
    franceconnect: ClientOpenId
    proconnect: ClientOpenId
    franceconnect_plus: ClientOpenId | None = None
    """For certified identities (AUT-04); None: nothing is established without a visit."""
    machines_issuer: str = ""
    """The OAuth 2 issuer of communes' software; empty: no machine may call."""
    machines_audience: str = ""
    reu: AccesReu | None = None
    """None where the register is not connected: the mairies control everything."""
    canari_cle_publique: str = ""
    """The public key (JWK) of the canary of this stage; empty: there is none, nobody comes in."""
    controle: ModeControle | None = None
    """Who checks where the law calls for the register and the scrutin says nothing."""

    @property
    def https(self) -> bool:
        """Whether cookies can be Secure; only a loopback address does without."""
        return self.url_portail.startswith("https://")


@cache
def configuration() -> Configuration:
    """The configuration of this process. Raises ConfigurationIncomplete."""
    return Configuration(
        stage=stage(),
        url_portail=_adresse("URL_PORTAIL", variable("URL_PORTAIL")),
        secret=_secret("SECRET_PSEUDONYMES").encode(),
        expediteur=variable("EXPEDITEUR"),
        jeu_de_configuration_ses=variable("JEU_DE_CONFIGURATION_SES", ""),
        franceconnect=_client("FRANCECONNECT"),
        proconnect=_client("PROCONNECT"),
        franceconnect_plus=_client_facultatif("FRANCECONNECT_PLUS"),
        machines_issuer=variable("MACHINES_ISSUER", "").rstrip("/"),
        machines_audience=variable("MACHINES_AUDIENCE", ""),
        reu=_reu(),
        canari_cle_publique=variable("CANARI_CLE_PUBLIQUE", ""),
        controle=_controle(),
    )


def _adresse(nom: str, url: str) -> str:
    parties = urlsplit(url)
    boucle = parties.hostname in {"127.0.0.1", "::1", "localhost"}
    if parties.scheme != "https" and not (parties.scheme == "http" and boucle):
        raise ConfigurationIncomplete(f"{nom} : une adresse https, ou http sur cette machine")
    return url.rstrip("/")


def _reu() -> AccesReu | None:
    url = variable("REU_URL", "")
    if not url:
        return None
    return AccesReu(
        url=_adresse("REU_URL", url),
        delai_connexion=float(variable("REU_DELAI_CONNEXION_S", "1")),
        delai_lecture=float(variable("REU_DELAI_LECTURE_S", "3")),
        reprises=int(variable("REU_REPRISES", "2")),
    )


def _controle() -> ModeControle | None:
    mode = variable("CONTROLE_PAR_DEFAUT", "")
    try:
        return ModeControle(mode) if mode else None
    except ValueError:
        permis = ", ".join(ModeControle)
        raise ConfigurationIncomplete(f"CONTROLE_PAR_DEFAUT : {permis}, ou vide") from None


def jeton_reu() -> str:
    """The bearer token for the national register. Raises ConfigurationIncomplete."""
    return _secret("REU_JETON")


def cle_du_canari() -> str:
    """The private key (JWK) of the canary. Raises ConfigurationIncomplete."""
    return _secret("CANARI_CLE")


def _client(prefixe: str) -> ClientOpenId:
    return ClientOpenId(
        issuer=variable(f"{prefixe}_ISSUER"),
        client_id=variable(f"{prefixe}_CLIENT_ID"),
        client_secret=_secret(f"{prefixe}_CLIENT_SECRET"),
    )


def _client_facultatif(prefixe: str) -> ClientOpenId | None:
    """The same, where the deployment may do without. Its secrets are read when it is there only."""
    if not variable(f"{prefixe}_ISSUER", ""):
        return None
    cle = f"{prefixe}_CLE_DECHIFFREMENT"
    chiffre = cle in os.environ or f"{cle}_SSM" in os.environ
    return replace(_client(prefixe), cle_dechiffrement=_secret(cle) if chiffre else "")


def _secret(nom: str) -> str:
    """The value itself, or that of the SSM parameter named by `<nom>_SSM` (SecureString)."""
    parametre = os.environ.get(f"{nom}_SSM")
    if parametre is None:
        return variable(nom)
    import boto3

    reponse = boto3.client("ssm").get_parameter(Name=parametre, WithDecryption=True)
    return str(reponse["Parameter"]["Value"])
