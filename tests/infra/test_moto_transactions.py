"""Our transactions in moto behave as moto's own, and as the second engine's, on a table of cases;
and where moto's own are wrong, as DynamoDB's."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import DynamoDBBackend

from infra.local import gabarit, moto_transactions
from infra.local.moteurs import Moteur

VERSION_1 = {"ConditionExpression": "version = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}}
VERSION_9 = {"ConditionExpression": "version = :v", "ExpressionAttributeValues": {":v": {"N": "9"}}}
NEUF = {
    "ConditionExpression": "attribute_not_exists(#r)",
    "ExpressionAttributeNames": {"#r": "reference"},
}
TOUT = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def article(reference: str, version: int = 1) -> dict[str, Any]:
    return {"reference": {"S": reference}, "version": {"N": str(version)}}


def poser(reference: str, version: int = 5, **suite: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "demandes", "Item": article(reference, version), **suite}}


def effacer(reference: str, **suite: Any) -> dict[str, Any]:
    return {"Delete": {"TableName": "demandes", "Key": {"reference": {"S": reference}}, **suite}}


def verifier(reference: str, **suite: Any) -> dict[str, Any]:
    cle = {"reference": {"S": reference}}
    return {"ConditionCheck": {"TableName": "demandes", "Key": cle, **suite}}


def augmenter(reference: str, attendue: int | None = None) -> dict[str, Any]:
    valeurs = {":un": {"N": "1"}}
    suite: dict[str, Any] = {}
    if attendue is not None:
        suite = {"ConditionExpression": "version = :v"}
        valeurs[":v"] = {"N": str(attendue)}
    return {
        "Update": {
            "TableName": "demandes",
            "Key": {"reference": {"S": reference}},
            "UpdateExpression": "ADD version :un",
            "ExpressionAttributeValues": valeurs,
            **suite,
        }
    }


def consigner(rang: str, **suite: Any) -> dict[str, Any]:
    cle = {"reference": {"S": "A"}, "rang": {"S": rang}}
    return {"Put": {"TableName": "journal", "Item": cle, **suite}}


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


@dataclass(frozen=True)
class Resultat:
    """What a transaction answered and left."""

    code: str
    raisons: list[str]
    rendus: list[Any]
    demandes: list[Any]
    journal: list[Any]
    flux: list[str]


class Banc:
    """Tables of one test, A, B and C in place."""

    def __init__(self, moteur: Moteur, etape: str) -> None:
        self.dynamodb = moteur.client("dynamodb")
        self.noms = gabarit.appliquer(self.dynamodb, etape)
        for reference in "ABC":
            self.dynamodb.put_item(TableName=self.noms["demandes"], Item=article(reference))
        self._flux = moteur.client("dynamodbstreams")

    def executer(self, operations: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
        traduites = [
            {genre: {**detail, "TableName": self.noms[detail["TableName"]]}}
            for operation in operations
            for genre, detail in operation.items()
        ]
        reponse: dict[str, Any] = self.dynamodb.transact_write_items(
            TransactItems=traduites, **options
        )
        return reponse

    def resultat(self, operations: list[dict[str, Any]]) -> Resultat:
        code, raisons = "", []
        try:
            self.executer(operations)
        except ClientError as erreur:
            code = erreur.response["Error"]["Code"]
            raisons = erreur.response.get("CancellationReasons", [])
        return Resultat(
            code=code,
            raisons=[raison["Code"] for raison in raisons],
            rendus=[raison.get("Item") for raison in raisons],
            demandes=self.contenu("demandes"),
            journal=self.contenu("journal"),
            flux=self.evenements(),
        )

    def contenu(self, table: str) -> list[Any]:
        articles = self.dynamodb.scan(TableName=self.noms[table])["Items"]
        return sorted(articles, key=str)

    def evenements(self) -> list[str]:
        """What the stream tells of since the three first items, and the last version that it
        gives."""
        arn = self.dynamodb.describe_table(TableName=self.noms["demandes"])["Table"]
        arn = arn["LatestStreamArn"]
        (fragment,) = self._flux.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        iterateur = self._flux.get_shard_iterator(
            StreamArn=arn, ShardId=fragment["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        lus = self._flux.get_records(ShardIterator=iterateur)["Records"]
        return [
            f"{lu['eventName']} {lu['dynamodb']['Keys']['reference']['S']} "
            f"{lu['dynamodb'].get('NewImage', {}).get('version', {}).get('N', '-')}"
            for lu in lus[3:]
        ]


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


@pytest.fixture
def fils_presses() -> Iterator[None]:
    """Threads that change at every turn: where moto alone lets two writers win."""
    avant = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(avant)


PERDANT = {"ConditionalCheckFailedException", "TransactionCanceledException"}


def gagnants(essai: Callable[[], None], combien: int = 8) -> int:
    """How many of so many simultaneous trials succeed."""
    depart = threading.Barrier(combien)
    reussites: list[bool] = []

    def courir() -> None:
        depart.wait()
        try:
            essai()
        except ClientError as refus:
            if refus.response["Error"]["Code"] not in PERDANT:
                raise
        else:
            reussites.append(True)

    fils = [threading.Thread(target=courir) for _ in range(combien)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return len(reussites)


@pytest.mark.usefixtures("fils_presses")
def test_une_course_d_ecritures_conditionnelles_n_a_qu_un_gagnant(
    moteur: Moteur, etape: str
) -> None:
    banc = Banc(moteur, etape)
    for tour in range(20):
        assert (
            gagnants(
                lambda tour=tour: banc.dynamodb.put_item(
                    TableName=banc.noms["demandes"], Item=article(f"T{tour}"), **NEUF
                )
            )
            == 1
        )


@pytest.mark.usefixtures("fils_presses")
def test_une_course_de_transactions_n_a_qu_un_gagnant(moteur: Moteur, etape: str) -> None:
    banc = Banc(moteur, etape)
    for tour in range(1, 21):
        assert (
            gagnants(
                lambda tour=tour: banc.executer([augmenter("A", tour), consigner(f"{tour:04}")])
            )
            == 1
        )
    assert banc.contenu("demandes")[0] == article("A", 21)
    assert len(banc.contenu("journal")) == 20
