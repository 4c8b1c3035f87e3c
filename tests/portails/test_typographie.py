"""French as it is set: apostrophes and spaces of the sentences, not of what people are or type."""

from __future__ import annotations

import pytest

from chalicelib.portails.typographie import typographier


@pytest.mark.parametrize(
    "ecrit, compose",
    [
        ("<p>Ce n&#39;est pas l'électeur</p>", "<p>Ce n’est pas l’électeur</p>"),
        ("<p>N&#39;Diaye D'Alembert Kerloc'h</p>", "<p>N&#39;Diaye D'Alembert Kerloc'h</p>"),
        ("<a>S'identifier</a>", "<a>S'identifier</a>"),
        ("<p>À 21 h 05 : « oui » ?</p>", "<p>À 21\xa0h\xa005\xa0: «\xa0oui\xa0»\xa0?</p>"),
        ("<p>liste n° 3 : <b>4</b></p>", "<p>liste n°\xa03\xa0: <b>4</b></p>"),
        ('<input value="l\'eau : 1 ?">', '<input value="l\'eau : 1 ?">'),
        ("<textarea>\nl'eau : <b</textarea>", "<textarea>\nl'eau : <b</textarea>"),
        ("<p>https://x.fr/?a=1 12:30</p>", "<p>https://x.fr/?a=1 12:30</p>"),
    ],
)
def test_les_phrases_sont_composees_les_noms_et_les_saisies_restent(ecrit, compose):
    assert typographier(ecrit) == compose
