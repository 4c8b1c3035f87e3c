"""No door without a lock: every registered route says who may open it."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys

import pytest

import app
from chalicelib.api.routes import NUMERISATIONS
from chalicelib.domaine import pieces
from chalicelib.portails import brouillon, electeur_certification
from chalicelib.web.acces import PUBLIC, ROUTES, Route
from chalicelib.web.designation import designee

OUVERTES = {
    ("GET", "/"),
    ("GET", "/accessibilite"),
    ("GET", "/registre"),
    ("GET", "/donnees-personnelles"),
    ("GET", "/donnees"),
    ("GET", "/donnees/procurations.json"),
    ("GET", "/donnees/procurations.csv"),
    ("GET", "/static/{nom}"),
    ("GET", "/langue/{code}"),
    ("GET", "/api/v1/session"),
    ("GET", "/api/v1/sante"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/communes"),
    ("GET", "/api/v1/scrutins"),
}
"""What anybody may read. A sign-in is open by nature and named below."""

_DES_PORTAILS = {"", "/connexion", "/connexion/retour"}


def _enregistrees() -> set[tuple[str, str]]:
    return {(methode, chemin) for chemin, par in app.app.routes.items() for methode in par}


def test_chaque_route_enregistree_dit_qui_peut_l_appeler() -> None:
    assert _enregistrees() == {(route.methode, route.chemin) for route in ROUTES}


def test_une_route_n_est_declaree_qu_une_fois() -> None:
    assert len({(route.methode, route.chemin) for route in ROUTES}) == len(ROUTES)


def test_ce_qui_change_quelque_chose_exige_le_jeton_csrf() -> None:
    assert [r for r in ROUTES if r.acces.ecrit != (r.methode != "GET")] == []


def test_seules_les_routes_de_la_liste_sont_ouvertes_a_tous() -> None:
    portails = {
        ("GET", f"/{p}{s}") for p in ("electeur", "autorite", "mairie") for s in _DES_PORTAILS
    }

    ouvertes = {(route.methode, route.chemin) for route in ROUTES if route.acces == PUBLIC}

    assert ouvertes - portails == OUVERTES
    assert {route for route in ouvertes if route[0] != "GET"} == set()


def test_chaque_portail_ne_sert_que_les_siens() -> None:
    for route in ROUTES:
        if route.acces.portail is None:
            continue
        partie = route.chemin.removeprefix("/api/v1").split("/")[1]
        attendu = "electeur" if partie in {"demandes", "mes-donnees"} else partie
        assert route.acces.portail == attendu, route


def test_une_machine_n_entre_que_par_l_api_de_la_mairie() -> None:
    pour_machines = {route.chemin for route in ROUTES if route.acces.machine}

    assert pour_machines == {r.chemin for r in ROUTES if r.chemin.startswith("/api/v1/mairie/")}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.methode} {route.chemin}")
def test_chaque_route_nomme_une_vue_qui_prend_ce_qu_elle_donne(route: Route) -> None:
    vue = inspect.signature(designee(route.vue))

    appel = next(iter(vue.bind("appel", **route.arguments).arguments))
    assert (vue.parameters[appel].annotation, vue.return_annotation) == ("Appel", "Response")


def _donnes(vue: str, argument: str) -> dict[str, str]:
    """What the routes of a view give it, by their last segment."""
    return {
        route.chemin.rpartition("/")[2]: route.arguments[argument]
        for route in ROUTES
        if route.vue == f"chalicelib.portails.{vue}"
    }


def test_ce_que_la_table_ecrit_sans_l_importer_est_ce_que_disent_les_vues() -> None:
    etapes = {str(etape): str(etape) for etape in brouillon.CHAMPS}
    assert _donnes("electeur_etapes.voir", "nom") == etapes
    assert _donnes("electeur_etapes.garder", "nom") == etapes

    actes = {chemin: acte for acte, chemin in electeur_certification.CHEMINS.items()}
    assert _donnes("electeur_certification.confirmer", "acte") == actes

    assert tuple(g.type for g in (pieces.PDF, pieces.JPEG, pieces.PNG)) == NUMERISATIONS


def _modules_importes(**environnement: str) -> set[str]:
    """What `import app` brings of ours, in a fresh process."""
    code = "import app, json, sys; print(json.dumps(list(sys.modules)))"
    fait = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={**os.environ, **environnement},
    )
    return {nom for nom in json.loads(fait.stdout) if nom.startswith("chalicelib.")}


def _des_vues() -> set[str]:
    return {route.vue.rpartition(".")[0] for route in ROUTES}


def test_un_demarrage_n_importe_aucune_vue_ni_aucun_cas_d_usage() -> None:
    paquets = ("chalicelib.portails.", "chalicelib.api.", "chalicelib.services.")

    importes = {nom for nom in _modules_importes() if nom.startswith(paquets)}

    # The tables, and what the stores are asked for
    assert importes == {
        "chalicelib.portails.routes",
        "chalicelib.api.routes",
        "chalicelib.services.changement",
        "chalicelib.services.compter",
        "chalicelib.services.ports",
        "chalicelib.services.ports_courrier",
        "chalicelib.services.ports_recherche",
        "chalicelib.services.registre_national",
        "chalicelib.services.sessions",
    }


def test_une_copie_prechauffee_les_importe_toutes_d_avance() -> None:
    importes = _modules_importes(AWS_LAMBDA_INITIALIZATION_TYPE="provisioned-concurrency")

    assert _des_vues() <= importes
