"""Bad input gets a problem that says what to do: never a 500, never a half-written demande."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.depots.modeles import DemandeModele, EcritureModele, IdempotenceModele
from tests.api import client
from tests.constructeurs import RENNES, Nuage

CLE = "une-cle-de-depot"


def _champs(reponse: client.Reponse) -> set[str]:
    return {erreur["champ"] for erreur in reponse.json["erreurs"]}


def _rien_n_est_ecrit() -> bool:
    tables = (DemandeModele, EcritureModele, IdempotenceModele)
    return not any(next(iter(table.scan()), None) for table in tables)


@pytest.mark.parametrize(
    "corps, statut, probleme",
    [
        (b"", 400, "corps-invalide"),
        (b"nom=Martin", 400, "corps-invalide"),
        (b"[1, 2]", 400, "corps-invalide"),
        (b'"texte"', 400, "corps-invalide"),
        (b'{"commune": "35238"', 400, "corps-invalide"),
        (b'\xff\xfe{"a": 1}', 400, "corps-invalide"),
        ('{"commune": "35238"}'.encode("utf-16"), 400, "corps-invalide"),
        (b"[" * 60_000, 400, "corps-invalide"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "corps-invalide"),
        (b'{"commune": ' + b"1" * 5_000 + b"}", 400, "corps-invalide"),
        (b'{"x": "' + b"a" * 1_048_576 + b'"}', 413, "corps-trop-grand"),
    ],
    ids=[
        "vide", "formulaire", "liste", "texte", "coupé", "octets", "utf-16", "crochets",
        "accolades", "grand nombre", "un mébioctet",
    ],
)  # fmt: skip
def test_un_corps_illisible_est_refuse(
    nuage: Nuage, corps: bytes, statut: int, probleme: str
) -> None:
    nuage.peupler()

    reponse = client.mandant(nuage).post("/demandes", corps, idempotency_key=CLE)

    assert (reponse.statut, reponse.probleme) == (statut, probleme)
    assert _rien_n_est_ecrit()


@pytest.mark.parametrize(
    "type_",
    ["text/plain", "application/x-www-form-urlencoded", "application/json, text/html", "json", ""],
)
def test_seul_le_json_est_accepte(nuage: Nuage, type_: str) -> None:
    nuage.peupler()

    reponse = client.mandant(nuage).post(
        "/demandes", client.depot(), idempotency_key=CLE, content_type=type_
    )

    assert (reponse.statut, reponse.probleme) == (415, "type-non-accepte")
    assert _rien_n_est_ecrit()


@pytest.mark.parametrize(
    "mandataire, champ",
    [
        ({"nom": "A" * 10_000}, "nom"),
        ({"nom": "Mar\u202etin"}, "nom"),
        ({"nom": "Mar\u0000tin"}, "nom"),
        ({"nom": "Mar\ud800tin"}, "nom"),
        ({"nom": "\u200b"}, "nom"),
        ({"nom": ["Martin"]}, "nom"),
        ({"nom": "1234"}, "nom"),
        ({"prenoms": "Louis"}, "prenoms"),
        ({"prenoms": [1]}, "prenoms"),
        ({"prenoms": []}, "prenoms"),
        ({"prenoms": ["Louis"] * 11}, "prenoms"),
        ({"prenoms": ["Lou\u2066is"]}, "prenoms"),
        ({"prenoms": ["\udfff"]}, "prenoms"),
        ({"sexe": "X"}, "sexe"),
        ({"sexe": 1}, "sexe"),
        ({"naissance": "1990-02-30"}, "naissance"),
        ({"naissance": "15/01/1990"}, "naissance"),
        ({"naissance": "2012-01-15"}, "naissance"),
        ({"commune": "99999"}, "commune"),
        ({"commune": "\ud800"}, "commune"),
        ({"nne": "abc"}, "nne"),
        ({"nne": {"$gt": ""}}, "nne"),
        (
            {"nom": "DURAND LEVEQUE", "prenoms": ["camille"], "naissance": "1985-07-14"},
            "nom",
        ),
    ],
)
def test_un_mandataire_mal_designe_est_nomme_champ_par_champ(
    nuage: Nuage, mandataire: dict[str, Any], champ: str
) -> None:
    nuage.peupler()
    document = client.depot()
    document["mandataire"] |= mandataire

    reponse = client.mandant(nuage).post("/demandes", document, idempotency_key=CLE)

    assert (reponse.statut, reponse.probleme) == (422, "saisie-invalide")
    assert champ in _champs(reponse)
    assert _rien_n_est_ecrit()


@pytest.mark.parametrize(
    "autres, champ",
    [
        ({"commune": "00000"}, "commune"),
        ({"commune": None}, "commune"),
        ({"commune": 35238}, "commune"),
        ({"mandataire": None}, "naissance"),
        ({"mandataire": []}, "naissance"),
        ({"portee": None}, "du"),
        ({"portee": {"scrutin": "inconnu", "tours": [1]}}, "scrutin"),
        ({"portee": {"scrutin": "departementales-regionales-2021", "tours": [1]}}, "scrutin"),
        ({"portee": {"scrutin": "presidentielle-2027", "tours": [3]}}, "tours"),
        ({"portee": {"scrutin": "presidentielle-2027", "tours": []}}, "tours"),
        ({"portee": {"scrutin": "presidentielle-2027", "tours": ["1"]}}, "tours"),
        ({"portee": {"scrutin": "presidentielle-2027", "tours": [True]}}, "tours"),
        ({"portee": {"scrutin": "presidentielle-2027", "tours": 1}}, "tours"),
        ({"portee": {"du": "2027-03-01", "au": "2028-03-02"}}, "au"),
        ({"portee": {"du": "2027-02-28", "au": "2027-06-01"}}, "du"),
        ({"portee": {"du": "2027-04-01", "au": "2027-03-31"}}, "au"),
        ({"portee": {"du": "9999-12-31", "au": "9999-12-31"}}, "au"),
        ({"portee": {"du": "hier", "au": "demain"}}, "du"),
        ({"courriel": ""}, "courriel"),
        ({"courriel": "camille"}, "courriel"),
        ({"courriel": "a@b.fr\r\nBcc: x@y.fr"}, "courriel"),
        ({"courriel": "a" * 300 + "@exemple.fr"}, "courriel"),
        ({"courriel": "\ud800@exemple.fr"}, "courriel"),
        ({"courriel": ["a@b.fr"]}, "courriel"),
    ],
)
def test_un_depot_faux_dit_quel_champ_corriger(
    nuage: Nuage, autres: dict[str, Any], champ: str
) -> None:
    nuage.peupler()

    reponse = client.mandant(nuage).post("/demandes", client.depot(**autres), idempotency_key=CLE)

    assert (reponse.statut, reponse.probleme) == (422, "saisie-invalide")
    assert champ in _champs(reponse)
    assert _rien_n_est_ecrit()


@pytest.mark.parametrize("cle", ["", "court", "é" * 10, "a" * 201, "avec un espace"])
def test_un_depot_veut_une_cle_d_idempotence(nuage: Nuage, cle: str) -> None:
    nuage.peupler()

    reponse = client.mandant(nuage).post("/demandes", client.depot(), idempotency_key=cle)

    assert (reponse.statut, reponse.probleme) == (400, "corps-invalide")
    assert _rien_n_est_ecrit()


@pytest.fixture
def connecte(nuage: Nuage) -> client.Appelant:
    """A mandant, signed in once for all the examples of a test."""
    return client.mandant(nuage.peupler())


_TEXTES = st.text(max_size=40) | st.sampled_from(
    ["35238", "2027-04-11", "M", "Martin", "presidentielle-2027", "\ud800", "\u202e", "\x00"]
)
_VALEURS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTES,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(_TEXTES, v, max_size=3),
    max_leaves=6,
)
_NOMS = ["nne", "nom", "prenoms", "sexe", "naissance", "commune"]
_DEPOTS = st.fixed_dictionaries(
    {},
    optional={
        "commune": _VALEURS | st.just(RENNES),
        "courriel": _VALEURS | st.just("a@exemple.fr"),
        "mandataire": _VALEURS
        | st.dictionaries(st.sampled_from(_NOMS), _VALEURS, max_size=6)
        | st.just(client.depot()["mandataire"]),
        "portee": _VALEURS
        | st.dictionaries(st.sampled_from(["scrutin", "tours", "du", "au"]), _VALEURS, max_size=4)
        | st.just(client.depot()["portee"]),
    },
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=_DEPOTS | _VALEURS)
def test_aucun_document_ne_fait_tomber_le_depot(
    nuage: Nuage, connecte: client.Appelant, document: Any
) -> None:
    reponse = connecte.post("/demandes", json.dumps(document).encode(), idempotency_key=CLE)

    assert reponse.statut in {201, 400, 413, 422}, reponse.corps
    if reponse.statut != 201:
        assert reponse.probleme in {
            "corps-invalide",
            "saisie-invalide",
            "cle-idempotence-reutilisee",
        }
    else:
        assert nuage.contexte.depots.demande(reponse.json["reference"]) is not None


@pytest.mark.parametrize(
    "saisie", ["%00", "XBQ7V", "XBQ7V30", "O0O0O0", "..%2F..", "é" * 6, "a" * 500]
)
def test_une_reference_impossible_est_refusee_sans_etre_cherchee(nuage: Nuage, saisie: str) -> None:
    nuage.peupler()
    pour_chacun = (
        (client.mandant(nuage), "/demandes/{}"),
        (client.autorite(nuage), "/autorite/demandes/{}"),
        (client.mairie(nuage), "/mairie/procurations/{}"),
    )

    refus = {
        appelant.get(client.adresse(chemin, saisie)).probleme for appelant, chemin in pour_chacun
    }

    assert refus == {"reference-invalide"}


@pytest.mark.parametrize(
    "question", ["etat=DEPOSEE", "etat=valide", "scrutin=inconnu", "curseur=xyz", "curseur=W10%3D",
                 "curseur=MTI%3D", "curseur=" + "W1tbW1tb" * 300]
)  # fmt: skip
def test_une_question_sans_reponse_possible_est_refusee(nuage: Nuage, question: str) -> None:
    nuage.peupler()

    reponse = client.mairie(nuage).get(f"/mairie/procurations?{question}")

    assert (reponse.statut, reponse.probleme) == (422, "saisie-invalide")


@pytest.mark.parametrize("q", ["", "é" * 10_000, "%00%0d%0a", "&&&&", "\u202e"])
def test_une_recherche_de_commune_absurde_ne_trouve_rien(nuage: Nuage, q: str) -> None:
    reponse = client.Appelant().get(f"/communes?q={q}")

    assert (reponse.statut, reponse.json) == (200, {"communes": []})


@pytest.mark.parametrize("corps", [{"piece": "\ud800"}, {"piece": 1}, {"piece": "CARTE"}, {}])
def test_une_piece_inconnue_n_etablit_rien(nuage: Nuage, corps: dict[str, Any]) -> None:
    demande = nuage.peupler().deposer()

    reponse = client.autorite(nuage).post(
        f"/autorite/demandes/{demande.reference}/etablissement", corps, idempotency_key=CLE
    )

    assert (reponse.statut, _champs(reponse)) == (422, {"piece"})
    assert nuage.relire(demande) == demande


def test_une_methode_inconnue_dit_lesquelles_existent(nuage: Nuage) -> None:
    brut = client.evenement("PUT", "/api/v1/demandes")

    reponse = client.juger(brut)

    assert (reponse.statut, reponse.probleme) == (405, "methode-non-permise")
    assert set(reponse.entetes["Allow"].split(", ")) == {"GET", "POST"}
