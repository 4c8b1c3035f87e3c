"""Where identities may be compared: at the counter, at home (R72-1 IV, R73), in a public place
(R72-1 III), at a consular post (R72-1-1).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.cadres import attestation_gardee_jusqu_au, preciser
from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import QUALITES_CONSULAIRES, Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from tests.constructeurs import CONSUL, PRESIDENTIELLE, SCRUTINS, habilitation

MIDI = datetime(2027, 3, 1, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
GARE = LieuPublic(
    id="35-gare",
    departement="35",
    arrete="arrêté du 1er février 2027",
    libelle="Gare de Rennes",
    commune="35238",
    creneaux=(Creneau(MIDI, MIDI + timedelta(hours=2)),),
)
TOUT_DIT = Circonstances(
    piece="CNI",
    lieu_public="35-gare",
    lieu="ce que dit l'écran",
    ecrit_du=date(2027, 2, 25),
    attestation=True,
)


def preciser_(
    circonstances: Circonstances,
    qualite: Qualite = Qualite.OPJ,
    lieu: LieuPublic | None = GARE,
    quand: datetime = MIDI,
) -> Circonstances:
    return preciser(circonstances, habilitation(qualite=qualite), lieu, "Rennes", quand)


def erreurs(circonstances: Circonstances, **autres: object) -> set[str]:
    with pytest.raises(SaisieInvalide) as refus:
        preciser_(circonstances, **autres)  # type: ignore[arg-type]
    assert all(len(phrase.split()) > 4 for phrase in refus.value.erreurs.values())
    return set(refus.value.erreurs)


def test_au_guichet_l_acte_n_a_ni_lieu_public_ni_demande_ecrite() -> None:
    assert preciser_(TOUT_DIT) == Circonstances(piece="CNI", attestation=True)


def test_aut_05_r72_1_iv_au_domicile_l_acte_garde_la_demande_ecrite_seule() -> None:
    assert preciser_(replace(TOUT_DIT, cadre=Cadre.DOMICILE)) == Circonstances(
        piece="CNI", cadre=Cadre.DOMICILE, ecrit_du=date(2027, 2, 25), attestation=True
    )


def au_domicile(ecrit_du: date | None, attestation: bool = True) -> Circonstances:
    return replace(TOUT_DIT, cadre=Cadre.DOMICILE, ecrit_du=ecrit_du, attestation=attestation)


def test_aut_05_r73_sans_demande_ecrite_ni_attestation_pas_de_domicile() -> None:
    assert erreurs(au_domicile(None)) == {"ecrit_du"}
    assert erreurs(au_domicile(date(2027, 2, 25), attestation=False)) == {"attestation"}
    assert erreurs(au_domicile(None, attestation=False)) == {"ecrit_du", "attestation"}


@pytest.mark.parametrize("ecrit", [date(2027, 3, 1), date(2026, 9, 1)])
def test_aut_05_une_demande_ecrite_d_aujourd_hui_ou_de_six_mois_convient(ecrit: date) -> None:
    assert preciser_(au_domicile(ecrit)).ecrit_du == ecrit


@pytest.mark.parametrize("ecrit", [date(2027, 3, 2), date(2026, 8, 31)])
def test_aut_05_ni_une_demande_ecrite_de_demain_ni_de_plus_de_six_mois(ecrit: date) -> None:
    assert erreurs(au_domicile(ecrit)) == {"ecrit_du"}


def test_aut_05_le_jour_de_la_demande_ecrite_est_un_jour_de_paris() -> None:
    # 23:30 UTC is already the next day in Paris.
    soir = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)

    assert preciser_(au_domicile(date(2027, 3, 2)), quand=soir).ecrit_du == date(2027, 3, 2)


EN_GARE = replace(TOUT_DIT, cadre=Cadre.LIEU_PUBLIC)


def test_aut_06_r72_1_iii_dans_un_lieu_de_l_arrete_l_acte_est_fait_dans_sa_commune() -> None:
    assert preciser_(EN_GARE) == Circonstances(
        piece="CNI",
        cadre=Cadre.LIEU_PUBLIC,
        lieu_public="35-gare",
        lieu="Rennes",
        attestation=True,
    )


@pytest.mark.parametrize("quand", [MIDI - INSTANT, MIDI + timedelta(hours=2)])
def test_aut_06_r72_1_iii_hors_des_heures_de_l_arrete_le_lieu_ne_sert_pas(quand: datetime) -> None:
    assert erreurs(EN_GARE, quand=quand) == {"lieu_public"}


def test_aut_06_r72_1_iii_hors_de_l_arrete_aucun_lieu() -> None:
    assert erreurs(EN_GARE, lieu=None) == {"lieu_public"}


@pytest.mark.parametrize("cadre", [Cadre.CONSULAT, Cadre.CERTIFIE, Cadre.PAPIER])
def test_r72_1_une_autorite_de_france_n_a_pas_d_autre_cadre(cadre: Cadre) -> None:
    assert erreurs(replace(TOUT_DIT, cadre=cadre)) == {"cadre"}


@pytest.mark.parametrize("qualite", sorted(QUALITES_CONSULAIRES))
@pytest.mark.parametrize("cadre", [Cadre.GUICHET, Cadre.CONSULAT])
def test_aut_03_r72_1_1_a_l_etranger_l_acte_est_fait_au_poste(
    qualite: Qualite, cadre: Cadre
) -> None:
    assert preciser_(replace(TOUT_DIT, cadre=cadre), qualite) == Circonstances(
        piece="CNI", cadre=Cadre.CONSULAT
    )


@pytest.mark.parametrize("cadre", [Cadre.DOMICILE, Cadre.LIEU_PUBLIC])
def test_aut_03_r72_1_1_a_l_etranger_ni_domicile_ni_lieu_public(cadre: Cadre) -> None:
    assert erreurs(replace(TOUT_DIT, cadre=cadre), qualite=Qualite.CHEF_DE_POSTE) == {"cadre"}


def test_aut_03_r72_1_1_iv_les_consulats_etablissent_en_ligne_depuis_2022() -> None:
    nouvel_an = datetime(2021, 12, 31, 23, tzinfo=UTC)
    habilite = habilitation(CONSUL, qualite=Qualite.AGENT_CONSULAIRE)

    assert preciser(Circonstances(piece="CNI"), habilite, None, "", nouvel_an)
    with pytest.raises(AccesRefuse, match="1er janvier 2022"):
        preciser(Circonstances(piece="CNI"), habilite, None, "", nouvel_an - INSTANT)


@pytest.mark.parametrize(
    "portee,jusqu_au",
    [
        (PorteeScrutin(PRESIDENTIELLE.id, (1,)), date(2027, 10, 11)),
        (PorteeScrutin(PRESIDENTIELLE.id, (1, 2)), date(2027, 10, 25)),
        (PorteePeriode(date(2027, 3, 1), date(2027, 8, 31)), date(2028, 2, 29)),
    ],
)
def test_aut_05_r73_l_attestation_se_garde_six_mois_apres_la_fin_de_validite(
    portee: PorteeScrutin | PorteePeriode, jusqu_au: date
) -> None:
    assert attestation_gardee_jusqu_au(portee, SCRUTINS) == jusqu_au
