"""AUT-03 and CAP-07: acts of consular authorities, and what L73 makes of them (domaine.md, 1.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.erreurs import HabilitationInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import cle_mandataire
from chalicelib.domaine.portee import PorteePeriode
from tests.constructeurs import CONSUL, OPJ, SECRET, Nuage, habilitation, mandant, mandataire

LONDRES = "ZZ001"
PRENOMS = ("Alix", "Béa", "Chloé", "Dina")


@pytest.fixture
def service(nuage: Nuage) -> Nuage:
    nuage.peupler()
    nuage.habiliter(
        habilitation(CONSUL, qualite=Qualite.CHEF_DE_POSTE, poste=LONDRES, juge="", lieu="Londres")
    )
    return nuage


def etablir(nuage: Nuage, rang: int, ou: str, commune: str = "35238"):
    """One more mandant for the same mandataire, established in France (F) or abroad (E)."""
    qui = mandant(f"mandant-{rang}", commune, prenoms=(PRENOMS[rang],))
    nuage.avancer(minutes=1)
    return nuage.etablir(nuage.deposer(qui), OPJ if ou == "F" else CONSUL)


@pytest.mark.parametrize(
    "ou, acceptees",
    [
        ("F", 1),
        ("E", 1),
        ("FE", 2),
        ("EF", 2),
        ("EE", 2),
        ("FF", 1),
        ("EEE", 2),
        ("FEE", 2),
        ("EFF", 2),
    ],
)
def test_l73_une_en_france_et_une_a_l_etranger_ou_deux_a_l_etranger(service, ou, acceptees):
    recues = [service.transmettre(etablir(service, rang, lieu)) for rang, lieu in enumerate(ou)]
    faites = 0
    for recue in recues:
        try:
            faites += service.accepter(recue).etat is Etat.VALIDE
        except ControleNonConforme:
            continue
    assert faites == acceptees


def test_cap_07_l_acte_du_poste_est_hors_de_france_partout_ou_il_compte(service):
    etablie = etablir(service, 0, "E")
    acte = etablie.etablissement
    assert (acte.en_france, acte.cadre, acte.lieu) == (False, Cadre.CONSULAT, "Londres")
    compte = service.contexte.depots.compte(cle_mandataire(mandataire(), SECRET))
    (engagement,) = compte.detenues()
    assert engagement.en_france is False
    assert service.relire(etablie) == etablie


def test_cap_04_trois_pour_un_mandant_de_liste_consulaire(service):
    for rang in range(3):
        etablir(service, rang, "E", LONDRES)
    compte = service.contexte.depots.compte(cle_mandataire(mandataire(), SECRET))
    assert all(e.liste_consulaire and not e.en_france for e in compte.detenues())
    assert len(compte.detenues()) == 3


def test_val_03_une_periode_de_trois_ans_pour_un_mandant_de_liste_consulaire(service):
    debut = service.maintenant.date()
    periode = PorteePeriode(debut, date(debut.year + 3, debut.month, debut.day))
    deposee = service.deposer(mandant(commune=LONDRES), portee=periode)
    assert service.etablir(deposee, CONSUL).portee == periode


def test_un_mandant_inscrit_en_france_se_presente_aussi_au_consulat(service):
    assert etablir(service, 0, "E").etat is Etat.ETABLIE


def test_une_habilitation_consulaire_a_aussi_ses_dates(service):
    finie = replace(
        habilitation(CONSUL, qualite=Qualite.CHEF_DE_POSTE, poste=LONDRES), au=service.maintenant
    )
    service.habiliter(finie)
    with pytest.raises(HabilitationInvalide):
        etablir(service, 0, "E")
