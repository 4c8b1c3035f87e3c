"""The world in which the machine plays: who lives in it, which votes are held, who is habilitated.

What the machine tells the services is kept here (`Dit`), to be compared with what they make of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from chalicelib.domaine.electeurs import Electeur, Liste, Situation
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    APJ,
    CONSUL,
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    REGIONALES_2021,
    RENNES,
)

PARIS = ZoneInfo("Europe/Paris")
LONDRES = "ZZ001"
CLERC_LONDRES = Agent("13000640400030/clerc-londres", "Ward", "Anne")
CLERC_DE_PASSAGE = Agent("21350238800019/clerc-de-passage", "Tanguy", "Malo")
RESERVISTE = Agent("13000640400014/reserviste-rennes", "Hamon", "Lena")
LECTEUR = Agent("13000640400014/lecteur-rennes", "Riou", "Alan")
"""Looks for what should be gone."""
SANS_HABILITATION = Agent("13000640400014/stagiaire-rennes", "Prigent", "Ewen")
CLERC_DE = {RENNES: AGENT_RENNES, ANGERS: AGENT_ANGERS, LONDRES: CLERC_LONDRES}
CLERCS = (CLERC_DE_PASSAGE, AGENT_ANGERS, AGENT_RENNES, CLERC_LONDRES, OPJ)
VIVANTES = {"ETABLIE", "TRANSMISE", "A_CONTROLER", "VALIDE"}
A_PRESENTER = {"DEPOSEE", "COLLECTEE"}
AUTORITES = (OPJ, APJ, CONSUL, DELEGUE, RESERVISTE, SANS_HABILITATION, AGENT_RENNES)


@dataclass(frozen=True)
class Personne:
    """Somebody, whatever he is called on a form: at most one elector."""

    id: str
    civil: EtatCivil
    commune: str
    nne: str
    par_nne: bool = False
    """How others name him as their mandataire."""

    def mandant(self) -> Mandant:
        return Mandant(self.id, self.civil, f"{self.id}@exemple.fr", self.commune)

    def mandataire(self, *, par_nne: bool) -> Mandataire:
        if par_nne:
            return Mandataire(naissance=self.civil.naissance, nne=self.nne)
        return Mandataire(
            naissance=self.civil.naissance,
            nom=self.civil.nom,
            prenoms=self.civil.prenoms,
            sexe=self.civil.sexe,
            commune=self.commune,
        )

    def electeur(self, situation: Situation = Situation.INSCRIT) -> Electeur:
        ailleurs = self.commune.startswith("ZZ")
        return Electeur(
            nne=self.nne,
            nom=self.civil.nom,
            prenoms=self.civil.prenoms,
            sexe=self.civil.sexe,
            naissance=self.civil.naissance,
            commune=self.commune,
            bureau="0112",
            listes=(Liste.CONSULAIRE if ailleurs else Liste.PRINCIPALE,),
            situation=situation,
        )


def _personne(id_: str, nom: str, prenom: str, an: int, commune: str, nne: str) -> Personne:
    civil = EtatCivil(nom, (prenom,), Sexe.FEMININ, f"{an}-07-14")
    return Personne(id_, civil, commune, nne)


MANDANTS = (
    _personne("camille", "Durand-Lévêque", "Camille", 1985, RENNES, "350000017"),
    _personne("awa", "N'Diaye", "Awa", 1991, RENNES, "350000025"),
    _personne("rose", "Le Gall", "Rose", 1949, RENNES, "350000033"),
    _personne("ines", "Garcia", "Inès", 1978, ANGERS, "490000041"),
    _personne("lucie", "Bernard", "Lucie", 1988, LONDRES, "990000058"),
)
_LOUISE = _personne("louise", "Martin", "Louise", 1990, RENNES, "350000066")
MANDATAIRES = (
    _LOUISE,
    _LOUISE,
    replace(_personne("marie", "Petit", "Marie", 1970, RENNES, "350000074"), par_nne=True),
    MANDANTS[1],
)
PERSONNES = tuple({p.nne: p for p in (*MANDANTS, *MANDATAIRES)}.values())


@dataclass(frozen=True)
class Cadre:
    """Where and when a life begins."""

    debut: datetime
    scrutins: tuple[Scrutin, ...]
    a_venir: Scrutin
    """A scrutin that is decided on later."""
    reu: bool


_LEGISLATIVES = Scrutin(
    "legislatives-2027",
    "Élections législatives",
    (Tour(1, date(2027, 5, 9)), Tour(2, date(2027, 5, 16))),
    consulaire=True,
    type=TypeScrutin.LEGISLATIVES,
    controle=ModeControle.REU,
)
_MUNICIPALE = Scrutin(
    "municipale-rennes-2027",
    "Élection municipale partielle",
    (Tour(1, date(2027, 5, 30)),),
    territoire=(RENNES,),
    type=TypeScrutin.MUNICIPALES,
    controle=ModeControle.REU_PUIS_MAIRIE,
)
_REFERENDUM = Scrutin(
    "referendum-2027",
    "Référendum",
    (Tour(1, date(2027, 6, 20)),),
    consulaire=True,
    type=TypeScrutin.REFERENDUM,
    controle=ModeControle.REU,
)
_PARTIELLE_2021 = Scrutin(
    "partielle-2021", "Élection partielle", (Tour(1, date(2021, 9, 26)),), territoire=(RENNES,)
)
_AJOUTEE_2021 = Scrutin("ajoute-2021", "Élection ajoutée", (Tour(1, date(2021, 10, 10)),))

CADRES = {
    "2021": Cadre(
        datetime(2021, 5, 20, 9, 30, tzinfo=UTC),
        (REGIONALES_2021, _PARTIELLE_2021),
        _AJOUTEE_2021,
        reu=False,
    ),
    "2027": Cadre(
        datetime(2027, 3, 20, 9, 30, tzinfo=UTC),
        (PRESIDENTIELLE, _LEGISLATIVES, _MUNICIPALE),
        _REFERENDUM,
        reu=True,
    ),
}


PARTOUT = PorteePeriode(date.min, date.max)
"""Before a portée is chosen."""


CADRES["2027, sans registre national"] = replace(CADRES["2027"], reu=False)


def portees(cadre: Cadre, debut: date) -> tuple[Portee, ...]:
    """All that a mandant of this world may choose."""
    des_scrutins = tuple(
        PorteeScrutin(scrutin.id, tours)
        for scrutin in (*cadre.scrutins, cadre.a_venir)
        for tours in _choix(scrutin)
    )
    fin = max(tour.date for scrutin in cadre.scrutins for tour in scrutin.tours)
    periodes = (
        PorteePeriode(debut, fin - timedelta(days=20)),
        PorteePeriode(debut + timedelta(days=15), fin + timedelta(days=60)),
        PorteePeriode(debut, debut + timedelta(days=340)),
    )
    return des_scrutins + periodes


def _choix(scrutin: Scrutin) -> tuple[tuple[int, ...], ...]:
    return ((1, 2), (1,), (2,)) if len(scrutin.tours) == 2 else ((1,),)


@dataclass
class Dit:
    """What the machine has told the services about one demande."""

    mandant: Personne
    mandataire: Personne
    portee: Portee
    deposee_le: datetime
    papier: bool = False
    etablie_le: datetime | None = None
    en_france: bool = True

    @property
    def commune(self) -> str:
        return self.mandant.commune

    @property
    def consulaire(self) -> bool:
        return self.commune.startswith("ZZ")


Vote = tuple[date, str, int]
"""A day, a scrutin, the number of its tour."""


def votes(dit: Dit, scrutins: dict[str, Scrutin]) -> frozenset[Vote]:
    """R74: the tours at which it serves, among those that are known, where its mandant votes."""
    portee = dit.portee
    return frozenset(
        (tour.date, scrutin.id, tour.numero)
        for scrutin in scrutins.values()
        if _vote_a(dit, scrutin)
        for tour in scrutin.tours
        if (
            portee.du <= tour.date <= portee.au
            if isinstance(portee, PorteePeriode)
            else scrutin.id == portee.scrutin and tour.numero in portee.tours
        )
    )


def _vote_a(dit: Dit, scrutin: Scrutin) -> bool:
    if dit.consulaire:
        return scrutin.consulaire
    return not scrutin.territoire or any(dit.commune.startswith(t) for t in scrutin.territoire)


def minuit(jour: date) -> datetime:
    """The first instant of a day of Paris."""
    return datetime.combine(jour, time(), tzinfo=PARIS).astimezone(UTC)


def jour_de(instant: datetime) -> date:
    """The day of Paris."""
    return instant.astimezone(PARIS).date()


def dernier_vote(dit: Dit, scrutins: dict[str, Scrutin]) -> date:
    """The end of validity."""
    if isinstance(dit.portee, PorteePeriode):
        return dit.portee.au
    return max(jour for jour, _, _ in votes(dit, scrutins))


def a_effacer_le(dit: Dit, scrutins: dict[str, Scrutin]) -> datetime:
    """RET-02: two months after a demande that was not established; RET-01: a year after the end
    of validity. The last day is whole.
    """
    un_jour = timedelta(days=1)
    if dit.etablie_le is None:
        return minuit(jour_de(dit.deposee_le) + relativedelta(months=2) + un_jour)
    return minuit(dernier_vote(dit, scrutins) + relativedelta(years=1) + un_jour)
