"""`python -m outils.mesure_moteurs`: transactions and reads a second of each local engine, one
client, 6,000 demandes of about 400 bytes in the table; the figures of
docs/decisions/moteurs-locaux.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from moto.dynamodb.models import DynamoDBBackend

from infra.local import gabarit, moteurs, moto_transactions

_DEMANDES = 6_000
_TRANSACTIONS = 300
_TRANSACTIONS_DE_MOTO = 20
_LOT = 25
_CHARGE = {"S": "x" * 380}


def _remplir(dynamodb: Any, table: str) -> None:
    for debut in range(0, _DEMANDES, _LOT):
        articles = [{"reference": {"S": str(debut + i)}, "x": _CHARGE} for i in range(_LOT)]
        dynamodb.batch_write_item(
            RequestItems={table: [{"PutRequest": {"Item": article}} for article in articles]}
        )


def _transaction(dynamodb: Any, noms: dict[str, str], numero: int) -> None:
    """Three writes, as an établissement makes."""
    cle = f"T{numero}"
    dynamodb.transact_write_items(
        TransactItems=[
            {
                "Put": {
                    "TableName": noms["demandes"],
                    "Item": {"reference": {"S": cle}, "x": _CHARGE},
                }
            },
            {
                "Put": {
                    "TableName": noms["journal"],
                    "Item": {"reference": {"S": cle}, "rang": {"S": "1"}},
                }
            },
            {
                "Update": {
                    "TableName": noms["engagements"],
                    "Key": {"electeur": {"S": cle}},
                    "UpdateExpression": "ADD v :un",
                    "ExpressionAttributeValues": {":un": {"N": "1"}},
                }
            },
        ]
    )


def _par_seconde(combien: int, geste: Callable[[int], Any]) -> float:
    debut = time.perf_counter()
    for numero in range(combien):
        geste(numero)
    return combien / (time.perf_counter() - debut)


def mesurer(nom: str) -> None:
    """Prints the engine's figures."""
    with moteurs.creer(nom) as moteur:
        dynamodb = moteur.client("dynamodb")
        noms = gabarit.appliquer(dynamodb, "mesure")
        _remplir(dynamodb, noms["demandes"])
        transactions = _par_seconde(_TRANSACTIONS, lambda n: _transaction(dynamodb, noms, n))
        lectures = _par_seconde(
            _TRANSACTIONS,
            lambda n: dynamodb.get_item(
                TableName=noms["demandes"], Key={"reference": {"S": str(n)}}
            ),
        )
        print(f"{nom:<22} {transactions:7.0f} transactions/s {lectures:7.0f} lectures/s")
        if nom == "moto":
            setattr(DynamoDBBackend, "transact_write_items", moto_transactions.ORIGINALE)  # noqa: B010
            siennes = _par_seconde(
                _TRANSACTIONS_DE_MOTO, lambda n: _transaction(dynamodb, noms, n + _TRANSACTIONS)
            )
            print(f"{'moto, sa méthode':<22} {siennes:7.1f} transactions/s")


if __name__ == "__main__":
    for moteur_mesure in moteurs.NOMS:
        mesurer(moteur_mesure)
