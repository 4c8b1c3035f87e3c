"""What the rules of several parts have in common: who is named, by whom, and how a call is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import Mandataire
from chalicelib.services.decider import accepter
from tests.constructeurs import LISTE_ELECTORALE
from tests.fautes.machine_monde import CLERC_DE, CLERCS, Personne
from tests.fautes.machine_vie import Vie

T = TypeVar("T")


class Gestes(Vie):
    """A life in which calls are made."""

    def nommer(self, personne: Personne) -> Mandataire:
        """How a form names this mandataire: by the number only where a register knows it."""
        return personne.mandataire(par_nne=personne.par_nne and self.cadre.reu)

    def clerc(self, reference: str, qui: int) -> tuple[Agent, str]:
        """An agent and the commune that he says to be of: the right ones for 0."""
        commune = self.dits[reference].commune
        if qui == 0:
            return CLERC_DE[commune], commune
        agent = self.un_autre_clerc(qui)
        sienne = self.registres.delegations.get(agent.cle, (commune,))[0]
        return agent, commune if qui == len(CLERCS) + 1 else sienne

    def un_autre_clerc(self, qui: int) -> Agent:
        """Somebody else, who may have no delegation at all."""
        return CLERCS[(qui - 1) % len(CLERCS)]

    def appel(self, geste: Callable[..., T], **autres: Any) -> Callable[[], T]:
        """This call, at the instant at which it will be made."""
        return lambda: geste(self.contexte, maintenant=self.maintenant, **autres)

    def accepter_par(self, reference: str, agent: Agent, commune: str) -> None:
        """The mairie accepts, with the names that it reads on its list."""
        civil, cle = self.dits[reference].mandataire.civil, self.nouvelle_cle()
        geste = self.appel(
            accepter,
            reference=reference,
            agent=agent,
            commune=commune,
            confirmes=LISTE_ELECTORALE | {"PERSONNES_DISTINCTES"},
            nom=civil.nom,
            prenoms=civil.prenoms,
            cle=cle,
        )
        self.tenter(geste, cle)
