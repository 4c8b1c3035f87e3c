"""Settings that would weaken the service are refused at its start."""

from __future__ import annotations

import pytest

from chalicelib.configuration import ConfigurationIncomplete, configuration, stage


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


def test_une_fonction_lambda_ne_passe_jamais_pour_une_machine_locale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STAGE")
    assert stage() == "local"

    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "maprocuration-prod")
    with pytest.raises(ConfigurationIncomplete, match="STAGE"):
        stage()
