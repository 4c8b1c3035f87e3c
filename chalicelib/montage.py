"""The composition root: which implementation serves which port, once a process."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from chalicelib.configuration import (
    AccesReu,
    Configuration,
    configuration,
    jeton_reu,
    stage,
    variable,
)
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.sessions import BrouillonsDynamo, SessionsDynamo
from chalicelib.identite.personnes import Portail
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_courrier import Envois
from chalicelib.services.sessions import Brouillons, Sessions

if TYPE_CHECKING:
    from chalicelib.depots.canari import AccesDuCanari
    from chalicelib.domaine.electeurs import Recherche, Reponse
    from chalicelib.identite.machine import Machines
    from chalicelib.identite.oidc import ClientOidc
    from chalicelib.services.activites import Activites
    from chalicelib.services.anomalies import Veille
    from chalicelib.services.compter import Compteurs
    from chalicelib.services.documents import Documents
    from chalicelib.services.donnees_ouvertes import Publications
    from chalicelib.services.imprimer import Archives
    from chalicelib.services.jauger import FileDesMairies
    from chalicelib.services.numeriser import Coffre
    from chalicelib.services.ports_conservation import Conservation
    from chalicelib.services.ports_courrier import Files
    from chalicelib.services.ports_mairies import Mairies
    from chalicelib.services.ports_rapprochement import Rapprochement
    from chalicelib.services.registre_national import RegistreNational


@dataclass(frozen=True)
class Montage:
    """Everything that a handler works with."""

    configuration: Configuration
    contexte: Contexte
    sessions: Sessions
    brouillons: Brouillons
    envois: Envois
    horloge: Callable[[], datetime]

    @cached_property
    def _clients(self) -> dict[Portail, ClientOidc]:
        # Few requests sign somebody in: the others don't pay for the import.
        from chalicelib.identite.oidc import ClientOidc, franceconnect, proconnect

        base = self.configuration.url_portail
        clients = {}
        for portail in Portail:
            electeur = portail is Portail.ELECTEUR
            client = self.configuration.franceconnect if electeur else self.configuration.proconnect
            federation = franceconnect if electeur else proconnect
            fournisseur = federation(
                client.issuer,
                client.client_id,
                client.client_secret,
                redirect_uri=f"{base}/{portail}/connexion/retour",
                post_logout_redirect_uri=f"{base}/{portail}",
            )
            clients[portail] = ClientOidc(fournisseur)
        return clients

    @cached_property
    def certification(self) -> ClientOidc | None:
        """The client of FranceConnect+, by which a mandant proves a certified identity; None when
        it is not configured.
        """
        from chalicelib.identite.oidc import ClientOidc, franceconnect_plus

        client, base = self.configuration.franceconnect_plus, self.configuration.url_portail
        if client is None:
            return None
        return ClientOidc(
            franceconnect_plus(
                client.issuer,
                client.client_id,
                client.client_secret,
                redirect_uri=f"{base}/electeur/certification/retour",
                post_logout_redirect_uri=f"{base}/electeur",
                cle_dechiffrement=client.cle_dechiffrement,
            )
        )

    @cached_property
    def machines(self) -> Machines | None:
        """What verifies the bearer tokens of machines; None when no issuer is configured."""
        from chalicelib.identite.machine import Machines

        reglages = self.configuration
        if not (reglages.machines_issuer and reglages.machines_audience):
            return None
        return Machines(reglages.machines_issuer, reglages.machines_audience)

    @cached_property
    def conservation(self) -> Conservation:
        """The stores as the nightly pass sees them."""
        from chalicelib.depots.conservation import ConservationDynamo

        return ConservationDynamo(self.horloge)

    @cached_property
    def rapprochement(self) -> Rapprochement:
        """The stores, read against one another."""
        from chalicelib.depots.rapprochement import RapprochementDynamo

        return RapprochementDynamo(self.configuration.secret, self.horloge)

    @cached_property
    def activites(self) -> Activites:
        """What each authority did."""
        from chalicelib.depots.activites import ActivitesDynamo

        return ActivitesDynamo()

    @cached_property
    def veille(self) -> Veille:
        """The counts of the watch over unusual acts."""
        from chalicelib.depots.anomalies import VeilleDynamo

        return VeilleDynamo()

    @cached_property
    def acces_du_canari(self) -> AccesDuCanari:
        """What lets the canary act."""
        from chalicelib.depots.canari import AccesDuCanari

        return AccesDuCanari()

    @cached_property
    def mairies(self) -> Mairies:
        """The settings of the mairies, and the delegations that their maires give."""
        from chalicelib.depots.mairies import MairiesDynamo

        return MairiesDynamo()

    @cached_property
    def coffre(self) -> Coffre:
        """Where the scans of forms on paper are."""
        from chalicelib.depots.coffre import CoffreS3

        return CoffreS3()

    @cached_property
    def archives(self) -> Archives:
        """Where the prints of the émargement lists are."""
        from chalicelib.depots.impressions import ArchivesDynamo

        return ArchivesDynamo(self.horloge)

    @cached_property
    def compteurs(self) -> Compteurs:
        """How many procurations each commune receives and decides, by day."""
        from chalicelib.depots.compteurs import CompteursDynamo

        return CompteursDynamo()

    @cached_property
    def jauges(self) -> FileDesMairies:
        """How many procurations wait for all mairies."""
        from chalicelib.depots.jauges import JaugesDynamo

        return JaugesDynamo()

    @cached_property
    def publications(self) -> Publications:
        """The open data."""
        from chalicelib.depots.publications import PublicationsDynamo

        return PublicationsDynamo()

    @cached_property
    def files(self) -> Files:
        """The queues of the messages that wait for their turn."""
        from chalicelib.depots.files import FilesSqs

        return FilesSqs()

    @cached_property
    def documents(self) -> Documents:
        """Where the long documents of the mairies are asked for and kept."""
        from chalicelib.depots.documents import DocumentsDynamo

        return DocumentsDynamo()

    def client_oidc(self, portail: Portail) -> ClientOidc:
        """The OpenID Connect client of a portal."""
        return self._clients[portail]


class RegistreALaDemande:
    """The client of the national register, made when somebody is first looked for: most functions
    never ask.
    """

    def __init__(self, acces: AccesReu) -> None:
        self._acces = acces

    def chercher(self, *recherches: Recherche) -> tuple[Reponse, ...]:
        """See `services.registre_national.RegistreNational`."""
        return self._client.chercher(*recherches)

    @cached_property
    def _client(self) -> RegistreNational:
        from chalicelib.reu.client import ClientReu, Patience

        acces = self._acces
        patience = Patience(acces.delai_connexion, acces.delai_lecture, acces.reprises)
        return ClientReu(acces.url, jeton_reu(), patience)


@cache
def montage() -> Montage:
    """The one of this process. Raises ConfigurationIncomplete."""
    reglages = configuration()
    horloge = _horloge(reglages.stage)
    return Montage(
        configuration=reglages,
        contexte=Contexte(
            DepotsDynamo(horloge),
            reglages.secret,
            secrets.SystemRandom(),
            RegistreALaDemande(reglages.reu) if reglages.reu else None,
            reglages.controle,
        ),
        sessions=SessionsDynamo(horloge),
        brouillons=BrouillonsDynamo(),
        envois=EnvoisDynamo(),
        horloge=horloge,
    )


def horloge() -> Callable[[], datetime]:
    """The clock, for a function that needs nothing else."""
    return _horloge(stage())


def _horloge(stage: str) -> Callable[[], datetime]:
    """The clock: the machine's, moved by HORLOGE_DECALAGE_S seconds on the local stage only."""
    decalage = timedelta(seconds=float(variable("HORLOGE_DECALAGE_S", "0")))
    if decalage and stage != "local":
        raise RuntimeError("HORLOGE_DECALAGE_S ne se règle que sur la machine locale")
    return lambda: datetime.now(UTC) + decalage
