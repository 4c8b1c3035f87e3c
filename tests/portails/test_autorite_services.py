"""Beside the act itself: the mandant's address, the acts of the day, the public place."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.services.activites import noter
from tests.api.client import autorite
from tests.constructeurs import OPJ, RENNES, Nuage
from tests.portails.agents import consultations, evenements, opj
from tests.portails.guichet import NOM, SAISIE, etablir, fiche, motiver

ACTES = "/autorite/actes"
LIEU = "/autorite/lieu"
ADRESSE = "camille@exemple.fr"


def test_l_adresse_ne_se_lit_que_sur_sa_page_et_c_est_une_consultation(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    lue = agent.voir(fiche(demande.reference))
    assert ADRESSE not in lue.brut
    nuage.avancer(seconds=1)

    page = agent.voir(fiche(demande.reference, "/courriel"))

    assert page.formulaire(fiche(demande.reference, "/courriel")).champs["courriel"] == ADRESSE
    assert NOM not in page.texte
    assert consultations(nuage, demande) == 2


def test_corriger_l_adresse_avant_puis_apres_l_etablissement(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent, chemin = opj(nuage), fiche(demande.reference, "/courriel")
    nuage.avancer(seconds=1)

    refusee = agent.remplir(agent.voir(chemin), chemin, courriel="camille@")
    assert refusee.statut == 422
    assert refusee.formulaire(chemin).champs["courriel"] == "camille@"
    suite = agent.remplir(refusee, chemin, courriel="Juste@Exemple.fr").vers
    assert "L’adresse électronique est corrigée" in agent.voir(suite).texte
    assert nuage.relire(demande).mandant.courriel == "Juste@exemple.fr"
    etablie = agent.voir(
        etablir(agent, agent.voir(fiche(demande.reference)), demande.reference).vers
    )
    assert chemin in etablie.chemins
    suite = agent.remplir(agent.voir(chemin), chemin, courriel="autre@exemple.fr").vers
    assert suite.startswith(fiche(demande.reference, "/fait"))
    assert "L’adresse électronique est corrigée" in agent.voir(suite).texte
    assert evenements(nuage, demande).count("RECTIFICATION_GUICHET") == 2


def test_une_procuration_terminee_n_a_plus_d_adresse_a_corriger(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    nuage.resilier(nuage.demander_resiliation(recue))
    chemin = fiche(recue.reference, "/courriel")

    page = opj(nuage).voir(chemin)

    assert page.vers == fiche(recue.reference, "/fait")


def test_mes_actes_du_jour_ont_leurs_totaux_et_ne_nomment_personne(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    assert "Aucun acte aujourd’hui" in agent.voir(ACTES).texte
    motiver(agent, demande.reference, "A2")
    noter(nuage.contexte, ActivitesDynamo(), nuage.relire(demande), nuage.maintenant)
    noter(nuage.contexte, ActivitesDynamo(), nuage.etablir(demande), nuage.maintenant)

    page = agent.voir(ACTES)

    assert "1 Établie" in page.texte
    assert "1 Non établie, peut revenir" in page.texte
    assert demande.reference in page.texte
    assert "Rennes (Ille-et-Vilaine, 35)" in page.texte
    assert NOM not in page.texte
    lus = autorite(nuage).get("/autorite/actes").json["actes"]
    assert {lu["acte"] for lu in lus} == {"ETABLISSEMENT", "AJOURNEMENT"}


def test_par_l_api_l_adresse_se_corrige_une_fois_par_cle(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    appelant, chemin = autorite(nuage), fiche(demande.reference, "/courriel")
    corps = {"courriel": "juste@exemple.fr"}

    reponses = [appelant.post(chemin, corps, idempotency_key="une-cle-d-appel") for _ in range(2)]

    assert [r.json for r in reponses] == [{"reference": demande.reference, "etat": "DEPOSEE"}] * 2
    assert evenements(nuage, demande).count("RECTIFICATION_GUICHET") == 1
    assert appelant.post(chemin, {"courriel": "camille@"}).probleme == "saisie-invalide"


def test_aut_06_le_lieu_se_lit_sur_chaque_page_et_se_quitte_sans_perdre_la_demande(
    nuage: Nuage,
) -> None:
    demande = nuage.peupler().deposer()
    fin = nuage.maintenant + timedelta(hours=2)
    gare = LieuPublic(
        id="35-gare",
        departement="35",
        arrete="arrêté du 1er mars",
        libelle="Gare de Rennes",
        commune=RENNES,
        creneaux=(Creneau(nuage.maintenant, fin),),
    )
    AdministrationDynamo().ecrire_lieux([gare])
    agent = opj(nuage)
    agent.remplir(agent.voir(LIEU), LIEU, lieu_public="35-gare")

    for chemin in (SAISIE, ACTES, fiche(demande.reference), fiche(demande.reference, "/refus")):
        assert "Gare de Rennes, Rennes (Ille-et-Vilaine, 35) , jusqu’à" in agent.voir(chemin).texte
    lue = agent.voir(fiche(demande.reference))
    assert lue.formulaire(fiche(demande.reference, "/etablissement")).champs["cadre"]
    quittee = agent.remplir(lue, LIEU)

    assert quittee.vers == fiche(demande.reference)
    lue = agent.voir(quittee.vers)
    assert "Gare de Rennes" not in lue.texte
    etablir(agent, lue, demande.reference)
    acte = nuage.relire(demande).etablissement
    assert acte is not None
    assert (acte.agent, acte.lieu_public) == (OPJ.cle, "")
