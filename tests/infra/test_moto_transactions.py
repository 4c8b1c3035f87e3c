"""Our transactions in moto behave as moto's own, and as the second engine's, on a table of cases;
and where moto's own are wrong, as DynamoDB's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import DynamoDBBackend

from infra.local import moto_transactions
from infra.local.moteurs import Moteur
from tests.infra.transactions_outils import (
    NEUF,
    TOUT,
    VERSION_1,
    VERSION_9,
    Banc,
    article,
    augmenter,
    consigner,
    effacer,
    poser,
    verifier,
)

# A, B and C are there at version 1; D is not.
CAS: dict[str, list[dict[str, Any]]] = {
    "tout reussit": [
        poser("D"),
        augmenter("A", 1),
        effacer("B"),
        verifier("C", **VERSION_1),
        consigner("0001"),
    ],
    "une creation": [augmenter("D")],
    "un remplacement": [poser("A", 7)],
    "effacer ce qui n'est pas": [effacer("D")],
    "echec en premier": [poser("A", **NEUF), augmenter("B"), consigner("0001")],
    "echec au milieu": [augmenter("B"), poser("A", **NEUF), consigner("0001")],
    "echec en dernier": [consigner("0001"), augmenter("B"), poser("A", **NEUF)],
    "deux echecs": [augmenter("A", 9), poser("D"), effacer("B", **VERSION_9)],
    "controle refuse": [poser("D"), verifier("C", **VERSION_9)],
    "controle de ce qui n'est pas": [verifier("D", **VERSION_1), augmenter("A")],
    "effacement refuse": [effacer("B", **VERSION_9), poser("D")],
    "changement refuse": [poser("D"), augmenter("A", 9)],
    "l'ancien est rendu": [poser("D"), poser("A", **NEUF, **TOUT)],
    "deux fois le meme": [poser("A"), augmenter("A")],
    "deux lignes du journal": [consigner("0001"), consigner("0002")],
    "expression fausse apres une ecriture": [
        poser("D"),
        {
            "Update": {
                "TableName": "demandes",
                "Key": {"reference": {"S": "A"}},
                "UpdateExpression": "SET absent.profond = :v",
                "ExpressionAttributeValues": {":v": {"N": "1"}},
            }
        },
    ],
}
REUSSISSENT = {
    "tout reussit",
    "une creation",
    "un remplacement",
    "effacer ce qui n'est pas",
    "deux lignes du journal",
}
# What moto does otherwise, with our method as with its own: an item that UpdateItem creates comes
# in two records of the stream, and a wrong path refuses the request instead of cancelling it.
AUTREMENT = {
    "une creation": {"flux"},
    "expression fausse apres une ecriture": {"code", "raisons", "rendus"},
}


@pytest.fixture
def a_l_ancienne(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Puts moto's own method back for the test."""

    def remettre() -> None:
        monkeypatch.setattr(DynamoDBBackend, "transact_write_items", moto_transactions.ORIGINALE)

    return remettre


@pytest.mark.parametrize("nom", CAS)
def test_nos_transactions_valent_celles_de_moto(
    moto: Moteur, etape: str, nom: str, a_l_ancienne: Callable[[], None]
) -> None:
    notre = Banc(moto, f"{etape}a").resultat(CAS[nom])
    a_l_ancienne()
    sienne = Banc(moto, f"{etape}b").resultat(CAS[nom])

    assert notre == sienne
    assert (notre.code == "") == (nom in REUSSISSENT)


@pytest.mark.second_moteur
@pytest.mark.parametrize("nom", CAS)
def test_nos_transactions_valent_celles_du_second_moteur(
    moto: Moteur, ministack: Moteur, etape: str, nom: str
) -> None:
    un = asdict(Banc(moto, etape).resultat(CAS[nom]))
    autre = asdict(Banc(ministack, etape).resultat(CAS[nom]))

    differences = {champ for champ in un if un[champ] != autre[champ]}
    assert differences == AUTREMENT.get(nom, set())


def test_une_transaction_annulee_ne_laisse_rien(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    avant = banc.contenu("demandes")

    resultat = banc.resultat(CAS["echec en dernier"])

    assert resultat.code == "TransactionCanceledException"
    assert resultat.raisons == ["None", "None", "ConditionalCheckFailed"]
    assert resultat.demandes == avant
    assert resultat.journal == []
    assert resultat.flux == []


def test_un_lecteur_du_flux_suit_encore_apres_une_annulation(moto: Moteur, etape: str) -> None:
    # given: a reader that has begun, then a cancelled transaction (moto's own left it behind)
    banc = Banc(moto, etape)
    flux = moto.client("dynamodbstreams")
    arn = banc.dynamodb.describe_table(TableName=banc.noms["demandes"])["Table"]["LatestStreamArn"]
    (fragment,) = flux.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    suite = flux.get_shard_iterator(
        StreamArn=arn, ShardId=fragment["ShardId"], ShardIteratorType="LATEST"
    )["ShardIterator"]
    banc.resultat(CAS["echec au milieu"])

    # when
    banc.executer([poser("D")])

    # then
    lus = flux.get_records(ShardIterator=suite)["Records"]
    assert [lu["eventName"] for lu in lus] == ["INSERT"]


def test_une_table_absente_est_une_erreur_et_rien_n_est_ecrit(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    banc.noms["journal"] = "maprocuration-absente"

    with pytest.raises(ClientError) as refus:
        banc.executer([poser("D"), consigner("0001")])

    assert refus.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert len(banc.contenu("demandes")) == 3


def test_plus_de_cent_operations_sont_refusees(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    with pytest.raises(ClientError) as refus:
        banc.executer([poser(f"N{numero}") for numero in range(101)])
    assert refus.value.response["Error"]["Code"] == "ValidationException"


def test_le_meme_jeton_ne_fait_qu_un_effet(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)

    for _ in range(3):
        banc.executer([augmenter("A", 1)], ClientRequestToken=f"jeton-{etape}")

    assert banc.contenu("demandes")[0] == article("A", 2)
    assert banc.evenements() == ["MODIFY A 2"]


def test_le_meme_jeton_pour_autre_chose_est_refuse(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    banc.executer([augmenter("A")], ClientRequestToken=f"autre-{etape}")

    with pytest.raises(ClientError) as refus:
        banc.executer([augmenter("B")], ClientRequestToken=f"autre-{etape}")

    assert refus.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"


def test_le_jeton_d_une_transaction_refusee_peut_resservir(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    jeton = {"ClientRequestToken": f"repris-{etape}"}
    with pytest.raises(ClientError, match="TransactionCanceled"):
        banc.executer([augmenter("A", 2)], **jeton)
    banc.executer([augmenter("A")])

    banc.executer([augmenter("A", 2)], **jeton)

    assert banc.contenu("demandes")[0] == article("A", 3)
