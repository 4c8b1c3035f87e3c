"""Article L73 and its derogations: how many procurations one mandataire may hold at each tour.

`F` is a procuration established in France, `E` one established abroad, in order of establishment;
`c` marks a mandant of a consular list. `+` says valid, `-` null.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.plafond import (
    Compte,
    Depassement,
    Engagement,
    Sens,
)
from chalicelib.domaine.plafond import juger as examiner
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin, Scrutins
from chalicelib.domaine.regles import plafond
from chalicelib.domaine.scrutins import Scrutin, Tour

DEBUT = datetime(2020, 1, 1, 8, 0, tzinfo=UTC)


def un_scrutin(*jours: date) -> Scrutin:
    return Scrutin("s", "Élection", tuple(Tour(n, jour) for n, jour in enumerate(jours, start=1)))


def tenir(rang: int, lieu: str, portee: Portee, consulaire: bool = False) -> Engagement:
    return Engagement(
        reference=f"REF{rang:03d}",
        sens=Sens.DETENUE,
        portee=portee,
        etablie_le=DEBUT + timedelta(minutes=rang),
        mandant=f"mandant-{rang}",
        en_france=lieu == "F",
        liste_consulaire=consulaire,
    )


def depassement(
    compte: Compte, reference: str, scrutins: Scrutins, *, depuis: date = date.min
) -> Depassement | None:
    """The first tour at which this procuration exceeds its mandataire's cap."""
    exces = examiner(compte, reference, scrutins, depuis=depuis).exces
    return exces[0] if exces else None


def juger(ecrit: str, jour: date) -> str:
    """`"F Ec"` -> `"++"`: what the cap says of each, in order of establishment."""
    engagements = tuple(
        tenir(rang, mot[0], PorteeScrutin("s", (1,)), mot.endswith("c"))
        for rang, mot in enumerate(ecrit.split())
    )
    compte = Compte("mandataire", 1, engagements)
    scrutins = {"s": un_scrutin(jour)}
    return "".join("-" if depassement(compte, e.reference, scrutins) else "+" for e in engagements)


DROIT_COMMUN = date(2027, 4, 11)
JUIN_2020 = date(2020, 6, 28)
JUIN_2021 = date(2021, 6, 20)


@pytest.mark.parametrize("tenues", ["F", "E", "F E", "E F", "E E"])
def test_cap_01_article_l73_ces_ensembles_sont_permis(tenues: str) -> None:
    assert juger(tenues, DROIT_COMMUN) == "+" * len(tenues.split())


@pytest.mark.parametrize(
    "tenues,jugement",
    [
        ("F F", "+-"),
        ("F F F", "+--"),
        ("E E E", "++-"),
        ("F E E", "++-"),
        ("F E F", "++-"),
        ("E E F", "++-"),
        # The second F is null, so it holds no place: the É after it is valid.
        ("F F E", "+-+"),
        ("F F E E", "+-+-"),
    ],
)
def test_cap_01_article_l73_les_premieres_dressees_sont_seules_valables(
    tenues: str, jugement: str
) -> None:
    assert juger(tenues, DROIT_COMMUN) == jugement


@pytest.mark.parametrize(
    "jour,tenues,jugement",
    [
        # Loi 2020-760, art. 1 II: 28 June 2020 alone.
        (JUIN_2020, "F F", "++"),
        (JUIN_2020, "F F F", "++-"),
        (JUIN_2020, "F F E", "++-"),
        (date(2020, 6, 27), "F F", "+-"),
        (date(2020, 6, 29), "F F", "+-"),
        (date(2020, 3, 15), "F F", "+-"),
        # Loi 2021-191, art. 2: until 27 June 2021.
        (date(2021, 2, 22), "F F", "+-"),
        (date(2021, 2, 23), "F F", "++"),
        (JUIN_2021, "F F", "++"),
        (JUIN_2021, "F E F", "++-"),
        (date(2021, 6, 27), "F F", "++"),
        (date(2021, 6, 28), "F F", "+-"),
        (date(2022, 4, 10), "F F", "+-"),
    ],
)
def test_cap_02_et_03_les_derogations_de_2020_et_2021(
    jour: date, tenues: str, jugement: str
) -> None:
    assert juger(tenues, jour) == jugement


@pytest.mark.parametrize(
    "tenues,jugement",
    [
        ("Ec Ec Fc", "+++"),
        ("Ec Ec Ec", "+++"),
        ("Fc Ec Ec", "+++"),
        ("Fc Fc", "+-"),
        ("Ec Ec Ec Ec", "+++-"),
        ("Fc Ec Ec Ec", "+++-"),
        # A mandant of a commune stays under common law: the third is too many.
        ("Ec Ec E", "++-"),
        # The third is of a consular list: three are allowed.
        ("E E Ec", "+++"),
    ],
)
def test_cap_04_trois_procurations_quand_le_mandant_est_d_une_liste_consulaire(
    tenues: str, jugement: str
) -> None:
    assert juger(tenues, DROIT_COMMUN) == jugement


@pytest.mark.parametrize(
    "jour,consulaire,regle",
    [
        (DROIT_COMMUN, False, "CAP-01"),
        (JUIN_2020, False, "CAP-02"),
        (JUIN_2021, False, "CAP-03"),
        (DROIT_COMMUN, True, "CAP-04"),
        (date(1990, 1, 1), False, "CAP-01"),
    ],
)
def test_chaque_jour_a_sa_regle_et_son_article(jour: date, consulaire: bool, regle: str) -> None:
    trouvee = plafond(jour, liste_consulaire=consulaire)

    assert trouvee.regle == regle
    assert trouvee.article


def test_cap_05_l_ordre_est_celui_de_l_etablissement_puis_de_la_reference() -> None:
    portee = PorteeScrutin("s", (1,))
    tardive, precoce = tenir(9, "F", portee), tenir(1, "F", portee)
    jumelles = [
        Engagement(ref, Sens.DETENUE, portee, DEBUT, mandant=ref) for ref in ("BBBBBB", "AAAAAA")
    ]
    scrutins = {"s": un_scrutin(DROIT_COMMUN)}

    compte = Compte("m", 1, (tardive, precoce))
    assert depassement(compte, precoce.reference, scrutins) is None
    assert depassement(compte, tardive.reference, scrutins) == Depassement(
        DROIT_COMMUN, "CAP-01", en_france=True
    )
    egales = Compte("m", 1, tuple(jumelles))
    assert depassement(egales, "AAAAAA", scrutins) is None
    assert depassement(egales, "BBBBBB", scrutins) is not None


def test_le_plafond_total_et_celui_de_france_ne_se_disent_pas_pareil() -> None:
    portee = PorteeScrutin("s", (1,))
    scrutins = {"s": un_scrutin(DROIT_COMMUN)}
    trois = Compte("m", 1, tuple(tenir(n, "E", portee) for n in range(3)))
    deux = Compte("m", 1, tuple(tenir(n, "F", portee) for n in range(2)))

    total, france = (
        depassement(trois, "REF002", scrutins),
        depassement(deux, "REF001", scrutins),
    )

    assert total is not None
    assert france is not None
    assert not total.en_france
    assert france.en_france


def test_chaque_tour_a_son_compte() -> None:
    t1, t2 = date(2027, 4, 11), date(2027, 4, 25)
    scrutins = {"s": un_scrutin(t1, t2)}
    au_premier = tenir(0, "F", PorteeScrutin("s", (1,)))
    au_second = tenir(1, "F", PorteeScrutin("s", (2,)))
    aux_deux = tenir(2, "F", PorteeScrutin("s", (1, 2)))

    deux = Compte("m", 1, (au_premier, au_second))
    assert depassement(deux, "REF001", scrutins) is None
    exces = depassement(Compte("m", 1, (au_second, aux_deux)), "REF002", scrutins)
    assert exces == Depassement(t2, "CAP-01", en_france=True)


def test_une_place_refusee_se_libere() -> None:
    portee = PorteeScrutin("s", (1,))
    scrutins = {"s": un_scrutin(DROIT_COMMUN)}
    compte = Compte("m", 4, (tenir(0, "F", portee), tenir(1, "F", portee)))

    apres = compte.sans("REF000")

    assert apres.version == 5
    assert depassement(compte, "REF001", scrutins) is not None
    assert depassement(apres, "REF001", scrutins) is None


def test_qe_43558_une_procuration_d_un_an_se_juge_a_chaque_scrutin() -> None:
    # given: two procurations of a year, both established in France under the law of 2021
    juin, avril = date(2021, 6, 20), date(2022, 4, 10)
    an = PorteePeriode(date(2021, 6, 1), date(2022, 5, 31))
    compte = Compte("m", 2, (tenir(0, "F", an), tenir(1, "F", an)))
    regionales = Scrutin("r", "Régionales", (Tour(1, juin),))
    presidentielle = Scrutin("p", "Présidentielle", (Tour(1, avril),))

    # when: only the scrutin of June is known, both are valid
    assert depassement(compte, "REF001", {"r": regionales}) is None
    # then: at the présidentielle, under common law, the second is null and the first is not
    connus = {"r": regionales, "p": presidentielle}
    assert depassement(compte, "REF000", connus) is None
    assert depassement(compte, "REF001", connus) == Depassement(avril, "CAP-01", en_france=True)


def test_une_periode_et_un_tour_se_comptent_ensemble() -> None:
    scrutins = {"s": un_scrutin(DROIT_COMMUN)}
    periode = tenir(0, "F", PorteePeriode(date(2027, 3, 1), date(2027, 12, 31)))
    tour = tenir(1, "F", PorteeScrutin("s", (1,)))
    ailleurs = tenir(2, "F", PorteePeriode(date(2027, 5, 1), date(2027, 12, 31)))

    assert depassement(Compte("m", 1, (periode, tour)), "REF001", scrutins) is not None
    assert depassement(Compte("m", 1, (ailleurs, tour)), "REF001", scrutins) is None


def test_cap_06_une_periode_ne_compte_que_pour_les_scrutins_de_la_commune_du_mandant() -> None:
    # given: two mandants of two communes, and a municipale in one of them only
    an = PorteePeriode(date(2027, 3, 1), date(2028, 2, 28))
    rennes = replace(tenir(0, "F", an), commune="35238")
    angers = replace(tenir(1, "F", an), commune="49007")
    compte = Compte("m", 1, (rennes, angers))
    partielle = replace(un_scrutin(DROIT_COMMUN), territoire=("35238",))

    # then: only the mandant of Rennes votes there; both do at a scrutin held everywhere
    assert depassement(compte, "REF001", {"s": partielle}) is None
    assert depassement(compte, "REF001", {"s": un_scrutin(DROIT_COMMUN)}) is not None


def test_cap_06_deux_scrutins_du_meme_jour_se_comptent_separement() -> None:
    la, ici = (Scrutin(i, "Partielle", (Tour(1, DROIT_COMMUN),)) for i in ("la", "ici"))
    compte = Compte(
        "m",
        1,
        (tenir(0, "F", PorteeScrutin("la", (1,))), tenir(1, "F", PorteeScrutin("ici", (1,)))),
    )
    assert depassement(compte, "REF001", {"la": la, "ici": ici}) is None


def test_cap_06_un_tour_passe_ne_compte_plus() -> None:
    tours = un_scrutin(date(2027, 4, 11), date(2027, 4, 25))
    compte = Compte(
        "m",
        1,
        (tenir(0, "F", PorteeScrutin("s", (1,))), tenir(1, "F", PorteeScrutin("s", (1, 2)))),
    )
    assert depassement(compte, "REF001", {"s": tours}, depuis=date(2027, 4, 11)) is not None
    assert depassement(compte, "REF001", {"s": tours}, depuis=date(2027, 4, 12)) is None


def test_ce_que_l_electeur_donne_ne_compte_pas_dans_ce_qu_il_tient() -> None:
    portee = PorteeScrutin("s", (1,))
    donnee = Engagement("DONNEE", Sens.DONNEE, portee, DEBUT)
    compte = Compte("m", 1, (donnee, tenir(1, "F", portee)))

    assert depassement(compte, "REF001", {"s": un_scrutin(DROIT_COMMUN)}) is None
    assert compte.donnees() == (donnee,)


def test_une_procuration_qui_n_est_plus_au_compte_ne_depasse_rien() -> None:
    portee = PorteeScrutin("s", (1,))
    compte = Compte("m", 1, (tenir(0, "F", portee),))

    assert depassement(compte, "REFUSE", {"s": un_scrutin(DROIT_COMMUN)}) is None


@given(st.lists(st.sampled_from(["F", "E", "Fc", "Ec"]), min_size=1, max_size=7), st.randoms())
def test_jamais_plus_que_la_loi_et_jamais_selon_l_ordre_de_lecture(
    lieux: list[str], alea: random.Random
) -> None:
    portee = PorteeScrutin("s", (1,))
    scrutins = {"s": un_scrutin(DROIT_COMMUN)}
    tenues = [tenir(n, mot[0], portee, mot.endswith("c")) for n, mot in enumerate(lieux)]
    melangees = list(tenues)
    alea.shuffle(melangees)

    valables = [
        e
        for e in tenues
        if depassement(Compte("m", 1, tuple(melangees)), e.reference, scrutins) is None
    ]

    assert valables[0] == tenues[0]
    assert sum(e.en_france for e in valables) <= 1
    assert len(valables) <= 3
    assert len(valables) <= 2 or any(e.liste_consulaire for e in valables)
    assert valables == [
        e
        for e in tenues
        if depassement(Compte("m", 1, tuple(tenues)), e.reference, scrutins) is None
    ]
