"""The tables as the command line reads and writes them: many items at once, nothing deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.depots.actes_administration import Acte, consigner, lire_les_actes
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import connexion
from chalicelib.depots.conversion_administration import (
    delegation,
    habilitation,
    lieu,
    modele_delegation,
    modele_habilitation,
    modele_lieu,
    modele_scrutin,
    scrutin,
)
from chalicelib.depots.modeles_administration import (
    DelegationModele,
    HabilitationModele,
    LieuModele,
    ScrutinModele,
)
from chalicelib.domaine.habilitation import Delegation, Habilitation
from chalicelib.domaine.lieux import LieuPublic
from chalicelib.domaine.scrutins import Scrutin

FILS = 8
"""Calls at once: what waits for the network waits together."""

LOT = 500
"""Items that a thread takes at a time; a BatchGetItem asks for 100, a BatchWriteItem writes 25."""

TRANSACTION = 100
"""Habilitations that change together: as many as DynamoDB takes in a transaction."""

T = TypeVar("T")
R = TypeVar("R")


class ChangeEntreTemps(Exception):
    """The habilitation of this agent changed, or was in use, while the file was being loaded."""


class AdministrationDynamo:
    """Scrutins, habilitations, delegations and places, by their keys; and the register of acts."""

    def scrutins(self) -> dict[str, Scrutin]:
        """All of them."""
        return {m.id: scrutin(m) for m in ScrutinModele.scan(consistent_read=True)}

    def habilitations(self, agents: Sequence[str]) -> dict[str, Habilitation]:
        """Those of these agents that are there."""
        return {m.agent: habilitation(m) for m in _lire(HabilitationModele, agents)}

    def delegations(self, agents: Sequence[str]) -> dict[str, Delegation]:
        """Those of these agents that are there."""
        return {m.agent: delegation(m) for m in _lire(DelegationModele, agents)}

    def lieux(self, ids: Sequence[str]) -> dict[str, LieuPublic]:
        """Those of these places that are there."""
        cles = [(id_.partition("-")[0], id_) for id_ in ids]
        return {m.id: lieu(m) for m in _lire(LieuModele, cles)}

    def agents(self) -> Iterator[str]:
        """The key of every agent who has or had a habilitation, in no order."""
        for modele in HabilitationModele.scan(attributes_to_get=["agent"]):
            yield modele.agent

    def ecrire_scrutins(self, scrutins: Iterable[Scrutin]) -> None:
        """Writes them over what is there."""
        _ecrire(ScrutinModele, map(modele_scrutin, scrutins))

    def ecrire_delegations(self, delegations: Iterable[Delegation]) -> None:
        """Writes them over what is there."""
        _ecrire(DelegationModele, map(modele_delegation, delegations))

    def ecrire_lieux(self, lieux: Iterable[LieuPublic]) -> None:
        """Writes them over what is there."""
        _ecrire(LieuModele, map(modele_lieu, lieux))

    def ajouter_habilitations(self, habilitations: Iterable[Habilitation]) -> None:
        """Writes those of new agents, over what would be there."""
        _ecrire(HabilitationModele, map(modele_habilitation, habilitations))

    def changer_habilitations(
        self, changements: Iterable[tuple[Habilitation, Habilitation]]
    ) -> None:
        """Changes those of known agents (as read, as wanted), whose misses are never written.
        Raises ChangeEntreTemps when one was revoked or reinstated since it was read.
        """

        _en_parallele(_changer, changements, TRANSACTION)

    def consigner(self, acte: Acte) -> None:
        """Appends to the register of acts."""
        consigner(acte)

    def actes(self, annee: int) -> Iterator[Acte]:
        """The acts of a year, in order."""
        return lire_les_actes(annee)

    def identite(self) -> str:
        """Who AWS says that this process is (ARN)."""
        client: Any = connexion().session.create_client("sts", connexion().region)
        return str(client.get_caller_identity()["Arn"])


def _lire(modele: type[Model], cles: Sequence[Any]) -> list[Any]:
    lus = _en_parallele(lambda lot: list(modele.batch_get(lot, consistent_read=True)), cles)
    return [item for lot in lus for item in lot]


def _ecrire(modele: type[Model], items: Iterable[Model]) -> None:
    def ecrire(lot: list[Model]) -> None:
        with modele.batch_write() as ecriture:
            for item in lot:
                ecriture.save(item)

    _en_parallele(ecrire, items)


def _en_parallele(faire: Callable[[list[T]], R], objets: Iterable[T], lot: int = LOT) -> list[R]:
    """What `faire` gives for each batch, in order. The first failure is raised once the batches
    under way are done; the others are not begun.
    """
    with ThreadPoolExecutor(FILS) as fils:
        futurs = [fils.submit(faire, morceau) for morceau in _lots(objets, lot)]
        try:
            return [futur.result() for futur in futurs]
        finally:
            fils.shutdown(cancel_futures=True)


def _lots(objets: Iterable[T], taille: int) -> Iterator[list[T]]:
    restants = iter(objets)
    while lot := list(islice(restants, taille)):
        yield lot


def _changer(lues_et_voulues: Sequence[tuple[Habilitation, Habilitation]]) -> None:
    """In one transaction, since each call waits for the network. Only what differs is written, so
    that a miss noted meanwhile stays.
    """
    try:
        with TransactWrite(connection=connexion()) as transaction:
            for lue, voulue in lues_et_voulues:
                transaction.update(
                    HabilitationModele(voulue.agent),
                    actions=_differences(lue, voulue),
                    condition=_revoquee_comme(lue.revoquee_le),
                )
    except TransactWriteError as erreur:
        if code(erreur) != ANNULEE:
            raise
        raisons = zip(lues_et_voulues, erreur.cancellation_reasons, strict=True)
        refus = {lue.agent: raison.code for (lue, _), raison in raisons if raison is not None}
        if not set(refus.values()) <= {CONDITION, CONFLIT}:
            raise
        raise ChangeEntreTemps(next(iter(refus))) from erreur


def _differences(lue: Habilitation, voulue: Habilitation) -> list[Action]:
    avant = modele_habilitation(lue).attribute_values
    apres = modele_habilitation(voulue).attribute_values
    return [
        attribut.remove() if apres.get(nom) is None else attribut.set(apres[nom])
        for nom, attribut in HabilitationModele.get_attributes().items()
        if nom != "echecs" and avant.get(nom) != apres.get(nom)
    ]


def _revoquee_comme(instant: datetime | None) -> Any:
    """Present, and revoked at this instant or not at all, as it was read."""
    revoquee_le: Any = HabilitationModele.revoquee_le
    tel_quel = revoquee_le == instant if instant else ~revoquee_le.exists()
    return HabilitationModele.agent.exists() & tel_quel
