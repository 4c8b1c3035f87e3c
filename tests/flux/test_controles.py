"""The functions that ask the register have the rights that they use and no others; the API may
leave them work, and count how often a mandant asks.
"""

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
from chalicelib.montage import montage
from chalicelib.services.annuler import annuler
from chalicelib.services.conseiller import conseiller
from infra.local import gabarit
from infra.local.pompe import Consommateur, Pompe
from tests.constructeurs import AGENT_RENNES, OPJ, RENNES, Nuage, mandant
from tests.infra.test_droits import Greffier, greffier, livrer, permis
from tests.services.registre_memoire import CAMILLE, LOUIS, RegistreEnMemoire, connecter

__all__ = ["greffier"]

SCRUTIN = Scrutin(
    "legislatives", "Législatives", (Tour(1, date(2027, 6, 6)),), controle=ModeControle.REU
)
LOUIS_PAR_NNE = Mandataire(naissance=LOUIS.naissance, nne=LOUIS.nne)


@dataclass
class Scene:
    """A cloud whose functions and tests share one register in memory."""

    nuage: Nuage
    greffier: Greffier
    registre: RegistreEnMemoire

    def etablie(self, prenom: str) -> Demande:
        """A procuration for Louis, received, whose question waits in its table."""
        naissance = CAMILLE.naissance
        self.registre.inscrire(CAMILLE, nne=f"35{len(prenom):07d}", prenoms=(prenom,))
        qui = mandant(prenom, prenoms=(prenom,), naissance=naissance)
        with self.greffier.au_nom_de("api"):
            demande = self.nuage.deposer(
                qui=qui, pour=LOUIS_PAR_NNE, portee=PorteeScrutin(SCRUTIN.id, (1,))
            )
            conseiller(self.nuage.contexte, demande, self.nuage.maintenant)
            self.nuage.avancer(seconds=1)
            self.nuage.etablir(demande, OPJ)
        livrer(self.nuage, self.greffier)
        return demande

    def annuler(self, demande: Demande) -> None:
        """Its place is freed."""
        with self.greffier.au_nom_de("api"):
            annuler(
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
        self._au_nom_de("controles", self._pomper)

    def reprendre(self) -> None:
        """The schedule, when all is due."""
        self.nuage.avancer(minutes=15)
        self._au_nom_de("reprise", reprendre_les_controles)

    def _au_nom_de(self, nom: str, faire: Callable[[], Any]) -> None:
        montage.cache_clear()
        with self.greffier.au_nom_de(nom):
            faire()

    def _pomper(self) -> None:
        client = self.nuage.moteur.client("dynamodb")
        table = client.describe_table(TableName="maprocuration-local-attentes")["Table"]
        consommateur = Consommateur("controles", controles, gabarit.reglages_du_flux("controles"))
        flux = self.nuage.moteur.client("dynamodbstreams")
        with Pompe(flux, table["LatestStreamArn"], [consommateur]) as pompe:
            pompe.attendre_calme()
        assert consommateur.echecs == []


@pytest.fixture
def scene(nuage: Nuage, greffier: Greffier, monkeypatch: pytest.MonkeyPatch) -> Scene:
    nuage.ajouter_scrutin(SCRUTIN)
    registre = connecter(nuage)
    registre.inscrire(CAMILLE, nom="Personne")
    monkeypatch.setenv("REU_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(montages, "RegistreALaDemande", lambda _: registre)
    montages.configuration.cache_clear()
    montage.cache_clear()
    greffier.faits |= {"controles": set(), "reprise": set()}
    return Scene(nuage, greffier, registre)


def test_les_fonctions_du_registre_ont_les_droits_dont_elles_se_servent_et_aucun_autre(
    scene: Scene,
) -> None:
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

    # then
    for nom, role in (("controles", "ControlesRole"), ("reprise", "RepriseControlesRole")):
        assert scene.greffier.faits[nom] - permis(role) == set(), f"{role} lacks rights"
        assert permis(role) - scene.greffier.faits[nom] == set(), f"{role} has rights of no use"
    for nom, droit in (
        ("api", ("dynamodb:PutItem", "attentes")),
        ("api", ("dynamodb:UpdateItem", "quotas")),
        ("routage", ("dynamodb:PutItem", "attentes")),
    ):
        assert droit in scene.greffier.faits[nom]
