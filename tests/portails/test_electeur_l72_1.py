"""What the law closes before a demande is filed: L72-1 (MDT-02), R213-1 (NC-01), R72 (AUT-08); and
what it says of the vote abroad (MTR-05).
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.depots.sessions import BrouillonsDynamo
from chalicelib.domaine.scrutins import Scrutin, Tour, TypeScrutin
from tests.api import client
from tests.constructeurs import RENNES, Nuage
from tests.portails.mandant import (
    COMMUNE,
    COURRIEL,
    MANDATAIRE,
    PORTEE,
    RECAPITULATIF,
    mandant,
    remplir_jusqu_a,
    repondre,
)

NOUMEA, LONDRES = "98818", "ZZ001"
NC = {"mandataire_recherche": "Nouméa 988"}


def deputes(an: int) -> Scrutin:
    """An election of the députés of the French abroad."""
    return Scrutin(
        f"deputes-{an}",
        "Élection des députés",
        (Tour(1, date(an, 5, 30)),),
        consulaire=True,
        type=TypeScrutin.LEGISLATIVES,
    )


def brouillon(nuage: Nuage) -> str:
    lu = BrouillonsDynamo().lire("mandant-1", nuage.maintenant)
    assert lu is not None
    return repr(lu.donnees)


def test_l72_1_le_majeur_protege_ne_designe_pas_qui_l_accompagne(nuage):
    nuage.peupler()
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, MANDATAIRE)
    page = repondre(visiteur, MANDATAIRE, protege_par="oui")
    assert page.statut == 422
    (phrase,) = page.erreurs
    assert phrase.startswith("La loi ne permet pas à un majeur protégé de désigner cette personne")
    assert "Désignez une autre personne" in phrase
    gardes = brouillon(nuage)
    assert ("protege" in gardes, "Louis" in gardes) == (False, False)
    assert visiteur.voir(PORTEE).vers == MANDATAIRE
    assert repondre(visiteur, MANDATAIRE).vers == PORTEE


def test_l72_1_la_declaration_efface_la_personne_deja_designee(nuage):
    nuage.peupler()
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    assert repondre(visiteur, MANDATAIRE, protege_par="oui").statut == 422
    assert visiteur.voir(RECAPITULATIF).vers == MANDATAIRE


def test_l72_1_une_session_expiree_ne_retient_rien_de_la_declaration(nuage):
    nuage.peupler()
    visiteur = mandant(nuage)
    page = remplir_jusqu_a(visiteur, MANDATAIRE)
    nuage.avancer(minutes=31)
    champs = {"protege_par": "oui", "designation": "nne", "nne": "123456789"}
    assert visiteur.remplir(page, MANDATAIRE, **champs).statut == 401
    assert ("protege" in brouillon(nuage), "123456789" in brouillon(nuage)) == (False, False)


def test_r213_1_un_electeur_de_nouvelle_caledonie_ne_se_designe_pas_d_ailleurs(nuage):
    nuage.peupler()
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, MANDATAIRE)
    page = repondre(visiteur, MANDATAIRE, **NC)
    assert "R213-1" in page.erreurs[0]
    assert "formulaire papier" in page.erreurs[0]


def test_r213_1_entre_electeurs_de_nouvelle_caledonie_rien_ne_change(nuage):
    nuage.peupler()
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, COMMUNE)
    repondre(visiteur, COMMUNE, commune=NOUMEA)
    assert repondre(visiteur, MANDATAIRE, **NC).vers == PORTEE


@pytest.mark.parametrize("an, ouverte", [(2021, False), (2022, True)])
def test_r72_les_deputes_de_l_etranger_en_ligne_depuis_2022(nuage, an, ouverte):
    nuage.peupler().ajouter_scrutin(deputes(an))
    nuage.maintenant = datetime(an, 5, 1, 9, tzinfo=UTC)
    portee = {"scrutin": f"deputes-{an}", "tours": [1]}
    corps = client.depot(commune=LONDRES, portee=portee)
    reponse = client.mandant(nuage).post("/demandes", corps, idempotency_key="cle-de-depot")
    assert reponse.statut == (201 if ouverte else 422)
    if not ouverte:
        assert "R72" in reponse.json["detail"]


def test_api_l72_1_et_r213_1(nuage):
    nuage.peupler()
    appelant = client.mandant(nuage)
    cle = {"idempotency_key": "cle-de-depot"}
    refuse = appelant.post("/demandes", client.depot(protege_par=True), **cle)
    assert refuse.json["erreurs"][0]["champ"] == "protege_par"
    assert appelant.post("/demandes", client.depot(protege_par="oui"), **cle).statut == 422
    ailleurs = client.depot()
    ailleurs["mandataire"] = ailleurs["mandataire"] | {"commune": NOUMEA}
    assert "R213-1" in appelant.post("/demandes", ailleurs, **cle).json["detail"]
    assert appelant.post("/demandes", client.depot(protege_par=False), **cle).statut == 201


@pytest.mark.parametrize("commune, dite", [(LONDRES, True), (RENNES, False)])
def test_l330_13_le_mandataire_ne_vote_qu_a_l_urne_du_consulat(nuage, commune, dite):
    nuage.peupler().ajouter_scrutin(deputes(2027))
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, COMMUNE)
    repondre(visiteur, COMMUNE, commune=commune)
    repondre(visiteur, MANDATAIRE)
    repondre(visiteur, PORTEE, portee="deputes-2027:1")
    page = visiteur.voir(repondre(visiteur, COURRIEL).vers)
    assert ("à l’urne" in page.texte) is dite
