"""Scrutins: what one file may say, alone and beside those that are there already."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin
from tests.administration.outils import ENTETE_SCRUTINS, Poste, Reponse, scrutin


def charger(poste: Poste, *lignes: str) -> Reponse:
    return poste.charger("scrutins", ENTETE_SCRUTINS, *lignes)


@pytest.mark.deux_moteurs
def test_un_scrutin_charge_se_relit(poste: Poste) -> None:
    ligne = scrutin(
        "legislatives-2027",
        "LEGISLATIVES",
        "2027-06-20|27/06/2027",
        "35|49007|988",
        "oui",
        "REU",
        "49007=REU_PUIS_MAIRIE|988=MAIRIE",
    )

    assert charger(poste, ligne).code == 0
    assert poste.tables.scrutins() == {
        "legislatives-2027": Scrutin(
            "legislatives-2027",
            "Un scrutin",
            (Tour(1, date(2027, 6, 20)), Tour(2, date(2027, 6, 27))),
            territoire=("35", "49007", "988"),
            consulaire=True,
            type=TypeScrutin.LEGISLATIVES,
            controle=ModeControle.REU,
            controles=(("49007", ModeControle.REU_PUIS_MAIRIE), ("988", ModeControle.MAIRIE)),
        )
    }


@pytest.mark.parametrize("texte,valeur", [("", None), ("oui", True), ("NON", False)])
def test_aut_04_l_identite_certifiee_se_regle_par_scrutin(
    poste: Poste, texte: str, valeur: bool | None
) -> None:
    poste.charger(
        "scrutins",
        "id;libelle;type;tours;identite_certifiee;dates_provisoires",
        f"m;Un scrutin;MUNICIPALES;2027-04-11;{texte};oui",
    )

    lu = poste.tables.scrutins()["m"]
    assert (lu.identite_certifiee, lu.dates_provisoires) == (valeur, True)


@pytest.mark.parametrize(
    "ligne,mots",
    [
        (scrutin("Élection"), "minuscules sans accent"),
        (scrutin("municipale_2027"), "minuscules sans accent"),
        (scrutin(type_="SENATORIALES"), "n'est pas parmi MUNICIPALES"),
        (scrutin(type_=""), "« type » est vide"),
        (scrutin(tours=""), "« tours » est vide"),
        (scrutin(tours="2027-04-18|2027-04-11"), "le second tour suit le premier"),
        (scrutin(tours="2027-04-11|2027-04-11"), "répète une valeur"),
        (scrutin(tours="2027-04-11|2027-04-18|2027-04-25"), "un ou deux tours"),
        (scrutin(tours="2027-04-31"), "n'est pas une date"),
        (scrutin(territoire="3523"), "n'est le code ni d'un département"),
        (scrutin(territoire="75056"), "n'est le code ni d'un département"),
        (scrutin(territoire="35238|35238"), "répète une valeur"),
        (scrutin(territoire="ZZ"), "ZZ demande oui"),
        (scrutin(consulaire="peut-être"), "écrivez oui ou non"),
        (scrutin(consulaire="oui"), "ne se tiennent pas à l'étranger"),
        (scrutin(type_="CONSULAIRES", territoire="", consulaire="oui"), "ZZ seul pour territoire"),
        (scrutin(type_="CONSULAIRES", territoire="35"), "ZZ seul pour territoire"),
        (scrutin(controle="AUTO"), "n'est pas parmi MAIRIE, REU"),
        (scrutin(controles="35"), "écrivez territoire=MODE"),
        (scrutin(controles="35=AUTO"), "n'est pas parmi MAIRIE, REU"),
        (scrutin(controles="35=REU|35=MAIRIE"), "y est deux fois"),
        (scrutin(controles="99999=REU"), "n'est le code ni d'un département"),
    ],
)
def test_une_ligne_impossible_est_refusee(poste: Poste, ligne: str, mots: str) -> None:
    reponse = charger(poste, ligne)

    assert reponse.code == 1
    (erreur,) = (e for e in reponse.erreurs if mots in e)
    assert erreur.startswith("Ligne 2 : ")
    assert poste.tables.scrutins() == {}


def test_nc_01_r213_1_le_reu_ne_controle_pas_en_nouvelle_caledonie(poste: Poste) -> None:
    for territoire in ("988", "98818"):
        reponse = charger(poste, scrutin(controles=f"{territoire}=REU"))
        assert "article R213-1" in reponse.erreurs[0]
    assert charger(poste, scrutin(controles="988=MAIRIE")).code == 0


def test_val_04_r74_al_3_deux_scrutins_du_meme_jour_pour_les_memes_electeurs_sont_a_reunir(
    poste: Poste,
) -> None:
    departementales = scrutin("departementales", "DEPARTEMENTALES_REGIONALES", territoire="35")
    regionales = scrutin("regionales", "DEPARTEMENTALES_REGIONALES", "2027-04-18", "")

    # given: both in one file: the lower row is told, once
    reponse = charger(poste, departementales, regionales)
    assert [e.partition(" : ")[0] for e in reponse.erreurs[:-1]] == ["Ligne 3"]
    assert "le 18/04/2027" in reponse.erreurs[0]
    assert "article R74, al. 3" in reponse.erreurs[0]

    # given: one of them in the table already
    assert charger(poste, regionales).code == 0
    assert "regionales" in charger(poste, departementales).erreurs[0]


def test_val_04_r74_al_3_le_meme_jour_ailleurs_ce_sont_deux_scrutins(poste: Poste) -> None:
    assert charger(poste, scrutin("rennes"), scrutin("angers", territoire="49007")).code == 0


def test_val_04_r74_al_3_un_scrutin_ne_se_deplace_pas_sur_un_autre(poste: Poste) -> None:
    charger(poste, scrutin("un"), scrutin("deux", tours="2027-05-02"))

    assert charger(poste, scrutin("deux", tours="2027-04-18")).code == 1
    # when both move in one file, each is judged against where the other goes
    assert charger(poste, scrutin("un", tours="2027-05-02|2027-05-09")).code == 1
    les_deux = (
        scrutin("un", tours="2027-05-02|2027-05-09"),
        scrutin("deux", tours="2027-04-11"),
    )
    assert charger(poste, *les_deux).code == 0


def test_une_date_deplacee_est_permise_et_dite(poste: Poste) -> None:
    charger(poste, scrutin(tours="2027-06-13|2027-06-20"))

    reponse = charger(poste, scrutin(tours="2027-06-20|2027-06-27"))

    assert reponse.code == 0
    assert "municipale, tour 1 : du 13/06/2027 au 20/06/2027" in reponse.dit
    assert "municipale, tour 2 : du 20/06/2027 au 27/06/2027" in reponse.dit


def test_un_tour_que_des_procurations_peuvent_nommer_ne_se_retire_pas(poste: Poste) -> None:
    charger(poste, scrutin())

    reponse = charger(poste, scrutin(tours="2027-04-11"))

    assert reponse.code == 1
    assert "il ne se retire pas" in reponse.erreurs[0]
    assert len(poste.tables.scrutins()["municipale"].tours) == 2


def test_un_scrutin_absent_du_fichier_reste(poste: Poste) -> None:
    charger(poste, scrutin("un"))
    charger(poste, scrutin("deux", territoire="49007"))

    assert set(poste.tables.scrutins()) == {"un", "deux"}


def test_un_changement_de_mode_ou_de_territoire_se_dit(poste: Poste) -> None:
    charger(poste, scrutin())

    reponse = charger(poste, scrutin(territoire="35238|35288", controle="REU"))

    assert "le mode de contrôle change" in reponse.dit
    assert "le territoire change" in reponse.dit


def test_les_consulaires_se_tiennent_a_l_etranger_seulement(poste: Poste) -> None:
    consulaires = scrutin("consulaires", "CONSULAIRES", territoire="ZZ", consulaire="oui")

    assert charger(poste, scrutin(), consulaires).code == 0
    lu = poste.tables.scrutins()["consulaires"]
    assert lu.concerne("ZZ001", est_consulat=True)
    assert not lu.concerne("35238", est_consulat=False)
