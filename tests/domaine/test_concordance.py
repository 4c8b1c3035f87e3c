"""Fair matching: each tolerance with a name that must match and a near one that must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.concordance import concorde, meme_naissance, repondre
from chalicelib.domaine.electeurs import (
    Electeur,
    Introuvable,
    Liste,
    Plusieurs,
    Recherche,
    Trouve,
    recherche_du_mandant,
    recherche_du_mandataire,
)
from chalicelib.domaine.identites import Mandataire, Sexe
from tests.constructeurs import etat_civil, mandant, mandataire

CAMILLE = Electeur(
    nne="350000017",
    nom="Durand-Lévêque",
    prenoms=("Camille", "Élodie"),
    sexe=Sexe.FEMININ,
    naissance="1985-07-14",
    commune="35238",
    bureau="0112",
    listes=(Liste.PRINCIPALE,),
)


def inscrit(**autres: Any) -> Electeur:
    return replace(CAMILLE, **autres)


def cherche(electeur: Electeur = CAMILLE, **autres: Any) -> Recherche:
    """This elector, written as on the list, by civil status; `autres` are written otherwise."""
    civil = Recherche(
        naissance=electeur.naissance,
        nom=electeur.nom,
        prenoms=electeur.prenoms,
        sexe=electeur.sexe,
        commune=electeur.commune,
    )
    return replace(civil, **autres)


NOMS = [
    # tolerance, on the list, must match, must not
    ("accents", "Lévêque", ["LEVEQUE", "Lévèque", "Le\u0301ve\u0302que"], ["Levesque", "Lévêquet"]),
    ("capitales", "Le Goff", ["LE GOFF", "le goff"], ["LE GOF", "GOFF"]),
    (
        "trait d'union",
        "Durand-Lévêque",
        ["DURAND LEVEQUE", "Durand–Lévêque"],
        ["Durand", "Lévêque"],
    ),
    ("apostrophe", "N'Diaye", ["N’Diaye", "NDIAYE", "N Diaye", "N`Diaye"], ["Diaye", "M'Diaye"]),
    ("particule", "De La Tour", ["de la tour", "DELATOUR", "De Latour"], ["De Tour", "La Tour"]),
    ("ligature œ", "Œuvrard", ["OEUVRARD", "Oeuvrard"], ["Euvrard", "Ouvrard"]),
    ("ligature æ", "Lætour", ["LAETOUR"], ["Latour", "Letour"]),
    ("ß", "Großmann", ["GROSSMANN", "Grossmann"], ["Grosmann", "Grobmann"]),
    ("tréma de voyage", "Müller", ["MUELLER", "Muller", "Mu\u0308ller"], ["Miller", "Muler"]),
    ("lettre barrée", "Łęcka", ["LECKA", "Lecka"], ["Becka", "Leka"]),
    ("un seul signe", "Ô", ["O", "Ô"], ["Y", "", "-", "'"]),
]


@pytest.mark.parametrize(
    "nom,ecrits", [(n, oui) for _, n, oui, _ in NOMS], ids=[r[0] for r in NOMS]
)
def test_le_nom_ecrit_autrement_reste_celui_de_la_personne(nom: str, ecrits: list[str]) -> None:
    for ecrit in [nom, *ecrits]:
        assert concorde(cherche(nom=ecrit), inscrit(nom=nom)), ecrit


@pytest.mark.parametrize(
    "nom,autres", [(n, non) for _, n, _, non in NOMS], ids=[r[0] for r in NOMS]
)
def test_un_nom_voisin_est_celui_d_un_autre(nom: str, autres: list[str]) -> None:
    for autre in autres:
        assert not concorde(cherche(nom=autre), inscrit(nom=nom)), autre


def test_la_lettre_d_un_document_de_voyage_ne_fait_pas_se_confondre_deux_familles() -> None:
    assert not concorde(cherche(nom="Muller"), inscrit(nom="Mueller"))
    assert not concorde(cherche(nom="Mueller"), inscrit(nom="Muller"))


@pytest.mark.parametrize(
    "ecrit",
    ["Kerjean", "KERJEAN", "Durand-Lévêque", "Durand-Lévêque Kerjean", "Kerjean-Durand Leveque"],
)
def test_le_nom_d_usage_vaut_le_nom_de_naissance(ecrit: str) -> None:
    assert concorde(cherche(nom=ecrit), inscrit(nom_usage="Kerjean"))


@pytest.mark.parametrize(
    "ecrit", ["Kerjan", "Durand-Lévêque Kerjan", "Durand-Kerjean", "Kerjean Kerjean"]
)
def test_un_autre_nom_d_usage_ne_vaut_rien(ecrit: str) -> None:
    assert not concorde(cherche(nom=ecrit), inscrit(nom_usage="Kerjean"))


def test_sans_nom_d_usage_sur_la_liste_celui_du_conjoint_ne_suffit_pas() -> None:
    assert not concorde(cherche(nom="Kerjean"), inscrit(nom_usage=""))


PRENOMS = [
    # tolerance, on the list, must match, must not
    ("accents", ("Élodie",), [("ELODIE",), ("elodie",)], [("Mélodie",), ("Élodia",)]),
    (
        "la liste n'a que le premier",
        ("Camille",),
        [("Camille", "Élodie"), ("CAMILLE", "Elodie", "Marie")],
        [("Élodie", "Camille"), ("Camillia", "Élodie"), ("Élodie",)],
    ),
    (
        "le mandant n'a écrit que le premier",
        ("Camille", "Élodie", "Marie"),
        [("Camille",), ("Camille", "Élodie")],
        [("Élodie",), ("Marie",), ("Camille", "Anne"), ("C",), ("Cam",), ("Camille", "É")],
    ),
    (
        "un autre ordre",
        ("Camille", "Élodie", "Marie"),
        [("Élodie", "Marie", "Camille"), ("Marie", "Camille", "Élodie")],
        [("Élodie", "Camille"), ("Élodie", "Marie", "Anne"), ("Camille", "Camille", "Marie")],
    ),
    (
        "composé coupé ou soudé",
        ("Jean-Baptiste", "Paul"),
        [
            ("Jean", "Baptiste", "Paul"),
            ("JEANBAPTISTE", "Paul"),
            ("Jean Baptiste",),
            ("Jean-Baptiste",),
        ],
        [("Jean",), ("Jean", "Paul"), ("Jean-Paul",), ("Baptiste",), ("Jean-Baptistine",)],
    ),
    (
        "composé dans un autre ordre",
        ("Paul", "Jean-Baptiste"),
        [("Jean-Baptiste", "Paul"), ("Jean", "Baptiste", "Paul")],
        [("Jean-Paul", "Baptiste"), ("Baptiste", "Paul", "Jean"), ("Jean", "Paul", "Baptiste")],
    ),
    (
        "FranceConnect sans trait d'union",
        ("Marie-Claude",),
        [("Marie", "Claude"), ("Marie", "Claude", "Anne"), ("MARIE CLAUDE ANNE",)],
        [("Marie",), ("Claude",), ("Claude-Marie",), ("Marie-Claire",), ("Marie-Claudette",)],
    ),
    ("apostrophe", ("M'Hamed",), [("MHAMED",), ("M’Hamed", "Ali")], [("Hamed",), ("Ahmed",)]),
    ("tréma de voyage", ("Jürgen",), [("JUERGEN",), ("Jurgen",)], [("Jorgen",), ("Jurge",)]),
]


@pytest.mark.parametrize(
    "prenoms,ecrits", [(p, oui) for _, p, oui, _ in PRENOMS], ids=[rang[0] for rang in PRENOMS]
)
def test_les_prenoms_ecrits_autrement_restent_ceux_de_la_personne(
    prenoms: tuple[str, ...], ecrits: list[tuple[str, ...]]
) -> None:
    for ecrit in [prenoms, *ecrits]:
        assert concorde(cherche(prenoms=ecrit), inscrit(prenoms=prenoms)), ecrit
        assert concorde(cherche(prenoms=prenoms), inscrit(prenoms=ecrit)), ecrit


@pytest.mark.parametrize(
    "prenoms,autres", [(p, non) for _, p, _, non in PRENOMS], ids=[rang[0] for rang in PRENOMS]
)
def test_des_prenoms_voisins_sont_ceux_d_un_autre(
    prenoms: tuple[str, ...], autres: list[tuple[str, ...]]
) -> None:
    for autre in [*autres, (), ("",), ("-",)]:
        assert not concorde(cherche(prenoms=autre), inscrit(prenoms=prenoms)), autre
        assert not concorde(cherche(prenoms=prenoms), inscrit(prenoms=autre)), autre


def test_des_jumeaux_de_meme_initiale_sont_deux_personnes() -> None:
    lea, lou = inscrit(prenoms=("Léa", "Marie")), inscrit(nne="2", prenoms=("Lou", "Marie"))

    assert repondre(cherche(lea), [lea, lou]) == Trouve(lea)
    assert repondre(cherche(lou), [lea, lou]) == Trouve(lou)
    assert repondre(cherche(lea, prenoms=("L", "Marie")), [lea, lou]) == Introuvable()


def test_des_jumeaux_aux_composes_croises_sont_deux_personnes() -> None:
    un = inscrit(prenoms=("Jean-Marie", "Paul"))

    assert not concorde(cherche(prenoms=("Jean-Paul", "Marie")), un)


def test_un_tres_grand_nombre_de_prenoms_ne_coute_rien_et_garde_son_ordre() -> None:
    beaucoup = tuple(f"Prénom{chr(65 + n)}" for n in range(10))

    assert concorde(cherche(prenoms=beaucoup), inscrit(prenoms=beaucoup))
    assert not concorde(cherche(prenoms=beaucoup[::-1]), inscrit(prenoms=beaucoup))
    assert concorde(cherche(prenoms=beaucoup[5::-1]), inscrit(prenoms=beaucoup[:6]))


@pytest.mark.parametrize(
    "une,autre",
    [
        ("1950-00-00", "1950-00-00"),
        ("1950-00-00", "1950-01-01"),
        ("1950-00-00", "1950-01-00"),
        ("1950-03-00", "1950-03-01"),
        ("1985-07-14", "1985-07-14"),
    ],
)
def test_un_jour_ou_un_mois_inconnu_s_ecrit_aussi_01_comme_au_rnipp(une: str, autre: str) -> None:
    assert meme_naissance(une, autre)
    assert meme_naissance(autre, une)


@pytest.mark.parametrize(
    "une,autre",
    [
        ("1950-00-00", "1950-03-12"),
        ("1950-00-00", "1950-01-02"),
        ("1950-00-00", "1950-02-01"),
        ("1950-00-00", "1951-00-00"),
        ("1950-03-00", "1950-03-02"),
        ("1950-03-00", "1950-01-01"),
        ("1950-03-00", "1950-00-00"),
        ("1985-07-14", "1985-07-15"),
        ("1985-07-14", "1985-07-00"),
        ("1985-07-01", "1985-01-07"),
        ("2000-12-01", "2001-12-01"),
    ],
)
def test_un_jour_connu_ne_vaut_pas_un_autre_jour_ni_l_inconnu(une: str, autre: str) -> None:
    assert not meme_naissance(une, autre)
    assert not meme_naissance(autre, une)


@pytest.mark.parametrize(
    "autre",
    [
        {"naissance": "1985-07-15"},
        {"sexe": Sexe.MASCULIN},
        {"sexe": None},
        {"commune": "49007"},
        {"prenoms": ("Claire", "Élodie")},
        {"nom": "Durand"},
        {"nom": ""},
        {"prenoms": ()},
    ],
    ids=str,
)
def test_chaque_element_de_l_etat_civil_compte(autre: dict[str, Any]) -> None:
    assert concorde(cherche(), CAMILLE)
    assert not concorde(cherche(**autre), CAMILLE)


def test_sans_commune_on_cherche_partout() -> None:
    assert concorde(cherche(commune=""), CAMILLE)


@pytest.mark.parametrize(
    "autre",
    [
        {},
        {"nom": "DURAND LEVEQUE"},
        {"prenoms": ("Camille",)},
        {"sexe": Sexe.FEMININ},
        {"commune": "49007"},
    ],
    ids=str,
)
def test_le_numero_et_la_naissance_suffisent_meme_apres_un_demenagement(
    autre: dict[str, Any],
) -> None:
    assert concorde(Recherche("1985-07-14", "350000017", **autre), CAMILLE)


@pytest.mark.parametrize(
    "autre",
    [
        {"nne": "350000018"},
        {"nne": "35000017"},
        {"naissance": "1985-07-15"},
        {"nom": "Durand"},
        {"prenoms": ("Élodie",)},
        {"sexe": Sexe.MASCULIN},
    ],
    ids=str,
)
def test_avec_le_numero_rien_de_ce_qui_est_ecrit_ne_peut_differer(autre: dict[str, Any]) -> None:
    assert not concorde(replace(Recherche("1985-07-14", "350000017"), **autre), CAMILLE)


def test_personne_ne_repond_quand_personne_ne_concorde() -> None:
    assert repondre(cherche(), []) == Introuvable()
    assert repondre(cherche(nom="Autre"), [CAMILLE]) == Introuvable()


def test_m13_deux_homonymes_demandent_le_numero() -> None:
    autre = inscrit(nne="350000999", bureau="0001")

    assert repondre(cherche(), [CAMILLE, autre]) == Plusieurs(2)
    assert repondre(Recherche("1985-07-14", "350000999"), [CAMILLE, autre]) == Trouve(autre)


def test_qui_est_ecrit_a_la_lettre_passe_avant_qui_n_est_que_tolere() -> None:
    longue = inscrit(nne="2", prenoms=("Camille", "Élodie", "Marie"))

    assert repondre(cherche(), [longue, CAMILLE]) == Trouve(CAMILLE)
    assert repondre(cherche(prenoms=("Camille",)), [longue, CAMILLE]) == Plusieurs(2)
    assert repondre(cherche(prenoms=("CAMILLE", "ELODIE")), [longue, CAMILLE]) == Trouve(CAMILLE)


def test_la_lettre_d_un_document_de_voyage_est_une_tolerance() -> None:
    accentue, voyage = inscrit(prenoms=("Jürgen",)), inscrit(nne="2", prenoms=("Juergen",))

    assert repondre(cherche(accentue), [accentue, voyage]) == Trouve(accentue)
    assert repondre(cherche(voyage), [accentue, voyage]) == Trouve(voyage)
    assert repondre(cherche(prenoms=("Jurgen",)), [voyage]) == Introuvable()


def test_le_nom_de_naissance_passe_avant_le_nom_d_usage_d_une_autre() -> None:
    autre = inscrit(nne="2", nom="Le Bihan", nom_usage="Durand-Lévêque")

    assert repondre(cherche(), [autre, CAMILLE]) == Trouve(CAMILLE)


def test_une_naissance_inconnue_ne_cache_pas_celui_qui_est_ne_un_premier_janvier() -> None:
    inconnu, premier = inscrit(naissance="1950-00-00"), inscrit(nne="2", naissance="1950-01-01")

    assert repondre(cherche(naissance="1950-01-01"), [inconnu, premier]) == Trouve(premier)
    assert repondre(cherche(naissance="1950-00-00"), [inconnu, premier]) == Trouve(inconnu)
    assert repondre(cherche(naissance="1950-01-00"), [inconnu, premier]) == Plusieurs(2)


def test_le_mandant_est_cherche_par_l_etat_civil_de_franceconnect() -> None:
    civil = etat_civil()

    recherche = recherche_du_mandant(mandant())

    assert recherche == Recherche(
        civil.naissance, "", civil.nom, civil.prenoms, civil.sexe, mandant().commune
    )


def test_le_mandataire_est_cherche_comme_le_mandant_l_a_nomme() -> None:
    nomme = mandataire()

    assert recherche_du_mandataire(nomme) == Recherche(
        nomme.naissance, "", nomme.nom, nomme.prenoms, nomme.sexe, nomme.commune
    )
    assert recherche_du_mandataire(Mandataire("1990-01-15", nne="350000066")) == Recherche(
        "1990-01-15", "350000066"
    )


_mots = st.text(alphabet="abcdeéèœüßN'-", min_size=1, max_size=10).filter(
    lambda mot: any(c.isalpha() for c in mot)
)


@given(_mots, st.lists(_mots, min_size=1, max_size=5), _mots, st.data())
def test_chacun_se_retrouve_quel_que_soit_son_nom(
    nom: str, prenoms: list[str], usage: str, donnees: st.DataObject
) -> None:
    electeur = inscrit(nom=nom, prenoms=tuple(prenoms), nom_usage=usage)
    ordre = tuple(donnees.draw(st.permutations(prenoms)))

    for ecrit in (
        cherche(electeur),
        cherche(electeur, nom=nom.upper().replace("-", " ")),
        cherche(electeur, nom=usage),
        cherche(electeur, prenoms=ordre),
        cherche(electeur, prenoms=tuple(prenoms[:1])),
        cherche(electeur, prenoms=tuple(p.upper() for p in prenoms)),
    ):
        assert concorde(ecrit, electeur)


@given(_mots, _mots, _mots)
def test_concorder_ne_depend_pas_du_cote(un: str, deux: str, trois: str) -> None:
    droite, gauche = inscrit(prenoms=(un, deux)), inscrit(prenoms=(trois, un))

    assert concorde(cherche(droite), gauche) == concorde(cherche(gauche), droite)
