"""Somebody who reconciles a test's cloud, and procurations in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.depots.conservation import ConservationDynamo
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.rapprochement import RapprochementDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.services.courrier import Message
from chalicelib.services.indexer import indexer
from chalicelib.services.ports_conservation import Part
from chalicelib.services.rapprocher import Ecart
from chalicelib.services.reparer import Outils, relire, reparer
from chalicelib.services.tournee import Suspect, parcourir
from tests.constructeurs import SECRET, Nuage

TOUT = Part(0, 1)


@dataclass
class Bureau:
    """Reconciles a cloud; keeps what it hands over to be sent."""

    nuage: Nuage
    confies: list[str] = field(default_factory=list)

    def outils(self) -> Outils:
        return Outils(
            self.nuage.contexte,
            RapprochementDynamo(SECRET, lambda: self.nuage.maintenant),
            ConservationDynamo(lambda: self.nuage.maintenant),
            self._confier,
        )

    def suspects(self, depuis: datetime | None = None) -> list[Suspect]:
        return list(parcourir(self.outils(), (TOUT,), self.nuage.maintenant, depuis))

    def ecarts(self) -> dict[str, set[Ecart]]:
        trouves: dict[str, set[Ecart]] = {}
        for suspect in self.suspects():
            constats, _ = relire(
                self.outils(), suspect.reference, self.nuage.maintenant, suspect.constats
            )
            if constats:
                trouves.setdefault(suspect.reference, set()).update(c.ecart for c in constats)
        return trouves

    def reparer(self) -> dict[str, set[Ecart]]:
        """Repairs all; what is left."""
        for suspect in self.suspects():
            reparer(self.outils(), suspect.reference, self.nuage.maintenant, suspect.constats)
        return self.ecarts()

    def envoyer(self, demande: Demande, message: Message) -> None:
        """As the stream does: the message of this version has left."""
        cle = f"{demande.reference}#{demande.version}#{message.value}"
        envois = EnvoisDynamo()
        envois.reserver(cle, self.nuage.maintenant)
        envois.confirmer(cle, "ses-1", self.nuage.maintenant)

    def _confier(self, _: Message, cle: str, demande: Demande, maintenant: datetime) -> bool:
        self.confies.append(cle)
        EnvoisDynamo().reserver(cle, maintenant)
        EnvoisDynamo().confirmer(cle, "ses-2", maintenant)
        assert cle.startswith(demande.reference)
        return True


def recue(bureau: Bureau, **depot: Any) -> Demande:
    """A procuration at its mairie, found by its names, told to its mandant, some time ago."""
    nuage = bureau.nuage
    deposee = nuage.deposer(**depot)
    etablie = nuage.etablir(deposee)
    bureau.envoyer(etablie, Message.M2)
    demande = nuage.transmettre(etablie)
    indexer(nuage.contexte, demande)
    return demande


def plus_tard(bureau: Bureau) -> None:
    bureau.nuage.avancer(hours=3)
