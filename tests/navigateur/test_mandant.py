"""What goes wrong for a mandant, and what the portal then says and keeps."""

from __future__ import annotations

import dataclasses
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from chalicelib.identite.jetons import cle_de_session
from tests.navigateur import agents, mandant
from tests.navigateur.mandant import ParEtatCivil, ParNne, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage, nom_de_champ

pytestmark = pytest.mark.navigateur

RENNES = "Rennes (Ille-et-Vilaine, 35)"
PREMIER_TOUR = Vote("Élection présidentielle de 2027 : premier tour")
SOUHAIT = Souhait("rennes", RENNES, ParNne("490000082", ("20", "5", "1980")), PREMIER_TOUR)
PAR_CAMILLE = ParNne("350000017", ("14", "7", "1985"))
LUI_MEME = ParEtatCivil("Martin", "Marie", "Féminin", ("20", "5", "1980"), "angers", "")


@pytest.mark.parametrize(
    "falsification", ["champ => champ.value = 'forge'", "champ => champ.remove()"]
)
def test_un_formulaire_sans_son_jeton_est_refuse(ouvrir, falsification):
    # Given a mandant about to send the second step
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "louis")
    mandant.commencer(poste)
    poste.aller("/electeur/demande/commune?q=rennes")
    # When the hidden token of the form is not the session's
    poste.page.locator("form[data-resultats]").locator(nom_de_champ("csrf")).evaluate(falsification)
    poste.page.get_by_label(RENNES, exact=True).check()
    mandant.continuer(poste)
    # Then nothing is kept, and the page says what to do
    assert poste.titre == "Ce formulaire n’est pas reconnu"
    poste.verifier_aux_deux_largeurs()
    poste.aller("/electeur/demande/mandataire")
    mandant.a_l_etape(poste, 1)


@pytest.mark.parametrize("avec_js", [True, False], ids=["js", "sans-js"])
def test_ce_qui_est_tape_survit_a_une_session_expiree(ouvrir, service, avec_js):
    # Given a mandant whose session ends while the second step is being typed
    poste = ouvrir(Reglage(390, avec_js))
    poste.entrer("electeur", "paul")
    mandant.commencer(poste)
    mandant.choisir_sa_commune(poste, "rennes", RENNES)
    mandant.a_l_etape(poste, 2)
    _faire_expirer(poste, service)
    # When the form is sent
    mandant.designer(poste, ParNne("350000066", ("15", "1", "1990")))
    # Then the page says that what was typed is kept
    assert poste.titre == "Votre session a expiré"
    poste.verifier_aux_deux_largeurs()
    # And it is there after a new sign-in
    poste.entrer("electeur", "paul")
    poste.cliquer("Reprendre ma demande")
    mandant.a_l_etape(poste, 3)
    poste.cliquer("Retour")
    expect(poste.page.locator(nom_de_champ("nne"))).to_have_value("350000066")


def test_une_page_demandee_apres_l_expiration_invite_a_se_reconnecter(ouvrir, service):
    # Given a mandant whose session has ended
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "paul")
    _faire_expirer(poste, service)
    # When a page is asked for, then Then the portal says so and offers to sign in again
    poste.aller("/electeur/demandes")
    assert poste.titre == "Votre session a expiré"
    expect(poste.page.get_by_role("button", name="S'identifier à nouveau")).to_be_visible()


def test_un_cookie_altere_ne_donne_acces_a_rien(ouvrir):
    # Given a mandant's browser whose cookie was changed
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "paul")
    (cookie,) = [c for c in poste.contexte.cookies() if c["name"] == "maprocuration-electeur"]
    poste.contexte.add_cookies([cookie | {"value": cookie["value"][:-2] + "xx"}])
    # When a page of the portal is asked for, then it leads to the way in
    poste.aller("/electeur/demandes")
    assert poste.titre == "Donner procuration pour voter"


def test_renvoyer_un_recapitulatif_deja_envoye_ne_cree_pas_de_seconde_demande(ouvrir):
    # Given a mandant who has sent a demande
    poste = ouvrir(Reglage(1280))
    poste.entrer("electeur", "zoe")
    angers = dataclasses.replace(SOUHAIT, commune="angers", libelle="Angers (Maine-et-Loire, 49)")
    reference = mandant.deposer(poste, angers)
    # When the recap is reached again by the back button, and sent again
    poste.page.go_back()
    mandant.a_l_etape(poste, 5)
    mandant.declarer(poste)
    poste.cliquer("Envoyer ma demande")
    # Then it is the same demande
    assert mandant.reference_affichee(poste) == reference
    assert mandant.references_de_mes_demandes(poste) == [reference]


def test_la_fiche_tient_sur_une_page_et_une_demande_retiree_ne_peut_plus_etre_etablie(ouvrir):
    # Given a mandant who withdraws a demande
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "marie-rennes")
    reference = mandant.deposer(poste, dataclasses.replace(SOUHAIT, mandataire=PAR_CAMILLE))
    poste.aller(f"/electeur/demandes/{reference}/fiche")
    poste.verifier_aux_deux_largeurs()
    imprimee = PdfReader(io.BytesIO(poste.page.pdf(format="A4")))
    assert len(imprimee.pages) == 1
    assert reference in imprimee.pages[0].extract_text()
    poste.aller(f"/electeur/demandes/{reference}")
    poste.verifier_aux_deux_largeurs()
    poste.cliquer("Retirer ma demande")
    poste.verifier_aux_deux_largeurs()
    poste.cliquer("Retirer ma demande")
    assert [titre for titre, _ in mandant.etapes(poste)][-1] == "Demande retirée"
    poste.verifier_aux_deux_largeurs()
    poste.aller(f"/electeur/demandes/{reference}/retrait")
    assert poste.titre == "Cette demande ne peut plus être retirée"
    # When the police types its reference
    agent = ouvrir(Reglage(1280))
    agent.entrer("autorite", "opj-rennes")
    agents.taper_la_reference(agent, reference)
    # Then it is told so, and sees nobody's identity
    (phrase,) = agent.erreurs
    assert "retirée" in phrase
    assert "Martin" not in agent.page.locator("main").inner_text()
    agent.verifier_aux_deux_largeurs()


def test_chaque_etape_dit_ce_qui_est_a_corriger(ouvrir):
    # Given a mandant who types what can't be
    poste = ouvrir(Reglage(390))
    poste.entrer("electeur", "marie-angers")
    mandant.commencer(poste)
    mandant.choisir_sa_commune(poste, "rennes", RENNES)
    # Then a mandataire without a civil status, oneself, a name of 10,000 signs are refused
    poste.page.get_by_label("Avec son état civil complet").check()
    mandant.continuer(poste)
    assert len(poste.erreurs) == 5
    poste.verifier_aux_deux_largeurs()
    poste.aller("/electeur/demande/mandataire")
    angers = "Angers (Maine-et-Loire, 49)"
    mandant.designer(poste, dataclasses.replace(LUI_MEME, commune=angers))
    (phrase,) = poste.erreurs
    assert "vous-même" in phrase
    poste.verifier_aux_deux_largeurs()
    poste.page.get_by_label("Nom de naissance", exact=True).fill("A" * 10_000)
    mandant.continuer(poste)
    assert len(poste.erreurs) == 1
    poste.verifier_aux_deux_largeurs()
    poste.page.get_by_label("Nom de naissance", exact=True).fill("Martin\u202enitraM")
    mandant.continuer(poste)
    assert len(poste.erreurs) == 1
    mandant.designer(poste, ParNne("350000066", ("15", "1", "1990")))
    # And so are a period longer than the law allows, a day that does not exist, no address
    mandant.choisir_le_vote(poste, Vote(du=("1", "3", "2027"), au=("2", "3", "2028")))
    (phrase,) = poste.erreurs
    assert "un an" in phrase
    poste.verifier_aux_deux_largeurs()
    mandant.choisir_le_vote(poste, Vote(du=("31", "2", "2027"), au=("2", "3", "2027")))
    assert len(poste.erreurs) == 1
    mandant.choisir_le_vote(poste, PREMIER_TOUR)
    poste.page.get_by_label("Adresse électronique", exact=True).fill("marie chez elle")
    mandant.continuer(poste)
    assert len(poste.erreurs) == 1
    poste.verifier_aux_deux_largeurs()


def test_aucune_commune_trouvee_se_dit(ouvrir):
    # Given a mandant who looks for a place that does not exist, with and without JavaScript
    for avec_js in (True, False):
        poste = ouvrir(Reglage(390, avec_js))
        poste.entrer("electeur", "sophie")
        mandant.commencer(poste)
        mandant.chercher_sa_commune(poste, "zzzzz")
        # Then the page says so
        expect(poste.page.locator("[data-annonce]")).to_contain_text("Aucune commune")
        poste.verifier_aux_deux_largeurs()


def _faire_expirer(poste: Poste, service) -> None:
    """Ends the session as time would: its row in the engine is made to end in the past."""
    (cookie,) = [c for c in poste.contexte.cookies() if c["name"] == "maprocuration-electeur"]
    service.dynamodb().update_item(
        TableName=service.environnement["TABLE_SESSIONS"],
        Key={"cle": {"S": cle_de_session(cookie["value"])}},
        UpdateExpression="SET expire_le = :hier",
        ConditionExpression="attribute_exists(cle)",
        ExpressionAttributeValues={":hier": {"S": "2027-02-28T00:00:00.000000+0000"}},
    )
