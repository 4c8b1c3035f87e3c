"""Static files from elsewhere: their links, their hashes, the policy that names their origin."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import pytest

from chalicelib import configuration
from chalicelib.configuration import ConfigurationIncomplete, url_statiques
from chalicelib.portails import rendu
from chalicelib.web import reponses
from tests.portails.lecture import Lecture

AILLEURS = "https://statiques.maprocuration.example"


@pytest.fixture
def ailleurs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("URL_STATIQUES", AILLEURS + "/")
    _oublier()
    yield
    monkeypatch.delenv("URL_STATIQUES")
    _oublier()


def _oublier() -> None:
    for garde in (url_statiques, reponses.entetes_de_securite, rendu.empreinte):
        garde.cache_clear()


def _accueil() -> Lecture:
    return Lecture(rendu.rendre("accueil.html", url=lambda chemin: "/api" + chemin))


def _politique() -> dict[str, str]:
    regles = reponses.entetes_de_securite()["Content-Security-Policy"].split("; ")
    return {regle.split(" ", 1)[0]: regle.split(" ", 1)[1] for regle in regles}


def test_sans_reglage_tout_vient_de_la_page_elle_meme() -> None:
    lecture = _accueil()

    liens = [a["href"] for a in lecture.tous("link")] + [a["src"] for a in lecture.tous("script")]
    assert liens
    assert all(lien.startswith("/api/static/") for lien in liens)
    assert not [a for _, a in lecture.elements if "integrity" in a or "crossorigin" in a]
    assert _politique()["script-src"] == _politique()["style-src"] == "'self'"
    assert _politique()["img-src"] == "'self' data:"


def test_les_fichiers_viennent_d_ailleurs_avec_leur_empreinte(ailleurs: None) -> None:
    lecture = _accueil()

    (script,) = lecture.tous("script")
    feuille = next(a for a in lecture.tous("link") if a["rel"] == "stylesheet")
    icone = next(a for a in lecture.tous("link") if a["rel"] == "icon")
    for balise, lien in ((script, script["src"]), (feuille, feuille["href"])):
        contenu = (rendu.STATIQUE / lien.removeprefix(f"{AILLEURS}/static/")).read_bytes()
        attendue = base64.b64encode(hashlib.sha384(contenu).digest()).decode()
        assert balise["integrity"] == f"sha384-{attendue}"
        # Without it a browser reads neither a module nor a hash of another origin.
        assert balise["crossorigin"] == "anonymous"
    assert icone["href"].startswith(f"{AILLEURS}/static/")


def test_la_politique_nomme_cette_seule_origine(ailleurs: None) -> None:
    politique = _politique()

    assert politique["default-src"] == "'none'"
    assert politique["script-src"] == politique["style-src"] == AILLEURS
    assert politique["img-src"] == f"'self' {AILLEURS} data:"
    assert politique["connect-src"] == politique["form-action"] == "'self'"


@pytest.mark.parametrize(
    "url",
    [
        "http://statiques.example",
        "https://statiques.example/chemin",
        "https://statiques.example; script-src *",
        "https://statiques.example https://autre.example",
        "//statiques.example",
    ],
)
def test_ce_qui_ouvrirait_autre_chose_est_refuse(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("URL_STATIQUES", url)

    with pytest.raises(ConfigurationIncomplete, match="URL_STATIQUES"):
        configuration.url_statiques.__wrapped__()
