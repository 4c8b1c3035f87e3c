"""What one person or one function does, ready to be done at any instant of a schedule."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.attentes import traiter
from chalicelib.services.deposer import deposer
from chalicelib.services.etablir import etablir
from chalicelib.services.ports import Contexte
from chalicelib.services.retirer import retirer
from chalicelib.services.router import router
from chalicelib.services.saisir_papier import FormulairePapier, saisir_papier
from tests.constructeurs import (
    AGENT_RENNES,
    APJ,
    OPJ,
    PRESIDENTIELLE,
    RENNES,
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


class Tirage:
    """A chance that draws this reference each time."""

    def __init__(self, reference: str) -> None:
        self._signes = itertools.cycle(reference)

    def choice(self, _: str) -> str:
        return next(self._signes)


def processus(nuage: Nuage, reference: str) -> Contexte:
    """Another process, which draws its own reference."""
    return replace(nuage.contexte, alea=Tirage(reference))


def depot(nuage: Nuage, reference: str, cle: str = "k") -> Geste:
    """A deposit by a process of its own."""

    def deposer_la() -> Demande:
        return deposer(
            processus(nuage, reference),
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


def collecte(nuage: Nuage, demande: Demande, cle: str = "") -> Geste:
    return lambda: nuage.collecter(demande, cle=cle)


def remplacement(nuage: Nuage, demande: Demande, agent: Agent = OPJ, cle: str = "") -> Geste:
    """An establishment that ends what it replaces."""
    return lambda: nuage.etablir(demande, agent, cle, remplacer=True)


def demande_de_resiliation(nuage: Nuage, demande: Demande) -> Geste:
    return lambda: nuage.demander_resiliation(demande)


def resiliation(nuage: Nuage, demande: Demande, agent: Agent = OPJ, cle: str = "") -> Geste:
    return lambda: nuage.resilier(demande, agent, cle)


def saisie(
    nuage: Nuage,
    formulaire: FormulairePapier,
    reference: str,
    agent: Agent = AGENT_RENNES,
    cle: str = "k",
) -> Geste:
    """The entry of a form on paper by a process of its own."""
    return lambda: saisir_papier(
        processus(nuage, reference),
        formulaire=formulaire,
        agent=agent,
        commune=RENNES,
        cle=cle,
        maintenant=nuage.maintenant,
    )


def travail(nuage: Nuage, cle: str) -> Geste:
    """A piece of work that waits, done by the stream or the schedule; perhaps done already."""

    def faire() -> str:
        attente = nuage.contexte.depots.attente(cle)
        if attente is not None:
            assert traiter(nuage.contexte, attente, nuage.maintenant)
        return "fait"

    return faire


def acceptation(
    nuage: Nuage, demande: Demande, agent: Agent = AGENT_RENNES, cle: str = ""
) -> Geste:
    return lambda: nuage.accepter(demande, agent, cle=cle)


def refus(nuage: Nuage, demande: Demande, agent: Agent = CLERC, cle: str = "") -> Geste:
    return lambda: nuage.refuser(demande, agent=agent, cle=cle)


def routage(nuage: Nuage, image: Demande) -> Geste:
    """What the stream function does of this image."""
    return lambda: router(nuage.contexte, image, nuage.maintenant)
