"""The list of the metrics, and how they leave."""

from __future__ import annotations

import importlib
import json
import pkgutil
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError
from chalice.local import LambdaContext

import chalicelib
from chalicelib import mesures, observabilite
from chalicelib.domaine.echeances import Echeance
from chalicelib.domaine.erreurs import ConflitDeVersion, ErreurMetier
from chalicelib.domaine.etats import Evenement
from chalicelib.flux import echeances
from chalicelib.identite.oidc_erreurs import FournisseurIndisponible
from chalicelib.mesures import AUTRE, Mesure
from chalicelib.services.courrier import Message
from chalicelib.services.registre_national import Raison, RegistreIndisponible
from chalicelib.web.finition import portail_mesure


@pytest.fixture(autouse=True)
def rien_en_attente(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever other tests counted and did not publish."""
    observabilite.publier()
    capsys.readouterr()


def publiees(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    observabilite.publier()
    return [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]


def test_chaque_mesure_a_un_nom_a_elle_et_des_dimensions_bornees() -> None:
    noms = [mesure.nom for mesure in Mesure]
    assert len(set(noms)) == len(noms)
    for mesure in Mesure:
        assert mesure.nom.isascii()
        assert mesure.nom.isalnum()
        for valeurs in mesure.dimensions.values():
            assert 0 < len(set(valeurs)) == len(valeurs) <= 64
            assert all(0 < len(valeur) <= 64 for valeur in valeurs)


def test_les_valeurs_sont_celles_du_code() -> None:
    assert Mesure.TRANSITIONS.dimensions["evenement"] == tuple(e.value for e in Evenement)
    assert set(Mesure.COURRIELS_ENVOYES.dimensions["message"]) == {m.value for m in Message}
    assert set(Mesure.REU_DUREE.dimensions["issue"]) == {"reponse", *(r.value for r in Raison)}
    faits = {e.value for e in Echeance} | {
        echeances.EXAMINEES,
        echeances.PLAFONDS,
        echeances.REMISES,
        echeances.ECHECS,
        echeances.PARTS_RESTANTES,
    }
    assert set(Mesure.ECHEANCES.dimensions["fait"]) == faits


def sous_classes(type_: type[ErreurMetier]) -> Iterator[type[ErreurMetier]]:
    for sous_classe in type_.__subclasses__():
        if sous_classe.__module__.startswith("chalicelib."):
            yield sous_classe
            yield from sous_classes(sous_classe)


def test_chaque_refus_a_sa_valeur() -> None:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    assert set(mesures.REFUS) == {refus.code for refus in sous_classes(ErreurMetier)}


def test_une_mesure_part_avec_ses_dimensions_dans_l_espace_de_son_etape(
    capsys: pytest.CaptureFixture[str],
) -> None:
    observabilite.mesurer(Mesure.REU_DUREE, 12.5, issue="delai")
    observabilite.mesurer(Mesure.REU_DUREE, 14, issue="delai")

    (ligne,) = publiees(capsys)
    (directive,) = ligne["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == observabilite.espace()
    assert set(directive["Dimensions"][0]) == {"issue", "service"}
    assert directive["Metrics"] == [{"Name": "ReuDuree", "Unit": "Milliseconds"}]
    assert (ligne["ReuDuree"], ligne["issue"]) == ([12.5, 14], "delai")
    assert publiees(capsys) == [], "published once"


def test_ce_qui_a_les_memes_dimensions_part_ensemble_et_le_reste_a_part(
    capsys: pytest.CaptureFixture[str],
) -> None:
    observabilite.mesurer(Mesure.LATENCE, 3, portail="mairie")
    observabilite.compter(Mesure.REPONSES_2XX, portail="mairie")
    observabilite.compter(Mesure.REFUS, type="saisie-invalide")

    assert {frozenset(ligne) - {"_aws", "service"} for ligne in publiees(capsys)} == {
        frozenset({"portail", "Latence", "Reponses2xx"}),
        frozenset({"type", "Refus"}),
    }


def test_une_valeur_inconnue_n_ouvre_pas_de_serie(capsys: pytest.CaptureFixture[str]) -> None:
    observabilite.compter(Mesure.REFUS, type="A7K2MX")
    observabilite.compter(Mesure.REFUS, type="Camille")

    (ligne,) = publiees(capsys)
    assert (ligne["type"], ligne["Refus"]) == (AUTRE, [1, 1])


def test_une_dimension_oubliee_se_voit() -> None:
    with pytest.raises(KeyError):
        observabilite.compter(Mesure.REFUS)


def test_plus_de_cent_valeurs_font_plusieurs_lignes(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(250):
        observabilite.compter(Mesure.ENREGISTREMENTS_ROUTES)

    lots = [len(ligne["EnregistrementsRoutes"]) for ligne in publiees(capsys)]
    assert lots == [100, 100, 50]


def test_huit_fils_comptent_sans_rien_perdre(capsys: pytest.CaptureFixture[str]) -> None:
    def compter() -> None:
        for _ in range(40):
            observabilite.compter(Mesure.CONTROLES, issue="fait")

    fils = [threading.Thread(target=compter) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sum(sum(ligne["Controles"]) for ligne in publiees(capsys)) == 320


def test_une_invocation_qui_echoue_publie_ce_qu_elle_avait_compte(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def echouer(_: object) -> None:
        observabilite.compter(Mesure.DOCUMENTS_EN_ECHEC)
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError):
        observabilite.mesures_publiees({}, echouer)

    assert "DocumentsEnEchec" in capsys.readouterr().out


@pytest.mark.parametrize("gestionnaire", ["app.echeances", ""])
def test_une_passe_qui_finit_est_comptee_sous_notre_nom(
    gestionnaire: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_HANDLER", gestionnaire)
    contexte = LambdaContext("pile-Echeances-1XYZ" if gestionnaire else "echeances", 512)
    evenement = SimpleNamespace(context=contexte)

    assert observabilite.passe_finie(evenement, lambda _: {"EXAMINEES": 1}) == {"EXAMINEES": 1}
    with pytest.raises(ZeroDivisionError):
        observabilite.passe_finie(evenement, lambda _: 1 / 0)

    (ligne,) = publiees(capsys)
    assert (ligne["fonction"], ligne["PassesFinies"]) == ("echeances", [1])


@pytest.mark.parametrize(
    "erreur, famille",
    [
        (ConnectTimeoutError(endpoint_url="x"), "magasins"),
        (RegistreIndisponible(Raison.DELAI), "reu"),
        (FournisseurIndisponible("FranceConnect", "delai"), "identite"),
        (ConflitDeVersion(), "metier"),
        (KeyError("nom"), "code"),
    ],
)
def test_un_incident_est_compte_par_famille(
    erreur: Exception, famille: str, capsys: pytest.CaptureFixture[str]
) -> None:
    observabilite.incident(erreur)

    (ligne,) = [lu for lu in publiees(capsys) if "_aws" in lu]
    assert (ligne["famille"], ligne["Incidents"]) == (famille, [1])


@pytest.mark.parametrize(
    "chemin, portail",
    [
        ("/electeur/demandes/A7K2MX", "electeur"),
        ("/autorite", "autorite"),
        ("/mairie/procurations", "mairie"),
        ("/api/v1/demandes", "api"),
        ("/", "public"),
        ("", "public"),
        ("/donnees", "public"),
    ],
)
def test_un_chemin_est_mesure_a_son_portail(chemin: str, portail: str) -> None:
    assert portail_mesure(chemin) == portail
