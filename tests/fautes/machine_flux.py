"""The functions that nobody calls: the streams, the work that waits, the pass of each night.

Records come late, come twice, and in the order of their key, as Lambda brings them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.depots.conservation import ConservationDynamo
from chalicelib.depots.conversion import attente_de_l_image
from chalicelib.depots.conversion_demande import demande_de_l_image
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.services.attentes import report, traiter
from chalicelib.services.changement import Attente
from chalicelib.services.courrier import EnvoiEnCours, Message, notifier
from chalicelib.services.echeances import Outils, honorer, rejuger
from chalicelib.services.expedier import Issue, expedier
from chalicelib.services.ports_conservation import Part
from chalicelib.services.router import router
from tests.constructeurs import Nuage
from tests.fautes.machine_annales import tables

TOUT = Part(0, 1)
NUITS_AU_PLUS = 12


class PanneDEnvoi(Exception):
    """The mail server did not take the message."""


@dataclass(frozen=True)
class Courriel:
    """A message that has left."""

    message: str
    cle: str
    adresse: str
    evenement: str


@dataclass
class Flux:
    """One consumer of one stream: what is still to be brought, key by key."""

    table: str
    cle: str
    traiter: Callable[[dict[str, Any]], None]
    lus: int = 0
    en_attente: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    recents: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))

    def __post_init__(self) -> None:
        self.lus = len(self._enregistrements())

    def lire(self) -> None:
        """What was written since waits in turn."""
        enregistrements = self._enregistrements()
        for enregistrement in enregistrements[self.lus :]:
            dit = enregistrement.to_json()["dynamodb"]
            if "NewImage" in dit:
                self.en_attente[dit["Keys"][self.cle]["S"]].append(dit["NewImage"])
        self.lus = len(enregistrements)

    def cles(self) -> list[str]:
        """The keys for which something is to be brought."""
        return sorted(cle for cle, file in self.en_attente.items() if file)

    def livrer(self, cle: str) -> bool:
        """Brings the next record of this key; it stays to be brought when it could not be done."""
        image = self.en_attente[cle][0]
        try:
            self.traiter(image)
        except (ConflitDeVersion, EnvoiEnCours, PanneDEnvoi):
            return False
        self.recents[cle].append(self.en_attente[cle].popleft())
        return True

    def revenir(self, cle: str, combien: int) -> None:
        """The latest records of this key come once more, and again those after them."""
        for _ in range(min(combien, len(self.recents[cle]))):
            self.en_attente[cle].appendleft(self.recents[cle].pop())

    def vider(self) -> None:
        """Brings all that is to be brought."""
        self.lire()
        while cles := self.cles():
            for cle in cles:
                assert self.livrer(cle), "un enregistrement ne peut pas être traité"
            self.lire()

    def oublier(self) -> None:
        """A day later nothing comes again."""
        self.recents.clear()

    def _enregistrements(self) -> list[Any]:
        lus: list[Any] = tables()[self.table].stream_shard.items
        return lus


class Fonctions:
    """All of them, over one cloud."""

    def __init__(self, nuage: Nuage) -> None:
        self.nuage = nuage
        self.courriels: list[Courriel] = []
        self.panne_d_envoi = False
        self.envois = EnvoisDynamo()
        self.conservation = ConservationDynamo(lambda: nuage.maintenant)
        self.routage = Flux("demandes", "reference", self._router)
        self.courrier = Flux("demandes", "reference", self._notifier)
        self.controles = Flux("attentes", "cle", self._controler)

    @property
    def flux(self) -> tuple[Flux, ...]:
        return (self.routage, self.courrier, self.controles)

    def lire(self) -> None:
        for flux in self.flux:
            flux.lire()

    def tout_livrer(self) -> None:
        """Every stream has brought everything."""
        self.panne_d_envoi = False
        self.lire()
        while any(flux.cles() for flux in self.flux):
            for flux in self.flux:
                flux.vider()
            self.lire()

    def reprendre(self) -> None:
        """The schedule that looks at what waits, until nothing is due."""
        for _ in range(NUITS_AU_PLUS):
            dues = list(self.nuage.contexte.depots.attentes_dues(self.nuage.maintenant))
            if not [a for a in dues if self._traiter(a)]:
                return
            self.tout_livrer()
        raise AssertionError("le travail en attente ne finit pas")

    def nuit(self) -> None:
        """The pass of a night, over and over until it has nothing to do."""
        for _ in range(NUITS_AU_PLUS):
            if not self._une_passe():
                return
        raise AssertionError("la passe de la nuit ne finit pas")

    def _une_passe(self) -> int:
        nuage = self.nuage
        outils = Outils(nuage.contexte, self.conservation, self.envois, self._confier)
        scrutins = nuage.contexte.depots.scrutins()
        faites = 0
        lues = list(self.conservation.a_examiner(TOUT, scrutins, nuage.maintenant))
        for lue in lues:
            faites += honorer(outils, lue, nuage.maintenant) is not None
        for compte in list(self.conservation.comptes_a_juger(TOUT)):
            faites += rejuger(outils, compte, nuage.maintenant)
        self.tout_livrer()
        return faites

    def _router(self, image: dict[str, Any]) -> None:
        router(self.nuage.contexte, demande_de_l_image(image), self.nuage.maintenant)

    def _notifier(self, image: dict[str, Any]) -> None:
        demande = demande_de_l_image(image)
        notifier(self._confier, demande, self.nuage.maintenant)

    def _confier(self, message: Message, cle: str, demande: Demande, maintenant: datetime) -> bool:
        """Kept, then sent at once."""
        self.envois.confier(cle, demande, maintenant)
        contexte = self.nuage.contexte
        return expedier(contexte, self.envois, self._envoyer, cle, maintenant) is Issue.ENVOYE

    def _envoyer(self, message: Message, cle: str, demande: Demande) -> str:
        if self.panne_d_envoi:
            raise PanneDEnvoi
        adresse, dernier = demande.mandant.courriel, demande.dernier.value
        self.courriels.append(Courriel(message.value, cle, adresse, dernier))
        return f"message-{len(self.courriels)}"

    def _controler(self, image: dict[str, Any]) -> None:
        attente = attente_de_l_image(image)
        if attente.essais == 0:
            self._traiter(attente)

    def _traiter(self, attente: Attente) -> bool:
        contexte, maintenant = self.nuage.contexte, self.nuage.maintenant
        try:
            return traiter(contexte, attente, maintenant)
        except ConflitDeVersion:
            contexte.depots.reporter(attente, maintenant + report(attente.essais))
            return False
