"""The scheduled function of each night: bounded, countable, stopped by nothing that fails alone."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice.local import LambdaContext

import app
from chalicelib import observabilite
from chalicelib.depots.conservation import ConservationDynamo
from chalicelib.depots.modeles import DemandeModele, EnvoiModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.flux import courriels as flux_courriels
from chalicelib.flux import echeances as flux_echeances
from chalicelib.services.ports_conservation import Conservee
from infra.local.horloge import evenement
from tests.constructeurs import Nuage, mandant

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

LE_27_MARS = datetime(2027, 3, 27, 1, 17, tzinfo=UTC)
APRES_LE_VOTE = datetime(2027, 4, 26, 1, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def une_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto gives the whole table to every part."""
    monkeypatch.setenv("ECHEANCES_PARTS", "1")


@pytest.fixture
def journaux() -> Iterator[io.StringIO]:
    tampon = io.StringIO()
    gestionnaire = logging.StreamHandler(tampon)
    gestionnaire.setFormatter(observabilite.journaliste().registered_formatter)
    logging.getLogger().addHandler(gestionnaire)
    yield tampon
    logging.getLogger().removeHandler(gestionnaire)


def lancer(millisecondes: int = 900_000) -> dict[str, int]:
    """As EventBridge does."""
    contexte = LambdaContext("echeances", 1769, millisecondes)
    resultat: dict[str, int] = app.echeances(evenement("echeances"), contexte)
    return resultat


def deposees(nuage: Nuage, combien: int) -> list[Demande]:
    return [nuage.deposer(mandant(f"m-{n}", nom="ABCDEFGH"[n])) for n in range(combien)]


def test_la_passe_rappelle_par_un_vrai_courriel_une_seule_fois(nuage: Nuage) -> None:
    (demande,) = deposees(nuage.peupler(), 1)
    nuage.maintenant = LE_27_MARS

    assert lancer() == {"EXAMINEES": 1, "RAPPEL_15": 1}
    assert lancer() == {"EXAMINEES": 1}

    (envoi,) = EnvoiModele.query(demande.reference)
    assert (envoi.rang, envoi.etat) == ("M1b#15", "ENVOYE")


def test_la_passe_expire_et_le_flux_le_dit_au_mandant(nuage: Nuage) -> None:
    (demande,) = deposees(nuage.peupler(), 1)
    nuage.maintenant = APRES_LE_VOTE

    assert lancer() == {"EXAMINEES": 1, "EXPIRATION": 1}

    image = DemandeModele.get(demande.reference).serialize()
    enregistrement = {
        "eventName": "MODIFY",
        "dynamodb": {
            "Keys": {"reference": {"S": demande.reference}},
            "NewImage": image,
            "SequenceNumber": "1",
        },
    }
    assert flux_courriels.courriels({"Records": [enregistrement]}) == {"batchItemFailures": []}
    (envoi,) = EnvoiModele.query(demande.reference)
    assert envoi.rang == "2#M1c"


def test_sans_temps_la_passe_dit_ce_qui_lui_reste(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECHEANCES_PARTS", "4")
    deposees(nuage.peupler(), 2)
    nuage.maintenant = APRES_LE_VOTE

    assert lancer(millisecondes=20_000) == {"PARTS_RESTANTES": 8}
    assert lancer()["EXPIRATION"] == 2


def test_une_panne_sur_l_une_n_arrete_pas_les_autres(
    nuage: Nuage, journaux: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    demandes = deposees(nuage.peupler(), 3)
    nuage.maintenant = APRES_LE_VOTE
    malade = demandes[1].reference
    honorer = flux_echeances.honorer

    def tomber(outils: Any, lue: Conservee, maintenant: datetime) -> Any:
        if lue.demande.reference == malade:
            raise ConnectionError("Durand-Lévêque, camille@exemple.fr")
        return honorer(outils, lue, maintenant)

    monkeypatch.setattr(flux_echeances, "honorer", tomber)
    assert lancer() == {"EXAMINEES": 3, "EXPIRATION": 2, "ECHECS": 1}
    assert nuage.relire(demandes[1]).etat is Etat.DEPOSEE
    incidents = [json.loads(x) for x in journaux.getvalue().splitlines() if "incident" in x]
    assert [x["objet"] for x in incidents] == [malade]
    assert "Durand" not in journaux.getvalue()


def test_ce_que_quelqu_un_change_a_l_instant_attend_la_passe_suivante(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: the pass has read a demande that is established just after
    (demande,) = deposees(nuage.peupler(), 1)
    lire = ConservationDynamo.a_examiner

    def lire_puis_etablir(*args: Any) -> Iterator[Conservee]:
        for lue in list(lire(*args)):
            nuage.maintenant = APRES_LE_VOTE - timedelta(hours=6)
            nuage.etablir(demande)
            nuage.maintenant = APRES_LE_VOTE
            yield lue

    nuage.maintenant = APRES_LE_VOTE
    monkeypatch.setattr(ConservationDynamo, "a_examiner", lire_puis_etablir)
    assert lancer() == {"EXAMINEES": 1, "REMISES": 1}
    assert nuage.relire(demande).etat is Etat.ETABLIE


def test_les_metriques_comptent_sans_nommer(
    nuage: Nuage, capsys: pytest.CaptureFixture[str]
) -> None:
    (demande,) = deposees(nuage.peupler(), 1)
    nuage.maintenant = APRES_LE_VOTE

    lancer()

    ecrit = capsys.readouterr().out
    (emise,) = [json.loads(lu) for lu in ecrit.splitlines() if '"EXPIRATION"' in lu]
    assert emise["Echeances"] == [1.0]
    assert demande.reference not in ecrit
