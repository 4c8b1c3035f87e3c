"""Which regime holds: who checks, which lists vote, what is open online. Named after articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domaine.electeurs import Liste
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.regimes import (
    DISPENSES_DE_PRESENCE,
    LISTES_ADMISES,
    MODES_DE_CONTROLE,
    ModeControle,
    TypeScrutin,
    identite_certifiee_admise,
    liste_admise,
    mode_de_controle,
    teleprocedure_ouverte,
    teleprocedure_ouverte_au_scrutin,
    vote_a_l_urne_seulement,
)
from chalicelib.domaine.scrutins import Scrutin, Tour, memes_electeurs_le_meme_jour
from tests.constructeurs import ANGERS, PARIS_12, RENNES

NOUMEA, PAPEETE, LONDRES = "98818", "98735", "ZZ001"
MAIRIE, REU, REU_PUIS_MAIRIE = ModeControle.MAIRIE, ModeControle.REU, ModeControle.REU_PUIS_MAIRIE


def scrutin(*jours: date, **autres: object) -> Scrutin:
    tours = tuple(Tour(numero, jour) for numero, jour in enumerate(jours, start=1))
    ordinaire = Scrutin("un-scrutin", "Un scrutin", tours)
    return replace(ordinaire, **autres)  # type: ignore[arg-type]


def mode(un: Scrutin, commune: str = RENNES, tours: tuple[int, ...] = (1,)) -> ModeControle:
    return mode_de_controle(PorteeScrutin(un.id, tours), commune, {un.id: un})


def mode_d_une_periode(du: date, commune: str = RENNES) -> ModeControle:
    return mode_de_controle(PorteePeriode(du, date(2099, 1, 1)), commune, {})


@pytest.mark.parametrize("jour", [date(2021, 6, 20), date(2021, 12, 31)])
@pytest.mark.parametrize("commune", [RENNES, PARIS_12, PAPEETE])
def test_ctl_01_la_mairie_controle_jusqu_au_31_decembre_2021(jour: date, commune: str) -> None:
    assert mode(scrutin(jour), commune) is MAIRIE
    assert mode_d_une_periode(jour, commune) is MAIRIE


def test_ctl_01_un_deploiement_peut_rester_au_controle_des_mairies() -> None:
    en_2027, en_2021 = scrutin(date(2027, 4, 11)), scrutin(date(2021, 6, 20))

    def regle(un: Scrutin, defaut: ModeControle, commune: str = RENNES) -> ModeControle:
        return mode_de_controle(PorteeScrutin(un.id, (1,)), commune, {un.id: un}, defaut)

    assert regle(en_2027, MAIRIE) is MAIRIE
    assert regle(en_2027, REU_PUIS_MAIRIE) is REU_PUIS_MAIRIE
    # Where the law says the mairie, or the scrutin says the register, so it is.
    assert regle(en_2021, REU_PUIS_MAIRIE) is MAIRIE
    assert regle(en_2027, REU_PUIS_MAIRIE, NOUMEA) is MAIRIE
    assert regle(replace(en_2027, controle=REU), MAIRIE) is REU


@pytest.mark.parametrize("jour", [date(2022, 1, 1), date(2022, 4, 10), date(2027, 4, 11)])
@pytest.mark.parametrize("commune", [RENNES, PARIS_12, PAPEETE, LONDRES])
def test_ctl_02_r77_2_et_r75_iii_le_reu_controle_depuis_le_1er_janvier_2022(
    jour: date, commune: str
) -> None:
    assert mode(scrutin(jour), commune) is REU
    assert mode_d_une_periode(jour, commune) is REU


@pytest.mark.parametrize("jour", [date(2021, 6, 20), date(2022, 4, 10), date(2027, 4, 11)])
def test_nc_01_r213_1_en_nouvelle_caledonie_la_mairie_controle_toujours(jour: date) -> None:
    assert mode(scrutin(jour), NOUMEA) is MAIRIE
    assert mode_d_une_periode(jour, NOUMEA) is MAIRIE


def test_la_loi_est_celle_du_premier_tour_couvert() -> None:
    a_cheval = scrutin(date(2021, 12, 26), date(2022, 1, 2))

    assert mode(a_cheval, tours=(1,)) is MAIRIE
    assert mode(a_cheval, tours=(1, 2)) is MAIRIE
    assert mode(a_cheval, tours=(2,)) is REU


def test_le_mode_du_scrutin_l_emporte_sur_la_loi() -> None:
    regle = scrutin(date(2027, 4, 11), controle=REU_PUIS_MAIRIE)

    assert mode(regle) is REU_PUIS_MAIRIE
    assert mode(replace(regle, controle=MAIRIE)) is MAIRIE


def test_le_mode_d_un_territoire_l_emporte_et_le_plus_etroit_sur_le_large() -> None:
    regle = scrutin(
        date(2027, 4, 11),
        controle=REU,
        controles=(("35", REU_PUIS_MAIRIE), (RENNES, MAIRIE)),
    )

    assert mode(regle, RENNES) is MAIRIE
    assert mode(regle, "35288") is REU_PUIS_MAIRIE
    assert mode(regle, ANGERS) is REU


def test_nc_01_r213_1_le_mode_de_tout_un_scrutin_ne_vaut_pas_en_nouvelle_caledonie() -> None:
    partout = scrutin(date(2027, 4, 11), controle=REU)

    assert mode(partout, NOUMEA) is MAIRIE
    assert mode(replace(partout, controles=(("988", REU_PUIS_MAIRIE),)), NOUMEA) is REU_PUIS_MAIRIE


def test_une_periode_ignore_le_mode_des_scrutins_qu_elle_couvre() -> None:
    regle = scrutin(date(2027, 4, 11), controle=MAIRIE)
    periode = PorteePeriode(date(2027, 4, 1), date(2027, 5, 1))

    assert mode_de_controle(periode, RENNES, {regle.id: regle}) is REU


def test_chaque_regle_dit_son_article() -> None:
    assert {(r.regle, r.article) for r in MODES_DE_CONTROLE} == {
        ("NC-01", "R213-1"),
        ("CTL-01", "instruction du 6 avril 2021"),
        ("CTL-02", "R77 2°, R75 III"),
    }
    assert [d.article for d in DISPENSES_DE_PRESENCE] == [
        "décrets 2023-1389 et de juin 2024",
        "R72-1 II (décret 2025-1059)",
    ]


def votent(type_: TypeScrutin) -> set[Liste]:
    a_l_etranger = Liste.CONSULAIRE in LISTES_ADMISES[type_]
    un = scrutin(date(2027, 4, 11), type=type_, consulaire=a_l_etranger)
    return {liste for liste in Liste if liste_admise(un, liste)}


def test_mtr_01_l72_les_listes_complementaires_votent_aux_municipales_et_aux_europeennes() -> None:
    municipale, europeenne = Liste.COMPLEMENTAIRE_MUNICIPALE, Liste.COMPLEMENTAIRE_EUROPEENNE

    assert {t for t in TypeScrutin if municipale in votent(t)} == {TypeScrutin.MUNICIPALES}
    assert {t for t in TypeScrutin if europeenne in votent(t)} == {TypeScrutin.EUROPEENNES}


def test_mdt_03_les_listes_consulaires_votent_aux_scrutins_tenus_a_l_etranger() -> None:
    assert {t for t in TypeScrutin if Liste.CONSULAIRE in votent(t)} == {
        TypeScrutin.LEGISLATIVES,
        TypeScrutin.EUROPEENNES,
        TypeScrutin.PRESIDENTIELLE,
        TypeScrutin.REFERENDUM,
        TypeScrutin.CONSULAIRES,
        TypeScrutin.AUTRE,
    }


def test_mdt_03_la_liste_principale_vote_partout_sauf_aux_consulaires() -> None:
    assert {t for t in TypeScrutin if Liste.PRINCIPALE not in votent(t)} == {
        TypeScrutin.CONSULAIRES
    }


def test_mdt_03_une_legislative_d_ici_n_a_pas_d_electeur_consulaire() -> None:
    ici = scrutin(date(2027, 4, 11), type=TypeScrutin.LEGISLATIVES, consulaire=False)

    assert not liste_admise(ici, Liste.CONSULAIRE)
    assert liste_admise(replace(ici, consulaire=True), Liste.CONSULAIRE)


@pytest.mark.parametrize(
    "type_,jour,consulaire,ouverte",
    [
        (TypeScrutin.LEGISLATIVES, date(2021, 12, 31), True, False),
        (TypeScrutin.LEGISLATIVES, date(2022, 1, 1), True, True),
        (TypeScrutin.LEGISLATIVES, date(2021, 12, 31), False, True),
        (TypeScrutin.DEPARTEMENTALES_REGIONALES, date(2021, 6, 20), False, True),
        (TypeScrutin.CONSULAIRES, date(2021, 5, 30), True, True),
    ],
)
def test_aut_08_r72_al_2_pas_de_teleprocedure_avant_2022_pour_les_deputes_de_l_etranger(
    type_: TypeScrutin, jour: date, consulaire: bool, ouverte: bool
) -> None:
    assert teleprocedure_ouverte_au_scrutin(type_, jour, liste_consulaire=consulaire) is ouverte


@pytest.mark.parametrize(
    "mandant,mandataire,ouverte",
    [
        (RENNES, NOUMEA, False),
        (LONDRES, NOUMEA, False),
        (NOUMEA, NOUMEA, True),
        (NOUMEA, RENNES, True),
        (RENNES, ANGERS, True),
        (RENNES, "", True),
    ],
)
def test_nc_01_r213_1_qui_vote_ailleurs_ne_designe_pas_en_ligne_un_electeur_caledonien(
    mandant: str, mandataire: str, ouverte: bool
) -> None:
    assert teleprocedure_ouverte(mandant, mandataire) is ouverte


def test_mtr_05_l330_13_al_3_pour_les_deputes_de_l_etranger_on_vote_a_l_urne() -> None:
    assert {t for t in TypeScrutin if vote_a_l_urne_seulement(t, liste_consulaire=True)} == {
        TypeScrutin.LEGISLATIVES
    }
    assert not any(vote_a_l_urne_seulement(t, liste_consulaire=False) for t in TypeScrutin)


def certifiee(un: Scrutin, le: date) -> bool:
    return identite_certifiee_admise(PorteeScrutin(un.id, (1,)), {un.id: un}, le)


@pytest.mark.parametrize(
    "type_,le,admise",
    [
        (TypeScrutin.EUROPEENNES, date(2024, 4, 11), False),
        (TypeScrutin.EUROPEENNES, date(2024, 4, 12), True),
        (TypeScrutin.LEGISLATIVES, date(2024, 7, 7), True),
        (TypeScrutin.LEGISLATIVES, date(2024, 7, 8), False),
        (TypeScrutin.MUNICIPALES, date(2024, 5, 1), False),
        (TypeScrutin.MUNICIPALES, date(2025, 11, 7), False),
        (TypeScrutin.MUNICIPALES, date(2025, 11, 8), True),
        (TypeScrutin.AUTRE, date(2027, 3, 1), True),
    ],
)
def test_aut_04_decrets_2023_1389_et_2025_1059_quand_l_identite_certifiee_dispense_de_se_presenter(
    type_: TypeScrutin, le: date, admise: bool
) -> None:
    assert certifiee(scrutin(date(2030, 1, 6), type=type_), le) is admise


def test_aut_04_le_reglage_du_scrutin_l_emporte() -> None:
    le = date(2027, 3, 1)

    assert not certifiee(scrutin(date(2027, 4, 11), identite_certifiee=False), le)
    assert certifiee(scrutin(date(2021, 6, 20), identite_certifiee=True), date(2021, 6, 1))


@pytest.mark.parametrize(
    "le,admise",
    [(date(2024, 5, 1), False), (date(2025, 11, 7), False), (date(2025, 11, 8), True)],
)
def test_aut_04_une_periode_couvre_toutes_les_elections_donc_attend_2025(
    le: date, admise: bool
) -> None:
    assert identite_certifiee_admise(PorteePeriode(le, date(2027, 1, 1)), {}, le) is admise


UN, AUTRE_JOUR = date(2027, 4, 11), date(2027, 4, 25)


@pytest.mark.parametrize(
    "ici,la,memes",
    [
        ({}, {}, True),
        ({}, {"territoire": ("35238",)}, True),
        ({"territoire": ("35",)}, {"territoire": ("35238",)}, True),
        ({"territoire": ("49",)}, {"territoire": ("35238", "49007")}, True),
        ({"territoire": ("35",)}, {"territoire": ("49",)}, False),
        ({}, {"territoire": ("ZZ",), "consulaire": True}, False),
        ({"consulaire": True}, {"territoire": ("ZZ",), "consulaire": True}, True),
        (
            {"territoire": ("35",), "consulaire": True},
            {"territoire": ("49",), "consulaire": True},
            True,
        ),
    ],
)
def test_val_04_r74_al_3_deux_scrutins_ont_les_memes_electeurs_le_meme_jour(
    ici: dict[str, object], la: dict[str, object], memes: bool
) -> None:
    attendu = UN if memes else None

    assert memes_electeurs_le_meme_jour(scrutin(UN, **ici), scrutin(UN, **la)) == attendu
    assert memes_electeurs_le_meme_jour(scrutin(UN, **la), scrutin(UN, **ici)) == attendu


def test_val_04_r74_al_3_pas_le_meme_jour_pas_les_memes_procurations() -> None:
    assert memes_electeurs_le_meme_jour(scrutin(UN), scrutin(AUTRE_JOUR)) is None
    assert memes_electeurs_le_meme_jour(scrutin(UN, AUTRE_JOUR), scrutin(AUTRE_JOUR)) == AUTRE_JOUR
