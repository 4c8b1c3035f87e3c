"""What stands around the package: the emulated account, the federations, the register of electors,
the demo data. All of it on this machine, and gone at the end."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from joserfc.jwk import ECKey

from chalicelib.configuration import ClientOpenId
from infra.deploiement.conversion import HOTE, Conversion
from infra.deploiement.emulateur import Emulateur
from infra.deploiement.navigateur import Navigateur
from infra.deploiement.pile import Pile
from infra.local import demo, gabarit, identites, nuage

DOMAINE_COURRIEL = "maprocuration.example"
_PAS_S = 0.05
_SECRETS = "/maprocuration/{}/"

Trouve = TypeVar("Trouve")


class AttenteDepassee(RuntimeError):
    """What should have come by itself has not; the message says what."""


class SecretInconnu(RuntimeError):
    """A function reads a secret that nothing writes here; the message names it."""


class PaquetIncomplet(RuntimeError):
    """The folder does not hold what `make paquet` makes; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Monde:
    """An account with the stack in it. `adresse` is that of the portals."""

    emulateur: Emulateur
    pile: Pile
    modele: dict[str, Any]
    archive: Path
    adresse: str
    conversion: Conversion

    @property
    def etape(self) -> str:
        """The stage that the package is for."""
        return str(self.modele["Parameters"]["Stage"]["Default"])

    def navigateur(self) -> Navigateur:
        """A new browser, signed in nowhere."""
        return Navigateur(self.adresse, self.emulateur.port)


def attendre(quoi: str, condition: Callable[[], Trouve | None], delai: float = 60.0) -> Trouve:
    """The first true answer of `condition`, asked again until then. Raises AttenteDepassee."""
    fin = time.monotonic() + delai
    while not (trouve := condition()):
        if time.monotonic() > fin:
            raise AttenteDepassee(f"{quoi} : rien après {delai:.0f} secondes")
        time.sleep(_PAS_S)
    return trouve


def lire_paquet(dossier: Path) -> tuple[dict[str, Any], Path]:
    """The template and the archive of `make paquet`. Raises PaquetIncomplet."""
    modele, archive = dossier / "modele.json", dossier / "deployment.zip"
    if not (modele.exists() and archive.exists()):
        raise PaquetIncomplet(f"Rien à déployer dans {dossier} : faire « make paquet » d’abord.")
    lu: dict[str, Any] = json.loads(modele.read_text("utf-8"))
    return lu, archive


@contextmanager
def ouvrir(dossier: Path) -> Iterator[Monde]:
    """Deploys the package of this folder in a new account; everything stops at the end.

    The environment of this process becomes that of whoever administers the account. Raises
    PaquetIncomplet, SecretInconnu, MoteurIndisponible, TraductionRefusee, PileRefusee."""
    modele, archive = lire_paquet(dossier)
    etape = str(modele["Parameters"]["Stage"]["Default"])
    adresse = f"https://{HOTE}/{modele['Resources']['RestAPI']['Properties']['StageName']}"
    personnes = identites.lire()
    with ExitStack() as reste:
        emulateur = reste.enter_context(Emulateur())
        _administrer(emulateur, etape)
        clients = nuage.demarrer_simulateurs(reste, personnes, _maintenant, adresse)
        repertoire = reste.enter_context(nuage.ouvrir_repertoire())
        _, acces_reu = nuage.demarrer_reu(reste, repertoire)
        canari = ECKey.generate_key("P-256")
        _deposer_les_secrets(emulateur, modele, etape, _secrets(clients, acces_reu, canari))
        parametres = _parametres(adresse, clients, acces_reu["REU_URL"], canari)
        pile = Pile(emulateur, etape, parametres)
        conversion = pile.creer(modele, archive)
        demo.charger(personnes, _maintenant())
        yield Monde(emulateur, pile, modele, archive, adresse, conversion)


def _maintenant() -> datetime:
    return datetime.now(UTC)


def _administrer(emulateur: Emulateur, etape: str) -> None:
    """The demo data are written by the command line's own way: its settings are this process's."""
    for nom in list(os.environ):
        if nom.startswith("AWS_") or nom.lower().endswith("_proxy") or nom.endswith("_SSM"):
            del os.environ[nom]
    os.environ |= emulateur.environnement() | gabarit.variables_des_tables(etape)
    os.environ |= {"STAGE": "local", "AWS_CONFIG_FILE": os.devnull}
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull


def _secrets(
    clients: dict[str, ClientOpenId], acces_reu: dict[str, str], canari: ECKey
) -> dict[str, str]:
    """The secrets that are known here, by the end of their names."""
    return {
        "secret-pseudonymes": secrets.token_urlsafe(32),
        "franceconnect-secret": clients["franceconnect"].client_secret,
        "franceconnect-plus-secret": clients["franceconnect-plus"].client_secret,
        "franceconnect-plus-cle": clients["franceconnect-plus"].cle_dechiffrement,
        "proconnect-secret": clients["proconnect"].client_secret,
        "reu-jeton": acces_reu["REU_JETON"],
        "canari-cle": json.dumps(canari.as_dict(private=True)),
    }


def _deposer_les_secrets(
    emulateur: Emulateur, modele: dict[str, Any], etape: str, connus: dict[str, str]
) -> None:
    """Writes every secret that a function reads. Raises SecretInconnu."""
    ssm = emulateur.client("ssm")
    for nom in sorted(_noms_des_secrets(modele)):
        if nom not in connus:
            raise SecretInconnu(f"Le gabarit lit un secret que rien ne dépose ici : {nom}.")
        valeur = connus[nom]
        ssm.put_parameter(Name=_SECRETS.format(etape) + nom, Value=valeur, Type="SecureString")


def _noms_des_secrets(modele: dict[str, Any]) -> set[str]:
    """What the functions' variables `…_SSM` name, without the stage."""
    noms = set()
    for ressource in modele["Resources"].values():
        environnement = ressource.get("Properties", {}).get("Environment", {})
        for variable, valeur in environnement.get("Variables", {}).items():
            if variable.endswith("_SSM"):
                noms.add(valeur["Fn::Sub"].removeprefix(_SECRETS.format("${Stage}")))
    return noms


def _parametres(
    adresse: str, clients: dict[str, ClientOpenId], reu: str, canari: ECKey
) -> dict[str, str]:
    """What an operator says when deploying."""
    dits = {
        "UrlPortail": adresse,
        "DomaineCourriel": DOMAINE_COURRIEL,
        "ControleParDefaut": "MAIRIE",
        "ReuUrl": reu,
        "CanariClePublique": json.dumps(canari.as_dict(private=False)),
    }
    noms = {
        "franceconnect": "FranceConnect",
        "franceconnect-plus": "FranceConnectPlus",
        "proconnect": "ProConnect",
    }
    for federation, nom in noms.items():
        dits[f"{nom}Issuer"] = clients[federation].issuer
        dits[f"{nom}ClientId"] = clients[federation].client_id
    return dits
