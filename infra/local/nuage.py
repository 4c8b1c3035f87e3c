"""The one-machine cloud, put together: engine, tables, demo data, simulators, stream pump, app."""

from __future__ import annotations

import functools
import json
import logging
import os
import secrets
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joserfc.jwk import ECKey

from chalicelib.configuration import ClientOpenId
from chalicelib.identite.personnes import Portail
from infra.local import demo, etat, gabarit, identites, moteurs, serveur
from infra.local.horloge import PERIODES_S, Horloge
from infra.local.identites import Identite
from infra.local.mesures import Invocation, MesuresLocales
from infra.local.moteurs import COMPTE, REGION, Moteur
from infra.local.pompe import Consommateur, Pompe
from infra.local.pompe_files import PompeDeFiles
from infra.local.repertoire import generer
from infra.local.repertoire.repertoire import Repertoire
from infra.local.reu import RegistreSimule, SimulateurReu
from infra.local.simulateurs import ClientEnregistre, Simulateur

if TYPE_CHECKING:
    from infra.local.reglages import Reglages

EXPEDITEUR = "ne-pas-repondre@maprocuration.example"
JEU_SES = "maprocuration-local"
ETAPE = "local"
FONCTIONS = {
    "demandes": ("routage", "courriels"),
    "attentes": ("controles",),
    "documents": ("documents",),
    "activites": ("anomalies",),
}
"""The functions at the end of the stream of each table."""
FILES = ("URGENTS", "SUITES", "RAPPELS")
"""The queues of messages, in the order in which they are served here."""


@dataclass(frozen=True, slots=True)
class Nuage:
    """A cloud that runs. `adresse` is that of the portals, without a final slash; `horloge` is the
    local clock; `journal` is where the functions log, a JSON object a line."""

    adresse: str
    moteur: Moteur
    identites: tuple[Identite, ...]
    horloge: Callable[[], datetime]
    journal: Path


@contextmanager
def demarrer(reglages: Reglages) -> Iterator[Nuage]:
    """Starts everything, then stops everything. Raises PortOccupe or MoteurIndisponible.

    The environment of the process becomes that of the functions, and its standard output their log:
    one process, one cloud."""
    decalage = reglages.decalage(datetime.now(UTC))
    personnes = identites.lire()

    def horloge() -> datetime:
        return datetime.now(UTC) + decalage

    with ExitStack() as pile:
        prise = pile.enter_context(serveur.ouvrir(reglages.port))
        adresse = f"http://{serveur.BOUCLE_LOCALE}:{prise.getsockname()[1]}"
        journal = etat.dossier() / "journal-des-fonctions.jsonl"
        pile.enter_context(_journal_des_fonctions(journal))
        moteur = pile.enter_context(moteurs.creer(reglages.moteur))
        tables = _preparer_moteur(moteur, decalage)
        clients = demarrer_simulateurs(pile, personnes, horloge, adresse)
        repertoire = pile.enter_context(ouvrir_repertoire())
        reu, acces_reu = demarrer_reu(pile, repertoire)
        environnement = _environnement(adresse, moteur, clients, decalage) | acces_reu
        environnement |= gabarit.preparer_files(moteur.client("sqs"), ETAPE)
        _installer(environnement)
        demo.charger(personnes, horloge())
        nuage = Nuage(adresse, moteur, personnes, horloge, journal)
        _ouvrir_portails(pile, nuage, (repertoire, reu), prise, tables)
        etat.ecrire(etat.Etat(os.getpid(), adresse, environnement))
        pile.callback(etat.effacer)
        yield nuage


def _preparer_moteur(moteur: Moteur, decalage: timedelta) -> dict[str, str]:
    """Tables and sending identity; gives the names of the tables."""
    dynamodb = moteur.client("dynamodb")
    tables = gabarit.appliquer(dynamodb, ETAPE)
    if decalage:
        # The engine lives today: it would delete what, at the local date, is still alive.
        for table, proprietes in gabarit.tables().items():
            if "TimeToLiveSpecification" in proprietes:
                arret = proprietes["TimeToLiveSpecification"] | {"Enabled": False}
                dynamodb.update_time_to_live(TableName=tables[table], TimeToLiveSpecification=arret)
    gabarit.preparer_courriels(moteur.client("sesv2"), EXPEDITEUR, JEU_SES)
    gabarit.preparer_seaux(moteur.client("s3"))
    return tables


def demarrer_simulateurs(
    pile: ExitStack,
    personnes: tuple[Identite, ...],
    horloge: Callable[[], datetime],
    adresse: str,
) -> dict[str, ClientOpenId]:
    """The federations, each knowing its people and our portals; gives our registrations."""
    inscrits: dict[str, ClientOpenId] = {}
    portails: dict[Any, tuple[Portail, ...]] = {
        "franceconnect": (Portail.ELECTEUR,),
        "franceconnect-plus": (Portail.ELECTEUR,),
        "proconnect": (Portail.AUTORITE, Portail.MAIRIE),
    }
    for federation, siens in portails.items():
        plus = federation == "franceconnect-plus"
        cle = ECKey.generate_key("P-256") if plus else None
        retour = "certification" if plus else "connexion"
        client = ClientEnregistre(
            # Another service for FranceConnect+: its subjects are not those of FranceConnect.
            client_id="maprocuration-local-plus" if plus else "maprocuration-local",
            client_secret=secrets.token_urlsafe(32),
            redirect_uris=tuple(f"{adresse}/{p}/{retour}/retour" for p in siens),
            post_logout_redirect_uris=tuple(f"{adresse}/{p}" for p in siens),
            cle_chiffrement=cle.as_dict(private=False) if cle else None,
        )
        gens = [personne.demo for personne in personnes if personne.portail in siens]
        simulateur = Simulateur(federation, gens, [client], horloge)
        simulateur.demarrer()
        pile.callback(simulateur.arreter)
        inscrits[federation] = ClientOpenId(
            simulateur.issuer,
            client.client_id,
            client.client_secret,
            json.dumps(cle.as_dict(private=True)) if cle else "",
        )
    return inscrits


def demarrer_reu(pile: ExitStack, repertoire: Repertoire) -> tuple[RegistreSimule, dict[str, str]]:
    """The national register, and what lets our functions in."""
    registre, jeton = RegistreSimule(repertoire), secrets.token_urlsafe(32)
    simulateur = SimulateurReu(registre, jeton)
    simulateur.demarrer()
    pile.callback(simulateur.arreter)
    return registre, {"REU_URL": simulateur.adresse, "REU_JETON": jeton}


def _environnement(
    adresse: str, moteur: Moteur, clients: dict[str, ClientOpenId], decalage: timedelta
) -> dict[str, str]:
    """The environment of the functions: that of production's template, on this machine."""
    environnement = {
        "STAGE": ETAPE,
        "URL_PORTAIL": adresse,
        "EXPEDITEUR": EXPEDITEUR,
        "JEU_DE_CONFIGURATION_SES": JEU_SES,
        "SECRET_PSEUDONYMES": secrets.token_urlsafe(32),
        # The mairie of the demo decides, save at the scrutins made to show the register.
        "CONTROLE_PAR_DEFAUT": "MAIRIE",
        # moto gives the whole table to every part.
        "ECHEANCES_PARTS": "1",
        "RAPPROCHEMENT_PARTS": "1",
        "POINTS_PARTS": "1",
        # The engine's SES has no quota.
        "DEBIT_SES": "1000000",
        "HORLOGE_DECALAGE_S": f"{decalage.total_seconds():.0f}",
        # Nothing of this person's own AWS configuration, which may name other addresses.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    cle = ECKey.generate_key("P-256")
    environnement["CANARI_CLE"] = json.dumps(cle.as_dict(private=True))
    environnement["CANARI_CLE_PUBLIQUE"] = json.dumps(cle.as_dict(private=False))
    for federation, client in clients.items():
        prefixe = federation.upper().replace("-", "_")
        environnement[f"{prefixe}_ISSUER"] = client.issuer
        environnement[f"{prefixe}_CLIENT_ID"] = client.client_id
        environnement[f"{prefixe}_CLIENT_SECRET"] = client.client_secret
        if client.cle_dechiffrement:
            environnement[f"{prefixe}_CLE_DECHIFFREMENT"] = client.cle_dechiffrement
    return environnement | gabarit.variables_des_tables(ETAPE) | moteur.environnement()


def _installer(environnement: dict[str, str]) -> None:
    """Makes it this process's, without what could send a call elsewhere: other AWS settings,
    proxies, names of SSM parameters."""
    for nom in list(os.environ):
        if nom.startswith("AWS_") or nom.lower().endswith("_proxy") or nom.endswith("_SSM"):
            del os.environ[nom]
    os.environ.update(environnement)


@contextmanager
def ouvrir_repertoire() -> Iterator[Repertoire]:
    """The register of electors: somebody else's system, in a file of its own, away at the end."""
    with tempfile.TemporaryDirectory(prefix="maprocuration-") as dossier:
        chemin = Path(dossier) / "electeurs.sqlite"
        generer.generer(chemin)
        yield Repertoire(chemin)


def _ouvrir_portails(
    pile: ExitStack,
    nuage: Nuage,
    registres: tuple[Repertoire, RegistreSimule],
    prise: Any,
    tables: Mapping[str, str],
) -> None:
    """Imports the app, as Lambda's start would; adds the local pages; pumps; serves."""
    import app
    from infra.local.pages import PagesLocales
    from infra.local.tableaux import PageDesTableaux

    mesures = MesuresLocales(nuage.journal)

    def invocation(nom: str) -> Invocation:
        return mesures.observer(nom, serveur.invocation(nom, getattr(app, nom)))

    app.app.register_blueprint(PagesLocales(nuage, *registres).blueprint)
    app.app.register_blueprint(PageDesTableaux(mesures).blueprint)
    envoyeurs = pile.enter_context(_pompe_de_files(nuage.moteur, invocation("expedition")))
    flux = nuage.moteur.client("dynamodbstreams")
    for table, fonctions in FONCTIONS.items():
        description = nuage.moteur.client("dynamodb").describe_table(TableName=tables[table])
        consommateurs = [
            Consommateur(
                nom,
                envoyeurs.eveillant(invocation(nom)),
                gabarit.reglages_du_flux(nom),
                deposer=_file_des_echecs(nuage.moteur, nom),
            )
            for nom in fonctions
        ]
        for consommateur in consommateurs:
            mesures.surveiller(consommateur.nom, functools.partial(len, consommateur.echecs))
        pile.enter_context(Pompe(flux, description["Table"]["LatestStreamArn"], consommateurs))
    planifiees = {nom: envoyeurs.eveillant(invocation(nom)) for nom in PERIODES_S}
    pile.enter_context(Horloge(planifiees))
    pile.enter_context(serveur.Serveur(prise, app.app, mesures.appel))


def _file_des_echecs(moteur: Moteur, nom: str) -> Callable[[dict[str, Any]], None]:
    """What puts there what a stream function gave up, as Lambda does (make rejouer)."""
    sqs, url = moteur.client("sqs"), os.environ[f"FILE_ECHECS_{nom.upper()}"]
    return lambda message: sqs.send_message(QueueUrl=url, MessageBody=json.dumps(message))


def _pompe_de_files(moteur: Moteur, expedition: Invocation) -> PompeDeFiles:
    prefixe = f"arn:aws:sqs:{REGION}:{COMPTE}:maprocuration-{ETAPE}-envois-"
    files = {prefixe + nom.lower(): os.environ[f"FILE_ENVOIS_{nom}"] for nom in FILES}
    return PompeDeFiles(moteur.client("sqs"), files, expedition)


class _EnJson(logging.Formatter):
    """What this process itself has to say, among the lines of the functions."""

    def format(self, record: logging.LogRecord) -> str:
        ligne = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        return json.dumps(ligne, ensure_ascii=False)


@contextmanager
def _journal_des_fonctions(chemin: Path) -> Iterator[None]:
    """Standard output of the functions, as Lambda takes it: logs and metrics, JSON lines."""
    chemin.write_text("", encoding="utf-8")
    # Appended to: a command beside this process, the canary's, writes its lines there too.
    with chemin.open("a", encoding="utf-8", buffering=1) as fichier, redirect_stdout(fichier):
        ligne = logging.StreamHandler(fichier)
        ligne.setFormatter(_EnJson())
        logging.basicConfig(handlers=[ligne], level=logging.WARNING)
        warnings.filterwarnings("ignore", message="No application metrics to publish")
        try:
            yield
        finally:
            logging.getLogger().removeHandler(ligne)
