"""From a transition to its message, through real queues: who queues, who sends, who sends later."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.flux.courriels import courriels
from chalicelib.services.ports_courrier import File
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
    passer(nuage, datetime(2027, 3, 27, 1, 17, tzinfo=UTC))

    # when: SES is busy for the first of each queue
    malade = brancher(monkeypatch, *[refus("TooManyRequestsException")] * 8)
    partis = files_sqs.tourner()

    # then: all were tried, none was lost, none left
    assert partis == len(malade.appels) >= len(File)
    assert nuage.moteur.courriels() == []
    assert files_sqs.tourner() == 0, "not before their time"
