"""Article L73 al. 2 at each tour: null at some days only, null at all, and candidates again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.plafond import Compte, Depassement, Engagement, Sens, Verdict, juger
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour

DEBUT = datetime(2021, 5, 1, 8, tzinfo=UTC)
T1, T2 = date(2027, 4, 11), date(2027, 4, 25)
SCRUTINS = {"s": Scrutin("s", "Élection", (Tour(1, T1), Tour(2, T2)))}
AU_PREMIER, AU_SECOND = PorteeScrutin("s", (1,)), PorteeScrutin("s", (2,))
DEUX_TOURS = PorteeScrutin("s", (1, 2))


def tenue(rang: int, portee: Portee = DEUX_TOURS, **autres: object) -> Engagement:
    """The one established at this rank, in France."""
    ordinaire = Engagement(f"REF{rang:03d}", Sens.DETENUE, portee, DEBUT + timedelta(minutes=rang))
    return replace(ordinaire, **autres)  # type: ignore[arg-type]


def verdict(*tenues: Engagement, de: int, depuis: date = date.min) -> Verdict:
    return juger(Compte("m", 1, tenues), f"REF{de:03d}", SCRUTINS, depuis=depuis)


def test_cap_06_l73_nulle_au_seul_tour_ou_la_place_est_prise() -> None:
    dit = verdict(tenue(1, AU_PREMIER), tenue(2), de=2)

    assert dit == Verdict((Depassement(T1, "CAP-01", en_france=True),), frozenset({T1, T2}))
    assert dit.nuls == (T1,)
    assert not dit.est_nulle


def test_cap_06_l73_nulle_a_tous_les_tours_elle_est_nulle() -> None:
    dit = verdict(tenue(1), tenue(2), de=2)

    assert dit.nuls == (T1, T2)
    assert dit.est_nulle
    assert verdict(tenue(1), tenue(2), de=1) == Verdict((), frozenset({T1, T2}))


def test_cap_06_deux_places_prises_par_deux_procurations_d_un_tour_chacune() -> None:
    dit = verdict(tenue(1, AU_PREMIER), tenue(2, AU_SECOND), tenue(3), de=3)

    assert (dit.nuls, dit.est_nulle) == ((T1, T2), True)


@pytest.mark.parametrize(
    "depuis,nulle",
    [(T1, False), (T1 + timedelta(1), True), (T2, True), (T2 + timedelta(1), False)],
)
def test_cap_06_seuls_les_tours_a_venir_font_une_nullite(depuis: date, nulle: bool) -> None:
    # given: valid at the first tour, null at the second
    dit = verdict(tenue(1, AU_SECOND), tenue(2), de=2, depuis=depuis)

    assert dit.est_nulle is nulle


def test_sans_jour_de_vote_connu_rien_n_est_nul() -> None:
    ete = PorteePeriode(date(2027, 7, 1), date(2027, 8, 31))

    assert verdict(tenue(1, ete), tenue(2, ete), de=2) == Verdict()
    assert not Verdict().est_nulle


def test_l73_une_nulle_ne_tient_pas_de_place() -> None:
    assert not verdict(tenue(1, nulle=True), tenue(2), de=2).exces
    # Judged itself, it is as if it were live: it would be the first.
    assert not verdict(tenue(1, nulle=True), tenue(2), de=1).exces
    assert verdict(tenue(1), tenue(2, nulle=True), de=2).est_nulle


def test_l73_une_nulle_a_un_tour_tient_sa_place_aux_autres() -> None:
    # given: the second is null at the first tour, where the first one stands
    premiere, seconde = tenue(1, AU_PREMIER), tenue(2, nuls=(T1,))

    assert verdict(premiere, seconde, tenue(3, AU_SECOND), de=3).nuls == (T2,)


def test_l73_la_place_de_la_premiere_rendue_va_a_la_suivante_et_pas_a_la_derniere() -> None:
    tenues = (tenue(1), tenue(2), tenue(3))

    assert [verdict(*tenues, de=n).est_nulle for n in (1, 2, 3)] == [False, True, True]
    assert [verdict(*tenues[1:], de=n).est_nulle for n in (2, 3)] == [False, True]


def test_l73_une_procuration_hors_du_compte_n_a_pas_de_verdict() -> None:
    donnee = replace(tenue(1), sens=Sens.DONNEE)

    assert verdict(tenue(1), de=9) == Verdict()
    assert verdict(donnee, de=1) == Verdict()


JUIN, AVRIL = date(2021, 6, 20), date(2022, 4, 10)
REGIONALES = Scrutin("r", "Régionales", (Tour(1, JUIN),))
AN = PorteePeriode(date(2021, 6, 1), date(2022, 5, 31))
CONNUS = {"r": REGIONALES, "p": Scrutin("p", "Présidentielle", (Tour(1, AVRIL),))}


def test_qe_43558_deux_faites_en_france_pour_un_an_jugees_a_chaque_scrutin() -> None:
    # given: three procurations of a year, all established in France under loi 2021-191
    compte = Compte("m", 3, tuple(tenue(n, AN) for n in (1, 2, 3)))

    def nuls(reference: str, scrutins: dict[str, Scrutin], depuis: date = date.min) -> object:
        return juger(compte, reference, scrutins, depuis=depuis).nuls

    # when: June 2021 alone is known, then two are valid and the third is null
    assert [nuls(f"REF00{n}", {"r": REGIONALES}) for n in (1, 2, 3)] == [(), (), (JUIN,)]
    # then: in April 2022, under L73 alone, the second is null too, and only there
    assert [nuls(f"REF00{n}", CONNUS) for n in (1, 2, 3)] == [(), (AVRIL,), (JUIN, AVRIL)]
    # and: once June is past, no tour is left to it
    assert juger(compte, "REF002", CONNUS, depuis=date(2021, 6, 28)).est_nulle
    assert not juger(compte, "REF002", CONNUS).est_nulle


def test_cap_03_puis_cap_01_chaque_tour_dit_la_regle_qui_le_juge() -> None:
    compte = Compte("m", 3, tuple(tenue(n, AN) for n in (1, 2, 3)))

    exces = juger(compte, "REF003", CONNUS).exces

    assert exces == (
        Depassement(JUIN, "CAP-03", en_france=True),
        Depassement(AVRIL, "CAP-01", en_france=True),
    )


def test_cap_06_deux_scrutins_d_un_meme_jour_ne_font_qu_un_jour_nul() -> None:
    la, ici = (Scrutin(i, "Partielle", (Tour(1, T1),)) for i in ("la", "ici"))
    an = PorteePeriode(date(2027, 1, 1), date(2027, 12, 31))

    dit = juger(Compte("m", 1, (tenue(1, an), tenue(2, an))), "REF002", {"la": la, "ici": ici})

    assert len(dit.exces) == 2
    assert (dit.nuls, dit.est_nulle) == ((T1,), True)


@pytest.mark.parametrize("jour,juge", [(T1, True), (date(2027, 3, 31), False)])
def test_r74_une_periode_couvre_ses_deux_jours_extremes(jour: date, juge: bool) -> None:
    scrutins = {"s": Scrutin("s", "Élection", (Tour(1, jour),))}
    for periode in (PorteePeriode(T1, date(2027, 12, 31)), PorteePeriode(date(2027, 4, 1), T1)):
        compte = Compte("m", 1, (tenue(1, periode), tenue(2, periode)))
        assert bool(juger(compte, "REF002", scrutins).exces) is juge


def test_cap_04_un_consulat_ne_vote_qu_aux_scrutins_tenus_a_l_etranger() -> None:
    an = PorteePeriode(date(2027, 1, 1), date(2027, 12, 31))
    londres = {"commune": "ZZ826", "liste_consulaire": True}
    compte = Compte("m", 1, (tenue(1, an, **londres), tenue(2, an, **londres)))
    ici = Scrutin("s", "Municipales", (Tour(1, T1),))

    assert not juger(compte, "REF002", {"s": ici}).jours
    assert juger(compte, "REF002", {"s": replace(ici, consulaire=True)}).nuls == (T1,)
