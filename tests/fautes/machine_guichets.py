"""What mandants and authorities do in a life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.collecter import collecter
from chalicelib.services.conseiller import conseiller
from chalicelib.services.demander_resiliation import demander_resiliation
from chalicelib.services.deposer import deposer
from chalicelib.services.etablir import etablir
from chalicelib.services.etablir_certifie import etablir_certifie
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.rectifier import rectifier
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from chalicelib.services.resilier import resilier
from chalicelib.services.resilier_certifie import resilier_certifie
from chalicelib.services.retirer import retirer
from tests.constructeurs import DELEGUE, OPJ
from tests.fautes.machine_gestes import Gestes
from tests.fautes.machine_hasard import CHOIX, OUI_NON
from tests.fautes.machine_monde import (
    A_PRESENTER,
    AUTORITES,
    MANDANTS,
    MANDATAIRES,
    PARTOUT,
    VIVANTES,
    Dit,
    jour_de,
)

AGENTS = st.sampled_from((OPJ, *AUTORITES[:3], *AUTORITES))
OU = st.integers(0, 5)
CERTIFIEE = "eidas3"
NIVEAUX = st.sampled_from((CERTIFIEE, "eidas1"))


class Guichets(Gestes):
    """Their rules."""

    @rule(qui=CHOIX, pour=CHOIX, quoi=CHOIX)
    def deposer(self, qui: int, pour: int, quoi: int) -> None:
        self._deposer(qui, pour, quoi)

    @rule(qui=CHOIX, pour=CHOIX, quoi=CHOIX, agent=AGENTS)
    def faire_etablir(self, qui: int, pour: int, quoi: int, agent: Agent) -> None:
        self.donner(qui, pour, quoi, agent, decidee=False)

    @rule(qui=CHOIX, pour=CHOIX, quoi=CHOIX, agent=AGENTS)
    def faire_accepter(self, qui: int, pour: int, quoi: int, agent: Agent) -> None:
        self.donner(qui, pour, quoi, agent, decidee=True)

    @precondition(lambda self: self.en(*A_PRESENTER))
    @rule(choix=CHOIX)
    def retirer(self, choix: int) -> None:
        self._du_mandant(retirer, self.une(choix, A_PRESENTER))

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX)
    def demander_resiliation(self, choix: int) -> None:
        self._du_mandant(demander_resiliation, self.une(choix, VIVANTES))

    @precondition(lambda self: bool(self.dits))
    @rule(choix=CHOIX, laquelle=st.integers(0, 2))
    def rectifier(self, choix: int, laquelle: int) -> None:
        reference = self.une(choix, VIVANTES | A_PRESENTER)
        self._du_mandant(rectifier, reference, courriel=f"autre-{laquelle}@exemple.fr")

    @precondition(lambda self: bool(self.dits))
    @rule(choix=CHOIX, agent=AGENTS, laquelle=st.integers(0, 2))
    def rectifier_au_guichet(self, choix: int, agent: Agent, laquelle: int) -> None:
        reference, adresse = self.une(choix, VIVANTES | A_PRESENTER), f"vue-{laquelle}@exemple.fr"
        self._a_l_autorite(rectifier_au_guichet, reference, agent, courriel=adresse)

    @precondition(lambda self: self.en(*A_PRESENTER))
    @rule(choix=CHOIX)
    def demander_conseil(self, choix: int) -> None:
        demande = self.contexte.depots.demande(self.une(choix, A_PRESENTER))
        if demande is not None:
            self.tenter(lambda: conseiller(self.contexte, demande, self.maintenant))

    @precondition(lambda self: bool(self.dits))
    @rule(choix=CHOIX, agent=AGENTS)
    def consulter(self, choix: int, agent: Agent) -> None:
        reference = self.une(choix, A_PRESENTER | VIVANTES)
        self.tenter(self.appel(consulter_au_guichet, reference=reference, agent=agent))

    @precondition(lambda self: self.en(*A_PRESENTER))
    @rule(choix=CHOIX, agent=AGENTS, ou=OU, remplacer=OUI_NON)
    def etablir(self, choix: int, agent: Agent, ou: int, remplacer: bool) -> None:
        reference = self.une(choix, A_PRESENTER)
        ici = self._circonstances(ou)
        self._a_l_autorite(etablir, reference, agent, circonstances=ici, remplacer=remplacer)

    @precondition(lambda self: self.en("DEPOSEE"))
    @rule(choix=CHOIX, agent=st.sampled_from((DELEGUE, DELEGUE, *AUTORITES)), ou=OU)
    def collecter(self, choix: int, agent: Agent, ou: int) -> None:
        reference = self.une(choix, {"DEPOSEE"})
        self._a_l_autorite(collecter, reference, agent, circonstances=self._circonstances(ou))

    @precondition(lambda self: self.en("COLLECTEE"))
    @rule(choix=CHOIX, agent=st.sampled_from((OPJ, OPJ, *AUTORITES)), remplacer=OUI_NON)
    def etablir_ce_qui_est_collecte(self, choix: int, agent: Agent, remplacer: bool) -> None:
        reference, ici = self.une(choix, {"COLLECTEE"}), Circonstances(piece="")
        self._a_l_autorite(etablir, reference, agent, circonstances=ici, remplacer=remplacer)

    @precondition(lambda self: self.en(*A_PRESENTER))
    @rule(choix=CHOIX, agent=AGENTS, motif=st.sampled_from(("A1", "A2", "A5")))
    def refuser_au_guichet(self, choix: int, agent: Agent, motif: str) -> None:
        reference = self.une(choix, A_PRESENTER)
        self._a_l_autorite(refuser_au_guichet, reference, agent, motif=motif)

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX, agent=AGENTS, demandee=OUI_NON)
    def resilier(self, choix: int, agent: Agent, demandee: bool) -> None:
        reference = self.une(choix, VIVANTES)
        if demandee:
            self._du_mandant(demander_resiliation, reference)
        self._a_l_autorite(resilier, reference, agent, piece="CNI")

    @precondition(lambda self: self.en("DEPOSEE"))
    @rule(choix=CHOIX, niveau=NIVEAUX)
    def etablir_sans_se_deplacer(self, choix: int, niveau: str) -> None:
        self._avec_identite(etablir_certifie, self.une(choix, {"DEPOSEE"}), niveau)

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX, niveau=NIVEAUX)
    def resilier_sans_se_deplacer(self, choix: int, niveau: str) -> None:
        self._avec_identite(resilier_certifie, self.une(choix, VIVANTES), niveau)

    def _avec_identite(self, geste: Callable[..., Demande], reference: str, niveau: str) -> None:
        """R72-1 II (décret 2025-1059): a certified identity only, and not before that text."""
        cle, mandant = self.nouvelle_cle(), self.dits[reference].mandant.id
        appel = self.appel(geste, reference=reference, mandant_id=mandant, niveau=niveau, cle=cle)
        permis = niveau == CERTIFIEE and self.maintenant.date() > date(2025, 11, 7)
        assert self.tenter(appel, cle) is None or permis, f"sans identité certifiée : {reference}"

    def donner(self, qui: int, pour: int, quoi: int, agent: Agent, *, decidee: bool) -> None:
        """Filed, established, and, `decidee`, brought to the mairie that accepts it."""
        deposee = self._deposer(qui, pour, quoi)
        if deposee is None:
            return
        self.nuage.avancer(minutes=1)
        ici = Circonstances(piece="CNI")
        self._a_l_autorite(etablir, deposee.reference, agent, circonstances=ici)
        if decidee:
            self.fonctions.tout_livrer()
            self.accepter_par(deposee.reference, *self.clerc(deposee.reference, 0))

    def _deposer(self, qui: int, pour: int, quoi: int) -> Demande | None:
        mandant, mandataire = MANDANTS[qui % len(MANDANTS)], MANDATAIRES[pour % len(MANDATAIRES)]
        dit = Dit(mandant, mandataire, PARTOUT, self.maintenant)
        portee, cle = self.portee(quoi, dit), self.nouvelle_cle()
        if portee is None:
            return None
        geste = self.appel(
            deposer,
            mandant=mandant.mandant(),
            mandataire=self.nommer(mandataire),
            portee=portee,
            cle=cle,
        )
        return self.noter(self.tenter(geste, cle), replace(dit, portee=portee))

    def _du_mandant(self, geste: Callable[..., Any], reference: str, **autres: Any) -> None:
        dit = self.dits[reference]
        identifiant = f"papier#{reference}" if dit.papier else dit.mandant.id
        self.tenter(self.appel(geste, reference=reference, mandant_id=identifiant, **autres))

    def _a_l_autorite(
        self, geste: Callable[..., Any], reference: str, agent: Agent, **autres: Any
    ) -> None:
        cle = self.nouvelle_cle()
        self.tenter(self.appel(geste, reference=reference, agent=agent, cle=cle, **autres), cle)

    def _circonstances(self, ou: int) -> Circonstances:
        """At the counter most often; else at home or in a public place, rightly or not."""
        ecrit = jour_de(self.maintenant) - timedelta(days=3)
        return {
            3: Circonstances(piece="CNI", cadre=Cadre.DOMICILE, ecrit_du=ecrit, attestation=True),
            4: Circonstances(piece="CNI", cadre=Cadre.LIEU_PUBLIC, lieu_public="35-salle"),
            5: Circonstances(piece="CNI", cadre=Cadre.DOMICILE, ecrit_du=ecrit),
        }.get(ou, Circonstances(piece="CNI"))
