"""One life: its world, what was told in it, what has become of it, and what is verified of it after
each step. The rules that make it go on are in `machine`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from chalicelib.depots.conversion_administration import (
    modele_delegation,
    modele_habilitation,
    modele_lieu,
    modele_scrutin,
)
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.habilitation import Agent, Delegation
from chalicelib.domaine.portee import Portee, PorteePeriode
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.services.ports import Contexte
from tests.constructeurs import SECRET, Nuage
from tests.fautes import machine_l73 as l73
from tests.fautes import machine_lectures as lectures
from tests.fautes import machine_lois as lois
from tests.fautes.banc import Banc, Photo
from tests.fautes.machine_annales import Annales, tous_les_articles
from tests.fautes.machine_flux import Fonctions
from tests.fautes.machine_hasard import AleaQuiRepete
from tests.fautes.machine_monde import (
    CADRES,
    CONSUL,
    MANDANTS,
    PERSONNES,
    VIVANTES,
    Cadre,
    Dit,
    Personne,
    a_effacer_le,
    jour_de,
    portees,
    votes,
)
from tests.fautes.machine_registres import Registres, registres
from tests.services.registre_memoire import RegistreEnMemoire

T = TypeVar("T")
Geste = Callable[[], Any]

UN_JOUR = timedelta(hours=12)
"""Beyond, the streams have brought everything and no call is sent again."""

INVARIANTS: dict[str, Callable[[Any], None]] = {
    "1 référence": lois.une_reference_ne_sert_qu_une_fois,
    "2 L75": lois.une_procuration_par_mandant_et_par_vote,
    "3 L73": l73.les_premieres_etablies_seules_valent,
    "4 habilitation": lois.rien_sans_habilitation_valide_a_cet_instant,
    "5 commune": lois.rien_n_est_decide_par_une_autre_commune,
    "6 table": lois.les_etats_suivent_la_table,
    "7 journal": lois.chaque_transition_a_son_ecriture_chainee,
    "8 courriels": lois.un_courriel_de_chaque_sorte_par_transition,
    "9 R76-1": lectures.le_registre_public_montre_r76_1_et_rien_d_autre,
    "10 émargement": lectures.une_refusee_n_est_jamais_sur_la_liste_d_un_tour,
    "11 résiliée": lois.une_resiliee_n_est_plus_jamais_acceptee,
    "12 conservation": lectures.rien_ne_se_lit_apres_la_conservation,
}
"""Those of the issue, in its order."""


class Vie(RuleBasedStateMachine):
    """The state of one life. `banc` and `depart` (an empty cloud) are given to a subclass."""

    banc: ClassVar[Banc]
    depart: ClassVar[Photo]
    vus: ClassVar[Counter[str]]
    """How often each transition was seen, over all the lives."""

    cadre: Cadre
    registres: Registres
    annales: Annales
    fonctions: Fonctions
    registre: RegistreEnMemoire | None

    def __init__(self) -> None:
        super().__init__()
        self.dits: dict[str, Dit] = {}
        self.doublons: list[str] = []
        self.scrutins: dict[str, Scrutin] = {}
        self.scrutins_nouveaux: set[str] = set()
        self.candidates: set[str] = set()
        self.courriels_partis: set[str] = set()
        self.courriels_lus = 0
        self.le_temps_a_passe = False
        self.sans_retard = False
        self.rejouables: deque[tuple[str, Geste]] = deque(maxlen=6)
        self._lignes: dict[str, dict[str, int]] = {}
        self.perimees_lues: set[tuple[str, str]] = set()
        self._changees: set[str] = set()
        self._perimees_connues: list[str] = []
        self._numero = 0

    @property
    def nuage(self) -> Nuage:
        return self.banc.nuage

    @property
    def contexte(self) -> Contexte:
        return self.nuage.contexte

    @property
    def maintenant(self) -> datetime:
        return self.nuage.maintenant

    def naitre(self, nom: str, graine: int, *, sans_retard: bool) -> None:
        """The world is as it begins. `sans_retard`: the streams bring each record at once."""
        self.banc.remettre(self.depart)
        self.cadre, self.sans_retard = CADRES[nom], sans_retard
        self.nuage.maintenant = self.cadre.debut
        self.registre = None
        if self.cadre.reu:
            self.registre = RegistreEnMemoire([p.electeur() for p in PERSONNES])
        self.nuage.contexte = Contexte(
            DepotsDynamo(lambda: self.maintenant), SECRET, AleaQuiRepete(graine), self.registre
        )
        self.registres = registres(self.cadre.debut)
        for accordee in self.registres.habilitations.values():
            modele_habilitation(accordee).save()
        for agent, (commune, du, au) in self.registres.delegations.items():
            modele_delegation(Delegation(agent, commune, du, au)).save()
        for lieu in self.registres.lieux.values():
            modele_lieu(lieu).save()
        for scrutin in self.cadre.scrutins:
            self.tenir(scrutin)
        self.scrutins_nouveaux.clear()
        self.annales = Annales()
        self.fonctions = Fonctions(self.nuage)

    def tenir(self, scrutin: Scrutin) -> None:
        """A scrutin is decided on; every process knows it a minute later."""
        modele_scrutin(scrutin).save()
        self.scrutins[scrutin.id] = scrutin
        self.scrutins_nouveaux.add(scrutin.id)
        depots = DepotsDynamo(lambda: self.maintenant)
        self.nuage.contexte = replace(self.contexte, depots=depots)

    def tenter(self, geste: Callable[[], T], cle: str = "") -> T | None:
        """What it gives, or None when it is refused. With a key it may be sent again later."""
        try:
            fait = geste()
        except ErreurMetier as refus:
            self.vus[f"refus {type(refus).__name__}"] += 1
            return None
        finally:
            # Nothing takes no time.
            self.nuage.avancer(microseconds=1)
        if cle:
            self.rejouables.append((cle, geste))
        return fait

    def nouvelle_cle(self) -> str:
        """A key that no call has had."""
        self._numero += 1
        return f"cle-{self._numero}"

    def noter(self, demande: Demande | None, dit: Dit) -> Demande | None:
        """What was told about a demande that has just been made."""
        if demande is not None:
            if demande.reference in self.dits:
                self.doublons.append(demande.reference)
            self.dits[demande.reference] = dit
        return demande

    def une(self, choix: int, etats: set[str]) -> str:
        """A reference in one of these states; now and then any other; empty when there is none."""
        parmi = [r for r in self.dits if self.annales.etat(r) in etats]
        if choix % 9 == 8 or not parmi:
            parmi = list(self.dits)
        return parmi[choix % len(parmi)] if parmi else ""

    def en(self, *etats: str) -> bool:
        """Whether some demande is in one of these states."""
        return any(image["etat"] in etats for image in self.annales.actuelles.values())

    def donne(self, personne: Personne) -> bool:
        """Whether this mandant gives a live procuration."""
        return any(self.dits[r].mandant.id == personne.id for r in self.dans(VIVANTES))

    def portee(self, choix: int, dit: Dit) -> Portee | None:
        """What this mandant may ask for today; None when no vote is left."""
        aujourd_hui = jour_de(self.maintenant)
        offertes = []
        for portee in portees(self.cadre, aujourd_hui):
            connue = isinstance(portee, PorteePeriode) or portee.scrutin in self.scrutins
            jours = votes(replace(dit, portee=portee), self.scrutins) if connue else ()
            if jours and all(vote[0] >= aujourd_hui for vote in jours):
                offertes.append(portee)
        # The same vote more often than not: what the law limits is met there.
        poids = [offertes[0]] * len(offertes) + offertes if offertes else []
        return poids[choix % len(poids)] if poids else None

    def perimees(self) -> list[str]:
        """What nobody may read any more."""
        dits = self.dits.items()
        return [r for r, dit in dits if a_effacer_le(dit, self.scrutins) <= self.maintenant]

    def dans(self, etats: set[str]) -> list[str]:
        """The demandes in one of these states."""
        return sorted(r for r, image in self.annales.actuelles.items() if image["etat"] in etats)

    def passer(self, duree: timedelta) -> None:
        """The clock moves on; a long while leaves nothing to bring."""
        if duree >= UN_JOUR:
            self.fonctions.tout_livrer()
            self.fonctions.reprendre()
            self.fonctions.tout_livrer()
            for flux in self.fonctions.flux:
                flux.oublier()
            self.rejouables.clear()
        self.nuage.avancer(seconds=duree.total_seconds())
        self.le_temps_a_passe = True

    def oublier_les_echecs(self, agent: Agent) -> None:
        """This agent has mistyped nothing."""
        modele_habilitation(self.registres.habilitations[agent.cle]).save()

    def lignes(self, commune: str) -> dict[str, int]:
        """The rows of a commune's register: reference and version."""
        return self._lignes.get(commune, {})

    def communes_changees(self) -> set[str]:
        """Those whose register may have to be read again."""
        return self._changees

    def images_livrees(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Each version that the stream has told."""
        for reference, images in self.annales.images.items():
            for version, image in images.items():
                yield reference, version, image

    def lire(self) -> None:
        """Reads what was done since."""
        self.fonctions.lire()
        self.annales.actualiser()
        for ligne in self.annales.neuves:
            self.vus[f"{ligne.de}>{ligne.evenement}"] += 1
            if ligne.evenement in {"ETABLISSEMENT", "ETABLISSEMENT_CERTIFIE"}:
                dit = self.dits[ligne.reference]
                dit.etablie_le = ligne.instant
                dit.en_france = ligne.acteur != CONSUL.cle
        lignes: dict[str, dict[str, int]] = {}
        for article in tous_les_articles("registre"):
            lignes.setdefault(article["commune"], {})[article["reference"]] = article["version"]
        communes, perimees = {p.commune for p in MANDANTS}, self.perimees()
        self._changees = {
            commune
            for commune in communes
            if self._perimees_connues != perimees
            or lignes.get(commune) != self._lignes.get(commune)
        }
        self._lignes, self._perimees_connues = lignes, perimees

    @invariant()
    def verifier(self) -> None:
        """After each step."""
        if self.sans_retard:
            self.fonctions.tout_livrer()
        self.lire()
        for nom, invariant_ in INVARIANTS.items():
            try:
                invariant_(self)
            except AssertionError as erreur:
                erreur.add_note(f"invariant {nom}")
                raise
        l73.se_souvenir(self)
        self.le_temps_a_passe = False
