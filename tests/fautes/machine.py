"""Whole lives, at random: mandants, agents, mairies, paper, the national register, the streams and
the clock, in any order that hypothesis finds; after every step, the twelve invariants.

What a rule tells is kept (`Vie.dits`); what the services made of it is read from the items and the
stream (`Annales`). A refusal is an answer like another: what counts is that the invariants hold.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.conversion_administration import modele_habilitation
from chalicelib.domaine.electeurs import Situation
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.reconstruire import reconstruire
from tests.constructeurs import APJ
from tests.fautes import machine_l73 as l73
from tests.fautes import machine_lectures as lectures
from tests.fautes.machine_annales import tous_les_articles
from tests.fautes.machine_guichets import AGENTS, Guichets
from tests.fautes.machine_hasard import CHOIX, OUI_NON
from tests.fautes.machine_mairies import Mairies
from tests.fautes.machine_monde import (
    CADRES,
    PERSONNES,
    RESERVISTE,
    VIVANTES,
    a_effacer_le,
    minuit,
)

MINUTES = st.sampled_from([timedelta(minutes=n) for n in (1, 1, 7, 45, 200)])
JOURS = st.sampled_from([timedelta(days=n) for n in (1, 1, 2, 4, 9, 17)])
COMBIEN = st.integers(1, 2)
INSTANT = timedelta(microseconds=1)


class Vies(Guichets, Mairies):
    """All the rules: those of the persons, and here those of the machines and of the clock."""

    @initialize(
        nom=st.sampled_from(sorted(CADRES)),
        graine=CHOIX,
        sans_retard=OUI_NON,
        deja=st.lists(st.tuples(CHOIX, CHOIX, CHOIX, AGENTS, OUI_NON), min_size=1, max_size=4),
    )
    def commencer(
        self,
        nom: str,
        graine: int,
        sans_retard: bool,
        deja: list[tuple[int, int, int, Agent, bool]],
    ) -> None:
        """A world in which some have given already."""
        self.naitre(nom, graine, sans_retard=sans_retard)
        for qui, pour, quoi, agent, decidee in deja:
            self.donner(qui, pour, quoi, agent, decidee=decidee)
            self.verifier()

    @precondition(lambda self: bool(self.rejouables))
    @rule(choix=CHOIX)
    def rejouer(self, choix: int) -> None:
        """A client whose answer was lost sends the same call again, with the same key."""
        _, geste = self.rejouables[choix % len(self.rejouables)]
        self.lire()
        self.tenter(geste)
        self.annales.actualiser()
        assert not self.annales.neuves, f"faite deux fois : {self.annales.neuves}"

    # The streams and the schedules.

    @precondition(lambda self: any(flux.cles() for flux in self.fonctions.flux))
    @rule(flux=st.integers(0, 2), choix=CHOIX, combien=st.integers(1, 4))
    def livrer(self, flux: int, choix: int, combien: int) -> None:
        """Some records, here and there, each key in its order."""
        voulu = self.fonctions.flux[flux]
        for n in range(combien):
            if cles := voulu.cles():
                voulu.livrer(cles[(choix + n) % len(cles)])

    @precondition(lambda self: any(flux.recents for flux in self.fonctions.flux))
    @rule(flux=st.integers(0, 2), choix=CHOIX, combien=COMBIEN)
    def livrer_encore(self, flux: int, choix: int, combien: int) -> None:
        """Lambda brings a batch again."""
        voulu = self.fonctions.flux[flux]
        if cles := sorted(voulu.recents):
            cle = cles[choix % len(cles)]
            voulu.revenir(cle, combien)
            while voulu.en_attente[cle] and voulu.livrer(cle):
                pass

    @precondition(lambda self: any(flux.cles() for flux in self.fonctions.flux))
    @rule()
    def tout_livrer(self) -> None:
        self.fonctions.tout_livrer()

    @precondition(lambda self: not self.sans_retard and not self.fonctions.panne_d_envoi)
    @rule()
    def perdre_la_messagerie(self) -> None:
        self.fonctions.panne_d_envoi = True

    @precondition(lambda self: bool(next(tous_les_articles("attentes"), None)))
    @rule()
    def reprendre_les_controles(self) -> None:
        self.fonctions.reprendre()

    @precondition(lambda self: not self.sans_retard and self.en(*VIVANTES))
    @rule()
    def reconstruire(self) -> None:
        reconstruire(self.contexte, ActivitesDynamo(), self.maintenant)

    @precondition(lambda self: bool(self.dits))
    @rule()
    def passer_la_nuit(self) -> None:
        """All that is due is done; then nothing is left that should not be."""
        self.passer(timedelta(hours=13))
        self.fonctions.nuit()
        self.fonctions.reprendre()
        self.fonctions.tout_livrer()
        self.scrutins_nouveaux.clear()
        for flux in self.fonctions.flux:
            # Erased a year after its last change: no record of it comes again.
            flux.oublier()
        self.verifier()
        self.le_temps_a_passe = True
        lectures.tout_est_efface(self)
        lectures.tout_est_echu(self)
        l73.rien_n_attend_une_place_libre(self)

    # The national register, the administration.

    @precondition(lambda self: self.registre is not None)
    @rule(choix=CHOIX, situation=st.sampled_from(sorted(Situation)), la=OUI_NON)
    def changer_le_registre(self, choix: int, situation: Situation, la: bool) -> None:
        assert self.registre is not None
        electeur = PERSONNES[choix % len(PERSONNES)].electeur(situation)
        self.registre.inscrire(electeur)
        if not la:
            self.registre.electeurs.remove(electeur)

    @precondition(lambda self: self.registre is not None)
    @rule()
    def perdre_ou_retrouver_le_registre(self) -> None:
        assert self.registre is not None
        self.registre.panne = not self.registre.panne

    @precondition(lambda self: self.cadre.a_venir.id not in self.scrutins)
    @rule()
    def decider_d_un_scrutin(self) -> None:
        self.tenir(self.cadre.a_venir)

    @rule(qui=st.sampled_from((APJ, RESERVISTE)))
    def revoquer_ou_rehabiliter(self, qui: object) -> None:
        tenue = self.registres.habilitations[qui.cle]  # type: ignore[attr-defined]
        revoquee = None if tenue.revoquee_le else self.maintenant
        suite = replace(tenue, revoquee_le=revoquee)
        modele_habilitation(suite).save()
        self.registres.habilitations[tenue.agent] = suite

    # The clock.

    @rule(duree=MINUTES)
    def attendre(self, duree: timedelta) -> None:
        self.passer(duree)

    @rule(duree=JOURS)
    def laisser_passer(self, duree: timedelta) -> None:
        self.passer(duree)

    @rule(choix=CHOIX, heure=st.sampled_from((-1, 9, 19, 25)))
    def aller_a_un_tour(self, choix: int, heure: int) -> None:
        """The eve of a vote, its morning, its evening, the day after."""
        jours = sorted({t.date for s in self.scrutins.values() for t in s.tours})
        instants = [minuit(jour) + timedelta(hours=heure) for jour in jours]
        a_venir = [instant for instant in instants if instant > self.maintenant]
        if a_venir:
            self._aller(a_venir[choix % len(a_venir) if choix > 60 else 0])

    @precondition(lambda self: bool(self.dits))
    @rule(choix=CHOIX, avant=OUI_NON)
    def aller_a_la_fin_de_la_conservation(self, choix: int, avant: bool) -> None:
        """Of one of them: its very instant, or just before."""
        fins = sorted({a_effacer_le(dit, self.scrutins) for dit in self.dits.values()})
        if choix % 3 == 0:
            self._aller(fins[choix // 3 % len(fins)] - (INSTANT if avant else 0 * INSTANT))

    def _aller(self, quand: object) -> None:
        duree = quand - self.maintenant  # type: ignore[operator]
        if duree > timedelta():
            self.passer(duree)
