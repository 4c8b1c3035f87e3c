"""What is copied from a form on paper, and what matters, typed twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.domaine.autorites import QUALITES_PAPIER, QualiteHorsPortail
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.referentiel.communes import par_code
from chalicelib.services.fuseaux import ETRANGER, FRANCE, instant
from chalicelib.services.saisie_papier import (
    EN_DOUBLE,
    Circonstances,
    comparer,
    lire_formulaire,
    lire_heure,
)
from chalicelib.services.saisir_papier import FormulairePapier
from tests.constructeurs import PRESIDENTIELLE, RENNES, SCRUTINS

MAINTENANT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
LONDRES = "ZZ001"
CHAMPS = {
    "mandant_nom": "Papillon",
    "mandant_prenoms": "Camille, Élodie",
    "mandant_sexe": "F",
    "mandant_naissance": "1985-07-14",
    "mandant_nne": "350 000 012",
    "mandataire_nom": "Martin",
    "mandataire_prenoms": "Louis",
    "mandataire_sexe": "M",
    "mandataire_naissance": "1990-01-15",
    "mandataire_nne": "",
    "mandataire_commune": RENNES,
    "scrutin": PRESIDENTIELLE.id,
    "autorite_nom": "Aubert",
    "autorite_prenom": "Hélène",
    "autorite_qualite": "MAGISTRAT",
    "autorite_lieu": "Rennes",
    "etablie_le": "2027-02-27",
    "etablie_a": "10 h 05",
}


def lire(
    *,
    tours: tuple[int, ...] = (1, 2),
    commune: str = RENNES,
    maintenant: datetime = MAINTENANT,
    **autres: str,
) -> FormulairePapier:
    lieu = par_code(commune)
    assert lieu is not None
    return lire_formulaire(CHAMPS | autres, tours, Circonstances(lieu, SCRUTINS, maintenant))


def erreurs(**autres: Any) -> dict[str, str]:
    with pytest.raises(SaisieInvalide) as refus:
        lire(**autres)
    return refus.value.erreurs


def test_un_formulaire_complet_se_lit() -> None:
    lu = lire(mandant_nom_usage="Kerjean", mandant_courriel="c@exemple.fr")

    assert (lu.mandant.nom, lu.mandant.nom_usage, lu.nne) == ("Papillon", "Kerjean", "350000012")
    assert lu.courriel == "c@exemple.fr"
    assert (lu.mandataire.nom, lu.mandataire.commune) == ("Martin", RENNES)
    assert lu.portee == PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
    assert lu.acte.le == datetime(2027, 2, 27, 9, 5, tzinfo=UTC)
    assert (lu.acte.qualite, lu.acte.en_france) == (QualiteHorsPortail.MAGISTRAT, True)


def test_le_nne_et_l_adresse_manquent_sans_rien_empecher() -> None:
    lu = lire(mandant_nne="")

    assert (lu.nne, lu.courriel, lu.mandataire.nne) == ("", "", "")


def test_toutes_les_erreurs_sont_dites_a_la_fois() -> None:
    vides = dict.fromkeys(CHAMPS, "")

    assert set(erreurs(**vides)) == set(CHAMPS) - {
        "mandant_nne",
        "mandataire_nne",
        "scrutin",
    }


@pytest.mark.parametrize(
    "champ, valeur",
    [
        ("mandant_nne", "12"),
        ("mandataire_nne", "abcdefgh"),
        ("mandant_courriel", "pas une adresse"),
        ("mandant_sexe", "X"),
        ("mandant_naissance", "1985-02-30"),
        ("mandataire_naissance", "2015-01-01"),
        ("mandataire_commune", "00000"),
        ("mandant_commune", "49007"),
        ("autorite_qualite", "DELEGUE_OPJ"),
        ("autorite_qualite", "MINISTERE_INTERIEUR"),
        ("autorite_lieu", "123"),
        ("autorite_nom", "A\u202eB"),
        ("etablie_le", "2027-13-01"),
        ("etablie_le", "2027-03-02"),
        ("etablie_a", "25:00"),
        ("etablie_a", "midi"),
        ("etablie_a", "10h75"),
        ("fuseau", "Mars/Olympus"),
        ("scrutin", "inconnu"),
    ],
)
def test_un_champ_faux_est_refuse_a_sa_place(champ: str, valeur: str) -> None:
    attendu = "etablie_a" if champ == "fuseau" else champ
    assert set(erreurs(**{champ: valeur})) == {attendu}


def test_une_minute_dans_le_futur_est_une_erreur_de_date() -> None:
    assert lire(etablie_le="2027-03-01", etablie_a="10:30").acte.le == MAINTENANT
    assert set(erreurs(etablie_le="2027-03-01", etablie_a="10:31")) == {"etablie_le"}


def test_mtr_04_le_mandant_ne_se_designe_pas() -> None:
    lui_meme = {
        "mandataire_nom": "PAPILLON",
        "mandataire_prenoms": "camille elodie",
        "mandataire_naissance": "1985-07-14",
    }
    assert set(erreurs(**lui_meme)) == {"mandataire_nom"}
    assert set(erreurs(mandataire_nne="350000012")) == {"mandataire_nne"}


@pytest.mark.parametrize("qualite", QUALITES_PAPIER)
def test_cap_07_la_qualite_dit_si_l_acte_est_fait_en_france(qualite: Any) -> None:
    ici = {
        Qualite.OPJ,
        Qualite.APJ,
        Qualite.RESERVISTE_APJ,
        QualiteHorsPortail.MAGISTRAT,
        QualiteHorsPortail.DIRECTEUR_GREFFE,
    }

    assert lire(autorite_qualite=qualite.value).acte.en_france is (qualite in ici)


def test_r74_une_periode_court_du_jour_de_l_acte_et_dure_un_an() -> None:
    lu = lire(scrutin="", au="2028-02-27", etablie_le="2027-02-27")

    assert lu.portee == PorteePeriode(date(2027, 2, 27), date(2028, 2, 27))
    assert set(erreurs(scrutin="", au="2028-02-28")) == {"au"}
    assert set(erreurs(scrutin="", au="2027-02-26")) == {"au"}


def test_r74_une_periode_dure_trois_ans_sur_une_liste_consulaire() -> None:
    lu = lire(commune=LONDRES, scrutin="", au="2030-02-27", etablie_le="2027-02-27")

    assert lu.portee == PorteePeriode(date(2027, 2, 27), date(2030, 2, 27))
    assert set(erreurs(commune=LONDRES, scrutin="", au="2030-02-28")) == {"au"}


def test_r74_le_jour_de_l_acte_est_celui_de_son_lieu() -> None:
    # At Nouméa it is already 1 March when it is still 28 February in Paris.
    lu = lire(
        scrutin="",
        au="2028-03-01",
        etablie_le="2027-03-01",
        etablie_a="8 h",
        fuseau="Pacific/Noumea",
    )

    assert lu.acte.le == datetime(2027, 2, 28, 21, tzinfo=UTC)
    assert lu.portee == PorteePeriode(date(2027, 3, 1), date(2028, 3, 1))


def test_val_06_un_tour_deja_passe_n_empeche_rien_tant_qu_un_autre_reste() -> None:
    entre_deux_tours = datetime(2027, 4, 12, 9, tzinfo=UTC)

    assert lire(maintenant=entre_deux_tours).portee == PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
    apres = datetime(2027, 4, 26, 9, tzinfo=UTC)
    assert set(erreurs(maintenant=apres)) == {"portee"}


def test_un_tour_passe_le_jour_de_l_acte_est_une_erreur_de_recopie() -> None:
    apres: dict[str, Any] = {
        "maintenant": datetime(2027, 4, 14, 9, tzinfo=UTC),
        "etablie_le": "2027-04-13",
        "scrutin": PRESIDENTIELLE.id,
    }

    assert set(erreurs(**apres)) == {"scrutin"}
    assert lire(tours=(2,), **apres).portee == PorteeScrutin(PRESIDENTIELLE.id, (2,))


def test_une_seconde_saisie_identique_a_la_forme_pres_est_admise() -> None:
    comparer(CHAMPS, CHAMPS | {"mandant_nne": "350000012", "etablie_a": "10:05"})


@pytest.mark.parametrize("champ", EN_DOUBLE)
def test_une_seconde_saisie_differente_est_dite_a_sa_place(champ: str) -> None:
    autres = {"etablie_a": "10 h 06", "etablie_le": "2027-02-26"}
    valeur = autres.get(champ, "1999-09-09" if "naissance" in champ else "999999999")

    with pytest.raises(SaisieInvalide) as refus:
        comparer(CHAMPS, CHAMPS | {champ: valeur})

    assert set(refus.value.erreurs) == {f"second_{champ}"}


def test_une_seconde_saisie_vide_est_dite_partout_ou_la_premiere_ne_l_est_pas() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        comparer(CHAMPS, {})

    assert set(refus.value.erreurs) == {f"second_{champ}" for champ in EN_DOUBLE if CHAMPS[champ]}


@pytest.mark.parametrize(
    "texte, heure",
    [
        ("9", time(9)),
        ("9h", time(9)),
        ("9 h 05", time(9, 5)),
        ("09:05", time(9, 5)),
        ("23.59", time(23, 59)),
        ("0 H 00", time(0)),
    ],
)
def test_une_heure_s_ecrit_comme_on_la_dit(texte: str, heure: time) -> None:
    assert lire_heure(texte) == heure


@pytest.mark.parametrize("texte", ["", "24:00", "9h5h", "-1", "١٠:٠٥", "9 h 60", "10:5", "10:055"])
def test_une_heure_qui_n_en_est_pas_une_est_refusee(texte: str) -> None:
    with pytest.raises(SaisieInvalide):
        lire_heure(texte)


def test_l_heure_est_celle_du_lieu_de_l_acte() -> None:
    jour, midi = date(2027, 3, 1), time(12)

    assert instant(jour, midi, "Europe/Paris") == datetime(2027, 3, 1, 11, tzinfo=UTC)
    assert instant(jour, midi, "America/Cayenne") == datetime(2027, 3, 1, 15, tzinfo=UTC)
    assert instant(jour, midi, "UTC-05:00") == datetime(2027, 3, 1, 17, tzinfo=UTC)
    assert instant(jour, midi, "UTC+05:45") == datetime(2027, 3, 1, 6, 15, tzinfo=UTC)


def test_une_heure_que_les_horloges_ont_sautee_n_existe_pas() -> None:
    with pytest.raises(ValueError, match="sauté"):
        instant(date(2027, 3, 28), time(2, 30), "Europe/Paris")


def test_d_une_heure_venue_deux_fois_c_est_la_premiere() -> None:
    premiere = instant(date(2027, 10, 31), time(2, 30), "Europe/Paris")

    assert premiere == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("fuseau", [*FRANCE, *ETRANGER])
def test_chaque_horloge_proposee_donne_un_instant(fuseau: str) -> None:
    exact = instant(date(2027, 3, 1), time(12), fuseau)

    assert exact.utcoffset() == timedelta(0)
    assert abs(exact - datetime(2027, 3, 1, 12, tzinfo=UTC)) <= timedelta(hours=14)
