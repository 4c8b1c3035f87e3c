"""The domain in plain French words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire, Sexe
from chalicelib.domaine.libelles import (
    LIBELLES_ETAT,
    LIBELLES_PIECE,
    LIBELLES_SEXE,
    date_fr,
    instant_fr,
    jour_fr,
    jours_fr,
    nom_complet,
    objet,
    portee_fr,
    prenoms_fr,
)
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from tests.constructeurs import PRESIDENTIELLE, SCRUTINS, etat_civil


@pytest.mark.parametrize(
    "jour,mots",
    [
        (date(2021, 6, 1), "1er juin 2021"),
        (date(2028, 2, 29), "29 février 2028"),
        ("1985-07-14", "14 juillet 1985"),
        ("1950-00-00", "1950 (jour et mois inconnus)"),
        ("1950-08-00", "août 1950 (jour inconnu)"),
        ("1950-12-01", "1er décembre 1950"),
    ],
)
def test_une_date_se_dit_en_mots_meme_incomplete(jour: date | str, mots: str) -> None:
    assert date_fr(jour) == mots


def test_un_jour_de_vote_se_dit_avec_son_nom() -> None:
    assert jour_fr(date(2021, 6, 20)) == "dimanche 20 juin 2021"


@pytest.mark.parametrize(
    "instant,mots",
    [
        (datetime(2021, 6, 14, 8, 5, tzinfo=UTC), "14 juin 2021 à 10 h 05"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "1er janvier 2027 à 0 h 00"),
    ],
)
def test_un_instant_se_lit_a_l_heure_de_paris(instant: datetime, mots: str) -> None:
    assert instant_fr(instant) == mots


def test_chaque_etat_et_chaque_sexe_ont_leurs_mots() -> None:
    assert set(LIBELLES_ETAT) == set(Etat)
    assert set(LIBELLES_SEXE) == set(Sexe)
    assert len(set(LIBELLES_ETAT.values())) == len(Etat)


def test_les_noms_se_lisent_dans_l_ordre_de_l_etat_civil() -> None:
    assert prenoms_fr(("Marie", "Louise")) == "Marie, Louise"
    assert nom_complet(etat_civil()) == "Camille Durand-Lévêque"
    assert nom_complet(Mandataire("1990-01-15", nne="12345678")) == ""


def test_une_portee_se_dit_ligne_par_ligne_et_d_un_trait() -> None:
    deux = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
    periode = PorteePeriode(date(2027, 4, 1), date(2028, 3, 1))

    assert portee_fr(deux, SCRUTINS) == (
        "Élection présidentielle",
        "Premier tour : dimanche 11 avril 2027",
        "Second tour : dimanche 25 avril 2027",
    )
    assert objet(deux, SCRUTINS) == (
        "Élection présidentielle : premier tour du 11 avril 2027 et second tour du 25 avril 2027"
    )
    assert portee_fr(periode, SCRUTINS)[0] == "Du 1er avril 2027 au 1er mars 2028"
    assert objet(periode, SCRUTINS) == "Du 1er avril 2027 au 1er mars 2028"


def test_une_portee_d_un_seul_tour_ne_dit_que_celui_la() -> None:
    second = PorteeScrutin(PRESIDENTIELLE.id, (2,))

    assert portee_fr(second, SCRUTINS)[1:] == ("Second tour : dimanche 25 avril 2027",)
    assert objet(second, SCRUTINS).endswith(" : second tour du 25 avril 2027")
    # A tour that the scrutin has no more is not told.
    assert len(portee_fr(PorteeScrutin(PRESIDENTIELLE.id, (2, 3)), SCRUTINS)) == 2
    assert objet(PorteeScrutin(PRESIDENTIELLE.id, (2, 3)), SCRUTINS) == objet(second, SCRUTINS)


def test_une_periode_dit_qu_elle_vaut_pour_toutes_les_elections() -> None:
    periode = PorteePeriode(date(2027, 4, 1), date(2028, 3, 1))

    assert "Toutes les élections" in portee_fr(periode, SCRUTINS)[1]


@pytest.mark.parametrize(
    "jours,mots",
    [
        ((), ""),
        ((date(2027, 4, 11),), "le 11 avril 2027"),
        ((date(2027, 4, 11), date(2027, 4, 25)), "le 11 avril 2027 et le 25 avril 2027"),
        (
            (date(2027, 4, 11), date(2027, 4, 25), date(2027, 5, 1)),
            "le 11 avril 2027, le 25 avril 2027 et le 1er mai 2027",
        ),
    ],
)
def test_cap_06_des_jours_de_vote_se_disent_dans_une_phrase(
    jours: tuple[date, ...], mots: str
) -> None:
    assert jours_fr(jours) == mots


@pytest.mark.parametrize("mois", range(1, 13))
def test_chaque_mois_et_chaque_jour_ont_leur_nom(mois: int) -> None:
    noms = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    semaine = "lundi mardi mercredi jeudi vendredi samedi dimanche"
    jour = date(2027, mois, mois)

    assert date_fr(jour).split()[1] == noms.split()[mois - 1]
    assert date_fr(f"2027-{mois:02d}-00").split()[0] == noms.split()[mois - 1]
    assert jour_fr(jour).split()[0] == semaine.split()[jour.weekday()]


def test_une_personne_sans_prenom_ou_sans_nom_garde_ce_qu_elle_a() -> None:
    assert nom_complet(Mandataire("1990-01-15", nom="Martin")) == "Martin"
    assert nom_complet(Mandataire("1990-01-15", prenoms=("Louis", "Marie"))) == "Louis"


def test_r73_chaque_piece_a_son_nom() -> None:
    assert set(LIBELLES_PIECE) == {"CNI", "PASSEPORT", "PERMIS", "AUTRE"}
    assert len(set(LIBELLES_PIECE.values())) == 4
