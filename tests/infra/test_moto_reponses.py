"""Our quicker answers are moto's own, byte for byte, whatever an item holds."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core.serialize import BaseJSONSerializer

from infra.local import gabarit, moto_reponses
from infra.local.moteurs import Moteur

VALEURS: dict[str, dict[str, Any]] = {
    "texte": {"S": "Élodie Durand-Lévêque"},
    "texte vide": {"S": ""},
    "nombre": {"N": "1.50"},
    "vrai": {"BOOL": True},
    "faux": {"BOOL": False},
    "rien": {"NULL": True},
    "octets": {"B": b"\xff\x00"},
    "ensemble de textes": {"SS": ["a", "b"]},
    "ensemble d'octets": {"BS": [b"a", b"\xfe"]},
    "liste": {"L": [{"S": "a"}, {"N": "2"}, {"L": []}, {"M": {"S": {"S": "nom de type"}}}]},
    "liste d'octets": {"L": [{"B": b"a"}, {"S": "b"}]},
    "carte": {"M": {"S": {"N": "1"}, "B": {"S": "pas des octets"}, "vide": {"M": {}}}},
    "carte d'octets": {"M": {"a": {"M": {"b": {"B": b"\xff"}}}}},
}


def reponses(moteur: Moteur, etape: str) -> list[Any]:
    dynamodb = moteur.client("dynamodb")
    nom = f"maprocuration-{etape}-demandes"
    trouves = [
        dynamodb.get_item(TableName=nom, Key={"reference": {"S": valeur}})["Item"]
        for valeur in VALEURS
    ]
    lus = dynamodb.scan(TableName=nom)["Items"]
    flux = moteur.client("dynamodbstreams")
    (courant,) = flux.list_streams(TableName=nom)["Streams"]
    decrit = flux.describe_stream(StreamArn=courant["StreamArn"])["StreamDescription"]
    iterateur = flux.get_shard_iterator(
        StreamArn=courant["StreamArn"],
        ShardId=decrit["Shards"][0]["ShardId"],
        ShardIteratorType="TRIM_HORIZON",
    )["ShardIterator"]
    images = [
        e["dynamodb"]["NewImage"] for e in flux.get_records(ShardIterator=iterateur)["Records"]
    ]
    return [trouves, sorted(lus, key=lambda item: item["reference"]["S"]), images]


def test_les_reponses_sont_celles_de_moto(
    moto: Moteur, etape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb = moto.client("dynamodb")
    gabarit.appliquer(dynamodb, etape)
    for cle, valeur in VALEURS.items():
        item = {"reference": {"S": cle}, "valeur": valeur}
        dynamodb.put_item(TableName=f"maprocuration-{etape}-demandes", Item=item)
    assert BaseJSONSerializer._serialize_type_structure is not moto_reponses.ORIGINALE

    notres = reponses(moto, etape)
    monkeypatch.setattr(BaseJSONSerializer, "_serialize_type_structure", moto_reponses.ORIGINALE)

    assert notres == reponses(moto, etape)
    assert {item["reference"]["S"]: item["valeur"] for item in notres[0]} == VALEURS
