"""Use cases at once, in every order of their API calls.

Each schedule must leave what one after the other leaves, in one order or another: same items, same
journal, same successes. Then every invariant of `invariants.py` is checked, and what the law says
of that case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.domaine.erreurs import ErreurMetier
from tests.fautes.banc import Banc
from tests.fautes.couples import COUPLES, Couple
from tests.fautes.ordonnanceur import Bilan, Geste, Issue, explorer, nom, un_apres_l_autre
from tests.services.invariants import verifier_tout

LIMITE = 3_000


def prouver(banc: Banc, couple: Couple, limite: int = LIMITE) -> Bilan:
    """Walks every schedule; gives what was seen."""
    nuage = banc.nuage
    gestes = couple.preparer(nuage)
    nuage.contexte.depots.scrutins()
    en_serie = _en_serie(banc, gestes)
    verifies: set[str] = set()

    def verifier(issue: Issue) -> None:
        empreinte = banc.empreinte()
        assert (empreinte, _faits(issue)) in en_serie, "ni l'un puis l'autre, ni l'autre puis l'un"
        if empreinte not in verifies:
            verifier_tout(nuage)
            couple.ensuite(nuage)
            verifies.add(empreinte)

    return explorer(banc, gestes, verifier, limite=limite, memoire=couple.memoire)


def _faits(issue: Issue) -> tuple[str, ...]:
    """What each has done. Which refusal is given is the table's to say (`Couple.issues`): read in
    two trips, the same fault may be seen by one check or by another.
    """
    return tuple("refus" if isinstance(r, ErreurMetier) else nom(r) for r in issue.resultats)


def _en_serie(banc: Banc, gestes: Sequence[Geste]) -> set[tuple[str, tuple[str, ...]]]:
    depart = banc.photographier()
    vus = set()
    for ordre in permutations(range(len(gestes))):
        vus.add((_faits(un_apres_l_autre(banc, gestes, ordre)), banc.empreinte())[::-1])
        banc.remettre(depart)
    return vus


@pytest.mark.parametrize(
    "titre",
    [
        pytest.param(titre, marks=pytest.mark.fautes) if couple.long else titre
        for titre, couple in COUPLES.items()
    ],
)
def test_dans_tous_les_ordres_comme_l_un_apres_l_autre(banc: Banc, titre: str) -> None:
    couple = COUPLES[titre]

    bilan = prouver(banc, couple)

    assert set(bilan.issues) == couple.issues
    assert bilan.ordonnancements > 1


@pytest.mark.fautes
@pytest.mark.parametrize(
    "titre", [t for t, couple in COUPLES.items() if couple.memoire and not couple.long]
)
def test_sans_rien_elaguer_non_plus(banc: Banc, titre: str) -> None:
    # the memory of states is itself put to the proof, where walking all takes minutes only
    couple = replace(COUPLES[titre], memoire=False)

    bilan = prouver(banc, couple)

    assert set(bilan.issues) == couple.issues
    assert bilan.elagues == 0
