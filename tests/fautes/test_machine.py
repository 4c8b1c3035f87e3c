"""Lives of forty steps, the same each time (make test); of sixty, new each time (make fautes). And
that the machine bites: with a guard taken away, it says which invariant is broken.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.constructeurs import Nuage
from tests.fautes import banc as bancs
from tests.fautes.machine import Vies
from tests.fautes.machine_lois import TABLE
from tests.fautes.machine_mutants import MUTANTS

LONGTEMPS = bool(os.environ.get("FAUTES"))
VIES, PAS = (200, 60) if LONGTEMPS else (50, 40)
DIVERSITE = 18
"""Of the 31 events of the table, those that the lives of one run bring at least."""

MAIRIE_SEULE = "2027, sans registre national"


@pytest.fixture
def vies(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Vies]]:
    """The machine, over one empty cloud. What the code logs of its refusals is not kept."""
    banc = bancs.installer(nuage, monkeypatch)
    attributs = {"banc": banc, "depart": banc.photographier(), "vus": Counter()}
    logging.disable(logging.INFO)
    yield type("Vies", (Vies,), attributs)
    logging.disable(logging.NOTSET)


def _vivre(vies: type[Vies], nombre: int, pas: int, *, hasard: bool, reduire: bool) -> None:
    phases = [Phase.generate, *([Phase.shrink] if reduire else [])]
    run_state_machine_as_test(
        vies,
        settings=settings(
            max_examples=nombre,
            stateful_step_count=pas,
            derandomize=not hasard,
            deadline=None,
            database=None,
            print_blob=hasard,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_les_douze_invariants_tiennent_apres_chaque_pas_de_chaque_vie(vies: type[Vies]) -> None:
    _vivre(vies, VIES, PAS, hasard=LONGTEMPS, reduire=LONGTEMPS)

    evenements = {evenement for _, evenement in TABLE}
    vus = evenements & {vu.rpartition(">")[2] for vu in vies.vus}
    assert len(vus) >= DIVERSITE, f"vies trop pauvres : {sorted(evenements - vus)} jamais vus"


@pytest.mark.parametrize("nom", MUTANTS)
def test_sans_cette_garde_l_invariant_le_dit(
    vies: type[Vies], nom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = MUTANTS[nom]
    vie = vies()
    vie.commencer(nom=MAIRIE_SEULE, graine=0, sans_retard=True, deja=[])
    mutant.vivre(vie)

    mutant.muter(monkeypatch)
    vie = vies()
    vie.commencer(nom=MAIRIE_SEULE, graine=0, sans_retard=True, deja=[])
    with pytest.raises(AssertionError) as echec:
        mutant.vivre(vie)

    dit = " ".join([str(echec.value), *getattr(echec.value, "__notes__", [])])
    assert mutant.dit in dit
