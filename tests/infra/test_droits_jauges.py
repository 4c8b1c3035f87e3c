"""The gauges count what waits, and can do nothing else."""

from __future__ import annotations

from chalicelib.flux.jauges import jauges
from chalicelib.montage import montage
from tests.constructeurs import Nuage
from tests.infra.test_droits import Greffier, greffier, permis

__all__ = ["greffier"]


def test_les_jauges_ne_lisent_que_l_index_de_ce_qui_attend(
    nuage: Nuage, greffier: Greffier
) -> None:
    greffier.faits["jauges"] = set()
    nuage.recue()
    montage.cache_clear()
    with greffier.au_nom_de("jauges"):
        assert sum(jauges().values()) == 1

    assert (
        greffier.faits["jauges"]
        == permis("JaugesRole")
        == {("dynamodb:Query", "registre/index/par_attente")}
    )
