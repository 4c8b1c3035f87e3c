"""What is deployed: the merged template and the archive, as `make paquet` makes them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra import assemblage
from outils import paquet

MEGA = 1_000_000


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of recette; cfn-lint has found nothing in it, and its archive has started."""
    return paquet.empaqueter("recette", tmp_path_factory.mktemp("paquet") / "out")


@pytest.fixture(scope="module")
def ressources(dossier: Path) -> dict[str, Any]:
    modele = json.loads((dossier / "modele.json").read_text(encoding="utf-8"))
    assert modele["Parameters"]["Stage"]["AllowedValues"] == ["recette"]
    trouvees: dict[str, Any] = modele["Resources"]
    return trouvees


def test_rien_du_gabarit_ne_manque(ressources: dict[str, Any]) -> None:
    assert set(assemblage.charger()["Resources"]) <= set(ressources)
    sans_type = [nom for nom, ressource in ressources.items() if "Type" not in ressource]
    assert not sans_type, "a name of the template that Chalice does not generate"


def test_les_fonctions_lisent_le_flux_de_leur_table(ressources: dict[str, Any]) -> None:
    for fonction in ("Routage", "Courriels"):
        (evenement,) = ressources[fonction]["Properties"]["Events"].values()
        assert evenement["Type"] == "DynamoDB"
        assert evenement["Properties"]["Stream"] == {"Fn::GetAtt": ["TableDemandes", "StreamArn"]}
        assert evenement["Properties"]["StartingPosition"] == "TRIM_HORIZON"


def test_les_fonctions_de_l_heure_viennent_a_leur_heure(ressources: dict[str, Any]) -> None:
    heures = {
        fonction: [
            e["Properties"]["Schedule"]
            for e in ressources[fonction]["Properties"]["Events"].values()
        ]
        for fonction in ("RepriseControles", "Echeances", "Bulletins", "Publication", "Jauges")
    }
    assert heures == {
        "RepriseControles": ["rate(1 minute)"],
        "Echeances": ["cron(17 0-3 * * ? *)"],
        "Bulletins": ["cron(0/15 * * * ? *)"],
        "Publication": ["cron(47 3 * * ? *)"],
        "Jauges": ["rate(5 minutes)"],
    }
    assert ressources["Echeances"]["Properties"]["Timeout"] == 900


def test_chaque_fonction_a_son_role_et_aucune_n_a_celui_qui_refuse_tout(
    ressources: dict[str, Any],
) -> None:
    fonctions = {
        nom: ressource["Properties"]
        for nom, ressource in ressources.items()
        if ressource["Type"] == "AWS::Serverless::Function"
    }
    assert set(fonctions) == {
        "APIHandler",
        "Routage",
        "Courriels",
        "Controles",
        "RepriseControles",
        "Echeances",
        "Publication",
        "Documents",
        "Bulletins",
        "Jauges",
    }
    roles = {proprietes["Role"]["Fn::GetAtt"][0] for proprietes in fonctions.values()}
    assert len(roles) == len(fonctions)
    for role in roles:
        assert "RemplaceeParInfraRessources" not in json.dumps(ressources[role])


def test_la_passerelle_est_regionale_et_rend_tout_en_binaire(ressources: dict[str, Any]) -> None:
    api = ressources["RestAPI"]["Properties"]
    assert api["EndpointConfiguration"] == "REGIONAL"
    assert api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"] == ["*/*"]


def test_les_fonctions_tournent_sur_le_python_qui_les_a_compilees(
    ressources: dict[str, Any], dossier: Path
) -> None:
    runtimes = {
        ressource["Properties"]["Runtime"]
        for ressource in ressources.values()
        if ressource["Type"] == "AWS::Serverless::Function"
    }
    (runtime,) = runtimes
    etiquette = runtime.replace("python", "cpython-").replace(".", "")
    with zipfile.ZipFile(dossier / "deployment.zip") as archive:
        assert f"__pycache__/app.{etiquette}.pyc" in archive.namelist()


def test_l_archive_ne_porte_que_ce_qui_sert(dossier: Path) -> None:
    chemin = dossier / "deployment.zip"
    with zipfile.ZipFile(chemin) as archive:
        racines = {nom.partition("/")[0] for nom in archive.namelist()}
        donnees = {
            nom.split("/")[2] for nom in archive.namelist() if nom.startswith("botocore/data/")
        }
    assert {"app.py", "chalicelib"} <= racines
    assert not racines & {"infra", "tests", "moto", "pytest", "docs", "outils"}
    assert {"dynamodb", "sesv2", "ssm"} <= donnees
    assert "ec2" not in donnees
    assert chemin.stat().st_size < 50 * MEGA, "Lambda takes no larger upload"


def test_un_gabarit_que_cfn_lint_refuse_arrete_tout(tmp_path: Path) -> None:
    faux = tmp_path / "faux.json"
    faux.write_text('{"Resources": {"File": {"Type": "AWS::SQS::Queue", "Properties": {"X": 1}}}}')

    with pytest.raises(paquet.PaquetRefuse, match="E3002"):
        paquet.verifier(faux)


def test_une_etape_inconnue_est_dite_en_une_ligne(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["paquet", "preprod"])

    assert paquet.main() == 2
    assert (
        capsys.readouterr().err == "Étape inconnue : preprod. Choisir parmi dev, recette, prod.\n"
    )
