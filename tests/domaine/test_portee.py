"""What a procuration may cover (article R74), and when two of them cover one day of vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.portee import (
    Portee,
    PorteePeriode,
    PorteeScrutin,
    dernier_jour,
    jours_de_vote,
    portee_periode,
    portee_scrutin,
    premier_jour,
    se_recouvrent,
)
from chalicelib.domaine.scrutins import Scrutin, Tour
from tests.constructeurs import PRESIDENTIELLE, RENNES, SCRUTINS

T1, T2 = date(2027, 4, 11), date(2027, 4, 25)
CONSULAT = "ZZ001"


def demander(
    *tours: int,
    aujourd_hui: date = date(2027, 3, 1),
    scrutin: Scrutin | None = PRESIDENTIELLE,
    commune: str = RENNES,
) -> PorteeScrutin:
    return portee_scrutin(
        scrutin,
        tours,
        commune=commune,
        est_consulat=commune.startswith("ZZ"),
        aujourd_hui=aujourd_hui,
    )


def refus_du_champ(champ: str, demande: object) -> str:
    with pytest.raises(SaisieInvalide) as refus:
        demande()  # type: ignore[operator]
    assert list(refus.value.erreurs) == [champ]
    return refus.value.detail


@pytest.mark.parametrize(
    "tours,retenus", [((1,), (1,)), ((2,), (2,)), ((1, 2), (1, 2)), ((2, 1, 2, 1), (1, 2))]
)
def test_val_01_un_tour_l_autre_ou_les_deux(
    tours: tuple[int, ...], retenus: tuple[int, ...]
) -> None:
    assert demander(*tours) == PorteeScrutin(PRESIDENTIELLE.id, retenus)


@pytest.mark.parametrize("tours", [(), (3,), (0,), (1, 3), (-1,)])
def test_un_tour_qui_n_existe_pas_est_refuse(tours: tuple[int, ...]) -> None:
    assert "premier tour" in refus_du_champ("tours", lambda: demander(*tours))


def test_val_06_le_jour_du_vote_il_est_encore_temps() -> None:
    assert demander(1, 2, aujourd_hui=T1).tours == (1, 2)
    assert demander(2, aujourd_hui=T2).tours == (2,)


def test_apres_le_premier_tour_seul_le_second_se_choisit() -> None:
    lendemain = T1 + timedelta(days=1)

    assert demander(2, aujourd_hui=lendemain).tours == (2,)
    assert "seulement le second" in refus_du_champ(
        "tours", lambda: demander(1, 2, aujourd_hui=lendemain)
    )
    assert "seulement le second" in refus_du_champ(
        "tours", lambda: demander(1, aujourd_hui=lendemain)
    )


def test_un_scrutin_passe_est_refuse() -> None:
    assert "est passé" in refus_du_champ(
        "scrutin", lambda: demander(2, aujourd_hui=T2 + timedelta(days=1))
    )


def test_un_scrutin_inconnu_ou_d_ailleurs_est_refuse() -> None:
    bretagne = replace(PRESIDENTIELLE, territoire=("22", "29", "35", "56"), consulaire=False)

    assert demander(1, scrutin=bretagne).tours == (1,)
    for scrutin, commune in ((None, RENNES), (bretagne, "49007"), (bretagne, CONSULAT)):
        refus_du_champ("scrutin", lambda s=scrutin, c=commune: demander(1, scrutin=s, commune=c))


def test_un_scrutin_consulaire_s_ouvre_aux_listes_consulaires() -> None:
    assert demander(1, commune=CONSULAT).tours == (1,)
    ici_seulement = replace(PRESIDENTIELLE, consulaire=False)
    refus_du_champ("scrutin", lambda: demander(1, scrutin=ici_seulement, commune=CONSULAT))
    seulement_la_bas = replace(PRESIDENTIELLE, territoire=("ZZ",))
    refus_du_champ("scrutin", lambda: demander(1, scrutin=seulement_la_bas))
    assert demander(1, scrutin=seulement_la_bas, commune=CONSULAT).tours == (1,)


@pytest.mark.parametrize(
    "aujourd_hui,est_consulat,dernier",
    [
        (date(2027, 3, 1), False, date(2028, 3, 1)),
        (date(2027, 3, 1), True, date(2030, 3, 1)),
        # From a 29 February, the year ends on the 28th of the next one.
        (date(2028, 2, 29), False, date(2029, 2, 28)),
        (date(2028, 2, 29), True, date(2031, 2, 28)),
        (date(2027, 2, 28), False, date(2028, 2, 28)),
        (date(2026, 12, 31), False, date(2027, 12, 31)),
    ],
)
def test_val_02_et_03_une_periode_dure_un_an_au_plus_trois_au_consulat(
    aujourd_hui: date, est_consulat: bool, dernier: date
) -> None:
    def periode(au: date) -> PorteePeriode:
        return portee_periode(aujourd_hui, au, est_consulat=est_consulat, aujourd_hui=aujourd_hui)

    assert periode(dernier) == PorteePeriode(aujourd_hui, dernier)
    detail = refus_du_champ("au", lambda: periode(dernier + timedelta(days=1)))
    assert f"au plus {'trois ans' if est_consulat else 'un an'} (article R74" in detail
    assert f"{dernier:%d/%m/%Y}" in detail


def test_le_maximum_court_d_aujourd_hui_et_non_du_debut_de_la_periode() -> None:
    def commencer_en_juin() -> None:
        portee_periode(
            date(2027, 6, 1), date(2028, 4, 1), est_consulat=False, aujourd_hui=date(2027, 3, 1)
        )

    assert "01/03/2028" in refus_du_champ("au", commencer_en_juin)


def test_une_periode_ne_commence_pas_hier_et_ne_finit_pas_avant_de_commencer() -> None:
    def periode(du: date, au: date) -> PorteePeriode:
        return portee_periode(du, au, est_consulat=False, aujourd_hui=date(2027, 3, 1))

    assert periode(date(2027, 3, 1), date(2027, 3, 1)).au == date(2027, 3, 1)
    refus_du_champ("du", lambda: periode(date(2027, 2, 28), date(2027, 4, 1)))
    refus_du_champ("au", lambda: periode(date(2027, 4, 2), date(2027, 4, 1)))
    refus_du_champ("au", lambda: periode(date(2027, 4, 2), date.max))


def test_les_jours_de_vote_sont_ceux_du_scrutin_ou_de_la_periode() -> None:
    assert jours_de_vote(PorteeScrutin(PRESIDENTIELLE.id, (1, 2)), SCRUTINS) == (T1, T2)
    assert jours_de_vote(PorteeScrutin(PRESIDENTIELLE.id, (2,)), SCRUTINS) == (T2,)
    assert jours_de_vote(PorteePeriode(T1, T2), SCRUTINS) == (T1, T2)
    assert jours_de_vote(PorteePeriode(T1 + timedelta(days=1), T2), SCRUTINS) == (T2,)
    assert jours_de_vote(PorteePeriode(date(2027, 1, 1), date(2027, 2, 1)), SCRUTINS) == ()


def test_les_dates_suivent_le_scrutin_quand_il_est_deplace() -> None:
    portee = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
    deplace = replace(PRESIDENTIELLE, tours=(Tour(1, date(2027, 5, 2)), Tour(2, date(2027, 5, 16))))

    assert premier_jour(portee, {deplace.id: deplace}) == date(2027, 5, 2)
    assert dernier_jour(portee, {deplace.id: deplace}) == date(2027, 5, 16)


def test_les_tours_se_lisent_dans_l_ordre_meme_saisis_a_l_envers() -> None:
    envers = replace(PRESIDENTIELLE, tours=PRESIDENTIELLE.tours[::-1])
    portee = PorteeScrutin(envers.id, (1, 2))

    assert jours_de_vote(portee, {envers.id: envers}) == (T1, T2)
    assert premier_jour(portee, {envers.id: envers}) == T1
    assert dernier_jour(portee, {envers.id: envers}) == T2


def test_une_periode_sert_de_son_premier_a_son_dernier_jour() -> None:
    periode = PorteePeriode(date(2027, 1, 1), date(2027, 2, 1))

    assert premier_jour(periode, SCRUTINS) == date(2027, 1, 1)
    assert dernier_jour(periode, SCRUTINS) == date(2027, 2, 1)


PORTEES: dict[str, Portee] = {
    "T1": PorteeScrutin(PRESIDENTIELLE.id, (1,)),
    "T2": PorteeScrutin(PRESIDENTIELLE.id, (2,)),
    "T1+T2": PorteeScrutin(PRESIDENTIELLE.id, (1, 2)),
    "période jusqu'au T1": PorteePeriode(date(2027, 3, 1), T1),
    "période entre les tours": PorteePeriode(T1 + timedelta(days=1), T2 - timedelta(days=1)),
    "période dès le T2": PorteePeriode(T2, date(2027, 6, 1)),
    "même jour, autre scrutin": PorteeScrutin("partielle", (1,)),
}
PARTIELLE = Scrutin("partielle", "Élection municipale partielle", (Tour(1, T1),))
CONNUS = SCRUTINS | {PARTIELLE.id: PARTIELLE}
RECOUVREMENTS = {
    frozenset({"T1", "T1+T2"}),
    frozenset({"T2", "T1+T2"}),
    frozenset({"T1", "période jusqu'au T1"}),
    frozenset({"T1+T2", "période jusqu'au T1"}),
    frozenset({"T2", "période dès le T2"}),
    frozenset({"T1+T2", "période dès le T2"}),
    # R74 al. 3: elections of one day share one procuration.
    frozenset({"T1", "même jour, autre scrutin"}),
    frozenset({"T1+T2", "même jour, autre scrutin"}),
    frozenset({"période jusqu'au T1", "même jour, autre scrutin"}),
}


@pytest.mark.parametrize("une", PORTEES)
@pytest.mark.parametrize("autre", PORTEES)
def test_val_04_deux_portees_se_recouvrent_sur_un_jour_de_vote(une: str, autre: str) -> None:
    attendu = une == autre and une != "période entre les tours"
    attendu = attendu or une == autre or frozenset({une, autre}) in RECOUVREMENTS

    assert se_recouvrent(PORTEES[une], PORTEES[autre], CONNUS) is attendu


jours = st.dates(date(2027, 3, 25), date(2027, 5, 5))
portees = st.one_of(
    st.sampled_from([PORTEES["T1"], PORTEES["T2"], PORTEES["T1+T2"]]),
    st.tuples(jours, jours).map(lambda d: PorteePeriode(min(d), max(d))),
)


@given(portees, portees)
def test_le_recouvrement_est_symetrique_et_se_voit_aux_jours(une: Portee, autre: Portee) -> None:
    recouvre = se_recouvrent(une, autre, CONNUS)

    assert recouvre is se_recouvrent(autre, une, CONNUS)
    communs = set(jours_de_vote(une, CONNUS)) & set(jours_de_vote(autre, CONNUS))
    if communs:
        assert recouvre
    elif isinstance(une, PorteeScrutin) or isinstance(autre, PorteeScrutin):
        assert not recouvre


@given(portees)
def test_une_portee_se_recouvre_elle_meme(une: Portee) -> None:
    assert se_recouvrent(une, une, CONNUS)
    assert premier_jour(une, CONNUS) <= dernier_jour(une, CONNUS)
