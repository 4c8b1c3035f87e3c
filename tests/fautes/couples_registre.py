"""At once with the work that transactions leave: the national register, a freed place (L73)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import Situation
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire, cle_mandataire
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin
from tests.constructeurs import APJ, SECRET, Nuage, mandant, mandataire
from tests.fautes.couple import Couple
from tests.fautes.gestes import (
    CLERC,
    acceptation,
    acte,
    refus,
    remplacement,
    resiliation,
    travail,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import apres_reception
from tests.services.registre_memoire import CAMILLE, LOUIS, connecter

MIXTE = Scrutin(
    "municipales-2027",
    "Élections municipales partielles",
    (Tour(1, date(2027, 5, 9)), Tour(2, date(2027, 5, 16))),
    type=TypeScrutin.MUNICIPALES,
    controle=ModeControle.REU_PUIS_MAIRIE,
)
ANNE = replace(CAMILLE, nne="350000999", nom="Le Goff", prenoms=("Anne",), naissance="1970-02-03")
LOUIS_PAR_NNE = Mandataire(naissance=LOUIS.naissance, nne=LOUIS.nne)
VOISIN = mandataire(nom="Voisin")


def _question(demande: Demande) -> str:
    return f"R#{demande.reference}"


def place() -> str:
    """The work that a freed place of Louis Martin leaves."""
    return f"P#{cle_mandataire(mandataire(), SECRET)}"


def _d_anne(nuage: Nuage, **depot: object) -> Demande:
    qui = mandant("anne", nom="Le Goff", prenoms=("Anne",), naissance="1970-02-03")
    return nuage.recue(qui=qui, **depot)


def demander_deux_fois_au_registre(nuage: Nuage) -> Sequence[Geste]:
    """The stream and the schedule at the same instant."""
    connecter(nuage)
    recue = nuage.recue()
    return [travail(nuage, _question(recue)), travail(nuage, _question(recue))]


def registre_et_resiliation(nuage: Nuage) -> Sequence[Geste]:
    connecter(nuage)
    en_cours = nuage.demander_resiliation(nuage.recue())
    return [travail(nuage, _question(en_cours)), resiliation(nuage, en_cours)]


def registre_et_annulation(nuage: Nuage) -> Sequence[Geste]:
    connecter(nuage)
    recue = nuage.recue()
    return [travail(nuage, _question(recue)), lambda: apres_reception.annuler(nuage, recue)]


def rejet_et_resiliation(nuage: Nuage) -> Sequence[Geste]:
    registre = connecter(nuage)
    registre.inscrire(CAMILLE, situation=Situation.RADIE)
    en_cours = nuage.demander_resiliation(nuage.recue())
    return [travail(nuage, _question(en_cours)), resiliation(nuage, en_cours)]


def registre_et_remplacement(nuage: Nuage) -> Sequence[Geste]:
    """The register's answer moves the procuration to the account of the mandataire's number."""
    connecter(nuage)
    ancienne, nouvelle = nuage.recue(), nuage.deposer(pour=VOISIN)
    return [travail(nuage, _question(ancienne)), remplacement(nuage, nouvelle)]


def registre_et_mairie(nuage: Nuage) -> Sequence[Geste]:
    """REU_PUIS_MAIRIE: the clerk refuses while the register answers that all is well."""
    nuage.ajouter_scrutin(MIXTE)
    connecter(nuage)
    recue = nuage.recue(portee=PorteeScrutin(MIXTE.id, (1, 2)))
    return [travail(nuage, _question(recue)), refus(nuage, recue)]


def deux_procurations_au_registre(nuage: Nuage) -> Sequence[Geste]:
    """One mandataire, by his name and by his number: the register tells that they are one (L73)."""
    connecter(nuage).inscrire(ANNE)
    premiere = nuage.recue()
    nuage.avancer(minutes=1)
    suivante = _d_anne(nuage, pour=LOUIS_PAR_NNE)
    return [travail(nuage, _question(premiere)), travail(nuage, _question(suivante))]


def la_premiere_seule_est_valide(nuage: Nuage) -> None:
    """L73, in the order of establishment."""
    premiere, suivante = (
        nuage.contexte.depots.demandes_du_mandant(m)[0] for m in ("mandant-1", "anne")
    )
    assert premiere.etat is Etat.VALIDE
    assert suivante.etat in {Etat.NULLE_PLAFOND, Etat.INVALIDE}


def place_libre(nuage: Nuage) -> Demande:
    """The first one was annulled: the second, refused for the cap, waits for the place."""
    premiere = nuage.accepter(nuage.recue())
    nuage.avancer(minutes=1)
    suivante = nuage.recue(qui=mandant("m2", nom="Autre"))
    nuage.refuser(suivante, "M06")
    nuage.avancer(minutes=1)
    apres_reception.annuler(nuage, premiere)
    return suivante


def reexaminer_deux_fois(nuage: Nuage) -> Sequence[Geste]:
    place_libre(nuage)
    return [travail(nuage, place()), travail(nuage, place())]


def reexaminer_et_etablir_une_autre(nuage: Nuage) -> Sequence[Geste]:
    """A third mandant names the same mandataire: established later, it comes after (CAP-05)."""
    place_libre(nuage)
    tierce = nuage.deposer(qui=mandant("m3", nom="Tiers"))
    return [travail(nuage, place()), acte(nuage, tierce, minutes=1)]


def reexaminer_et_accepter_une_autre(nuage: Nuage) -> Sequence[Geste]:
    place_libre(nuage)
    tierce = nuage.recue(qui=mandant("m3", nom="Tiers"))
    return [travail(nuage, place()), acceptation(nuage, tierce)]


def reexaminer_et_redonner(nuage: Nuage) -> Sequence[Geste]:
    """The mandant of the candidate gives another one at the same time (L75)."""
    place_libre(nuage)
    autre = nuage.deposer(qui=mandant("m2", nom="Autre"), pour=VOISIN)
    return [travail(nuage, place()), acte(nuage, autre, APJ, minutes=1)]


def reexaminer_et_rouvrir(nuage: Nuage) -> Sequence[Geste]:
    candidate = place_libre(nuage)
    return [
        travail(nuage, place()),
        lambda: apres_reception.rouvrir(nuage, candidate, agent=CLERC),
    ]


REGISTRE: dict[str, Couple] = {
    "la même question au registre, deux fois": Couple(
        demander_deux_fois_au_registre,
        {("fait", "fait")},
        memoire=True,
    ),
    "registre et résiliation": Couple(
        registre_et_resiliation, {("fait", "RESILIEE")}, memoire=True
    ),
    "registre et annulation (L77)": Couple(
        registre_et_annulation, {("fait", "ANNULEE_DROIT")}, memoire=True
    ),
    "rejet du registre et résiliation": Couple(
        rejet_et_resiliation,
        {("fait", "RESILIEE"), ("fait", "TransitionInterdite")},
        memoire=True,
    ),
    "registre et remplacement (L75)": Couple(
        registre_et_remplacement, {("fait", "ETABLIE")}, memoire=True
    ),
    "registre, et refus de la mairie": Couple(
        registre_et_mairie,
        {("fait", "INVALIDE"), ("fait", "TransitionInterdite")},
        memoire=True,
    ),
    "deux procurations d'un mandataire au registre (L73)": Couple(
        deux_procurations_au_registre,
        {("fait", "fait")},
        la_premiere_seule_est_valide,
        memoire=True,
    ),
    "réexaminer deux fois une place (L73)": Couple(
        reexaminer_deux_fois,
        {("fait", "fait")},
        memoire=True,
    ),
    "réexaminer, et établir une autre (L73)": Couple(
        reexaminer_et_etablir_une_autre,
        {("fait", "ETABLIE")},
        memoire=True,
    ),
    "réexaminer, et accepter une autre (L73)": Couple(
        reexaminer_et_accepter_une_autre,
        {("fait", "VALIDE"), ("fait", "ControleNonConforme")},
        memoire=True,
    ),
    "réexaminer, et redonner procuration (L75)": Couple(
        reexaminer_et_redonner,
        {("fait", "ETABLIE"), ("fait", "MandantDejaRepresente")},
        memoire=True,
    ),
    "réexaminer, et rouvrir": Couple(
        reexaminer_et_rouvrir,
        {("fait", "A_CONTROLER"), ("fait", "TransitionInterdite")},
        memoire=True,
    ),
}
