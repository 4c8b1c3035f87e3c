"""The two functions that ask the register, delivered as on AWS: the stream of what waits, and the
schedule. `tests/preuves` compares what they do with their roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chalicelib import montage as montages
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour
from chalicelib.flux.controles import controles, reprendre_les_controles
from chalicelib.flux.routage import routage
from chalicelib.montage import montage
from chalicelib.services.annuler import annuler
from chalicelib.services.conseiller import conseiller
from infra.local import gabarit
from infra.local.pompe import Consommateur, Pompe
from tests.constructeurs import AGENT_RENNES, OPJ, RENNES, Nuage, mandant
from tests.preuves.acteurs import API, au_nom_de
from tests.services.registre_memoire import CAMILLE, LOUIS, RegistreEnMemoire, connecter

SCRUTIN = Scrutin(
    "legislatives", "Législatives", (Tour(1, date(2027, 6, 6)),), controle=ModeControle.REU
)
LOUIS_PAR_NNE = Mandataire(naissance=LOUIS.naissance, nne=LOUIS.nne)


@dataclass
class Scene:
    """A cloud whose functions and tests share one register in memory."""

    nuage: Nuage
    registre: RegistreEnMemoire

    def etablie(self, prenom: str) -> Demande:
        """A procuration for Louis, received, whose question waits in its table."""
        naissance = CAMILLE.naissance
        self.registre.inscrire(CAMILLE, nne=f"35{len(prenom):07d}", prenoms=(prenom,))
        qui = mandant(prenom, prenoms=(prenom,), naissance=naissance)
        demande = self.nuage.deposer(
            qui=qui, pour=LOUIS_PAR_NNE, portee=PorteeScrutin(SCRUTIN.id, (1,))
        )
        conseiller(self.nuage.contexte, demande, self.nuage.maintenant)
        self.nuage.avancer(seconds=1)
        self.nuage.etablir(demande, OPJ)
        router_tout(self.nuage)
        return demande

    def annuler(self, demande: Demande) -> None:
        """Its place is freed, by an agent of the mairie: that leaves work for who waits."""
        au_nom_de(
            API,
            annuler,
            self.nuage.contexte,
            reference=demande.reference,
            agent=AGENT_RENNES,
            commune=RENNES,
            cle="",
            maintenant=self.nuage.maintenant,
        )

    def etat(self, demande: Demande) -> Etat:
        """Where it stands."""
        return self.nuage.relire(demande).etat

    def delivrer(self) -> None:
        """The stream of what waits, to its function, from where it was left."""
        pomper(self.nuage, "attentes", "controles", controles)

    def reprendre(self) -> None:
        """The schedule, when all is due."""
        self.nuage.avancer(minutes=15)
        montage.cache_clear()
        reprendre_les_controles()


def router_tout(nuage: Nuage) -> None:
    """The stream of demandes, to the register."""
    pomper(nuage, "demandes", "routage", routage)


def pomper(nuage: Nuage, table: str, nom: str, fonction: Callable[[dict[str, Any]], Any]) -> None:
    """The stream of a table to one function, a process that knows nothing yet."""
    montage.cache_clear()
    client = nuage.moteur.client("dynamodb")
    decrite = client.describe_table(TableName=f"maprocuration-local-{table}")["Table"]
    consommateur = Consommateur(nom, fonction, gabarit.reglages_du_flux(nom))
    flux = nuage.moteur.client("dynamodbstreams")
    with Pompe(flux, decrite["LatestStreamArn"], [consommateur]) as pompe:
        pompe.attendre_calme()
    assert consommateur.echecs == []


@pytest.fixture
def scene(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Scene:
    nuage.peupler().ajouter_scrutin(SCRUTIN)
    registre = connecter(nuage)
    registre.inscrire(CAMILLE, nom="Personne")
    monkeypatch.setenv("REU_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(montages, "RegistreALaDemande", lambda _: registre)
    montages.configuration.cache_clear()
    montage.cache_clear()
    return Scene(nuage, registre)


def test_le_flux_puis_l_horaire_controlent_ce_qui_attend(scene: Scene) -> None:
    # given: the first is accepted, the second refused by L73, the third waits for the register
    premiere, seconde = scene.etablie("A"), scene.etablie("Be")
    scene.delivrer()
    assert (scene.etat(premiere), scene.etat(seconde)) == (Etat.VALIDE, Etat.INVALIDE)
    scene.registre.panne = True
    tierce = scene.etablie("Cem")
    scene.delivrer()
    assert scene.etat(tierce) is Etat.A_CONTROLER

    # when: places are freed; the stream does the work, then the schedule
    scene.registre.panne = False
    scene.annuler(premiere)
    scene.delivrer()
    assert scene.etat(seconde) is Etat.VALIDE
    scene.reprendre()
    assert scene.etat(tierce) is Etat.NULLE_PLAFOND, "accepted by the stream, then displaced"
    scene.registre.panne = True
    scene.annuler(seconde)
    scene.reprendre()
    scene.reprendre()
    assert scene.etat(tierce) is Etat.A_CONTROLER
    scene.registre.panne = False
    scene.reprendre()
    assert scene.etat(tierce) is Etat.VALIDE
