"""The static files, put where CloudFront reads them."""

from __future__ import annotations

import pytest

from chalicelib.portails.rendu import STATIQUE, statique
from infra.local.moteurs import Moteur
from outils import statiques

SEAU = "maprocuration-recette-statiques-123456789012"


@pytest.fixture
def seau(moto: Moteur, monkeypatch: pytest.MonkeyPatch) -> str:
    for nom, valeur in moto.environnement().items():
        monkeypatch.setenv(nom, valeur)
    moto.client("s3").create_bucket(
        Bucket=SEAU, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    return SEAU


def test_la_commande_depose_ce_qui_manque_et_ne_touche_pas_au_reste(
    seau: str, moto: Moteur, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    s3 = moto.client("s3")
    s3.put_object(Bucket=seau, Key="static/maprocuration.000000000000.css", Body=b"ancienne")
    monkeypatch.setattr("sys.argv", ["statiques", "recette"])

    assert statiques.main() == 0
    assert statique()["maprocuration.css"] in capsys.readouterr().out
    for nom in statique().values():
        objet = s3.get_object(Bucket=seau, Key=f"static/{nom}")
        assert objet["Body"].read() == (STATIQUE / nom).read_bytes()
        assert objet["CacheControl"] == "public, max-age=31536000, immutable"
    types = {
        nom.rpartition(".")[2]: s3.head_object(Bucket=seau, Key=f"static/{nom}")["ContentType"]
        for nom in statique().values()
    }
    # A module of another type would be refused (nosniff).
    assert types == {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    # Pages that are still open ask for the former one.
    s3.head_object(Bucket=seau, Key="static/maprocuration.000000000000.css")

    assert statiques.main() == 0
    assert "rien de nouveau" in capsys.readouterr().out


def test_une_etape_inconnue_est_dite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["statiques", "preprod"])

    assert statiques.main() == 2
    assert "preprod" in capsys.readouterr().err
