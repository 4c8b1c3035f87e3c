"""The mandant reads what is held, takes it away, and corrects his address, without JavaScript."""

from __future__ import annotations

import json
from datetime import timedelta

from chalicelib.services.guichet import consulter
from tests.constructeurs import OPJ, Nuage
from tests.constructeurs import mandant as un_mandant
from tests.portails.mandant import DEMANDES, mandant

MES_DONNEES = "/electeur/mes-donnees"
NOUVELLE = {"courriel": "juste@exemple.fr", "courriel_confirmation": "Juste@exemple.fr"}


def test_rgpd_15_la_page_dit_ce_qui_est_conserve_et_jusqu_a_quand(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)

    page = visiteur.voir(MES_DONNEES)

    assert page.statut == 200
    assert page.titre.startswith("Mes données")
    for dit in (demande.reference, "camille@exemple.fr", "Effacée le", "2 mai 2027"):
        assert dit in page.texte
    assert visiteur.voir(DEMANDES).liens["Mes données"] == MES_DONNEES
    assert f"{DEMANDES}/{demande.reference}/courriel" in page.chemins


def test_rgpd_15_la_page_dit_qui_a_lu_la_demande_et_quand(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.avancer(minutes=5)
    consulter(nuage.contexte, reference=demande.reference, agent=OPJ, maintenant=nuage.maintenant)

    texte = mandant(nuage).voir(MES_DONNEES).texte

    lue = "La police, la gendarmerie ou le consulat, le 1er mars 2027 à 10 h 35"
    assert lue in texte
    assert OPJ.nom not in texte


def test_rgpd_20_le_fichier_se_telecharge_et_se_lit(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    reponse = mandant(nuage).demander(f"{MES_DONNEES}.json")

    assert reponse.entetes["Content-Type"] == "application/json"
    assert "attachment" in str(reponse.entetes["Content-Disposition"])
    assert [d["reference"] for d in json.loads(reponse.corps)["demandes"]] == [demande.reference]


def test_sans_demande_la_page_le_dit(nuage: Nuage) -> None:
    page = mandant(nuage.peupler()).voir(MES_DONNEES)

    assert "ne conserve aucune demande à votre sujet" in page.texte


def test_rgpd_16_l_adresse_se_corrige_par_un_formulaire(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    chemin = f"{DEMANDES}/{demande.reference}/courriel"
    visiteur = mandant(nuage)
    formulaire = visiteur.voir(chemin)
    assert formulaire.formulaire(chemin).champs["courriel"] == "camille@exemple.fr"

    suites = [visiteur.remplir(formulaire, chemin, **NOUVELLE).vers for _ in range(2)]

    assert suites == [f"{DEMANDES}/{demande.reference}"] * 2
    relue = nuage.relire(demande)
    assert (relue.mandant.courriel, relue.version) == ("juste@exemple.fr", 2)
    assert "juste@exemple.fr" in visiteur.voir(suites[0]).texte


def test_deux_adresses_differentes_ne_corrigent_rien(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    chemin = f"{DEMANDES}/{demande.reference}/courriel"
    visiteur = mandant(nuage)

    for lu, phrase in (
        (NOUVELLE | {"courriel_confirmation": "jute@exemple.fr"}, "Écrivez deux fois"),
        (
            {"courriel": "juste@", "courriel_confirmation": "juste@"},
            "adresse électronique complète",
        ),
    ):
        page = visiteur.remplir(visiteur.voir(chemin), chemin, **lu)
        assert page.statut == 422
        assert any(phrase in erreur for erreur in page.erreurs)
        assert page.formulaire(chemin).champs["courriel"] == lu["courriel"]
    assert nuage.relire(demande) == demande


def test_une_demande_terminee_ou_d_un_autre_ne_se_corrige_pas(nuage: Nuage) -> None:
    mienne = nuage.peupler().deposer()
    sienne = nuage.deposer(un_mandant("mandant-2"))
    visiteur = mandant(nuage)
    retrait = f"{DEMANDES}/{mienne.reference}/retrait"
    visiteur.remplir(visiteur.voir(retrait), retrait)

    ouverte = f"{DEMANDES}/{mienne.reference}/courriel"
    assert visiteur.voir(ouverte).statut == 409
    champs = visiteur.voir(DEMANDES).formulaires[0].champs
    for reference, statut in ((mienne.reference, 409), (sienne.reference, 404), ("XBQ7V", 404)):
        chemin = f"{DEMANDES}/{reference}/courriel"
        assert visiteur.envoyer(chemin, champs | NOUVELLE).statut == statut
    assert nuage.relire(sienne) == sienne


def test_une_session_finie_ne_montre_ni_ne_change_rien(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    chemin = f"{DEMANDES}/{demande.reference}/courriel"
    formulaire = visiteur.voir(chemin)
    nuage.avancer(minutes=31)

    assert visiteur.remplir(formulaire, chemin, **NOUVELLE).statut == 401
    assert visiteur.voir(MES_DONNEES).statut == 401
    nuage.avancer(days=1)
    assert visiteur.voir(MES_DONNEES).vers == "/electeur"
    assert nuage.relire(demande) == demande


def test_ret_02_ce_qui_est_efface_ne_se_montre_plus(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = demande.expire_le + timedelta(seconds=1)
    visiteur = mandant(nuage)

    for chemin in (MES_DONNEES, DEMANDES):
        assert demande.reference not in visiteur.voir(chemin).texte
    for suite in ("", "/courriel", "/confirmation", "/retrait", "/recepisse.pdf"):
        assert visiteur.voir(f"{DEMANDES}/{demande.reference}{suite}").statut == 404
