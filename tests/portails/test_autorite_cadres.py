"""At the counter of a délégué, at home, in a public place, at a consulate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.temps import jour
from tests.constructeurs import APJ, CONSUL, DELEGUE, OPJ, RENNES, Nuage, habilitation
from tests.portails.agents import consultations, opj
from tests.portails.guichet import NOM, SAISIE, etablir, fiche, motiver
from tests.portails.visiteur import Page, Visiteur

LIEU = "/autorite/lieu"
COLLECTES = "/autorite/collectes"


@pytest.fixture
def poste(nuage: Nuage) -> Nuage:
    """An OPJ, an APJ, the OPJ's délégué, a consular agent, a public place open for two hours."""
    nuage.peupler()
    nuage.habiliter(habilitation(APJ, qualite=Qualite.APJ))
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle, lieu="Bruz"))
    nuage.habiliter(
        habilitation(
            CONSUL, qualite=Qualite.AGENT_CONSULAIRE, poste="ZZ001", juge="", lieu="Londres"
        )
    )
    ouverture = Creneau(nuage.maintenant, nuage.maintenant + timedelta(hours=2))
    gare = LieuPublic(
        id="35-gare",
        departement="35",
        arrete="arrêté du 1er mars",
        libelle="Gare de Rennes",
        commune=RENNES,
        creneaux=(ouverture,),
    )
    AdministrationDynamo().ecrire_lieux([gare])
    return nuage


def recueillir(agent: Visiteur, reference: str) -> Page:
    page = agent.voir(fiche(reference))
    return agent.voir(agent.remplir(page, fiche(reference, "/collecte")).vers)


def choisir(agent: Visiteur, lieu: str) -> Page:
    return agent.remplir(agent.voir(LIEU), LIEU, lieu_public=lieu)


def test_aut_02_le_delegue_recueille_puis_son_opj_la_trouve_et_l_etablit(poste):
    demande = poste.deposer()
    assert "Recueillir la demande" in opj(poste, DELEGUE).voir(fiche(demande.reference)).texte
    fait = recueillir(opj(poste, DELEGUE), demande.reference)
    assert fait.titre.startswith("Demande recueillie")
    assert "n’est pas encore établie" in fait.texte

    officier = opj(poste)
    assert officier.voir(SAISIE).liens["Demandes recueillies par vos délégués, à établir"]
    liste = officier.voir(COLLECTES)
    assert {NOM in liste.texte, "Yvon Le Goff" in liste.texte} == {False, True}
    avant = consultations(poste, demande)
    lue = officier.voir(liste.liens[demande.reference])
    assert (NOM in lue.texte, "Carte nationale d’identité" in lue.texte) == (True, True)
    assert consultations(poste, demande) == avant + 1
    fin = officier.voir(etablir(officier, lue, demande.reference).vers)
    assert fin.titre.startswith("Procuration établie")
    assert COLLECTES in fin.chemins
    acte = poste.relire(demande).etablissement
    assert (acte.agent, acte.lieu, acte.piece) == (OPJ.cle, "Bruz", "CNI")
    assert "Aucune demande ne vous attend" in officier.voir(COLLECTES).texte


def test_aut_02_un_autre_agent_ne_voit_pas_ce_qu_un_delegue_a_recueilli(poste):
    demande = poste.deposer()
    recueillir(opj(poste, DELEGUE), demande.reference)
    page = opj(poste, APJ).voir(fiche(demande.reference))
    assert (page.statut, NOM in page.texte) == (403, False)
    assert "seul l’officier de police judiciaire qui l’a désigné" in page.texte


def test_aut_02_seul_un_opj_a_la_liste_des_collectes(poste):
    for agent in (APJ, DELEGUE):
        visiteur = opj(poste, agent)
        assert visiteur.voir(COLLECTES).statut == 403
        assert COLLECTES not in visiteur.voir(SAISIE).chemins


def test_le_delegue_revoit_qu_il_a_recueilli_et_l_opj_peut_ajourner(poste):
    demande = poste.deposer()
    delegue = opj(poste, DELEGUE)
    recueillir(delegue, demande.reference)
    assert delegue.voir(fiche(demande.reference)).titre.startswith("Demande recueillie")

    officier = opj(poste)
    assert "même référence" in officier.voir(motiver(officier, demande.reference, "A1").vers).texte
    assert poste.relire(demande).etat is Etat.DEPOSEE
    assert "Recueillir la demande" in delegue.voir(fiche(demande.reference)).texte


def test_le_delegue_qui_force_l_etablissement_est_refuse(poste):
    demande = poste.deposer()
    delegue = opj(poste, DELEGUE)
    champs = delegue.voir(fiche(demande.reference)).formulaire(
        fiche(demande.reference, "/collecte")
    )
    page = delegue.envoyer(fiche(demande.reference, "/etablissement"), champs.champs)
    assert page.statut == 403
    assert poste.relire(demande).etat is Etat.DEPOSEE


def test_aut_05_au_domicile_l_ecrit_et_l_attestation_sont_exiges(poste):
    demande = poste.deposer()
    agent = opj(poste)
    chemin = fiche(demande.reference, "/etablissement")
    page = agent.voir(agent.voir(fiche(demande.reference)).liens["Au domicile de la personne"])
    assert NOM not in page.texte

    refusee = agent.remplir(page, chemin)
    assert refusee.statut == 422
    assert len(refusee.erreurs) == 2
    le = jour(poste.maintenant)
    saisie = {
        "ecrit_du_jour": str(le.day),
        "ecrit_du_mois": str(le.month),
        "ecrit_du_annee": str(le.year),
        "attestation": "oui",
    }
    fait = agent.voir(agent.remplir(refusee, chemin, **saisie).vers)
    assert "jusqu’au 25 octobre 2027" in fait.texte, "six months after the second tour"
    acte = poste.relire(demande).etablissement
    assert (acte.cadre, acte.ecrit_du) == (Cadre.DOMICILE, le)


def test_aut_06_le_lieu_choisi_une_fois_sert_a_chaque_acte_de_la_session(poste):
    demande = poste.deposer()
    agent = opj(poste)
    page = agent.voir(LIEU)
    assert page.formulaire(LIEU).choix["lieu_public"] == ["unite", "35-gare"]
    choisir(agent, "35-gare")
    assert "Gare de Rennes" in agent.voir(SAISIE).texte
    lue = agent.voir(fiche(demande.reference))
    assert "Gare de Rennes" in lue.texte
    etablir(agent, lue, demande.reference)
    acte = poste.relire(demande).etablissement
    assert (acte.cadre, acte.lieu_public, acte.lieu) == (Cadre.LIEU_PUBLIC, "35-gare", "Rennes")
    choisir(agent, "unite")
    assert "Gare de Rennes" not in agent.voir(SAISIE).texte


def test_aut_06_un_lieu_ferme_depuis_est_refuse_avec_la_raison(poste):
    demande = poste.deposer()
    agent = opj(poste, minutes=600)
    choisir(agent, "35-gare")
    lue = agent.voir(fiche(demande.reference))
    poste.avancer(hours=2)
    page = etablir(agent, lue, demande.reference)
    assert page.statut == 422
    assert "n’est pas ouvert en ce moment" in page.erreurs[0]
    assert poste.relire(demande).etat is Etat.DEPOSEE
    assert agent.voir(LIEU).formulaire(LIEU).choix["lieu_public"] == ["unite"]


@pytest.mark.parametrize("lieu", ["", "35-inconnue", "75-gare"])
def test_aut_06_un_lieu_qu_aucun_arrete_ne_fixe_n_est_pas_retenu(poste, lieu):
    agent = opj(poste)
    assert choisir(agent, lieu).statut == 422
    assert "lieu public :" not in agent.voir(SAISIE).texte


def test_aut_06_aucun_lieu_ouvert_dans_le_departement(poste):
    page = opj(poste).voir(f"{LIEU}?departement=49")
    assert "Aucun lieu public n’est ouvert" in page.texte


def test_aut_03_au_consulat_l_acte_est_etabli_hors_de_france(poste):
    demande = poste.deposer()
    agent = opj(poste, CONSUL)
    saisie = agent.voir(SAISIE)
    assert "agent consulaire délégué" in saisie.texte
    assert LIEU not in saisie.chemins
    lue = agent.voir(fiche(demande.reference))
    assert "Au domicile de la personne" not in lue.liens
    etablir(agent, lue, demande.reference)
    acte = poste.relire(demande).etablissement
    assert (acte.cadre, acte.en_france, acte.lieu) == (Cadre.CONSULAT, False, "Londres")
    assert agent.voir(LIEU).vers.endswith("/autorite/saisie")


def test_une_session_fermee_entre_temps_ne_renait_pas_avec_un_lieu(poste):
    agent = opj(poste)
    page = agent.voir(LIEU)
    deconnexion = page.formulaire("/autorite/deconnexion").champs
    envoi = page.formulaire(LIEU).champs | {"lieu_public": "35-gare"}
    agent.envoyer("/autorite/deconnexion", deconnexion)
    assert agent.envoyer(LIEU, envoi).vers.endswith("/autorite")
    assert agent.voir(SAISIE).vers.endswith("/autorite")
