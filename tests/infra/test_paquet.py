"""What is deployed: the merged template and the archive, as `make paquet` makes them."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra import assemblage
from outils import paquet, paquet_controle, paquet_retraits

MEGA = 1_000_000
RACINE = paquet.RACINE


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
    reglages = json.loads((RACINE / ".chalice/config.json").read_text(encoding="utf-8"))
    nommees = {nom.title().replace("_", "") for nom in reglages["lambda_functions"]}
    assert set(fonctions) == {"APIHandler"} | nommees
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
        noms = archive.namelist()
    racines = {nom.partition("/")[0] for nom in noms}
    assert {"app.py", "chalicelib"} <= racines
    assert not racines & {"infra", "tests", "moto", "pytest", "docs", "outils", "dns", "cffi"}
    services = {nom.split("/")[2] for nom in noms if nom.startswith("botocore/data/")}
    assert {nom for nom in services if "." not in nom} == paquet_retraits.SERVICES
    sources = {nom.partition("/")[0] for nom in noms if nom.endswith(".py")}
    assert sources == {"app.py", "chalicelib"}, "libraries are shipped compiled"
    assert chemin.stat().st_size <= 12 * MEGA, "docs/decisions/paquet.md says what is heavy"


def test_chaque_service_que_le_code_appelle_est_dans_l_archive_et_aucun_autre() -> None:
    faits = {
        noeud.args[0].value
        for source in (RACINE / "chalicelib").rglob("*.py")
        for noeud in ast.walk(ast.parse(source.read_bytes()))
        if isinstance(noeud, ast.Call)
        and isinstance(noeud.func, ast.Attribute)
        and noeud.func.attr in {"client", "create_client"}
        and noeud.args
        and isinstance(noeud.args[0], ast.Constant)
    }
    assert faits == paquet_retraits.SERVICES


def test_rien_ne_demande_une_bibliotheque_c_que_lambda_n_a_pas(dossier: Path) -> None:
    # Python 3.11 runs on Amazon Linux 2: glibc 2.26.
    demandees: dict[str, set[int]] = {}
    with zipfile.ZipFile(dossier / "deployment.zip") as archive:
        for nom in archive.namelist():
            if ".so" in Path(nom).suffixes:
                versions = re.findall(rb"GLIBC_2\.(\d+)", archive.read(nom))
                demandees[nom] = {int(version) for version in versions}
    assert any("_rust" in nom for nom in demandees)
    assert {nom: v for nom, v in demandees.items() if max(v, default=0) > 26} == {}


def test_les_memes_fichiers_donnent_les_memes_octets(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ailleurs = tmp_path / "un autre dossier"
    ignores = shutil.ignore_patterns("__pycache__", "deployments")
    for nom in ("chalicelib", ".chalice"):
        shutil.copytree(RACINE / nom, ailleurs / nom, ignore=ignores, copy_function=shutil.copyfile)
    for nom in ("app.py", "requirements.txt"):
        shutil.copyfile(RACINE / nom, ailleurs / nom)
    (ailleurs / "chalicelib" / ".editeur.swp").write_text("is not a part of the project")
    monkeypatch.setenv("PYTHONHASHSEED", "20260614")
    monkeypatch.setenv("TZ", "Pacific/Auckland")

    paquet.fabriquer("recette", tmp_path / "out", ailleurs)

    for nom in ("modele.json", "deployment.zip"):
        assert (tmp_path / "out" / nom).read_bytes() == (dossier / nom).read_bytes(), nom


def test_un_retrait_sans_objet_arrete_tout(tmp_path: Path) -> None:
    (tmp_path / "botocore" / "data").mkdir(parents=True)

    with pytest.raises(paquet_retraits.RetraitSansObjet, match="dns"):
        paquet_retraits.retirer(tmp_path)


def test_un_retrait_de_trop_est_vu_avant_l_envoi(dossier: Path, tmp_path: Path) -> None:
    ampute = tmp_path / "ampute.zip"
    with zipfile.ZipFile(dossier / "deployment.zip") as entier, zipfile.ZipFile(ampute, "w") as z:
        for nom in entier.namelist():
            if not nom.startswith("multipart"):
                z.writestr(nom, entier.read(nom))

    with pytest.raises(paquet.PaquetRefuse, match="multipart"):
        paquet.essayer(ampute)


def test_la_nomenclature_dit_ce_que_l_archive_porte(dossier: Path, tmp_path: Path) -> None:
    sbom = json.loads((dossier / "sbom.json").read_text(encoding="utf-8"))
    noms = {composant["name"].lower(): composant for composant in sbom["components"]}
    assert {"botocore", "chalice", "cryptography", "dejavu-fonts-ttf", "tzdata"} <= set(noms)
    assert not set(noms) & {"pillow", "dnspython", "pycparser", "charset-normalizer", "moto"}
    assert noms["joserfc"]["purl"] == f"pkg:pypi/joserfc@{noms['joserfc']['version']}"
    sans_licence = [nom for nom, composant in noms.items() if "licenses" not in composant]
    assert not sans_licence
    (empreinte,) = sbom["metadata"]["component"]["hashes"]
    octets = (dossier / "deployment.zip").read_bytes()
    assert empreinte["content"] == hashlib.sha256(octets).hexdigest()

    paquet_controle.nomenclature(dossier / "deployment.zip", tmp_path / "sbom.json")

    assert (tmp_path / "sbom.json").read_bytes() == (dossier / "sbom.json").read_bytes()


@pytest.mark.parametrize(
    "dependances, phrase",
    [
        (
            [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "inconnu"}],
            "pip-audit : 1 composants sans faille connue, 1 non vérifiés",
        ),
        (
            [{"name": "b", "skip_reason": "inconnu"}],
            "pip-audit : rien n'a pu être vérifié (1 composants)",
        ),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-2026-1"}]}],
            "pip-audit : a 1 (PYSEC-2026-1)",
        ),
    ],
)
def test_l_audit_ne_dit_jamais_propre_ce_qu_il_n_a_pas_vu(
    dependances: list[dict[str, Any]], phrase: str
) -> None:
    assert paquet_controle.lire({"dependencies": dependances}).phrase == phrase


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
