"""What one person or one function does, ready to be done at any instant of a schedule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.deposer import deposer
from chalicelib.services.etablir import etablir
from chalicelib.services.retirer import retirer
from chalicelib.services.router import router
from tests.constructeurs import (
    AGENT_RENNES,
    APJ,
    OPJ,
    PRESIDENTIELLE,
    Nuage,
    mandant,
    mandataire,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import comptoir

CLERC = Agent("21350238800019/mairie-rennes-2", "Riou", "Awen")
"""A second clerk of Rennes."""


def personne(n: int) -> dict[str, object]:
    return {"qui": mandant(f"m{n}", nom=f"Mandant {'ABCD'[n]}")}


def depot(nuage: Nuage, graine: int, cle: str = "k") -> Geste:
    """A deposit by a process of its own, which draws its own reference."""

    def deposer_la() -> Demande:
        return deposer(
            replace(nuage.contexte, alea=random.Random(graine)),
            mandant=mandant(),
            mandataire=mandataire(),
            portee=PorteeScrutin(PRESIDENTIELLE.id, (1, 2)),
            cle=cle,
            maintenant=nuage.maintenant,
        )

    return deposer_la


def retrait(nuage: Nuage, demande: Demande) -> Geste:
    return lambda: retirer(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=demande.mandant.id,
        maintenant=nuage.maintenant,
    )


def acte(nuage: Nuage, demande: Demande, agent: Agent = OPJ, cle: str = "", **plus: float) -> Geste:
    """An establishment, so long after now."""
    return lambda: etablir(
        nuage.contexte,
        reference=demande.reference,
        agent=agent,
        circonstances=Circonstances(piece="CNI"),
        cle=cle,
        maintenant=nuage.maintenant + timedelta(**plus),
    )


def refus_au_guichet(
    nuage: Nuage, demande: Demande, motif: str, agent: Agent = APJ, cle: str = ""
) -> Geste:
    return lambda: comptoir.refuser(nuage, demande.reference, motif, agent, cle)


def acceptation(
    nuage: Nuage, demande: Demande, agent: Agent = AGENT_RENNES, cle: str = ""
) -> Geste:
    return lambda: nuage.accepter(demande, agent, cle=cle)


def refus(nuage: Nuage, demande: Demande, agent: Agent = CLERC, cle: str = "") -> Geste:
    return lambda: nuage.refuser(demande, agent=agent, cle=cle)


def routage(nuage: Nuage, image: Demande) -> Geste:
    """What the stream function does of this image."""
    return lambda: router(nuage.contexte, image, nuage.maintenant)
