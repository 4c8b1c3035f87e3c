"""The client of the national register against a register that is well, slow, down or wrong."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domaine.electeurs import Introuvable, Plusieurs, Situation, Trouve
from chalicelib.domaine.identites import Sexe
from chalicelib.mesures import Mesure
from chalicelib.reu import client as module
from chalicelib.reu.client import ECHECS_AVANT_OUVERTURE, REPOS_S, TAILLE_MAX, ClientReu
from chalicelib.services.registre_national import Raison, RegistreIndisponible
from tests.reu.registre_outils import (
    IMPATIENT,
    INTROUVABLE,
    JETON,
    LOUIS,
    PAR_ETAT_CIVIL,
    PAR_NNE,
    Conduite,
    Registre,
    en_json,
    envoyer,
    raccrocher,
    registre,
    repondre,
    se_taire,
    trouve,
)

BIEN = repondre(trouve())


def echec(client: ClientReu, *recherches: Any) -> Raison:
    """Why the register could not be used; the test fails when it could."""
    with pytest.raises(RegistreIndisponible) as attrape:
        client.chercher(*(recherches or (PAR_NNE,)))
    assert str(attrape.value) == attrape.value.raison.value
    return attrape.value.raison


def test_deux_personnes_sont_cherchees_en_une_requete() -> None:
    with registre(repondre(trouve(), INTROUVABLE)) as reu:
        assert reu.client().chercher(PAR_NNE, PAR_ETAT_CIVIL) == (Trouve(LOUIS), Introuvable())

    (recue,) = reu.recues
    assert recue.chemin == "/v1/electeurs/recherches"
    assert recue.entetes["Authorization"] == f"Bearer {JETON}"
    premiere, seconde = recue.question["recherches"]
    assert re.fullmatch("[0-9a-f]{32}", premiere.pop("id"))
    assert premiere == {"naissance": "1990-01-15", "nne": "350000066"}
    assert seconde.pop("id")
    assert seconde == {
        "naissance": "1990-01-15",
        "nom": "MARTIN",
        "prenoms": ["LOUIS", "EMILE"],
        "sexe": "M",
        "commune": "35238",
    }


def test_des_homonymes_se_comptent() -> None:
    with registre(repondre({"resultat": "PLUSIEURS", "nombre": 2})) as reu:
        assert reu.client().chercher(PAR_ETAT_CIVIL) == (Plusieurs(2),)


@pytest.mark.parametrize("situation", list(Situation))
def test_la_situation_et_les_listes_sont_dites(situation: Situation) -> None:
    decrit = trouve(situation=situation, listes=("LCM", "LCE"), nom_usage="Kerjean")
    with registre(repondre(decrit)) as reu:
        (reponse,) = reu.client().chercher(PAR_NNE)

    assert isinstance(reponse, Trouve)
    assert reponse.electeur.situation is situation
    assert [liste.name for liste in reponse.electeur.listes] == [
        "COMPLEMENTAIRE_MUNICIPALE",
        "COMPLEMENTAIRE_EUROPEENNE",
    ]
    assert reponse.electeur.nom_usage == "Kerjean"


def test_un_champ_de_plus_ne_gene_pas_et_un_nom_d_usage_absent_non_plus() -> None:
    with registre(repondre({**trouve(nom_usage=None, carte="de plus"), "de": "plus"})) as reu:
        assert reu.client().chercher(PAR_NNE) == (Trouve(LOUIS),)


def test_la_connexion_sert_plusieurs_fois() -> None:
    with registre(BIEN) as reu:
        client = reu.client()
        for _ in range(3):
            client.chercher(PAR_NNE)

    assert len(reu.recues) == 3
    assert len(reu.connexions) == 1


@pytest.mark.parametrize("nombre", [0, 11])
def test_on_cherche_de_une_a_dix_personnes(nombre: int) -> None:
    with registre(BIEN) as reu, pytest.raises(ValueError, match="nombre"):
        reu.client().chercher(*[PAR_NNE] * nombre)

    assert reu.recues == []


# ---------------------------------------------------------------- slow or down


@pytest.mark.parametrize("panne", [raccrocher, envoyer("", 500), envoyer("", 429), se_taire])
def test_une_panne_passagere_est_reprise(panne: Conduite) -> None:
    with registre(panne, panne, BIEN) as reu:
        assert reu.client().chercher(PAR_NNE) == (Trouve(LOUIS),)

    assert len(reu.recues) == 3


@pytest.mark.parametrize(
    "panne,raison",
    [
        (raccrocher, Raison.RESEAU),
        (se_taire, Raison.DELAI),
        (envoyer("", 500), Raison.STATUT),
        (envoyer("", 502), Raison.STATUT),
        (envoyer("", 503, Retry_After="3600"), Raison.STATUT),
        (envoyer("", 429), Raison.STATUT),
    ],
)
def test_une_panne_qui_dure_n_est_pas_une_reponse(panne: Conduite, raison: Raison) -> None:
    with registre(panne) as reu:
        assert echec(reu.client()) is raison

    assert len(reu.recues) == 3


@pytest.mark.parametrize("reprises", [0, 1, 4])
def test_les_reprises_sont_comptees(reprises: int) -> None:
    with registre(envoyer("", 503)) as reu:
        assert echec(reu.client(reprises=reprises)) is Raison.STATUT

    assert len(reu.recues) == 1 + reprises


@pytest.mark.parametrize(
    "statut,raison",
    [
        (400, Raison.STATUT),
        (401, Raison.ACCES),
        (403, Raison.ACCES),
        (404, Raison.STATUT),
        (204, Raison.STATUT),
        (302, Raison.STATUT),
    ],
)
def test_un_refus_ne_se_redemande_pas_et_n_est_pas_une_reponse(statut: int, raison: Raison) -> None:
    with registre(envoyer("", statut, Location="/v1/electeurs/recherches")) as reu:
        assert echec(reu.client()) is raison

    assert len(reu.recues) == 1


def test_personne_a_l_adresse_n_est_pas_une_reponse() -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]

    client = ClientReu(f"http://127.0.0.1:{port}", JETON, IMPATIENT)

    assert echec(client) is Raison.RESEAU


def test_un_corps_qui_s_arrete_en_chemin_n_est_pas_une_reponse() -> None:
    def couper(guichet: Any, _: Any) -> None:
        guichet.send_response(200)
        guichet.send_header("Content-Type", "application/json")
        guichet.send_header("Content-Length", "1000")
        guichet.end_headers()
        guichet.wfile.write(b'{"reponses": [')
        guichet.close_connection = True

    with registre(couper) as reu:
        assert echec(reu.client()) is Raison.RESEAU


def test_les_attentes_sont_tirees_au_sort_sous_une_borne_qui_double(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bornes: list[tuple[float, float]] = []

    class Sort:
        def uniform(self, bas: float, haut: float) -> float:
            bornes.append((bas, haut))
            return 0.0

    monkeypatch.setattr(module, "_hasard", Sort())
    with registre(envoyer("", 503)) as reu:
        echec(reu.client(reprises=4, attente=0.2))

    assert bornes == [(0, 0.2), (0, 0.4), (0, 0.8), (0, 1.6)]


# ---------------------------------------------------------------- wrong

MAL_FORMEES = {
    "vide": "",
    "page": "<html>Maintenance</html>",
    "tronquée": '{"reponses": [',
    "liste": "[]",
    "nulle": "null",
    "rien": "{}",
    "sans réponse": '{"reponses": []}',
    "pas une liste": '{"reponses": {}}',
    "profonde": "[" * 50_000,
    "octets": b'{"reponses": "\xff\xfe"}',
    "trop longue": json.dumps({"reponses": [], "reste": "x" * TAILLE_MAX}),
}


@pytest.mark.parametrize("corps", MAL_FORMEES.values(), ids=MAL_FORMEES.keys())
def test_un_corps_mal_forme_n_est_pas_une_reponse(corps: str | bytes) -> None:
    with registre(envoyer(corps)) as reu:
        assert echec(reu.client()) is Raison.FORME

    assert len(reu.recues) == 1


REPONSES_FAUSSES: dict[str, dict[str, Any]] = {
    "résultat inconnu": {"resultat": "PEUT_ETRE"},
    "résultat absent": {"electeur": en_json()},
    "électeur absent": {"resultat": "TROUVE"},
    "électeur nul": {"resultat": "TROUVE", "electeur": None},
    "plusieurs, un seul": {"resultat": "PLUSIEURS", "nombre": 1},
    "plusieurs, sans nombre": {"resultat": "PLUSIEURS"},
    "plusieurs, en toutes lettres": {"resultat": "PLUSIEURS", "nombre": "2"},
    "numéro court": trouve(nne="12345"),
    "numéro en lettres": trouve(nne="35000006A"),
    "numéro suivi d'une ligne": trouve(nne="350000066\n"),
    "numéro en nombre": trouve(nne=350000066),
    "sans nom": trouve(nom=None),
    "nom vide": trouve(nom=""),
    "nom démesuré": trouve(nom="M" * 257),
    "nom qui en cache un autre": trouve(nom="Martin\u202e"),
    "usage à saut de ligne": trouve(nom_usage="Kerjean\nLe Goff"),
    "sans prénoms": trouve(prenoms=[]),
    "prénom vide": trouve(prenoms=["Louis", ""]),
    "prénoms en texte": trouve(prenoms="Louis Émile"),
    "prénom invisible": trouve(prenoms=["Louis", "\u200b"]),
    "sexe inconnu": trouve(sexe="X"),
    "naissance impossible": trouve(naissance="1990-13-15"),
    "naissance à la française": trouve(naissance="15/01/1990"),
    "commune courte": trouve(commune="3523"),
    "sans commune": trouve(commune=None),
    "sans bureau": trouve(bureau=None),
    "sans liste": trouve(listes=[]),
    "liste inconnue": trouve(listes=["LP", "LX"]),
    "situation inconnue": trouve(situation="ABSENT"),
    "sans situation": trouve(situation=None),
}


@pytest.mark.parametrize("reponse", REPONSES_FAUSSES.values(), ids=REPONSES_FAUSSES.keys())
def test_une_reponse_mal_formee_n_est_ni_pour_ni_contre(reponse: dict[str, Any]) -> None:
    with registre(repondre(reponse)) as reu:
        assert echec(reu.client()) is Raison.FORME


@pytest.mark.parametrize("type_", ["text/html", "", "application/problem+json"])
def test_seul_du_json_est_une_reponse(type_: str) -> None:
    with registre(envoyer('{"reponses": []}', 200, type_)) as reu:
        assert echec(reu.client()) is Raison.FORME


@pytest.mark.parametrize(
    "ids",
    [lambda ids: ids[::-1], lambda ids: ids[:1], lambda ids: [*ids, "de-plus"], lambda _: ["", ""]],
    ids=["à l'envers", "une de moins", "une de plus", "sans nom"],
)
def test_une_reponse_a_une_autre_question_n_en_est_pas_une(ids: Any) -> None:
    def conduite(guichet: Any, question: dict[str, Any]) -> None:
        rendus = ids([recherche["id"] for recherche in question["recherches"]])
        reponses = [{"id": i, "resultat": "INTROUVABLE"} for i in rendus]
        guichet.envoyer(json.dumps({"reponses": reponses}))

    with registre(conduite) as reu:
        assert echec(reu.client(), PAR_NNE, PAR_ETAT_CIVIL) is Raison.FORME


@pytest.mark.parametrize(
    "autre",
    [
        {"nne": "350000067"},
        {"naissance": "1990-01-16"},
        {"nom": "Martinez"},
        {"prenoms": ["Lucas", "Émile"]},
        {"sexe": "F"},
        {"commune": "49007"},
    ],
    ids=str,
)
def test_une_reponse_qui_parle_de_quelqu_un_d_autre_n_en_est_pas_une(
    autre: dict[str, Any],
) -> None:
    par_nne = replace(PAR_NNE, sexe=Sexe.MASCULIN, nom="Martin", prenoms=("Louis",))
    recherche = PAR_ETAT_CIVIL if "commune" in autre else par_nne
    with registre(repondre(trouve(**autre))) as reu:
        assert echec(reu.client(), recherche) is Raison.AUTRE_PERSONNE


def test_une_mauvaise_reponse_emporte_celles_qui_viennent_avec_elle() -> None:
    with registre(repondre(trouve(), trouve(nom="Martinez"))) as reu:
        assert echec(reu.client(), PAR_NNE, PAR_ETAT_CIVIL) is Raison.AUTRE_PERSONNE


# ---------------------------------------------------------------- left alone when ill


def ouvrir(reu: Registre, client: ClientReu) -> None:
    """Fails as often as it takes for the register to be left alone."""
    for _ in range(ECHECS_AVANT_OUVERTURE):
        assert echec(client) is Raison.STATUT


def reposer(reu: Registre, secondes: float = REPOS_S) -> None:
    """Moves the opening of the breaker into the past."""
    assert reu.etat.opened_at is not None
    reu.etat.opened_at -= timedelta(seconds=secondes)


def test_un_registre_en_panne_est_laisse_tranquille() -> None:
    with registre(envoyer("", 503)) as reu:
        client = reu.client(reprises=0)
        ouvrir(reu, client)
        assert len(reu.recues) == ECHECS_AVANT_OUVERTURE

        assert [echec(client) for _ in range(3)] == [Raison.DISJONCTE] * 3
        assert len(reu.recues) == ECHECS_AVANT_OUVERTURE


def test_apres_le_repos_une_requete_l_essaie_et_tout_reprend() -> None:
    with registre(*[envoyer("", 503)] * ECHECS_AVANT_OUVERTURE, BIEN) as reu:
        client = reu.client(reprises=0)
        ouvrir(reu, client)
        reposer(reu, REPOS_S - 5)
        assert echec(client) is Raison.DISJONCTE

        reposer(reu, 5)
        for _ in range(3):
            assert client.chercher(PAR_NNE) == (Trouve(LOUIS),)
        assert len(reu.recues) == ECHECS_AVANT_OUVERTURE + 3


def test_un_essai_manque_le_laisse_tranquille_de_nouveau() -> None:
    with registre(envoyer("", 503)) as reu:
        client = reu.client(reprises=0)
        ouvrir(reu, client)
        reposer(reu)

        assert echec(client) is Raison.STATUT
        assert echec(client) is Raison.DISJONCTE
        assert len(reu.recues) == ECHECS_AVANT_OUVERTURE + 1


def test_des_echecs_separes_par_un_succes_ne_le_font_pas_taire() -> None:
    presque = [envoyer("", 503)] * (ECHECS_AVANT_OUVERTURE - 1)
    with registre(*presque, BIEN, *presque, BIEN) as reu:
        client = reu.client(reprises=0)
        for _ in range(2):
            for _ in presque:
                assert echec(client) is Raison.STATUT
            assert client.chercher(PAR_NNE) == (Trouve(LOUIS),)


def test_une_personne_mal_repondue_ne_fait_pas_taire_le_registre_pour_les_autres() -> None:
    with registre(repondre(trouve(nom="Martinez"))) as reu:
        client = reu.client()
        for _ in range(2 * ECHECS_AVANT_OUVERTURE):
            assert echec(client, PAR_ETAT_CIVIL) is Raison.AUTRE_PERSONNE


# ---------------------------------------------------------------- what the operator sees


class Mesures:
    """Stands for CloudWatch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.durees: list[dict[str, str]] = []
        self.comptes: dict[str, float] = {}
        self.lignes: list[dict[str, Any]] = []
        monkeypatch.setattr(module, "mesurer", self.mesurer)
        monkeypatch.setattr(module, "compter", self.compter)
        monkeypatch.setattr(module, "tracer", self.tracer)

    def mesurer(self, mesure: Mesure, millisecondes: float, **dimensions: str) -> None:
        assert mesure is Mesure.REU_DUREE
        assert 0 <= millisecondes < 10_000
        self.durees.append(dimensions)

    def compter(self, mesure: Mesure, valeur: float, espece: str) -> None:
        assert mesure is Mesure.REU_REPONSES
        self.comptes[espece] = self.comptes.get(espece, 0) + valeur

    def tracer(self, message: str, **ids: Any) -> None:
        self.lignes.append({"message": message, **ids})


def test_la_duree_et_l_issue_sont_mesurees_sans_rien_dire_de_personne(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mesures = Mesures(monkeypatch)
    suite = [repondre(trouve(), INTROUVABLE), envoyer("", 403), envoyer("{}")]
    with registre(*suite) as reu:
        client = reu.client(reprises=0)
        client.chercher(PAR_NNE, PAR_ETAT_CIVIL)
        echec(client)
        echec(client)

    assert mesures.durees == [{"issue": "reponse"}, {"issue": "acces"}, {"issue": "forme"}]
    assert mesures.comptes == {"Trouve": 1, "Introuvable": 1}
    assert mesures.lignes == [{"message": "registre national : statut inattendu", "statut": 403}]
