"""The mandant has the person that he designated told: a slip, or an e-mail (M7)."""

from __future__ import annotations

import pytest

from chalicelib.domaine.decision import frapper_de_nullite
from chalicelib.services.changement import Changement
from tests.constructeurs import Nuage
from tests.portails.mandant import DEMANDES, mandant

LOUIS = {"courriel": "louis@exemple.fr", "courriel_confirmation": "Louis@exemple.fr"}


def test_la_fiche_dit_qui_quand_ou_et_rien_de_plus(nuage: Nuage) -> None:
    demande = nuage.accepter(nuage.peupler().recue())
    page = mandant(nuage).voir(f"{DEMANDES}/{demande.reference}/prevenir/fiche")

    assert page.statut == 200
    for dit in ("Camille Durand-Lévêque", "Louis", "11 avril 2027", "Rennes", "pièce d’identité"):
        assert dit in page.texte
    for tu in (demande.reference, "1985", "1990", "camille@exemple.fr"):
        assert tu not in page.texte


def test_un_message_part_a_l_adresse_donnee_et_s_arrete_quand_on_veut(nuage: Nuage) -> None:
    demande = nuage.accepter(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{demande.reference}/prevenir"
    visiteur = mandant(nuage)
    assert "Louis Martin" in visiteur.voir(chemin).titre

    assert visiteur.remplir(visiteur.voir(chemin), chemin, **LOUIS).vers == chemin

    assert nuage.relire(demande).avise == "louis@exemple.fr"
    prevenue = visiteur.voir(chemin)
    assert "louis@exemple.fr" in prevenue.texte
    assert visiteur.remplir(prevenue, f"{chemin}/arret").vers == chemin
    assert nuage.relire(demande).avise == ""
    assert "louis@exemple.fr" not in visiteur.voir(chemin).texte


def test_une_procuration_devenue_nulle_laisse_retirer_l_adresse(nuage: Nuage) -> None:
    demande = nuage.accepter(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{demande.reference}/prevenir"
    visiteur = mandant(nuage)
    visiteur.remplir(visiteur.voir(chemin), chemin, **LOUIS)
    prevenue = nuage.relire(demande)
    nulle, ecriture = frapper_de_nullite(prevenue, "M06", (), nuage.maintenant)
    nuage.contexte.depots.enregistrer(
        Changement(
            demande=nulle,
            depuis=prevenue.version,
            ecritures=(ecriture,),
            instant=nuage.maintenant,
        )
    )

    page = visiteur.voir(chemin)

    assert [formulaire.action for formulaire in page.formulaires][-1] == f"{chemin}/arret"
    suite = visiteur.remplir(page, f"{chemin}/arret").vers
    assert suite == f"{DEMANDES}/{demande.reference}"
    assert nuage.relire(demande).avise == ""


@pytest.mark.parametrize(
    "champs, phrase",
    [
        (LOUIS | {"courriel_confirmation": "louise@exemple.fr"}, "Écrivez deux fois"),
        ({"courriel": "louis", "courriel_confirmation": "louis"}, "adresse électronique complète"),
        (dict.fromkeys(LOUIS, "camille@exemple.fr"), "votre propre adresse"),
    ],
)
def test_une_adresse_mal_ecrite_est_gardee_et_rien_ne_part(
    nuage: Nuage, champs: dict[str, str], phrase: str
) -> None:
    demande = nuage.accepter(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{demande.reference}/prevenir"
    visiteur = mandant(nuage)

    page = visiteur.remplir(visiteur.voir(chemin), chemin, **champs)

    assert page.statut == 422
    assert any(phrase in erreur for erreur in page.erreurs)
    assert page.formulaire(chemin).champs["courriel"] == champs["courriel"]
    assert nuage.relire(demande) == demande


def test_trop_de_messages_dans_la_journee_se_dit_sur_la_page(nuage: Nuage) -> None:
    demande = nuage.accepter(nuage.peupler().recue())
    chemin = f"{DEMANDES}/{demande.reference}/prevenir"
    visiteur = mandant(nuage)
    pages = [
        visiteur.remplir(
            visiteur.voir(chemin), chemin, **dict.fromkeys(LOUIS, f"n{rang}@exemple.fr")
        )
        for rang in range(6)
    ]

    assert [page.statut for page in pages] == [303] * 5 + [429]
    assert "Réessayez demain" in pages[-1].erreurs[0]


def test_avant_l_acceptation_ou_pour_un_autre_il_n_y_a_personne_a_prevenir(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    chemin = f"{DEMANDES}/{demande.reference}/prevenir"
    visiteur = mandant(nuage)
    champs = visiteur.voir(DEMANDES).formulaires[0].champs | LOUIS

    assert [visiteur.voir(chemin + suite).statut for suite in ("", "/fiche")] == [409, 409]
    assert visiteur.envoyer(chemin, champs).statut == 409
    assert mandant(nuage, "mandant-2").voir(chemin).statut == 404
    assert mandant(nuage, "mandant-2").voir(f"{DEMANDES}/XBQ7V/prevenir").statut == 404
    assert nuage.relire(demande) == demande
