"""A federation that listens, a client that speaks to it, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import urllib3

from chalicelib.identite import oidc
from infra.local.simulateurs import ClientEnregistre, IdentiteDemo, Simulateur
from infra.local.simulateurs.modele import Genre

SERVICE = "service-de-procuration"
SECRET = "secret-convenu-avec-le-fournisseur"
RETOUR = "http://127.0.0.1:9/electeur/retour"
FIN = "http://127.0.0.1:9/electeur/au-revoir"
MIDI = datetime(2021, 6, 14, 12, 0, tzinfo=UTC)

IDENTITES = (
    IdentiteDemo(
        id="angele",
        libelle="Angèle Dubois",
        description="Électrice à Lyon",
        claims={
            "given_name": "Angèle Claire Louise",
            "family_name": "Dubois",
            "birthdate": "1962-08-24",
            "gender": "female",
            "birthplace": "75107",
            "birthcountry": "99100",
            "email": "angele@exemple.fr",
            "phone": "0601020304",
        },
    ),
    IdentiteDemo(
        id="opj",
        libelle="Karim N'Diaye",
        description="Officier de police judiciaire à Lille",
        claims={
            "given_name": "Karim",
            "usual_name": "N'Diaye",
            "email": "karim.ndiaye@police.exemple",
            "uid": "kn-4521",
            "siret": "12000101100010",
            "fonction": "Officier de police judiciaire",
            "phone": "0601020304",
        },
    ),
    IdentiteDemo(
        id="sans-mfa",
        libelle="Zoé Lefèvre",
        description="Agente sans double authentification",
        claims={
            "given_name": "Zoé",
            "usual_name": "Lefèvre",
            "email": "zoe@mairie.exemple",
            "uid": "zl-1",
            "siret": "21690123100011",
        },
        amr=("pwd",),
    ),
)


class Horloge:
    """The simulators' clock."""

    def __init__(self) -> None:
        self.instant = MIDI

    def __call__(self) -> datetime:
        return self.instant

    def avancer(self, secondes: float) -> None:
        self.instant += timedelta(seconds=secondes)


Ruse = Callable[[dict[str, Any]], str | dict[str, Any]]


class SimulateurHostile(Simulateur):
    """Answers what the test tells it to, and counts what it is asked for.

    A ruse gets the claims and returns other claims, to be signed honestly, or a whole token.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.ruses: dict[str, Ruse] = {}
        self.lectures = {"jwks": 0, "decouverte": 0}

    def signer(self, charge: Any, usage: Any) -> str:
        reponse = self.ruses.get(usage, dict)(dict(charge))
        return reponse if isinstance(reponse, str) else super().signer(reponse, usage)

    def _jwks(self) -> Any:
        self.lectures["jwks"] += 1
        return super()._jwks()

    def _decouverte(self) -> Any:
        self.lectures["decouverte"] += 1
        return super()._decouverte()


@dataclass
class Montage:
    """A running simulator and its client."""

    simulateur: SimulateurHostile
    client: oidc.ClientOidc
    horloge: Horloge

    def aller(self, login: str) -> tuple[str, str]:
        """Sign in as `login` without the page: the code and the nonce of the session."""
        etat, nonce = oidc.jeton(), oidc.jeton()
        reponse = visiter(self.client.url_autorisation(etat, nonce, login))
        return self.client.code_du_retour(parametres(reponse.headers["Location"]), etat), nonce

    def connecter(self, login: str, *, plus_tard: float = 0) -> oidc.Identite:
        """The whole sign-in, our clock being `plus_tard` seconds ahead of the provider's."""
        code, nonce = self.aller(login)
        maintenant = self.horloge() + timedelta(seconds=plus_tard)
        return self.client.echanger(code, nonce, maintenant)


@contextmanager
def monter(kind: Genre, **options: Any) -> Iterator[Montage]:
    """A federation of this kind, running for the time of a test; options go to the client."""
    horloge = Horloge()
    service = ClientEnregistre(SERVICE, SECRET, (RETOUR,), (FIN,))
    simulateur = SimulateurHostile(kind, IDENTITES, [service], horloge)
    simulateur.demarrer()
    fabrique = {"franceconnect": oidc.franceconnect, "proconnect": oidc.proconnect}[kind]
    fournisseur = fabrique(simulateur.issuer, SERVICE, SECRET, RETOUR, FIN)
    try:
        yield Montage(simulateur, oidc.ClientOidc(fournisseur, **options), horloge)
    finally:
        simulateur.arreter()


def visiter(url: str, methode: str = "GET", **options: Any) -> urllib3.BaseHTTPResponse:
    """What a browser gets at this address, redirects not followed."""
    with urllib3.PoolManager(timeout=5, retries=False) as pool:
        return pool.request(methode, url, redirect=False, **options)


def parametres(url: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def refus(montage: Montage, **options: Any) -> oidc.ReponseOidcInvalide:
    """The refusal that signing in ends with; the test fails when somebody is signed in."""
    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        montage.connecter("angele", **options)
    return attrape.value
