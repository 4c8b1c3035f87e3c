"""What time makes due, day by day (RET-01, RET-02; messages M1b and M9 of domaine.md, d)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeances import Echeance, echeance
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Etat
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Tour
from tests.constructeurs import PRESIDENTIELLE, SCRUTINS, mandant, mandataire
from tests.domaine.exemples import demande_dans

DEUX_TOURS = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
SECOND_TOUR = PorteeScrutin(PRESIDENTIELLE.id, (2,))
ANNEE = PorteePeriode(date(2027, 1, 2), date(2027, 12, 31))


def deposee(le: datetime, portee: object = DEUX_TOURS, **mandant_: str) -> Demande:
    demande, _ = vie.deposer(
        reference="XBQ7V3",
        mandant=replace(mandant(), **mandant_),
        mandataire=mandataire(),
        portee=portee,  # type: ignore[arg-type]
        cle="",
        maintenant=le,
    )
    return demande


def calendrier(demande: Demande, du: date, jours: int = 120) -> dict[date, Echeance]:
    """What each night (at 1:17 in Paris, in winter) finds due, if the demande stays as it is."""
    nuits = (
        datetime(du.year, du.month, du.day, 0, 17, tzinfo=UTC) + timedelta(days=n)
        for n in range(jours)
    )
    dues = ((nuit.date(), echeance(demande, SCRUTINS, nuit)) for nuit in nuits)
    return {nuit: due for nuit, due in dues if due is not None}


def premiers(dues: dict[date, Echeance]) -> dict[Echeance, date]:
    return {due: nuit for nuit, due in sorted(dues.items(), reverse=True)}


def test_m1b_rappelle_quinze_et_trois_jours_avant_le_premier_tour_puis_ret_02_expire() -> None:
    # given: the vote on 11 and 25 April comes before the two months are over
    demande = deposee(datetime(2027, 3, 1, 9, 30, tzinfo=UTC))

    dues = calendrier(demande, date(2027, 3, 2))

    assert premiers(dues) == {
        Echeance.RAPPEL_15: date(2027, 3, 27),
        Echeance.RAPPEL_3: date(2027, 4, 8),
        Echeance.EXPIRATION: date(2027, 4, 26),
    }
    # Three nights each, for the nights when it could not be sent.
    assert list(dues.values()).count(Echeance.RAPPEL_15) == 3
    assert list(dues.values()).count(Echeance.RAPPEL_3) == 3


def test_m1b_compte_depuis_la_fin_des_deux_mois_quand_elle_vient_avant_le_vote() -> None:
    demande = deposee(datetime(2027, 1, 5, 12, tzinfo=UTC))

    assert premiers(calendrier(demande, date(2027, 1, 6))) == {
        Echeance.RAPPEL_15: date(2027, 2, 18),
        Echeance.RAPPEL_3: date(2027, 3, 2),
        Echeance.EXPIRATION: date(2027, 3, 6),
    }


def test_m1b_pour_une_periode_compte_depuis_le_dernier_jour_au_guichet() -> None:
    dues = calendrier(deposee(datetime(2027, 1, 5, 12, tzinfo=UTC), ANNEE), date(2027, 1, 6))

    assert premiers(dues)[Echeance.RAPPEL_3] == date(2027, 3, 2)


@pytest.mark.parametrize(
    "le,rappels",
    [
        (datetime(2027, 3, 26, 12, tzinfo=UTC), {Echeance.RAPPEL_15, Echeance.RAPPEL_3}),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), {Echeance.RAPPEL_3}),
        (datetime(2027, 4, 8, 12, tzinfo=UTC), set()),
        (datetime(2027, 4, 11, 12, tzinfo=UTC), set()),
    ],
)
def test_m1b_ne_redit_pas_ce_que_m1_vient_de_dire(le: datetime, rappels: set[Echeance]) -> None:
    dues = premiers(calendrier(deposee(le), le.date() + timedelta(days=1)))

    assert set(dues) - {Echeance.EXPIRATION} == rappels


def test_m1b_ne_va_ni_sans_adresse_ni_a_qui_a_deja_vu_un_delegue() -> None:
    le = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    sans_adresse = deposee(le, courriel="")
    collectee = replace(deposee(le), etat=Etat.COLLECTEE)

    for demande in (sans_adresse, collectee):
        assert set(premiers(calendrier(demande, date(2027, 3, 2)))) == {Echeance.EXPIRATION}


@pytest.mark.parametrize("etat", sorted(A_PRESENTER))
def test_ret_02_expire_a_la_fin_du_dernier_jour_de_paris(etat: Etat) -> None:
    demande = replace(deposee(datetime(2027, 1, 5, 12, tzinfo=UTC)), etat=etat)
    minuit = datetime(2027, 3, 5, 23, tzinfo=UTC)

    avant = echeance(demande, SCRUTINS, minuit - timedelta(microseconds=1))
    assert avant is not Echeance.EXPIRATION
    assert echeance(demande, SCRUTINS, minuit) is Echeance.EXPIRATION


@pytest.mark.parametrize("etat", sorted(VIVANTS))
@pytest.mark.parametrize(
    "portee,minuit",
    [
        (DEUX_TOURS, datetime(2027, 4, 25, 22, tzinfo=UTC)),
        (PorteeScrutin(PRESIDENTIELLE.id, (1,)), datetime(2027, 4, 11, 22, tzinfo=UTC)),
        (
            PorteePeriode(date(2027, 3, 1), date(2027, 12, 31)),
            datetime(2027, 12, 31, 23, tzinfo=UTC),
        ),
    ],
)
def test_r74_une_procuration_est_echue_apres_son_dernier_jour(
    etat: Etat, portee: PorteeScrutin, minuit: datetime
) -> None:
    vivante = replace(demande_dans(Etat.VALIDE, portee=portee), etat=etat)

    assert echeance(vivante, SCRUTINS, minuit - timedelta(microseconds=1)) is None
    assert echeance(vivante, SCRUTINS, minuit) is Echeance.FIN


def test_une_date_deplacee_deplace_ce_qui_est_du() -> None:
    vivante = demande_dans(Etat.VALIDE)
    recule = replace(PRESIDENTIELLE, tours=(Tour(1, date(2027, 6, 6)), Tour(2, date(2027, 6, 20))))
    le_26_avril = datetime(2027, 4, 26, 12, tzinfo=UTC)

    assert echeance(vivante, SCRUTINS, le_26_avril) is Echeance.FIN
    assert echeance(vivante, {PRESIDENTIELLE.id: recule}, le_26_avril) is None


@pytest.mark.parametrize(
    "etat",
    sorted(set(Etat) - VIVANTS - A_PRESENTER - {Etat.RETIREE, Etat.EXPIREE, Etat.REFUSEE_AGENT}),
)
def test_ret_01_s_efface_un_an_apres_sa_validite_et_m9_previent(etat: Etat) -> None:
    finie = replace(demande_dans(Etat.VALIDE), etat=etat)
    minuit = datetime(2028, 4, 25, 22, tzinfo=UTC)

    assert echeance(finie, SCRUTINS, minuit) is Echeance.EFFACEMENT
    assert echeance(finie, SCRUTINS, minuit - timedelta(microseconds=1)) is None
    dues = premiers(calendrier(finie, date(2027, 4, 26), 400))
    assert dues == {
        Echeance.AVIS_EFFACEMENT: date(2028, 4, 11),
        Echeance.EFFACEMENT: date(2028, 4, 26),
    }


def test_m9_ne_va_pas_a_un_mandant_sans_adresse() -> None:
    papier = demande_dans(Etat.VALIDE)
    finie = replace(papier, etat=Etat.ECHUE, mandant=replace(papier.mandant, courriel=""))

    assert set(premiers(calendrier(finie, date(2027, 4, 26), 400))) == {Echeance.EFFACEMENT}


@pytest.mark.parametrize("etat", [Etat.RETIREE, Etat.EXPIREE, Etat.REFUSEE_AGENT])
def test_ret_02_ce_qui_ne_fut_pas_etabli_s_efface_deux_mois_apres_le_depot(etat: Etat) -> None:
    demande = replace(deposee(datetime(2027, 1, 5, 12, tzinfo=UTC)), etat=etat)
    minuit = datetime(2027, 3, 5, 23, tzinfo=UTC)

    assert echeance(demande, SCRUTINS, minuit - timedelta(microseconds=1)) is None
    assert echeance(demande, SCRUTINS, minuit) is Echeance.EFFACEMENT


def test_r74_le_second_tour_seul_n_attend_pas_le_premier() -> None:
    demande = deposee(datetime(2027, 3, 1, 9, 30, tzinfo=UTC), SECOND_TOUR)

    assert premiers(calendrier(demande, date(2027, 3, 2)))[Echeance.RAPPEL_3] == date(2027, 4, 22)
