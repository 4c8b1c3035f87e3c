"""Races on each engine: one winner, whatever the threads do."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from infra.local.moteurs import Moteur
from tests.infra.transactions_outils import NEUF, Banc, article, augmenter, consigner


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
