"""The simulated register: what real registers hold, the same from the same seed."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel import communes
from infra.local.repertoire import connus
from infra.local.repertoire.electeur import Electeur, Liste, Statut
from infra.local.repertoire.generer import electeurs, generer
from infra.local.repertoire.repertoire import LONGUEUR_MAX, Repertoire


@pytest.fixture(scope="module")
def tous() -> list[Electeur]:
    return list(electeurs())


@pytest.fixture(scope="module")
def chemin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fichier = tmp_path_factory.mktemp("repertoire") / "electeurs.sqlite"
    generer(fichier)
    return fichier


@pytest.fixture
def repertoire(chemin: Path) -> Repertoire:
    return Repertoire(chemin)


def test_la_meme_graine_donne_les_memes_personnes(tous: list[Electeur]) -> None:
    assert list(electeurs()) == tous
    assert list(electeurs(graine=7)) != tous


def test_les_personnes_connues_ne_dependent_pas_de_la_graine(tous: list[Electeur]) -> None:
    assert tuple(tous[:10]) == connus.CONNUS
    assert tuple(list(electeurs(graine=7))[:10]) == connus.CONNUS


def test_le_repertoire_a_la_taille_promise(tous: list[Electeur]) -> None:
    lieux = Counter(e.commune for e in tous)
    assert len(tous) >= 20_000
    assert sum(not code.startswith("ZZ") for code in lieux) >= 300
    assert sum(code.startswith("ZZ") for code in lieux) >= 4
    for code in (connus.RENNES, connus.ANGERS, connus.LYON_3, connus.PARIS_12):
        assert lieux[code] >= 400


def test_chaque_electeur_est_inscrit_la_ou_l_on_peut_voter(tous: list[Electeur]) -> None:
    lieux = {e.commune: communes.par_code(e.commune) for e in tous}
    assert None not in lieux.values()
    departements = {lieu.departement for lieu in lieux.values() if lieu}
    assert {"971", "972", "974", "987", "2A", "75"} <= departements
    assert "988" not in departements  # New Caledonia is not in the national register
    assert sum(bool(lieu and lieu.ville) for lieu in lieux.values()) == 45
    habitants = [communes.population(code) for code in lieux]
    assert sum(0 < n < 500 for n in habitants) > 30


def test_chaque_numero_d_electeur_est_unique_et_de_huit_ou_neuf_chiffres(
    tous: list[Electeur],
) -> None:
    assert len({e.nne for e in tous}) == len(tous)
    assert all(re.fullmatch(r"\d{8,9}", e.nne) for e in tous)
    assert {len(e.nne) for e in tous} == {8, 9}


def test_chaque_fiche_est_bien_formee(tous: list[Electeur]) -> None:
    for e in tous:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", e.naissance)
        assert 1 <= len(e.prenoms) <= 4
        assert re.fullmatch(r"\d{4}", e.bureau)
        assert e.sexe in {"F", "M"}
        assert (e.pays_naissance == "99100") == bool(e.commune_naissance)
        assert (e.liste is Liste.CONSULAIRE) == e.commune.startswith("ZZ")


def test_il_y_a_des_homonymes_de_chaque_espece(tous: list[Electeur]) -> None:
    noms = Counter((e.nom, e.prenoms) for e in tous)
    nes = Counter((e.nom, e.prenoms, e.naissance) for e in tous)
    memes = Counter((e.nom, e.prenoms, e.naissance, e.commune) for e in tous)
    assert sum(n > 1 for n in noms.values()) > 500
    assert sum(n > 1 for n in nes.values()) > 100
    assert sum(n > 1 for n in memes.values()) >= 20


def test_les_noms_sont_ceux_de_la_vraie_vie(tous: list[Electeur]) -> None:
    noms = {e.nom for e in tous}
    assert {"Le Goff", "De La Tour", "Martin-Dupont", "D'Alembert", "L'Hostis"} <= noms
    assert {"Müller", "Kowalski-Łęcka", "Ó Briain", "Șerban"} <= noms
    assert sum(bool(e.nom_usage) for e in tous) > 2_000
    assert sum("-" in e.prenoms[0] for e in tous) > 100
    assert sum(e.pays_naissance != "99100" for e in tous) > 1_000
    assert all(normaliser(nom) for nom in noms)


def test_des_jours_et_des_mois_de_naissance_sont_inconnus(tous: list[Electeur]) -> None:
    sans_mois = [e for e in tous if e.naissance.endswith("-00-00")]
    sans_jour = [e for e in tous if e.naissance.endswith("-00") and e not in sans_mois]
    assert len(sans_mois) > 50
    assert len(sans_jour) > 50


def test_les_listes_et_les_statuts_sont_tous_representes(tous: list[Electeur]) -> None:
    assert set(Counter(e.liste for e in tous)) == set(Liste)
    statuts = Counter(e.statut for e in tous)
    assert set(statuts) == set(Statut)
    assert statuts[Statut.INSCRIT] > 0.9 * len(tous)
    europeens = {Liste.COMPLEMENTAIRE_MUNICIPALE, Liste.COMPLEMENTAIRE_EUROPEENNE}
    assert all(e.pays_naissance != "99100" for e in tous if e.liste in europeens)


def test_les_deux_marie_martin_ne_different_que_par_la_commune_et_le_numero() -> None:
    a, b = connus.MARIE_MARTIN_RENNES, connus.MARIE_MARTIN_ANGERS
    assert (a.nom, a.prenoms, a.sexe, a.naissance) == (b.nom, b.prenoms, b.sexe, b.naissance)
    assert a.nne != b.nne
    assert a.commune != b.commune


def test_le_fichier_est_ecrit_en_moins_de_quatre_secondes(tmp_path: Path) -> None:
    debut = process_time()
    nombre = generer(tmp_path / "electeurs.sqlite")
    assert process_time() - debut < 4
    assert Repertoire(tmp_path / "electeurs.sqlite").compter() == nombre


def test_recommencer_remplace_le_fichier(tmp_path: Path) -> None:
    fichier = tmp_path / "electeurs.sqlite"
    assert generer(fichier) == generer(fichier)
    assert list(tmp_path.iterdir()) == [fichier]


@pytest.mark.parametrize("attendu", connus.CONNUS, ids=lambda e: e.nne)
def test_une_personne_connue_se_trouve_par_son_numero_et_par_son_nom(
    repertoire: Repertoire, attendu: Electeur
) -> None:
    assert repertoire.par_nne(attendu.nne) == attendu
    texte = normaliser(f"{attendu.prenoms[0]} {attendu.nom}").lower()
    assert attendu in repertoire.chercher(attendu.commune, texte, attendu.naissance)


def test_le_nom_d_usage_suffit_et_les_accents_sont_pardonnes(repertoire: Repertoire) -> None:
    attendue = connus.ANAIS_OEUVRARD
    assert repertoire.chercher(connus.PARIS_12, "le goff anais", attendue.naissance) == (attendue,)
    assert repertoire.chercher(connus.PARIS_12, "OEUVRARD", attendue.naissance) == (attendue,)


def test_la_recherche_ne_sort_pas_de_la_commune(repertoire: Repertoire) -> None:
    trouves = repertoire.chercher(connus.RENNES, "martin", limite=500)
    assert connus.MARIE_MARTIN_RENNES in trouves
    assert {e.commune for e in trouves} == {connus.RENNES}


def test_sans_texte_on_lit_la_liste_de_la_commune(repertoire: Repertoire) -> None:
    assert len(repertoire.chercher(connus.ANGERS)) == 20
    assert len(repertoire.chercher(connus.ANGERS, limite=5_000)) >= 600
    assert repertoire.chercher(connus.ANGERS, limite=0) == ()
    assert repertoire.chercher(connus.ANGERS, limite=-1) == ()


@pytest.mark.parametrize("texte", ["%", "_", "' OR 1=1 --"])
def test_un_texte_hostile_est_cherche_comme_un_texte(repertoire: Repertoire, texte: str) -> None:
    attendus = repertoire.chercher(connus.RENNES, normaliser(texte))
    assert repertoire.chercher(connus.RENNES, texte) == attendus


@pytest.mark.parametrize("texte", ["x" * 10_000, "a " * 5_000, "zzzz"])
def test_un_texte_demesure_ou_inconnu_ne_trouve_personne(
    repertoire: Repertoire, texte: str
) -> None:
    assert repertoire.chercher(connus.RENNES, texte) == ()
    assert len("zzzz") <= LONGUEUR_MAX


def test_un_numero_ou_une_commune_inconnus_ne_trouvent_personne(repertoire: Repertoire) -> None:
    assert repertoire.par_nne("000000000") is None
    assert repertoire.par_nne("") is None
    assert repertoire.chercher("99999", "martin") == ()


def test_le_repertoire_est_en_lecture_seule(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Repertoire(tmp_path / "absent.sqlite").compter()
    assert list(tmp_path.iterdir()) == []
