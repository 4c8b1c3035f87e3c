"""The gauges count what waits, and can do nothing else."""

from __future__ import annotations

from chalicelib.flux.jauges import jauges
from chalicelib.montage import montage
from tests.constructeurs import Nuage
from tests.preuves.appels import arn
from tests.preuves.roles import exiges, permis


def test_les_jauges_ne_lisent_que_l_index_de_ce_qui_attend(nuage: Nuage) -> None:
    nuage.peupler().recue()
    montage.cache_clear()

    assert sum(jauges().values()) == 1

    index = arn("dynamodb", "table/maprocuration-local-registre/index/par_attente")
    du_code = {droit for droit in permis("jauges") if droit[0].startswith("dynamodb:")}
    assert du_code - exiges("jauges") == {("dynamodb:Query", index)}
