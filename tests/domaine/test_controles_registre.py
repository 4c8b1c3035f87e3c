"""Each answer of the national register, the check it settles and the motif it leads to (CTL-02,
R75 III, R77 2°).
"""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domaine.controles import Controle, Resultat
from chalicelib.domaine.controles_registre import (
    SOURCE,
    controler_au_registre,
    nomme_par_le_registre,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import (
    Electeur,
    Introuvable,
    Liste,
    Plusieurs,
    Reponse,
    Situation,
    Trouve,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire, Sexe
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin, Scrutins
from chalicelib.domaine.scrutins import Scrutin, Tour, TypeScrutin
from tests.constructeurs import ANGERS, PRESIDENTIELLE, REGIONALES_2021, RENNES
from tests.domaine.exemples import DEPOT, PREMIER_TOUR, SECOND_TOUR, demande_dans, se_lit

ORDRE = [
    "INSCRIPTION_MANDANT",
    "INSCRIPTION_MANDATAIRE",
    "PERSONNES_DISTINCTES",
    "MANDANT_REPRESENTE_UNE_FOIS",
    "PLAFOND",
]
CAMILLE = Electeur(
    nne="350000001",
    nom="Durand-Lévêque",
    prenoms=("Camille", "Élodie"),
    sexe=Sexe.FEMININ,
    naissance="1985-07-14",
    commune=RENNES,
    bureau="0042",
    listes=(Liste.PRINCIPALE,),
)
LOUIS = Electeur(
    nne="350000002",
    nom="Martin",
    prenoms=("Louis", "Marie"),
    sexe=Sexe.MASCULIN,
    naissance="1990-01-15",
    commune=ANGERS,
    bureau="0007",
    listes=(Liste.PRINCIPALE,),
)
INSCRITE, INSCRIT = Trouve(CAMILLE), Trouve(LOUIS)
MUNICIPALES = Scrutin(
    "municipales-2027",
    "Municipales",
    (Tour(1, date(2027, 5, 9)),),
    type=TypeScrutin.MUNICIPALES,
)
CONNUS: Scrutins = {s.id: s for s in (PRESIDENTIELLE, REGIONALES_2021, MUNICIPALES)}
AUX_MUNICIPALES = PorteeScrutin(MUNICIPALES.id, (1,))


def faire(
    mandant: Reponse = INSCRITE,
    mandataire: Reponse = INSCRIT,
    *,
    demande: Demande | None = None,
    donnees: tuple[Engagement, ...] = (),
    tenues: tuple[Engagement, ...] = (),
    scrutins: Scrutins = CONNUS,
    commune: str = RENNES,
    meme_commune: bool | None = False,
) -> dict[str, Controle]:
    """The checks of an ordinary procuration, save what is told."""
    demande = demande or demande_dans(Etat.A_CONTROLER)

    def engagement(sens: Sens) -> Engagement:
        return Engagement(
            demande.reference, sens, demande.portee, DEPOT, mandant=demande.mandant.id
        )

    controles = controler_au_registre(
        demande,
        mandant,
        mandataire,
        Compte("mandant", 1, (engagement(Sens.DONNEE), *donnees)),
        Compte("mandataire", 1, (engagement(Sens.DETENUE), *tenues)),
        scrutins,
        commune_du_mandant=commune,
        meme_commune=meme_commune,
        aujourd_hui=date(2020, 1, 1),
    )
    assert [c.id for c in controles] == ORDRE
    assert [c.article for c in controles] == ["L71", "L72", "L71", "L75", "L73"]
    for controle in controles:
        assert se_lit(controle.explication)
        source, _, dit = controle.explication.partition(" : ")
        if source == SOURCE:
            assert dit[0] in string.ascii_lowercase + string.digits
            assert dit != "None"
            assert not dit.isupper()
        assert se_lit(f"{controle.libelle}.")
    return {c.id: c for c in controles}


def pour(portee: Portee) -> Demande:
    return demande_dans(Etat.A_CONTROLER, portee=portee)


def echec(controle: Controle) -> tuple[Resultat, str]:
    return controle.resultat, controle.motif


def test_ctl_02_r75_iii_deux_inscrits_passent_tous_les_controles() -> None:
    controles = faire()

    assert {c.resultat for c in controles.values()} == {Resultat.CONFORME}
    assert [(c.article, c.motif) for c in controles.values()] == [
        ("L71", "M01"),
        ("L72", "M03"),
        ("L71", "M09"),
        ("L75", "M08"),
        ("L73", "M06"),
    ]


def test_mdt_03_l71_un_mandant_introuvable_est_un_refus() -> None:
    controle = faire(Introuvable())["INSCRIPTION_MANDANT"]

    assert echec(controle) == (Resultat.NON_CONFORME, "M01")
    assert controle.explication.startswith("Répertoire électoral unique : aucun électeur")


@pytest.mark.parametrize("commune", [ANGERS, ""])
def test_mdt_03_l71_un_mandant_inscrit_ailleurs_est_un_refus(commune: str) -> None:
    assert echec(faire(commune=commune)["INSCRIPTION_MANDANT"]) == (Resultat.NON_CONFORME, "M01")


@pytest.mark.parametrize("situation", [s for s in Situation if s is not Situation.INSCRIT])
def test_mdt_03_l71_un_mandant_qui_a_perdu_le_droit_de_voter_est_un_refus(
    situation: Situation,
) -> None:
    perdu = Trouve(replace(CAMILLE, situation=situation))

    controles = faire(perdu)

    assert echec(controles["INSCRIPTION_MANDANT"]) == (Resultat.NON_CONFORME, "M02")
    assert controles["INSCRIPTION_MANDATAIRE"].resultat is Resultat.CONFORME


@pytest.mark.parametrize("situation", [s for s in Situation if s is not Situation.INSCRIT])
def test_mtr_01_l72_un_mandataire_qui_a_perdu_le_droit_de_voter_est_un_refus(
    situation: Situation,
) -> None:
    perdu = Trouve(replace(LOUIS, situation=situation))

    controles = faire(mandataire=perdu)

    assert echec(controles["INSCRIPTION_MANDATAIRE"]) == (Resultat.NON_CONFORME, "M04")
    assert controles["INSCRIPTION_MANDANT"].resultat is Resultat.CONFORME


def test_chaque_situation_se_dit_autrement() -> None:
    perdues = [
        faire(mandataire=Trouve(replace(LOUIS, situation=s)))["INSCRIPTION_MANDATAIRE"].explication
        for s in Situation
    ]

    assert len(set(perdues)) == len(Situation)


def test_l72_un_mandataire_introuvable_est_un_refus() -> None:
    assert echec(faire(mandataire=Introuvable())["INSCRIPTION_MANDATAIRE"]) == (
        Resultat.NON_CONFORME,
        "M03",
    )


def test_m13_des_homonymes_du_mandataire_demandent_le_numero_d_electeur() -> None:
    controle = faire(mandataire=Plusieurs(3))["INSCRIPTION_MANDATAIRE"]

    assert echec(controle) == (Resultat.NON_CONFORME, "M13")
    assert "3 électeurs" in controle.explication


def test_des_homonymes_du_mandant_ne_sont_ni_passes_ni_refuses() -> None:
    controle = faire(Plusieurs(2), commune="")["INSCRIPTION_MANDANT"]

    assert echec(controle) == (Resultat.A_VERIFIER, "M01")
    assert "2 électeurs" in controle.explication


@pytest.mark.parametrize(
    "listes,municipales,presidentielle",
    [
        ((Liste.PRINCIPALE,), True, True),
        ((Liste.COMPLEMENTAIRE_MUNICIPALE,), True, False),
        ((Liste.COMPLEMENTAIRE_EUROPEENNE,), False, False),
        ((Liste.COMPLEMENTAIRE_EUROPEENNE, Liste.COMPLEMENTAIRE_MUNICIPALE), True, False),
        ((Liste.CONSULAIRE,), False, True),
    ],
)
def test_mdt_03_et_mtr_01_l71_l72_chaque_liste_vote_a_ses_scrutins(
    listes: tuple[Liste, ...], municipales: bool, presidentielle: bool
) -> None:
    deux_tours = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
    for portee, vote in ((AUX_MUNICIPALES, municipales), (deux_tours, presidentielle)):
        controles = faire(
            Trouve(replace(CAMILLE, listes=listes)),
            Trouve(replace(LOUIS, listes=listes)),
            demande=pour(portee),
        )
        assert echec(controles["INSCRIPTION_MANDANT"]) == (
            (Resultat.CONFORME, "M01") if vote else (Resultat.NON_CONFORME, "M02")
        )
        assert echec(controles["INSCRIPTION_MANDATAIRE"]) == (
            (Resultat.CONFORME, "M03") if vote else (Resultat.NON_CONFORME, "M04")
        )


AN = PorteePeriode(date(2027, 1, 1), date(2027, 12, 31))
EUROPEEN = replace(LOUIS, listes=(Liste.COMPLEMENTAIRE_MUNICIPALE,))


@pytest.mark.parametrize(
    "portee,scrutins,vote",
    [
        # One of the scrutins of the period is enough.
        (AN, (PRESIDENTIELLE, MUNICIPALES), True),
        (AN, (PRESIDENTIELLE,), False),
        # None that is known yet: nothing is held against him.
        (AN, (), True),
        (PorteePeriode(date(2027, 7, 1), date(2027, 12, 31)), (PRESIDENTIELLE,), True),
        # Both ends of the period are in it.
        (PorteePeriode(date(2027, 5, 9), date(2027, 5, 9)), (PRESIDENTIELLE, MUNICIPALES), True),
        (PorteePeriode(SECOND_TOUR, SECOND_TOUR), (PRESIDENTIELLE, MUNICIPALES), False),
        # A scrutin of another territory is not the mandant's.
        (AN, (PRESIDENTIELLE, replace(MUNICIPALES, territoire=("49",))), False),
        (AN, (PRESIDENTIELLE, replace(MUNICIPALES, territoire=("35",))), True),
    ],
)
def test_mtr_01_r74_une_periode_se_juge_sur_les_scrutins_du_mandant(
    portee: PorteePeriode, scrutins: tuple[Scrutin, ...], vote: bool
) -> None:
    controles = faire(
        mandataire=Trouve(EUROPEEN),
        demande=pour(portee),
        scrutins={s.id: s for s in scrutins},
    )

    attendu = Resultat.CONFORME if vote else Resultat.NON_CONFORME
    assert controles["INSCRIPTION_MANDATAIRE"].resultat is attendu


@pytest.mark.parametrize("tenu_a_l_etranger", [True, False])
def test_mdt_03_un_mandant_d_un_consulat_vote_aux_scrutins_tenus_a_l_etranger(
    tenu_a_l_etranger: bool,
) -> None:
    # given: a period during which one scrutin is held, abroad or not
    demande = pour(AN)
    demande = replace(demande, mandant=replace(demande.mandant, commune="ZZ826"))
    municipales = replace(MUNICIPALES, consulaire=tenu_a_l_etranger)

    controles = faire(
        mandataire=Trouve(replace(LOUIS, listes=(Liste.COMPLEMENTAIRE_EUROPEENNE,))),
        demande=demande,
        scrutins={MUNICIPALES.id: municipales},
        commune="ZZ826",
    )

    # then: only a scrutin in which the mandant votes can be held against the mandataire
    attendu = Resultat.NON_CONFORME if tenu_a_l_etranger else Resultat.CONFORME
    assert controles["INSCRIPTION_MANDATAIRE"].resultat is attendu


@pytest.mark.parametrize(
    "jour,meme_commune,echoue",
    [
        (date(2021, 12, 31), False, True),
        (date(2021, 12, 31), None, False),
        (date(2021, 12, 31), True, False),
        (date(2022, 1, 1), False, False),
    ],
    ids=["MTR-02-ailleurs", "MTR-02-inconnue", "MTR-02-ici", "MTR-03"],
)
def test_mtr_02_et_03_l72_la_commune_du_mandataire_ne_compte_que_jusqu_en_2021(
    jour: date, meme_commune: bool | None, echoue: bool
) -> None:
    demande = pour(PorteePeriode(jour, date(2022, 6, 1)))

    controle = faire(demande=demande, meme_commune=meme_commune, scrutins={})[
        "INSCRIPTION_MANDATAIRE"
    ]

    assert echec(controle) == (
        (Resultat.NON_CONFORME, "M05") if echoue else (Resultat.CONFORME, "M03")
    )


def test_mtr_04_un_seul_numero_d_electeur_est_une_seule_personne() -> None:
    controle = faire(Trouve(CAMILLE), Trouve(CAMILLE))["PERSONNES_DISTINCTES"]

    assert echec(controle) == (Resultat.NON_CONFORME, "M09")


@pytest.mark.parametrize(
    "mandant,mandataire",
    [
        (Introuvable(), Introuvable()),
        (Trouve(CAMILLE), Introuvable()),
        (Plusieurs(2), Trouve(CAMILLE)),
        # Same names, same birth date, two numbers: two persons.
        (Trouve(CAMILLE), Trouve(replace(CAMILLE, nne="350000009"))),
    ],
)
def test_mtr_04_sans_deux_numeros_egaux_rien_ne_dit_que_c_est_la_meme_personne(
    mandant: Reponse, mandataire: Reponse
) -> None:
    assert faire(mandant, mandataire)["PERSONNES_DISTINCTES"].resultat is Resultat.CONFORME


def avant(rang: int, portee: PorteeScrutin, sens: Sens = Sens.DETENUE) -> Engagement:
    """Established in France before the one that is checked."""
    le = DEPOT - timedelta(days=rang)
    mandant = f"m{rang}" if sens is Sens.DETENUE else "mandant-1"
    return Engagement(f"AVANT{rang}", sens, portee, le, mandant=mandant)


def test_l75_m08_un_mandant_deja_represente_est_un_refus() -> None:
    deja = avant(2, PorteeScrutin(PRESIDENTIELLE.id, (2,)), Sens.DONNEE)

    assert echec(faire(donnees=(deja,))["MANDANT_REPRESENTE_UNE_FOIS"]) == (
        Resultat.NON_CONFORME,
        "M08",
    )


def test_cap_01_l73_un_plafond_depasse_a_tous_les_tours_est_un_refus() -> None:
    controle = faire(tenues=(avant(2, PorteeScrutin(PRESIDENTIELLE.id, (1, 2))),))["PLAFOND"]

    assert echec(controle) == (Resultat.NON_CONFORME, "M06")


def test_cap_06_l73_nulle_a_un_tour_elle_est_conforme_et_dit_lequel() -> None:
    controle = faire(tenues=(avant(2, PorteeScrutin(PRESIDENTIELLE.id, (1,))),))["PLAFOND"]

    assert controle.resultat is Resultat.CONFORME
    assert f"le {PREMIER_TOUR.day} avril 2027" in controle.explication
    assert str(SECOND_TOUR.day) not in controle.explication


def test_r75_iii_le_mandataire_prend_le_nom_et_le_numero_du_repertoire() -> None:
    ecrit = Mandataire("1990-01-15", nom="MARTIN", prenoms=("Louis",), sexe=Sexe.MASCULIN)

    assert nomme_par_le_registre(ecrit, Trouve(LOUIS)) == Mandataire(
        naissance="1990-01-15",
        nne="350000002",
        nom="Martin",
        prenoms=("Louis", "Marie"),
        sexe=Sexe.MASCULIN,
        commune=ANGERS,
    )
    autre = replace(LOUIS, naissance="1990-01-00", sexe=Sexe.FEMININ)
    assert nomme_par_le_registre(ecrit, Trouve(autre)).naissance == "1990-01-00"
    assert nomme_par_le_registre(ecrit, Trouve(autre)).sexe is Sexe.FEMININ


@pytest.mark.parametrize("reponse", [Introuvable(), Plusieurs(2)])
def test_un_mandataire_que_le_repertoire_n_a_pas_trouve_garde_son_nom(reponse: Reponse) -> None:
    ecrit = Mandataire("1990-01-15", nom="Martin", prenoms=("Louis",))

    assert nomme_par_le_registre(ecrit, reponse) == ecrit
