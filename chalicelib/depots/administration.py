"""The tables as the command line reads and writes them: many items at once, nothing deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from pynamodb.exceptions import UpdateError
from pynamodb.models import Model

from chalicelib.depots.actes import Acte, consigner, lire_les_actes
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, connexion
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
"""Items that one thread takes at a time; a BatchGetItem asks for 100, a BatchWriteItem writes 25."""

T = TypeVar("T")
R = TypeVar("R")


class ChangeEntreTemps(Exception):
    """Someone else changed this agent's habilitation while the file was being loaded."""


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

        def changer(lot: list[tuple[Habilitation, Habilitation]]) -> None:
            for lue, voulue in lot:
                _changer(lue, voulue)

        _en_parallele(changer, changements)

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


def _en_parallele(faire: Callable[[list[T]], R], objets: Iterable[T]) -> list[R]:
    """What `faire` gives for each batch, in order. The first failure is raised once the batches
    under way are done; the others are not begun.
    """
    with ThreadPoolExecutor(FILS) as fils:
        futurs = [fils.submit(faire, lot) for lot in _lots(objets)]
        try:
            return [futur.result() for futur in futurs]
        finally:
            fils.shutdown(cancel_futures=True)


def _lots(objets: Iterable[T]) -> Iterator[list[T]]:
    restants = iter(objets)
    while lot := list(islice(restants, LOT)):
        yield lot


def _changer(lue: Habilitation, voulue: Habilitation) -> None:
    valeurs = modele_habilitation(voulue).attribute_values
    actions = []
    for nom, attribut in HabilitationModele.get_attributes().items():
        if nom in {"agent", "echecs"}:
            continue
        present = valeurs.get(nom) is not None
        actions.append(attribut.set(valeurs[nom]) if present else attribut.remove())
    try:
        HabilitationModele(voulue.agent).update(
            actions=actions, condition=_revoquee_comme(lue.revoquee_le)
        )
    except UpdateError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        raise ChangeEntreTemps(voulue.agent) from erreur


def _revoquee_comme(instant: datetime | None) -> Any:
    """Present, and revoked at this instant or not at all, as it was read."""
    revoquee_le: Any = HabilitationModele.revoquee_le
    tel_quel = revoquee_le == instant if instant else ~revoquee_le.exists()
    return HabilitationModele.agent.exists() & tel_quel
