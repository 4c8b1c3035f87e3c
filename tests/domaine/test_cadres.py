"""Where an authority may establish beside its counter, article by article."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.cadres import attestation_gardee_jusqu_au, preciser
from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from tests.constructeurs import CONSUL, PRESIDENTIELLE, RENNES, SCRUTINS, habilitation

LE_1ER_MARS = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
GARE = LieuPublic(
    id="35-gare",
    departement="35",
    arrete="arrêté du 12 février",
    libelle="Gare de Rennes",
    commune=RENNES,
    creneaux=(
        Creneau(LE_1ER_MARS, LE_1ER_MARS + timedelta(hours=2)),
        Creneau(LE_1ER_MARS + timedelta(days=1), LE_1ER_MARS + timedelta(days=1, hours=2)),
    ),
)
AU_DOMICILE = Circonstances(
    piece="CNI", cadre=Cadre.DOMICILE, ecrit_du=date(2027, 2, 20), attestation=True
)
A_LA_GARE = Circonstances(piece="CNI", cadre=Cadre.LIEU_PUBLIC, lieu_public=GARE.id)
CONSULAIRE = habilitation(
    CONSUL, qualite=Qualite.AGENT_CONSULAIRE, poste="ZZ001", du=datetime(2020, 1, 1, tzinfo=UTC)
)


def juger(circonstances, qui=None, lieu=None, maintenant=LE_1ER_MARS):
    return preciser(circonstances, qui or habilitation(), lieu, "Rennes", maintenant)


def au_domicile(**autres):
    champs = {"ecrit_du": AU_DOMICILE.ecrit_du, "attestation": True} | autres
    return Circonstances(piece="CNI", cadre=Cadre.DOMICILE, **champs)


def champs_refuses(circonstances, **autres):
    with pytest.raises(SaisieInvalide) as refus:
        juger(circonstances, **autres)
    return set(refus.value.erreurs)


def test_r72_1_iv_au_domicile_avec_l_ecrit_et_l_attestation():
    assert juger(AU_DOMICILE) == AU_DOMICILE


@pytest.mark.parametrize(
    "ecrit, accepte",
    [
        (date(2027, 3, 1), True),
        (date(2027, 3, 2), False),
        (date(2026, 9, 1), True),
        (date(2026, 8, 31), False),
        (None, False),
    ],
)
def test_r72_1_iv_l_ecrit_n_est_ni_de_demain_ni_d_il_y_a_plus_de_six_mois(ecrit, accepte):
    if accepte:
        assert juger(au_domicile(ecrit_du=ecrit)).ecrit_du == ecrit
    else:
        assert champs_refuses(au_domicile(ecrit_du=ecrit)) == {"ecrit_du"}


def test_r73_l_attestation_sur_l_honneur_est_exigee():
    assert champs_refuses(au_domicile(attestation=False)) == {"attestation"}
    assert champs_refuses(au_domicile(attestation=False, ecrit_du=None)) == {
        "attestation",
        "ecrit_du",
    }


@pytest.mark.parametrize(
    "portee, jusqu_au",
    [
        (PorteeScrutin(PRESIDENTIELLE.id, (1,)), date(2027, 10, 11)),
        (PorteeScrutin(PRESIDENTIELLE.id, (1, 2)), date(2027, 10, 25)),
        (PorteePeriode(date(2027, 3, 1), date(2027, 8, 31)), date(2028, 2, 29)),
    ],
)
def test_r73_l_attestation_se_garde_six_mois_apres_la_fin_de_validite(portee, jusqu_au):
    assert attestation_gardee_jusqu_au(portee, SCRUTINS) == jusqu_au


@pytest.mark.parametrize(
    "apres, ouvert",
    [
        (timedelta(seconds=-1), False),
        (timedelta(), True),
        (timedelta(hours=2, seconds=-1), True),
        (timedelta(hours=2), False),
        (timedelta(days=1), True),
        (timedelta(days=2), False),
    ],
)
def test_r72_1_iii_un_lieu_public_ses_jours_et_ses_heures(apres, ouvert):
    instant = LE_1ER_MARS + apres
    if ouvert:
        faites = juger(A_LA_GARE, lieu=GARE, maintenant=instant)
        assert (faites.lieu_public, faites.lieu) == ("35-gare", "Rennes")
    else:
        assert champs_refuses(A_LA_GARE, lieu=GARE, maintenant=instant) == {"lieu_public"}


def test_r72_1_iii_sans_arrete_pas_de_lieu_public():
    assert champs_refuses(A_LA_GARE, lieu=None) == {"lieu_public"}


@pytest.mark.parametrize("cadre", [Cadre.CONSULAT, Cadre.CERTIFIE, Cadre.PAPIER])
def test_un_agent_de_france_ne_choisit_pas_le_cadre_d_un_autre(cadre):
    assert champs_refuses(Circonstances(piece="CNI", cadre=cadre)) == {"cadre"}


def test_au_guichet_rien_de_plus_n_est_retenu():
    bavard = Circonstances(
        piece="CNI", lieu_public="35-gare", lieu="Ailleurs", ecrit_du=date(2027, 3, 1)
    )
    assert juger(bavard) == Circonstances(piece="CNI")


@pytest.mark.parametrize("cadre", [Cadre.GUICHET, Cadre.CONSULAT])
def test_r72_1_1_iv_une_autorite_consulaire_agit_a_son_poste(cadre):
    faites = juger(Circonstances(piece="PASSEPORT", cadre=cadre), CONSULAIRE)
    assert faites == Circonstances(piece="PASSEPORT", cadre=Cadre.CONSULAT)


@pytest.mark.parametrize("circonstances", [AU_DOMICILE, A_LA_GARE])
def test_r72_1_1_ni_domicile_ni_lieu_public_a_l_etranger(circonstances):
    assert champs_refuses(circonstances, qui=CONSULAIRE, lieu=GARE) == {"cadre"}


@pytest.mark.parametrize(
    "instant, ouvert",
    [
        (datetime(2021, 12, 31, 22, 59, tzinfo=UTC), False),
        (datetime(2021, 12, 31, 23, 0, tzinfo=UTC), True),
    ],
)
def test_aut_03_en_ligne_a_l_etranger_depuis_le_1er_janvier_2022_a_paris(instant, ouvert):
    if ouvert:
        assert juger(Circonstances(piece="CNI"), CONSULAIRE, maintenant=instant)
    else:
        with pytest.raises(AccesRefuse, match="2022"):
            juger(Circonstances(piece="CNI"), CONSULAIRE, maintenant=instant)
