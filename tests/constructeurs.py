"""Builders of test data: what a test does not say is ordinary."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.depots.conversion_administration import modele_habilitation, modele_scrutin
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.depots.modeles import DelegationModele
from chalicelib.domaine.autorites import QualiteHorsPortail
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import ActePapier, Circonstances
from chalicelib.domaine.habilitation import Agent, Habilitation, Qualite
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe
from chalicelib.domaine.portee import Portee, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services.collecter import collecter
from chalicelib.services.decider import accepter, refuser
from chalicelib.services.demander_resiliation import demander_resiliation
from chalicelib.services.deposer import deposer
from chalicelib.services.etablir import etablir
from chalicelib.services.ports import Contexte
from chalicelib.services.resilier import resilier
from chalicelib.services.router import router
from chalicelib.services.saisir_papier import FormulairePapier, saisir_papier
from infra.local.moteurs import Moteur

RENNES, ANGERS, PARIS_12 = "35238", "49007", "75112"
SECRET = b"secret-des-tests"
OPJ = Agent("13000640400014/opj-rennes", "Kervella", "Yann")
APJ = Agent("13000640400022/apj-angers", "Moreau", "Inès")
DELEGUE = Agent("13000640400014/delegue-rennes", "Le Goff", "Yvon")
CONSUL = Agent("13000640400030/consulat-londres", "Vasseur", "Hugo")
AGENT_RENNES = Agent("21350238800019/mairie-rennes", "Le Bris", "Nolwenn")
AGENT_ANGERS = Agent("21490007800012/mairie-angers", "Gautier", "Paul")
LISTE_ELECTORALE = frozenset({"INSCRIPTION_MANDANT", "INSCRIPTION_MANDATAIRE"})
"""The checks that only the clerk can make."""

PRESIDENTIELLE = Scrutin(
    "presidentielle-2027",
    "Élection présidentielle",
    (Tour(1, date(2027, 4, 11)), Tour(2, date(2027, 4, 25))),
    consulaire=True,
    dates_provisoires=True,
)
REGIONALES_2021 = Scrutin(
    "departementales-regionales-2021",
    "Élections départementales et régionales",
    (Tour(1, date(2021, 6, 20)), Tour(2, date(2021, 6, 27))),
)
SCRUTINS = {scrutin.id: scrutin for scrutin in (PRESIDENTIELLE, REGIONALES_2021)}


def etat_civil(**autres: Any) -> EtatCivil:
    """A civil status."""
    ordinaire = EtatCivil("Durand-Lévêque", ("Camille", "Élodie"), Sexe.FEMININ, "1985-07-14")
    return replace(ordinaire, **autres)


def mandant(id_: str = "mandant-1", commune: str = RENNES, **civil: Any) -> Mandant:
    """A mandant of Rennes."""
    return Mandant(id_, etat_civil(**civil), "camille@exemple.fr", commune)


def mandataire(**autres: Any) -> Mandataire:
    """A mandataire named by civil status."""
    ordinaire = Mandataire(
        naissance="1990-01-15",
        nom="Martin",
        prenoms=("Louis",),
        sexe=Sexe.MASCULIN,
        commune=RENNES,
    )
    return replace(ordinaire, **autres)


def habilitation(agent: Agent = OPJ, **autres: Any) -> Habilitation:
    """A valid habilitation."""
    ordinaire = Habilitation(
        agent=agent.cle,
        qualite=Qualite.OPJ,
        juge="Mme Aubert",
        tribunal="Tribunal judiciaire de Rennes",
        du=datetime(2020, 1, 1, tzinfo=UTC),
        au=datetime(2030, 1, 1, tzinfo=UTC),
        unite="Commissariat de Rennes",
        lieu="Rennes",
    )
    return replace(ordinaire, **autres)


@dataclass
class Nuage:
    """A cloud with empty tables, and short words to fill them."""

    moteur: Moteur
    maintenant: datetime
    contexte: Contexte = field(init=False)

    def __post_init__(self) -> None:
        depots = DepotsDynamo(lambda: self.maintenant)
        self.contexte = Contexte(depots, SECRET, random.Random(2021))

    def avancer(self, **duree: float) -> datetime:
        """Moves the clock forward: `avancer(minutes=5)`."""
        self.maintenant += timedelta(**duree)
        return self.maintenant

    def peupler(self) -> Nuage:
        """Scrutins, one authority of each unit, one clerk of each mairie."""
        for scrutin in SCRUTINS.values():
            self.ajouter_scrutin(scrutin)
        for agent in (OPJ, APJ):
            self.habiliter(habilitation(agent))
        self.deleguer(AGENT_RENNES, RENNES)
        self.deleguer(AGENT_ANGERS, ANGERS)
        return self

    def ajouter_scrutin(self, scrutin: Scrutin) -> None:
        """Writes a scrutin."""
        modele_scrutin(scrutin).save()

    def habiliter(self, accordee: Habilitation) -> None:
        """Writes a habilitation."""
        modele_habilitation(accordee).save()

    def deleguer(self, agent: Agent, commune: str, **autres: Any) -> None:
        """Writes a delegation."""
        dates = {
            "du": datetime(2020, 1, 1, tzinfo=UTC),
            "au": datetime(2030, 1, 1, tzinfo=UTC),
        }
        DelegationModele(agent=agent.cle, commune=commune, **(dates | autres)).save()

    def deposer(
        self,
        qui: Mandant | None = None,
        pour: Mandataire | None = None,
        portee: Portee | None = None,
        cle: str = "",
    ) -> Demande:
        """A demande; each call has a key of its own unless one is given."""
        return deposer(
            self.contexte,
            mandant=qui or mandant(),
            mandataire=pour or mandataire(),
            portee=portee or PorteeScrutin(PRESIDENTIELLE.id, (1, 2)),
            cle=cle or str(random.random()),
            maintenant=self.maintenant,
        )

    def etablir(
        self, demande: Demande, agent: Agent = OPJ, cle: str = "", *, remplacer: bool = False
    ) -> Demande:
        """Establishes it; `remplacer` ends those that it replaces."""
        return etablir(
            self.contexte,
            reference=demande.reference,
            agent=agent,
            circonstances=Circonstances(piece="CNI"),
            cle=cle,
            maintenant=self.maintenant,
            remplacer=remplacer,
        )

    def collecter(
        self, demande: Demande, agent: Agent = DELEGUE, cle: str = "", **autres: Any
    ) -> Demande:
        """The délégué collects it; his habilitation is to be given first."""
        return collecter(
            self.contexte,
            reference=demande.reference,
            agent=agent,
            circonstances=Circonstances(**({"piece": "CNI"} | autres)),
            cle=cle,
            maintenant=self.maintenant,
        )

    def transmettre(self, demande: Demande) -> Demande:
        """Routes it, as the stream function does."""
        router(self.contexte, demande, self.maintenant)
        return self.relire(demande)

    def recue(self, **depot: Any) -> Demande:
        """A procuration that a mairie has received."""
        return self.transmettre(self.etablir(self.deposer(**depot)))

    def accepter(self, demande: Demande, agent: Agent = AGENT_RENNES, **autres: Any) -> Demande:
        """The mairie accepts."""
        options: dict[str, Any] = {
            "commune": RENNES,
            "confirmes": LISTE_ELECTORALE,
            "cle": "",
        } | autres
        return accepter(
            self.contexte,
            reference=demande.reference,
            agent=agent,
            maintenant=self.maintenant,
            **options,
        )

    def refuser(
        self, demande: Demande, motif: str = "M03", agent: Agent = AGENT_RENNES, **autres: Any
    ) -> Demande:
        """The mairie refuses."""
        options: dict[str, Any] = {"commune": RENNES, "precision": "", "cle": ""} | autres
        return refuser(
            self.contexte,
            reference=demande.reference,
            agent=agent,
            motif=motif,
            maintenant=self.maintenant,
            **options,
        )

    def demander_resiliation(self, demande: Demande) -> Demande:
        """Its mandant asks online to end it."""
        return demander_resiliation(
            self.contexte,
            reference=demande.reference,
            mandant_id=demande.mandant.id,
            maintenant=self.maintenant,
        )

    def resilier(
        self, demande: Demande, agent: Agent = OPJ, cle: str = "", piece: str = "CNI"
    ) -> Demande:
        """The authority ends it."""
        return resilier(
            self.contexte,
            reference=demande.reference,
            agent=agent,
            piece=piece,
            cle=cle,
            maintenant=self.maintenant,
        )

    def relire(self, demande: Demande) -> Demande:
        """The demande as it now stands."""
        trouvee = self.contexte.depots.demande(demande.reference)
        assert trouvee is not None
        return trouvee

    def saisir_papier(
        self,
        formulaire: FormulairePapier | None = None,
        agent: Agent = AGENT_RENNES,
        **autres: Any,
    ) -> Demande:
        """The mairie enters a form; each call has a key of its own unless one is given."""
        options: dict[str, Any] = {"commune": RENNES, "cle": str(random.random())} | autres
        return saisir_papier(
            self.contexte,
            formulaire=formulaire or formulaire_papier(self.maintenant - timedelta(days=2)),
            agent=agent,
            maintenant=self.maintenant,
            **options,
        )


def formulaire_papier(le: datetime, **autres: Any) -> FormulairePapier:
    """A form that a magistrate of Rennes has signed at this instant."""
    acte = ActePapier(
        nom="Aubert",
        prenom="Hélène",
        qualite=QualiteHorsPortail.MAGISTRAT,
        lieu="Rennes",
        le=le,
        en_france=True,
    )
    ordinaire = FormulairePapier(
        mandant=etat_civil(nom="Papillon"),
        mandataire=mandataire(),
        portee=PorteeScrutin(PRESIDENTIELLE.id, (1, 2)),
        acte=acte,
    )
    return replace(ordinaire, **autres)
