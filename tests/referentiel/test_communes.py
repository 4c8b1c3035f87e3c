"""Codes: what can be chosen, what older codes have become, whose SIREN is whose."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel import communes, consulats
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.donnees import siren_regulier, table

CODES_DU_PAQUET = 34_969
INHABITES = ("98411", "98412", "98413", "98414", "98415", "98901")
VILLES = {"75056": 20, "69123": 9, "13055": 16}


def commune(code: str) -> Commune:
    trouvee = communes.par_code(code)
    assert trouvee is not None
    return trouvee


def test_toutes_les_communes_habitees_et_les_45_arrondissements_peuvent_etre_choisis() -> None:
    toutes = communes.toutes()
    assert len(toutes) == CODES_DU_PAQUET - len(INHABITES) - len(VILLES) + 45
    assert len({c.code for c in toutes}) == len(toutes)
    assert all(communes.par_code(c.code) == c == communes.actuelle(c.code) for c in toutes)


def test_chaque_libelle_designe_un_seul_lieu_meme_sans_accents() -> None:
    lieux = [*communes.toutes(), *consulats.tous()]
    compte = Counter(normaliser(c.libelle) for c in lieux)
    assert [libelle for libelle, nombre in compte.items() if nombre > 1] == []


def test_les_communes_du_meme_nom_se_distinguent_par_le_departement() -> None:
    assert commune("93066").libelle == "Saint-Denis (Seine-Saint-Denis, 93)"
    assert commune("97411").libelle == "Saint-Denis (La Réunion, 974)"


def test_une_commune_porte_tout_ce_qui_est_affiche_et_compare() -> None:
    assert commune("35238") == Commune(
        code="35238",
        nom="Rennes",
        departement="35",
        departement_nom="Ille-et-Vilaine",
        codes_postaux=("35000", "35200", "35700"),
        siren="213502388",
        ville="",
    )


def test_un_arrondissement_connait_sa_ville_et_le_siren_de_sa_mairie() -> None:
    douzieme = commune("75112")
    assert (douzieme.nom, douzieme.ville) == ("Paris 12e arrondissement", "75056")
    assert (douzieme.codes_postaux, douzieme.siren) == (("75012",), "217500016")


@pytest.mark.parametrize("code", VILLES)
def test_paris_lyon_et_marseille_ne_peuvent_pas_etre_choisies_entieres(code: str) -> None:
    assert communes.par_code(code) is None
    assert communes.actuelle(code) is None
    assert len(communes.arrondissements(code)) == VILLES[code]
    assert {a.ville for a in communes.arrondissements(code)} == {code}


@pytest.mark.parametrize("code", [*INHABITES, "99999", "", "35", "2a004", "35238 ", "x" * 10_000])
def test_un_code_inconnu_ou_inhabite_ne_mene_nulle_part(code: str) -> None:
    assert communes.par_code(code) is None
    assert communes.actuelle(code) is None
    assert communes.departement(code) == ""
    assert communes.population(code) == 0
    assert not communes.meme_commune(code, code)
    assert communes.arrondissements(code) == ()


def test_chaque_ancien_code_mene_a_une_commune_d_aujourd_hui() -> None:
    anciens = table().anciens
    assert len(anciens) > 4_000
    sans_issue = [a for a in anciens if communes.actuelle(a) is None]
    # Saint-Rambert-l'Île-Barbe was absorbed by Lyon: only an arrondissement can say which list.
    assert sans_issue == ["69232"]
    assert anciens["69232"] == "69123"


@pytest.mark.parametrize(
    "ancien,aujourdhui",
    [
        ("59355", "59350"),  # Lomme, associated with Lille
        ("01120", "01262"),  # Cordieux, associated with Montluel
        ("01033", "01033"),  # Bellegarde became Valserhône under the same code
        ("01018", "01033"),  # Arlod, absorbed long ago
        ("79224", "49099"),  # changed département on the way
        ("55273", "55386"),  # passed from one commune to another: where it is today
        ("60455", "60694"),
        ("01015", "01015"),  # a commune déléguée and the new commune share one code
    ],
)
def test_un_code_d_hier_est_route_vers_la_commune_d_aujourd_hui(
    ancien: str, aujourdhui: str
) -> None:
    trouvee = communes.actuelle(ancien)
    assert trouvee is not None
    assert trouvee.code == aujourdhui


def test_un_ancien_code_ne_peut_pas_etre_choisi() -> None:
    assert communes.par_code("59355") is None
    assert not set(table().anciens) & set(table().rangs)


@pytest.mark.parametrize(
    "a,b,attendu",
    [
        ("35238", "35238", True),
        ("35238", "49007", False),
        ("75112", "75101", True),
        ("75056", "75112", True),
        ("75112", "69383", False),
        ("69232", "69383", True),
        ("59355", "59350", True),
        ("ZZ001", "ZZ001", True),
        ("ZZ001", "ZZ002", False),
        ("ZZ001", "35238", False),
        ("99999", "99999", False),
        ("35238", "", False),
    ],
)
def test_la_regle_de_la_meme_commune_compte_la_ville_entiere(a: str, b: str, attendu: bool) -> None:
    assert communes.meme_commune(a, b) is attendu
    assert communes.meme_commune(b, a) is attendu


def test_le_siren_d_une_mairie_donne_sa_commune() -> None:
    assert [c.code for c in communes.par_siren("213502388")] == ["35238"]
    assert [c.code for c in communes.par_siren("212000046")] == ["2A004"]
    assert [c.code for c in communes.par_siren("219740115")] == ["97411"]


def test_le_siren_de_paris_donne_ses_vingt_arrondissements() -> None:
    assert communes.par_siren("217500016") == communes.arrondissements("75056")


@pytest.mark.parametrize(
    "siren", ["", "=", "123456789", "213502389", "21350238", "²" * 9, "213502388 ", "x" * 10_000]
)
def test_un_siren_inconnu_ou_mal_forme_ne_donne_aucune_commune(siren: str) -> None:
    assert communes.par_siren(siren) == ()


def test_chaque_siren_mene_a_sa_commune_et_a_aucune_autre() -> None:
    par_siren: dict[str, list[str]] = {}
    for lieu in communes.toutes()[::17]:
        if lieu.siren and not lieu.ville:
            par_siren.setdefault(lieu.siren, []).append(lieu.code)
    assert len(par_siren) > 2_000
    for siren, codes in par_siren.items():
        assert [c.code for c in communes.par_siren(siren)] == codes


def test_seules_les_collectivites_d_outre_mer_sont_sans_siren() -> None:
    sans = {c.departement for c in communes.toutes() if not c.siren}
    assert sans == {"975", "977", "978", "986", "987", "988"}


def test_le_siren_compose_porte_sa_cle_de_luhn() -> None:
    assert siren_regulier("35238") == "213502388"
    assert siren_regulier("2A004") == "212000046"


def test_la_population_donne_l_ordre_des_communes() -> None:
    assert communes.population("35238") > 200_000
    habitants = [communes.population(c.code) for c in communes.toutes() if not c.ville]
    assert habitants == sorted(habitants, reverse=True)


def test_le_departement_est_celui_d_aujourd_hui() -> None:
    assert communes.departement("79224") == "49"
    assert communes.departement("2A004") == "2A"
    assert communes.departement("98818") == "988"
    assert communes.departement("ZZ001") == ""


def test_rien_n_est_lu_a_l_import() -> None:
    code = (
        "from chalicelib.referentiel import communes, donnees;"
        "assert donnees.table.cache_info().currsize == 0;"
        "communes.par_code('35238');"
        "assert donnees.table.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
