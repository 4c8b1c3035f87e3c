"""REG-02, article R76: what is on the paper of a bureau, after any sequence of arrivals, ends and
prints, is what must be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domaine.emargement import (
    Mention,
    Nouveautes,
    est_passe,
    impression_effacee_le,
    nouveautes,
)

REFERENCES = ["AAA222", "BBB333", "CCC444", "DDD555"]
NOMS = st.sampled_from(["Martin", "Roy"])
"""Few names: homonyms in one bureau are the ordinary case here."""

mentions = st.builds(
    lambda bureau, mandant, mandataire: {
        "bureau": bureau,
        "mandant_nom": mandant,
        "mandant_prenoms": "Zoé",
        "mandataire_nom": mandataire,
        "mandataire_prenoms": "Louis",
    },
    st.sampled_from(["1", "2", ""]),
    NOMS,
    NOMS,
)
evenements = st.one_of(
    st.tuples(st.just("arrive"), st.sampled_from(REFERENCES), mentions),
    st.tuples(st.just("finit"), st.sampled_from(REFERENCES), st.none()),
    st.tuples(st.just("liste"), st.none(), st.none()),
    st.tuples(st.just("nouveautés"), st.none(), st.none()),
)


def lignes(mentions_: Iterable[Mention]) -> Counter[tuple[str, ...]]:
    """What a hand has written, bureau by bureau: a paper knows names, not references."""
    return Counter(
        (m.bureau, m.mandant_nom, m.mandant_prenoms, m.mandataire_nom, m.mandataire_prenoms)
        for m in mentions_
    )


def reporter(papier: Counter[tuple[str, ...]], a_faire: Nouveautes) -> Counter[tuple[str, ...]]:
    """Strikes, then adds. A line that is not there can't be struck."""
    a_rayer = lignes(a_faire.a_rayer)
    assert a_rayer <= papier
    return papier - a_rayer + lignes(a_faire.a_ajouter)


@given(st.lists(evenements, max_size=25))
@settings(max_examples=300, deadline=None)
def test_r76_la_derniere_liste_et_ce_qui_la_suit_font_toujours_la_verite(
    suite: list[tuple[str, str, dict[str, str]]],
) -> None:
    verite: dict[str, Mention] = {}
    imprimee: tuple[Mention, ...] = ()
    papier: Counter[tuple[str, ...]] = Counter()
    for fait, reference, mention in [*suite, ("nouveautés", "", {})]:
        if fait == "arrive":
            # Also late, and also again with another mandataire or in another bureau.
            verite[reference] = Mention(reference=reference, **mention)
        elif fait == "finit":
            verite.pop(reference, None)
        else:
            vraies = tuple(verite.values())
            trouvees = nouveautes(imprimee, vraies)
            papier = lignes(vraies) if fait == "liste" else reporter(papier, trouvees)
            imprimee = vraies
            assert papier == lignes(vraies)
            assert nouveautes(imprimee, vraies).nombre == 0
    assert papier == lignes(verite.values())


def test_ret_01_une_impression_s_efface_un_an_apres_son_vote() -> None:
    assert impression_effacee_le(date(2027, 4, 11)) == datetime(2028, 4, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "aujourd_hui,passe", [((2027, 4, 11), False), ((2027, 4, 12), False), ((2027, 4, 13), True)]
)
def test_les_derniers_bureaux_ferment_apres_minuit_a_paris(
    aujourd_hui: tuple[int, int, int], passe: bool
) -> None:
    assert est_passe(date(2027, 4, 11), date(*aujourd_hui)) is passe
