"""The canary: a mandant, an authority and a mairie that do not exist, who live the three steps
every five minutes so that somebody is told when they can't be lived (docs/decisions/canari.md).

Two worlds share the tables and never meet: what is synthetic is wholly so (commune, mandant,
mandataire, address, who acts), and nothing real is so at all. No identity provider can sign anybody
in under these names, and no form lets anybody choose this commune.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe
from chalicelib.domaine.journal import Ecriture

COMMUNE = "00CAN"
"""Of no register of communes: a code of the COG has its département first, and 00 is none."""

MANDANT = "canari/mandant"
AUTORITE = Agent("canari/autorite", "Canari", "Autorité")
CLERC = Agent("canari/mairie", "Canari", "Mairie")
"""ProConnect gives a SIRET, a slash and an identifier; a machine's key begins with `machine/`; the
subject of FranceConnect is a print of 22 characters. None can be one of these."""

ETAT_CIVIL = EtatCivil("Canari", ("Témoin",), Sexe.FEMININ, "1900-01-01")
NNE = "0000000000"
NAISSANCE_DU_MANDATAIRE = "1900-01-02"
COURRIEL = "success@simulator.amazonses.com"
"""Amazon SES's own mailbox: it takes every message and counts for nobody's reputation."""

GARDEE = timedelta(hours=1)
"""Once ended, what the canary filed is to be erased by the next pass of the night."""

_SIENS = frozenset({MANDANT, AUTORITE.cle, CLERC.cle})


class DeuxMondes(AccesRefuse):
    """The canary reached for what is real, or somebody real for what is the canary's."""

    def __init__(self) -> None:
        super().__init__("Cet accès de contrôle ne sert qu'aux demandes de contrôle du service.")


def est_du_canari(acteur: str) -> bool:
    """Whether this mandant's id or agent's key is one of the canary's."""
    return acteur in _SIENS


def est_synthetique(demande: Demande) -> bool:
    """Whether the canary filed it: it is in no count, no list and no watch."""
    return demande.mandant.commune == COMMUNE


def accessible(demande: Demande, agent: Agent) -> bool:
    """Whether this agent and this demande are of the same world."""
    return est_synthetique(demande) is est_du_canari(agent.cle)


def a_effacer_vite(demande: Demande) -> bool:
    """What the canary has ended, and what it left for good. What still lives holds a place in an
    account and waits for the canary's next run to end it.
    """
    return est_synthetique(demande) and demande.etat not in A_PRESENTER | VIVANTS


def exiger_un_seul_monde(demande: Demande, ecritures: Iterable[Ecriture] = ()) -> None:
    """Every write of a demande passes here, with the entries of the journal that it makes. Raises
    DeuxMondes.
    """
    marques = {
        est_du_canari(demande.mandant.id),
        est_synthetique(demande),
        est_le_mandataire(demande.mandataire),
        *(est_du_canari(e.acteur) for e in ecritures if e.role is not Role.SYSTEME),
    }
    if len(marques) > 1:
        raise DeuxMondes
    mandant = demande.mandant
    if est_synthetique(demande) and (demande.avise or not _est_le_mandant(mandant)):
        raise DeuxMondes


def est_le_mandataire(mandataire: Mandataire) -> bool:
    """Whether this is whom the canary names: nobody has this number."""
    return mandataire.nne == NNE


def _est_le_mandant(mandant: Mandant) -> bool:
    return mandant.etat_civil == ETAT_CIVIL and mandant.courriel == COURRIEL and not mandant.nne
