"""From a transition to its message, through real queues: who queues, who sends, who sends later."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.flux.courriels import courriels
from tests.constructeurs import Nuage, mandant
from tests.facteur import Facteur
from tests.flux.test_controles import pomper
from tests.flux.test_expedition import brancher, refus
from tests.flux.test_passe import passer
from tests.services.test_prevenir import dire

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")


def test_chaque_genre_de_message_passe_par_sa_file_et_revient_a_la_sienne(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECHEANCES_PARTS", "1")  # moto gives every part the whole table
    recue = nuage.peupler().recue()
    nuage.deposer(mandant("mandant-2"))
    dire(nuage, nuage.accepter(recue), "louise@exemple.fr")
    pomper(nuage, "demandes", "courriels", courriels)

    # when: SES is busy, then the night comes and SES is busy still
    malade = brancher(monkeypatch, *[refus("TooManyRequestsException")] * 20)
    partis = files_sqs.tourner()
    passer(nuage, datetime(2027, 3, 27, 1, 17, tzinfo=UTC))
    rappels = files_sqs.tourner()

    # then: none left, none is lost, each waits in its own queue
    assert (partis, rappels) == (5, 1)
    assert len(malade.appels) == 6
    assert nuage.moteur.courriels() == []
    assert files_sqs.tourner() == 0, "not before their time"
    assert files_sqs.contenu("echecs-envois") == []
