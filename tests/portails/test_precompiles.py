"""The byte code of templates, as a package brings it."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment

from chalicelib.portails.precompiles import Precompiles


def _page(cache: Precompiles, source: str) -> Environment:
    return Environment(
        autoescape=True, bytecode_cache=cache, loader=DictLoader({"page.html": source})
    )


def test_une_page_precompilee_est_servie_sans_etre_compilee(tmp_path: Path) -> None:
    cache = Precompiles("pages", tmp_path)
    page = _page(cache, "Bonjour")
    seau = cache.get_bucket(page, "page.html", "/ailleurs/page.html", "Bonjour")
    seau.code = page.compile("Du paquet", "page.html", "page.html")
    cache.garder(seau)

    assert page.get_template("page.html").render() == "Du paquet"


def test_une_page_changee_depuis_est_compilee(tmp_path: Path) -> None:
    cache = Precompiles("pages", tmp_path)
    page = _page(cache, "Bonjour")
    seau = cache.get_bucket(page, "page.html", "page.html", "Bonjour")
    seau.code = page.compile("Bonjour", "page.html", "page.html")
    cache.garder(seau)

    assert _page(cache, "Bonsoir").get_template("page.html").render() == "Bonsoir"


def test_rien_n_est_ecrit_ou_la_page_est_servie(tmp_path: Path) -> None:
    cache = Precompiles("pages", tmp_path)

    assert _page(cache, "Bonjour").get_template("page.html").render() == "Bonjour"
    assert list(tmp_path.iterdir()) == []
