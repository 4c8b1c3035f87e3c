"""A demande in each state, made by the transitions of the domain alone: no store, no clock."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domaine import decision, etablissement
from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.domaine.portee import Portee, PorteeScrutin
from tests.constructeurs import (
    AGENT_RENNES,
    OPJ,
    PRESIDENTIELLE,
    habilitation,
    mandant,
    mandataire,
)

DEPOT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
DEUX_TOURS = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))


@dataclass(frozen=True)
class Histoire:
    """A demande and all the entries that made it."""

    demande: Demande
    ecritures: tuple[Ecriture, ...]


def histoire(
    etat: Etat, *, reference: str = "XBQ7V3", portee: Portee = DEUX_TOURS, depot: datetime = DEPOT
) -> Histoire:
    """The shortest life that ends in `etat`, one step a minute."""
    minutes = (depot + timedelta(minutes=n) for n in itertools.count())
    demande, premiere = vie.deposer(
        reference=reference,
        mandant=mandant(),
        mandataire=mandataire(),
        portee=portee,
        cle="cle-depot",
        maintenant=next(minutes),
    )
    ecritures = [premiere]
    for suite, nouvelles in _suites(demande, etat, minutes):
        demande = suite
        ecritures.extend(nouvelles)
    assert demande.etat is etat
    return Histoire(demande, tuple(ecritures))


def demande_dans(etat: Etat, **autres: object) -> Demande:
    """Only the demande."""
    return histoire(etat, **autres).demande  # type: ignore[arg-type]


def _suites(
    demande: Demande, etat: Etat, minutes: Iterator[datetime]
) -> Iterator[tuple[Demande, tuple[Ecriture, ...]]]:
    if etat is Etat.DEPOSEE:
        return
    if etat is Etat.RETIREE:
        retiree, ecriture = vie.retirer(demande, next(minutes))
        yield retiree, (ecriture,)
        return
    if etat is Etat.REFUSEE_AGENT:
        refusee, ecriture = etablissement.refuser_au_guichet(
            demande, OPJ, MOTIFS_AUTORITE["A4"], cle="cle-refus", maintenant=next(minutes)
        )
        yield refusee, (ecriture,)
        return
    etablie, ecriture = etablissement.etablir(
        demande,
        OPJ,
        habilitation(),
        circonstances=Circonstances(piece="CNI"),
        cle="cle-acte",
        maintenant=next(minutes),
    )
    yield etablie, (ecriture,)
    if etat is Etat.ETABLIE:
        return
    recue, ecritures = vie.transmettre(etablie, next(minutes))
    yield recue, ecritures
    if etat is Etat.A_CONTROLER:
        return
    if etat is Etat.VALIDE:
        decidee, ecriture = decision.accepter(
            recue, AGENT_RENNES, mandataire=recue.mandataire, cle="cle", maintenant=next(minutes)
        )
    else:
        decidee, ecriture = decision.refuser(
            recue, AGENT_RENNES, motif="M03", precision="", cle="cle", maintenant=next(minutes)
        )
    yield decidee, (ecriture,)
