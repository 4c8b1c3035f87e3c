"""The three steps from end to end, lived by three people: with and without JavaScript, on a phone
and on a desk.
"""

from __future__ import annotations

import csv
import io
import re
import time
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.navigateur import agents, mandant
from tests.navigateur.histoires import HISTOIRES, Histoire
from tests.navigateur.mandant import ParNne, Souhait
from tests.navigateur.poste import Poste, nom_de_champ, texte_de

pytestmark = pytest.mark.navigateur

COLONNES_R76_1 = [
    "Nom du mandant",
    "Prénoms du mandant",
    "Nom du mandataire",
    "Prénoms du mandataire",
    "Nom de l'autorité",
    "Prénom de l'autorité",
    "Qualité de l'autorité",
    "Établie le",
    "Établie à",
    "Durée de validité",
]
JUSQU_A_LA_MAIRIE_S = 2


@pytest.mark.parametrize("histoire", HISTOIRES, ids=lambda h: str(h.reglage))
def test_la_procuration_va_du_mandant_a_la_mairie(histoire, ouvrir, service, tmp_path):
    # Given a mandant who files a demande, step by step
    personne = ouvrir(histoire.reglage)
    _remplir_les_quatre_etapes(personne, histoire)
    reference = _envoyer_d_un_double_clic(personne, histoire, tmp_path)
    m1 = service.courriel("M1", reference)
    assert histoire.nom not in m1["sujet"]

    # When an authorised agent establishes it with the keyboard alone
    clerc = ouvrir(histoire.reglage)
    clerc.entrer_en_cliquant("mairie", "S'identifier avec ProConnect", histoire.mairie)
    _etablir_au_clavier(ouvrir(histoire.reglage), histoire, reference)

    # Then the mairie of the commune has it at once, checks it and decides
    debut = time.monotonic()
    agents.attendre_la_ligne(clerc, reference)
    assert time.monotonic() - debut < JUSQU_A_LA_MAIRIE_S
    service.courriel("M2", reference)
    _decider(clerc, histoire, reference)
    decision = service.courriel("M3b" if histoire.motif else "M3a", reference)
    assert histoire.precision not in decision["texte"] or not histoire.precision

    # And the mandant sees every step with its date, and the register says what the law says
    _suivre(personne, histoire, reference)
    _lire_le_registre(clerc, histoire)
    verifie = service.verifier_le_journal()
    assert verifie.returncode == 0, verifie.stdout + verifie.stderr


def _remplir_les_quatre_etapes(poste: Poste, histoire: Histoire) -> None:
    souhait = histoire.souhait
    poste.entrer_en_cliquant("electeur", "S'identifier avec FranceConnect", histoire.mandant)
    poste.verifier()
    poste.cliquer("Nouvelle demande")

    mandant.a_l_etape(poste, 1)
    expect(poste.page.locator("main")).to_contain_text(histoire.nom)
    poste.verifier()
    mandant.chercher_sa_commune(poste, souhait.commune).first.wait_for()
    poste.verifier()
    mandant.choisir_sa_commune(poste, souhait.commune, souhait.libelle)

    mandant.a_l_etape(poste, 2)
    poste.verifier()
    _se_tromper(poste, "Choisissez comment vous désignez cette personne.")
    mandant.designer(poste, souhait.mandataire)

    mandant.a_l_etape(poste, 3)
    poste.verifier()
    _se_tromper(poste, "Choisissez un vote, ou une période.")
    mandant.choisir_le_vote(poste, souhait.vote)

    mandant.a_l_etape(poste, 4)
    poste.verifier()
    _revenir_et_recharger(poste, souhait)
    _se_tromper(poste, "Les deux adresses sont différentes : écrivez deux fois la même.")
    mandant.confirmer_son_adresse(poste)


def _se_tromper(poste: Poste, phrase: str) -> None:
    """Goes on without an answer: the page says what is missing, and takes the focus there."""
    mandant.continuer(poste)
    expect(poste.page.locator(".govuk-error-summary")).to_be_visible()
    assert poste.erreurs == [phrase]
    assert poste.page.title().startswith("Erreur : ")
    if poste.reglage.avec_js:
        expect(poste.page.locator(".govuk-error-summary")).to_be_focused()
    poste.verifier()


def _revenir_et_recharger(poste: Poste, souhait: Souhait) -> None:
    """The back button, then a reload: what was typed at step 3 and at step 2 is still there, also
    behind a refused answer.
    """
    poste.page.go_back()
    mandant.a_l_etape(poste, 3)
    poste.page.reload()
    expect(poste.page.get_by_label(souhait.vote.texte, exact=True)).to_be_checked()
    poste.cliquer("Retour")
    mandant.a_l_etape(poste, 2)
    poste.page.reload()
    qui = souhait.mandataire
    champ, valeur = ("nne", qui.nne) if isinstance(qui, ParNne) else ("nom", qui.nom)
    expect(poste.page.locator(nom_de_champ(champ))).to_have_value(valeur)
    mandant.continuer(poste)
    mandant.a_l_etape(poste, 4)


def _envoyer_d_un_double_clic(poste: Poste, histoire: Histoire, dossier: Path) -> str:
    mandant.a_l_etape(poste, 5)
    expect(poste.page.locator("main")).to_contain_text(histoire.souhait.libelle)
    poste.verifier()
    poste.cliquer("Envoyer ma demande")
    assert poste.erreurs == ["Cochez la case : c’est votre déclaration."]
    poste.verifier()
    mandant.declarer(poste)
    poste.page.get_by_role("button", name="Envoyer ma demande").dblclick()
    reference = mandant.reference_affichee(poste)
    assert re.fullmatch("[2-9A-HJKMNP-Z]{6}", reference)
    poste.verifier()
    assert _modules_du_qr(poste, dossier / "qr.png") == segno.make_qr(reference, error="m").matrix
    assert mandant.references_de_mes_demandes(poste) == [reference]
    poste.verifier()
    return reference


def _modules_du_qr(poste: Poste, image: Path) -> tuple[bytearray, ...]:
    """The modules of the code as the screen shows them, read in the middle of each."""
    dessin = poste.page.locator(".mp-reference__qr svg")
    cote = int(dessin.get_attribute("viewBox").split()[2]) // 4
    dessin.screenshot(path=image)
    with Image.open(image) as ouverte:
        gris = ouverte.convert("L").resize((cote * 9, cote * 9))
    lus = [
        bytearray(gris.getpixel((9 * x + 4, 9 * y + 4)) < 128 for x in range(2, cote - 2))
        for y in range(2, cote - 2)
    ]
    return tuple(lus)


def _etablir_au_clavier(poste: Poste, histoire: Histoire, reference: str) -> None:
    poste.entrer_en_cliquant("autorite", "S'identifier avec ProConnect", histoire.agent)
    poste.verifier()
    agents.taper_la_reference(poste, "AAAAAA")
    expect(poste.page.locator(".govuk-error-summary")).to_be_visible()
    poste.verifier()
    poste.aller("/autorite/saisie")
    agents.taper_la_reference(poste, f"{reference[:3].lower()}-{reference[3:]}")
    expect(poste.page.locator("h1")).to_have_text(f"Demande {reference}")
    identite = poste.page.locator(".mp-carte").first
    expect(identite).to_contain_text(histoire.nom)
    poste.verifier()
    poste.cliquer("Ne pas établir")
    poste.verifier()
    poste.page.go_back()
    expect(poste.page.locator("h1")).to_have_text(f"Demande {reference}")
    poste.page.reload()
    agents.etablir_d_une_touche(poste)
    poste.verifier()


def _decider(poste: Poste, histoire: Histoire, reference: str) -> None:
    poste.verifier()
    agents.ouvrir_le_dossier(poste, reference)
    poste.verifier()
    if histoire.motif:
        agents.refuser(poste, histoire.motif, histoire.precision)
        titre, etat = "Procuration refusée", "Refusée par la mairie"
    else:
        _accepter(poste, histoire)
        titre, etat = "Procuration acceptée", "Acceptée"
    expect(poste.page.locator("h1")).to_have_text(titre)
    poste.verifier()
    poste.aller(f"/mairie/procurations/{reference}")
    expect(poste.page.locator(".govuk-tag").first).to_have_text(etat)
    poste.verifier()


def _accepter(poste: Poste, histoire: Histoire) -> None:
    """First without having checked anything: each check is asked for."""
    poste.cliquer("Accepter la procuration")
    expect(poste.page.locator(".govuk-error-summary")).to_be_visible()
    poste.verifier()
    assert agents.cocher_les_controles(poste) >= 2
    if histoire.noms[0]:
        for champ, valeur in zip(("nom", "prenoms"), histoire.noms, strict=True):
            poste.page.locator(nom_de_champ(f"mandataire_{champ}")).fill(valeur)
    poste.cliquer("Accepter la procuration")


def _suivre(poste: Poste, histoire: Histoire, reference: str) -> None:
    poste.aller("/electeur/demandes")
    poste.cliquer(reference)
    fin = "Refusée par la mairie" if histoire.motif else "Acceptée par la mairie"
    assert mandant.etapes(poste) == [
        ("Demande déposée en ligne", True),
        ("Identité vérifiée, procuration établie", True),
        ("Reçue par la mairie", True),
        (fin, True),
    ]
    if histoire.precision:
        expect(poste.page.locator("main")).to_contain_text(histoire.precision)
    poste.verifier()
    pdf = PdfReader(io.BytesIO(poste.telecharger("Télécharger le récépissé (PDF)")))
    texte = " ".join(page.extract_text() for page in pdf.pages)
    assert reference in texte
    assert histoire.nom.upper() in texte.upper()


def _lire_le_registre(poste: Poste, histoire: Histoire) -> None:
    poste.aller("/mairie/registre")
    poste.verifier()
    lignes = poste.page.locator(".mp-tableau tbody tr").filter(has_text=histoire.nom)
    assert lignes.count() == (0 if histoire.motif else 1)
    brut = poste.telecharger("CSV").decode("utf-8-sig")
    colonnes, *rangs = csv.reader(io.StringIO(brut), delimiter=";")
    assert colonnes == COLONNES_R76_1
    miens = [rang for rang in rangs if rang[0] == histoire.nom]
    assert len(miens) == lignes.count()
    if miens:
        vue = texte_de(lignes)
        assert all(valeur in vue for valeur in miens[0][:6])
