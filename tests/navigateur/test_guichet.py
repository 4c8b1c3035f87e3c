"""The counter in a real browser: the keys that it takes, the camera, a bad line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import ANGERS, RENNES
from tests.navigateur.mandant import ParNne, Souhait, Vote
from tests.navigateur.poste import HAUTEUR, Poste, Reglage, nom_de_champ

pytestmark = pytest.mark.navigateur

TOUCHES_MAX = 3
LOUIS = ParNne("350000066", ("15", "1", "1990"))
MARIE = ParNne("350000017", ("14", "7", "1985"))
SECOND_TOUR = Vote("Élection présidentielle de 2027 : second tour")
PREMIER_TOUR = Vote("Élection présidentielle de 2027 : premier tour")

DETECTEUR = """
  window.lus = []
  window.BarcodeDetector = class {
    static async getSupportedFormats () { return ['qr_code'] }
    async detect (image) {
      if (!image.videoWidth) throw new Error('aucune image')
      return lus.length ? [{ rawValue: lus.shift() }] : []
    }
  }
"""
"""What a phone's browser has and Debian's Chromium has not."""


def deposer(personne: Poste, identite: str, souhait: Souhait) -> str:
    personne.entrer("electeur", identite)
    return mandant.deposer(personne, souhait)


def etablissements(poste: Poste, reference: str) -> int:
    """How many the journal holds."""
    lues = poste.service.dynamodb().query(
        TableName="maprocuration-local-journal",
        KeyConditionExpression="reference = :r",
        ExpressionAttributeValues={":r": {"S": reference}},
        ConsistentRead=True,
    )
    return [e["evenement"]["S"] for e in lues["Items"]].count("ETABLISSEMENT")


@pytest.mark.parametrize("largeur", [390, 1280])
def test_trois_touches_au_plus_et_l_identite_sous_les_yeux(largeur, ouvrir):
    # Given a demande, and a passport: one key more than for a card
    identite, souhait = {
        390: ("louis", Souhait("rennes", RENNES, MARIE, PREMIER_TOUR)),
        1280: ("jean-baptiste", Souhait("angers", ANGERS, LOUIS, PREMIER_TOUR)),
    }[largeur]
    reference = deposer(ouvrir(Reglage(1280)), identite, souhait)
    officier = ouvrir(Reglage(largeur))
    officier.entrer("autorite", "opj-rennes")
    # The browser gives the focus with its first picture, which may be after the page is loaded
    expect(officier.page.locator(nom_de_champ("reference"))).to_be_focused()
    officier.page.keyboard.type(reference.lower())

    # When he presses Enter, the whole identity is on the screen, however small
    touches = ["Enter"]
    with officier.page.expect_navigation():
        officier.page.keyboard.press(touches[0])
    expect(officier.page.locator('[name="piece"]:checked')).to_be_focused()
    cadre = officier.page.locator(".mp-fiche__identite").bounding_box()
    assert cadre["y"] >= 0
    assert cadre["y"] + cadre["height"] <= HAUTEUR

    # Then two keys more establish with a passport
    touches += ["ArrowDown", "Enter"]
    officier.page.keyboard.press(touches[1])
    with officier.page.expect_navigation():
        officier.page.keyboard.press(touches[2])
    assert officier.titre == "Procuration établie"
    assert len(touches) <= TOUCHES_MAX


def test_corriger_l_adresse_puis_relire_sa_journee(ouvrir):
    personne, officier = ouvrir(Reglage(1280)), ouvrir(Reglage(390))
    souhait = Souhait("rennes", RENNES, MARIE, PREMIER_TOUR)
    reference = deposer(personne, "paul", souhait)
    officier.entrer("autorite", "opj-rennes")
    agents.etablir(officier, reference)
    officier.verifier()
    officier.cliquer("La personne n’a rien reçu ? Vérifier son adresse électronique")
    officier.verifier()
    officier.page.get_by_label("Adresse électronique", exact=True).fill("juste@courriel.example")
    officier.cliquer("Corriger l’adresse")
    expect(officier.page.get_by_role("status").first).to_contain_text("est corrigée")
    officier.verifier()
    m1r = officier.service.courriel("M1r", reference)
    assert "établie" in m1r["texte"]
    officier.cliquer("Mes actes")
    expect(officier.page.locator(".mp-tableau")).to_contain_text(reference)
    officier.verifier()


def test_la_camera_lit_le_code_qr_et_rien_que_celui_d_une_demande(ouvrir):
    reference = deposer(
        ouvrir(Reglage(1280)), "louis", Souhait("rennes", RENNES, MARIE, SECOND_TOUR)
    )
    officier = ouvrir(Reglage(390))
    officier.contexte.add_init_script(DETECTEUR)
    officier.entrer("autorite", "opj-rennes")
    page, etat = officier.page, officier.page.locator("[data-camera-etat]")
    scanner = page.get_by_role("button", name="Scanner le code QR")

    # Without the right, it says what to do
    scanner.press("Enter")
    expect(etat).to_contain_text("n’a pas le droit d’utiliser la caméra")
    officier.verifier()

    # With it, the camera opens, is stopped by a key, and gives the focus back
    officier.contexte.grant_permissions(["camera"])
    scanner.press("Enter")
    expect(page.get_by_role("button", name="Arrêter la caméra")).to_be_focused()
    expect(etat).to_contain_text("La caméra est ouverte")
    officier.verifier()
    page.keyboard.press("Escape")
    expect(scanner).to_be_focused()
    assert page.evaluate("document.querySelector('video').srcObject") is None

    # A code of something else is told, that of a demande opens it
    scanner.press("Enter")
    page.evaluate("lus.push('https://ailleurs.example/')")
    expect(etat).to_contain_text("n’est pas celui d’une demande")
    with page.expect_navigation():
        page.evaluate("reference => { lus.push(reference) }", reference)
    assert officier.titre == f"Demande {reference}"


def test_sur_une_mauvaise_ligne_un_second_envoi_n_etablit_pas_deux_fois(ouvrir):
    personne, officier = ouvrir(Reglage(1280)), ouvrir(Reglage(390))
    une = deposer(personne, "louis", Souhait("rennes", RENNES, MARIE, SECOND_TOUR))
    officier.entrer("autorite", "opj-rennes")
    agents.taper_la_reference(officier, une)
    page, ligne = officier.page, officier.page.locator("[data-ligne]")

    # Cut off before: nothing has left, and the page says so
    officier.contexte.set_offline(True)
    page.keyboard.press("Enter")
    expect(ligne).to_be_focused()
    expect(page.get_by_text("rien n’est parti")).to_be_visible()
    officier.verifier()
    assert etablissements(officier, une) == 0
    officier.contexte.set_offline(False)

    # Cut off after the act: the answer is lost, the page says that it does not know
    perdues = []

    def perdre(route: Route) -> None:
        perdues.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route("**/etablissement", perdre, times=1)
    etablir = page.get_by_role("button", name="Établir la procuration")
    # A button hears one press a second: the finger stays on it for that long.
    etablir.click(delay=1000)
    expect(page.get_by_text("nous ne savons pas")).to_be_visible()
    assert (perdues, etablissements(officier, une)) == ([303], 1)

    # Sent again, it tells what has happened, and it happened once
    with page.expect_navigation():
        etablir.click(delay=1000)
    assert officier.titre == "Procuration établie"
    assert f"{une} établie le" in page.locator(".mp-carte").inner_text()
    assert etablissements(officier, une) == 1


def test_un_acte_refuse_ne_part_qu_une_fois(ouvrir):
    personne, officier = ouvrir(Reglage(1280)), ouvrir(Reglage(390))
    une = deposer(personne, "louis", Souhait("rennes", RENNES, MARIE, SECOND_TOUR))
    officier.entrer("autorite", "opj-rennes")
    agents.taper_la_reference(officier, une)
    officier.cliquer("Ne pas établir")
    envois = []
    officier.page.on("request", lambda r: envois.append(r.method) if r.method == "POST" else None)

    officier.cliquer("Enregistrer le motif")

    assert officier.erreurs
    expect(officier.page.locator(".govuk-error-summary")).to_be_focused()
    officier.verifier()
    officier.cliquer("Enregistrer le motif")
    assert envois == ["POST", "POST"]
    officier.page.go_back()
    expect(officier.page.locator(".govuk-error-summary")).to_have_count(0)
