"""No door without a lock: every registered route says who may open it."""

from __future__ import annotations

import app
from chalicelib.web.acces import PUBLIC, ROUTES

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
