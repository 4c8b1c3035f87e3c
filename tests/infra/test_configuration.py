"""Settings that would weaken the service are refused at its start."""

from __future__ import annotations

import pytest

from chalicelib.configuration import (
    AccesReu,
    ConfigurationIncomplete,
    configuration,
    jeton_reu,
    stage,
)


@pytest.mark.parametrize(
    "url", ["http://maprocuration.example", "ftp://127.0.0.1", "maprocuration.example", ""]
)
def test_sans_tls_le_portail_ne_sert_que_sur_cette_machine(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("URL_PORTAIL", url)

    with pytest.raises(ConfigurationIncomplete, match="URL_PORTAIL"):
        configuration.__wrapped__()


@pytest.mark.parametrize(
    "url,sures",
    [("https://maprocuration.example/portail/", True), ("http://127.0.0.1:8000", False)],
)
def test_les_cookies_sont_surs_partout_ailleurs(
    monkeypatch: pytest.MonkeyPatch, url: str, sures: bool
) -> None:
    monkeypatch.setenv("URL_PORTAIL", url)

    reglages = configuration.__wrapped__()

    assert (reglages.https, reglages.url_portail) == (sures, url.rstrip("/"))


@pytest.mark.parametrize("url", ["http://reu.example", "reu.example", "ftp://127.0.0.1"])
def test_sans_tls_on_n_interroge_que_le_registre_de_cette_machine(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("REU_URL", url)

    with pytest.raises(ConfigurationIncomplete, match="REU_URL"):
        configuration.__wrapped__()


def test_savoir_que_le_registre_est_connecte_ne_demande_pas_son_jeton(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert configuration.__wrapped__().reu is None

    monkeypatch.setenv("REU_URL", "https://reu.example/")
    monkeypatch.delenv("REU_JETON", raising=False)
    acces = configuration.__wrapped__().reu

    assert acces == AccesReu("https://reu.example", 1.0, 3.0, 2)
    with pytest.raises(ConfigurationIncomplete, match="REU_JETON"):
        jeton_reu()


def test_une_fonction_lambda_ne_passe_jamais_pour_une_machine_locale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STAGE")
    assert stage() == "local"

    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "maprocuration-prod")
    with pytest.raises(ConfigurationIncomplete, match="STAGE"):
        stage()
