"""Delegations of the maires, and public places of the préfets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.habilitation import Delegation
from chalicelib.domaine.lieux import Creneau, est_ouvert
from chalicelib.referentiel.communes import actuelle
from chalicelib.referentiel.donnees import table
from tests.administration.outils import ENTETE_DELEGATIONS, ENTETE_LIEUX, Poste, Reponse

AGENT = "21350238800019/elections"
DATES = "2027-01-01;2027-12-31"


def deleguer(poste: Poste, *lignes: str) -> Reponse:
    return poste.charger("delegations", ENTETE_DELEGATIONS, *lignes)


def test_une_delegation_chargee_se_relit_et_le_rechargement_n_ecrit_rien(poste: Poste) -> None:
    ligne = f"{AGENT};35238;{DATES}"

    assert deleguer(poste, ligne).code == 0
    assert poste.tables.delegations([AGENT]) == {
        AGENT: Delegation(
            AGENT,
            "35238",
            datetime(2026, 12, 31, 23, tzinfo=UTC),
            datetime(2027, 12, 31, 23, tzinfo=UTC),
        )
    }
    assert "1 sans changement." in deleguer(poste, ligne).dit


def test_un_agent_qui_change_de_commune_est_signale(poste: Poste) -> None:
    agent = "99900001900016/itinerant"
    deleguer(poste, f"{agent};35238;{DATES}")

    reponse = deleguer(poste, f"{agent};49007;{DATES}")

    assert f"{agent} passe de la commune 35238 à 49007." in reponse.dit


@pytest.mark.parametrize(
    "ligne,mots",
    [
        (f"{AGENT};99999;{DATES}", "n'est pas dans le code officiel géographique"),
        (f"{AGENT};75056;{DATES}", "un de ses arrondissements"),
        (f"{AGENT};49007;{DATES}", "celui d'une autre commune"),
        (f"{AGENT};;{DATES}", "« commune » est vide"),
        (f"{AGENT};35238;2027-01-02;2027-01-01", "« au » précède « du »"),
        (f"{AGENT};35238;;2027-01-01", "« du » est vide"),
        (f"Rennes;35238;{DATES}", "14 chiffres"),
    ],
)
def test_une_delegation_impossible_est_refusee(poste: Poste, ligne: str, mots: str) -> None:
    reponse = deleguer(poste, ligne)

    assert reponse.code == 1
    assert any(mots in erreur for erreur in reponse.erreurs)
    assert poste.tables.delegations([AGENT]) == {}


def test_un_code_d_avant_une_fusion_dit_la_commune_d_aujourd_hui(poste: Poste) -> None:
    ancien, nouveau = next(
        (avant, commune)
        for avant in table().anciens
        if (commune := actuelle(avant)) is not None and commune.code != avant
    )

    reponse = deleguer(poste, f"99900001900016/x;{ancien};{DATES}")

    assert f"fait aujourd'hui partie de {nouveau.nom} ({nouveau.code})" in reponse.erreurs[0]


@pytest.mark.parametrize("commune", ["75112", "ZZ001", "98818"])
def test_un_arrondissement_un_poste_ou_une_commune_du_pacifique_a_ses_agents(
    poste: Poste, commune: str
) -> None:
    assert deleguer(poste, f"99900001900016/x;{commune};{DATES}").code == 0


def ouverture(
    id_: str = "35-gare",
    departement: str = "35",
    arrete: str = "arrêté",
    libelle: str = "Gare",
    commune: str = "35238",
    jour: str = "2027-04-03",
    de: str = "08:00",
    a: str = "20:00",
) -> str:
    return f"{id_};{departement};{arrete};{libelle};{commune};{jour};{de};{a}"


def ouvrir(poste: Poste, *lignes: str) -> Reponse:
    return poste.charger("lieux", ENTETE_LIEUX, *lignes)


@pytest.mark.deux_moteurs
def test_aut_06_r72_1_iii_un_lieu_a_les_jours_et_heures_de_paris_de_son_arrete(
    poste: Poste,
) -> None:
    # given: the day before and the day after the clocks change, in the wrong order
    lignes = (ouverture(jour="2027-03-29", de="9h00"), ouverture(jour="2027-03-26"))

    assert ouvrir(poste, *lignes).code == 0
    (gare,) = poste.tables.lieux(["35-gare"]).values()
    assert gare.creneaux == (
        Creneau(
            datetime(2027, 3, 26, 7, tzinfo=UTC),
            datetime(2027, 3, 26, 19, tzinfo=UTC),
        ),
        Creneau(
            datetime(2027, 3, 29, 7, tzinfo=UTC),
            datetime(2027, 3, 29, 18, tzinfo=UTC),
        ),
    )
    assert est_ouvert(gare, datetime(2027, 3, 29, 17, 59, tzinfo=UTC))


@pytest.mark.deux_moteurs
def test_les_lieux_d_un_departement_se_lisent_ensemble(poste: Poste) -> None:
    ouvrir(
        poste, ouverture(), ouverture("35-halles"), ouverture("49-halles", "49", commune="49007")
    )

    depots = DepotsDynamo()
    assert [lieu.id for lieu in depots.lieux("35")] == ["35-gare", "35-halles"]
    assert depots.lieu("49-halles") == depots.lieux("49")[0]
    assert depots.lieu("35-nulle-part") is None


def test_une_ouverture_que_le_fichier_n_a_plus_est_fermee_et_comptee(poste: Poste) -> None:
    ouvrir(poste, ouverture(), ouverture(jour="2027-04-04"))

    reponse = ouvrir(poste, ouverture())

    assert "1 ouverture(s) de la table ne sont plus dans le fichier." in reponse.dit
    assert len(poste.tables.lieux(["35-gare"])["35-gare"].creneaux) == 1


def test_une_mairie_est_signalee(poste: Poste) -> None:
    reponse = ouvrir(poste, ouverture(libelle="Hôtel de ville"))

    assert "l'instruction du 6 avril 2021 écarte les mairies" in reponse.dit


@pytest.mark.parametrize(
    "lignes,mots",
    [
        ((ouverture("gare"),), "« id » s'écrit"),
        ((ouverture("49-gare"),), "« id » s'écrit"),
        ((ouverture("35-Gare"),), "« id » s'écrit"),
        ((ouverture(commune="49007"),), "49007 n'est pas dans le 35"),
        ((ouverture(commune="ZZ001"),), "ZZ001 n'est pas dans le 35"),
        ((ouverture(jour="2020-06-17"),), "article R72-1 III"),
        ((ouverture(de="20:00", a="08:00"),), "« a » doit suivre « de »"),
        ((ouverture(de="24:00"),), "n'est pas une heure"),
        ((ouverture(de=""),), "« de » est vide"),
        ((ouverture(arrete=""),), "« arrete » est vide"),
        ((ouverture(), ouverture(de="19:59", a="21:00")), "a déjà une ouverture à ces heures"),
        ((ouverture(), ouverture(jour="2027-04-04", arrete="un autre")), "un autre arrêté"),
    ],
)
def test_une_ouverture_impossible_est_refusee(
    poste: Poste, lignes: tuple[str, ...], mots: str
) -> None:
    reponse = ouvrir(poste, *lignes)

    assert reponse.code == 1
    (erreur,) = (e for e in reponse.erreurs if mots in e)
    assert erreur.startswith(f"Ligne {len(lignes) + 1} : ")
    assert poste.tables.lieux(["35-gare"]) == {}
