"""The harness itself: what it is there to see, it sees."""

import pytest

from tests.navigateur.poste import Poste, Reglage

pytestmark = pytest.mark.navigateur

FAUTIVE = """<!doctype html><html lang="fr"><title>x</title><main><h1>x</h1>
<img src="http://127.0.0.2:9/pixel.png"><p style="width: 900px">x</p>
<script src="/introuvable.js"></script><script>alert(1)</script></main></html>"""


@pytest.mark.parametrize("avec_js", [True, False], ids=["js", "sans-js"])
def test_le_harnais_voit_une_page_fautive(navigateur, service, avec_js):
    # Given a page with an image of elsewhere without a text, too wide, with what its policy forbids
    poste = Poste(navigateur, service, Reglage(390, avec_js))
    poste.page.route(
        "**/fautive",
        lambda route: route.fulfill(
            body=FAUTIVE,
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'"},
        ),
    )
    # When it is shown and looked at
    poste.aller("/fautive")
    poste.verifier()
    poste.fermer()
    # Then each fault has been seen
    vues = "\n".join(poste.fautes)
    assert "image-alt" in vues
    assert "900 px" in vues or " px de large" in vues
    assert "Content Security Policy" in vues
    assert "requête ailleurs : http://127.0.0.2:9/pixel.png" in vues
    assert ("/introuvable.js" in vues) is avec_js
