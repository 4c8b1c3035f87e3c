"""What the mairies do in a life: their own register, that of others, the forms on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chalicelib.domaine.autorites import QualiteHorsPortail
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import ActePapier
from chalicelib.domaine.portee import Portee
from chalicelib.services.annuler import annuler
from chalicelib.services.decider import refuser
from chalicelib.services.mairie import examiner
from chalicelib.services.noter_vote import noter_vote
from chalicelib.services.rendre_caduque import rendre_caduque
from chalicelib.services.resilier_sur_papier import resilier_sur_papier
from chalicelib.services.rouvrir import rouvrir
from chalicelib.services.saisir_papier import FormulairePapier, saisir_papier
from tests.fautes.machine_gestes import Gestes
from tests.fautes.machine_hasard import CHOIX
from tests.fautes.machine_monde import (
    CLERC_DE,
    MANDANTS,
    MANDATAIRES,
    PARTOUT,
    VIVANTES,
    Dit,
    Personne,
    jour_de,
    votes,
)

QUI = st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4, 5, 6))
"""0: the clerk of the right mairie; then another, saying his own commune or the right one."""

MOTIFS = st.sampled_from(("M03", "M06", "M07", "M08", "M18"))
RECUES = {"A_CONTROLER", "VALIDE", "INVALIDE", "NULLE_PLAFOND"}
AGES = st.sampled_from([timedelta(minutes=5), *(timedelta(days=n) for n in (1, 6, 25, 70))])


@dataclass(frozen=True)
class Papier:
    """A form, and how it is entered."""

    qui: int
    pour: int
    quoi: int
    age: timedelta
    en_france: bool
    refusee: bool
    clerc: int


PAPIERS = st.builds(
    Papier,
    qui=CHOIX,
    pour=CHOIX,
    quoi=CHOIX,
    age=AGES,
    en_france=st.sampled_from((True, True, False)),
    refusee=st.sampled_from((False, False, False, True)),
    clerc=QUI,
)


class Mairies(Gestes):
    """Their rules."""

    @precondition(lambda self: self.en(*RECUES))
    @rule(choix=CHOIX, qui=QUI)
    def examiner(self, choix: int, qui: int) -> None:
        self._de_la_mairie(examiner, self.une(choix, RECUES), qui)

    @precondition(lambda self: self.en("A_CONTROLER"))
    @rule(choix=CHOIX, qui=QUI)
    def accepter(self, choix: int, qui: int) -> None:
        reference = self.une(choix, {"A_CONTROLER"})
        self.accepter_par(reference, *self.clerc(reference, qui))

    @precondition(lambda self: self.en("A_CONTROLER"))
    @rule(choix=CHOIX, qui=QUI, motif=MOTIFS)
    def refuser(self, choix: int, qui: int, motif: str) -> None:
        precision = "illisible" if motif == "M18" else ""
        reference = self.une(choix, {"A_CONTROLER"})
        cle = self.nouvelle_cle()
        self._de_la_mairie(refuser, reference, qui, cle=cle, motif=motif, precision=precision)

    @precondition(lambda self: self.en("INVALIDE"))
    @rule(choix=CHOIX, qui=QUI)
    def rouvrir(self, choix: int, qui: int) -> None:
        cle = self.nouvelle_cle()
        self._de_la_mairie(rouvrir, self.une(choix, {"INVALIDE"}), qui, cle=cle)

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX, qui=QUI)
    def annuler(self, choix: int, qui: int) -> None:
        self._de_la_mairie(annuler, self.une(choix, VIVANTES), qui, cle=self.nouvelle_cle())

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX, qui=QUI, motif=st.sampled_from(("RADIATION", "DECES")))
    def rendre_caduque(self, choix: int, qui: int, motif: str) -> None:
        cle, reference = self.nouvelle_cle(), self.une(choix, VIVANTES)
        self._de_la_mairie(rendre_caduque, reference, qui, cle=cle, motif=motif)

    @precondition(lambda self: self.en(*VIVANTES))
    @rule(choix=CHOIX, qui=QUI, age=AGES)
    def resilier_sur_papier(self, choix: int, qui: int, age: timedelta) -> None:
        reference, signee = self.une(choix, VIVANTES), self.maintenant
        if age < timedelta(days=2):
            signee -= age
        cle = self.nouvelle_cle()
        self._de_la_mairie(resilier_sur_papier, reference, qui, cle=cle, signee_le=signee)

    @precondition(lambda self: self.en("VALIDE"))
    @rule(choix=CHOIX, qui=QUI)
    def noter_le_vote(self, choix: int, qui: int) -> None:
        reference = self.une(choix, {"VALIDE"})
        jours = sorted(vote[0] for vote in votes(self.dits[reference], self.scrutins))
        passes = [jour for jour in jours if jour <= jour_de(self.maintenant)] or jours
        if passes:
            self._de_la_mairie(noter_vote, reference, qui, tour=passes[-1])

    @rule(papier=PAPIERS)
    def saisir_papier(self, papier: Papier) -> None:
        self._saisir(papier)

    @precondition(lambda self: self.en("VALIDE"))
    @rule(papier=PAPIERS, choix=CHOIX)
    def saisir_un_papier_plus_ancien(self, papier: Papier, choix: int) -> None:
        """Established before one that is accepted, for the same mandataire; the mairie accepts."""
        rivale = self.dits[self.une(choix, {"VALIDE"})]
        age = self.maintenant - (rivale.etablie_le or self.maintenant) + papier.age
        libres = [p for p in MANDANTS if not self.donne(p) and p.commune == rivale.commune]
        if not libres:
            return
        mandant = MANDANTS.index(libres[papier.qui % len(libres)])
        ecrit = replace(papier, qui=mandant, clerc=0, refusee=False)
        saisie = self._saisir(ecrit, rivale.mandataire, rivale.portee, age)
        if saisie is not None:
            self.fonctions.tout_livrer()
            self.accepter_par(saisie.reference, *self.clerc(saisie.reference, 0))

    def _saisir(
        self,
        papier: Papier,
        pour: Personne | None = None,
        portee: Portee | None = None,
        age: timedelta | None = None,
    ) -> Demande | None:
        mandant = MANDANTS[papier.qui % len(MANDANTS)]
        mandataire = pour or MANDATAIRES[papier.pour % len(MANDATAIRES)]
        # A form tells the minute: two of them may tell the same.
        signee = (self.maintenant - (age or papier.age)).replace(second=0, microsecond=0)
        dit = Dit(mandant, mandataire, PARTOUT, self.maintenant, True, signee, papier.en_france)
        voulue = portee or self.portee(papier.quoi, dit)
        if voulue is None:
            return None
        formulaire = FormulairePapier(
            mandant=mandant.civil,
            courriel="" if papier.quoi % 2 else f"{mandant.id}@exemple.fr",
            mandataire=self.nommer(mandataire),
            portee=voulue,
            acte=_acte(signee, en_france=papier.en_france),
        )
        clerc = self.un_autre_clerc(papier.clerc) if papier.clerc else CLERC_DE[mandant.commune]
        cle = self.nouvelle_cle()
        geste = self.appel(
            saisir_papier,
            formulaire=formulaire,
            agent=clerc,
            commune=mandant.commune,
            cle=cle,
            refusee=papier.refusee,
        )
        return self.noter(self.tenter(geste, cle), replace(dit, portee=voulue))

    def _de_la_mairie(
        self, geste: Callable[..., Any], reference: str, qui: int, cle: str = "", **autres: Any
    ) -> None:
        agent, commune = self.clerc(reference, qui)
        if cle:
            autres["cle"] = cle
        appel = self.appel(geste, reference=reference, agent=agent, commune=commune, **autres)
        self.tenter(appel, cle)


def _acte(le: datetime, *, en_france: bool) -> ActePapier:
    qualite = QualiteHorsPortail.MAGISTRAT if en_france else QualiteHorsPortail.CONSUL_HONORAIRE
    lieu = "Rennes" if en_france else "Cork"
    return ActePapier(
        nom="Aubert", prenom="Hélène", qualite=qualite, lieu=lieu, le=le, en_france=en_france
    )
