"""The function that publishes reads numbers and nothing that names anybody."""

from __future__ import annotations

from chalicelib.flux.publication import publication
from chalicelib.montage import montage
from tests.constructeurs import Nuage
from tests.infra.test_droits import Greffier, greffier, permis

__all__ = ["greffier"]


def test_la_publication_a_les_droits_dont_elle_se_sert_et_aucun_autre(
    nuage: Nuage, greffier: Greffier
) -> None:
    greffier.faits["publication"] = set()
    nuage.recue()
    nuage.avancer(days=1)
    montage.cache_clear()

    with greffier.au_nom_de("publication"):
        assert publication() == {"CASES": 1}

    assert greffier.faits["publication"] == permis("PublicationRole")
