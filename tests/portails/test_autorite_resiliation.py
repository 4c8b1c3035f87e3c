"""At the counter: résilier what the mandant has asked to end, résilier and replace in one key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.portee import PorteeScrutin
from tests.constructeurs import (
    APJ,
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    Nuage,
    habilitation,
    mandant,
    mandataire,
)
from tests.portails.agents import evenements, opj
from tests.portails.guichet import NOM, RECHERCHE, SAISIE, echecs, etablir, fiche
from tests.portails.visiteur import Page, Visiteur

ANCIEN = "Martin"
BOUTON = "Résilier la précédente et établir celle-ci"


@pytest.fixture
def demandee(nuage: Nuage) -> Demande:
    """An accepted procuration of an OPJ of Angers, whose mandant has asked to end it."""
    nuage.peupler()
    acceptee = nuage.accepter(nuage.transmettre(nuage.etablir(nuage.deposer(), APJ)))
    nuage.avancer(days=2)
    return nuage.demander_resiliation(acceptee)


def resilier(visiteur: Visiteur, page: Page, reference: str, **champs: str) -> Page:
    return visiteur.remplir(page, fiche(reference, "/resiliation"), **champs)


def une_seconde(nuage: Nuage, **depot: object) -> Demande:
    """A second demande for the same vote, while the first is live."""
    return nuage.deposer(**({"pour": mandataire(nom="Voisin")} | depot))  # type: ignore[arg-type]


def test_la_fiche_dit_qui_doit_etre_la_et_ce_qui_prend_fin(nuage: Nuage, demandee: Demande) -> None:
    agent = opj(nuage)
    saisie = agent.voir(SAISIE)

    page = agent.voir(agent.remplir(saisie, RECHERCHE, reference=demandee.reference).vers)

    assert page.titre.startswith(f"Résilier – {demandee.reference}")
    for attendu in (NOM, "Camille, Élodie", "14 juillet 1985", ANCIEN, "11 avril 2027"):
        assert attendu in page.texte
    assert "À confirmer jusqu’au 25 avril 2027" in page.texte
    assert page.formulaire(fiche(demandee.reference, "/resiliation")).champs["piece"] == "CNI"
    assert evenements(nuage, demandee)[-1] == "CONSULTATION"


def test_l_agent_resilie_et_la_page_ne_nomme_personne(nuage: Nuage, demandee: Demande) -> None:
    agent = opj(nuage)
    page = agent.voir(fiche(demandee.reference))

    envoi = resilier(agent, page, demandee.reference, piece="PASSEPORT")

    fin = agent.voir(envoi.vers)
    assert fin.titre.startswith("Procuration résiliée")
    assert demandee.reference in fin.texte
    assert NOM not in fin.texte
    assert fin.formulaire(RECHERCHE)
    resiliee = nuage.relire(demandee)
    assert resiliee.etat is Etat.RESILIEE
    assert resiliee.resiliation is not None
    assert resiliee.resiliation.piece == "PASSEPORT"


def test_le_formulaire_renvoye_mene_a_la_meme_page(nuage: Nuage, demandee: Demande) -> None:
    agent = opj(nuage)
    page = agent.voir(fiche(demandee.reference))

    envois = [resilier(agent, page, demandee.reference).vers for _ in range(2)]

    assert envois == [fiche(demandee.reference, "/fait")] * 2
    assert nuage.relire(demandee).version == demandee.version + 1
    # Back, then Reload: what was done is told, no identity again.
    relue = agent.voir(fiche(demandee.reference))
    assert relue.titre.startswith("Procuration résiliée")


def test_sans_piece_la_fiche_revient_avec_la_faute(nuage: Nuage, demandee: Demande) -> None:
    agent = opj(nuage)
    page = agent.voir(fiche(demandee.reference))

    rendue = resilier(agent, page, demandee.reference, piece="")

    assert (rendue.statut, len(rendue.erreurs)) == (422, 1)
    assert nuage.relire(demandee) == demandee


@pytest.mark.parametrize("suite", ["/refus", "/domicile"])
def test_rien_d_autre_ne_se_fait_d_une_procuration_a_resilier(
    nuage: Nuage, demandee: Demande, suite: str
) -> None:
    page = opj(nuage).voir(fiche(demandee.reference, suite))

    assert page.vers == fiche(demandee.reference)
    assert echecs(nuage) == 0


def test_l_agent_qui_l_a_etablie_peut_aussi_la_resilier(nuage: Nuage) -> None:
    nuage.peupler()
    demandee = nuage.demander_resiliation(nuage.etablir(nuage.deposer()))
    agent = opj(nuage)

    envoi = resilier(agent, agent.voir(fiche(demandee.reference)), demandee.reference)

    assert agent.voir(envoi.vers).titre.startswith("Procuration résiliée")


def test_un_delegue_lit_qu_il_ne_resilie_pas_r72_1(nuage: Nuage, demandee: Demande) -> None:
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))

    page = opj(nuage, DELEGUE).voir(fiche(demandee.reference))

    assert "Un délégué ne résilie pas" in page.texte
    assert [f.action for f in page.formulaires if f.action.endswith("/resiliation")] == []


def test_la_mairie_refuse_pendant_que_la_fiche_est_ouverte(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.transmettre(nuage.etablir(nuage.deposer(), APJ))
    demandee = nuage.demander_resiliation(recue)
    agent = opj(nuage)
    page = agent.voir(fiche(demandee.reference))
    nuage.refuser(demandee)

    rendue = resilier(agent, page, demandee.reference)

    assert rendue.statut == 409
    assert "refusée après contrôle" in rendue.texte
    assert NOM not in rendue.texte


def test_deja_represente_le_meme_ecran_propose_une_seule_cle_l75(nuage: Nuage) -> None:
    # given: what is live covers the second tour only
    nuage.peupler()
    ancienne = nuage.recue(portee=PorteeScrutin(PRESIDENTIELLE.id, (2,)))
    seconde = une_seconde(nuage)
    agent = opj(nuage)

    # when
    page = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference, piece="PERMIS")

    # then: what it covers, not to whom; what was chosen is kept; nothing is done yet
    assert page.statut == 409
    assert "La personne a déjà donné procuration pour ce vote" in page.texte
    assert "Second tour : dimanche 25 avril 2027" in page.texte
    assert (BOUTON in page.texte, "Établir la procuration" in page.texte) == (True, False)
    assert ANCIEN not in page.texte
    assert ancienne.reference not in page.texte
    formulaire = page.formulaire(fiche(seconde.reference, "/etablissement"))
    assert (formulaire.champs["piece"], formulaire.champs["remplacer"]) == ("PERMIS", "oui")
    assert nuage.relire(ancienne).etat is Etat.A_CONTROLER

    # and when the agent uses it
    fin = agent.voir(etablir(agent, page, seconde.reference).vers)
    assert fin.titre.startswith("Procuration établie")
    assert f"La procuration précédente est résiliée par le même acte : {ancienne.reference}" in (
        fin.texte
    )
    assert nuage.relire(ancienne).etat is Etat.RESILIEE
    acte = nuage.relire(seconde).etablissement
    assert acte is not None
    assert acte.piece == "PERMIS"


def test_plusieurs_sont_dites_et_remplacees_ensemble(nuage: Nuage) -> None:
    nuage.peupler()
    anciennes = [
        nuage.recue(portee=PorteeScrutin(PRESIDENTIELLE.id, (tour,)), pour=mandataire(nom=nom))
        for tour, nom in ((1, "Un"), (2, "Deux"))
    ]
    seconde = une_seconde(nuage)
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference)
    assert "plusieurs procurations" in page.texte
    assert "Résilier les précédentes et établir celle-ci" in page.texte
    fin = agent.voir(etablir(agent, page, seconde.reference).vers)

    assert "Les procurations précédentes sont résiliées" in fin.texte
    assert {nuage.relire(d).etat for d in anciennes} == {Etat.RESILIEE}


def test_au_domicile_ce_qui_fut_saisi_est_garde(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.recue()
    seconde = une_seconde(nuage)
    agent = opj(nuage)
    ecrit = {
        "ecrit_du_jour": "1",
        "ecrit_du_mois": "3",
        "ecrit_du_annee": "2027",
        "attestation": "oui",
        "piece": "CNI",
    }

    page = etablir(
        agent, agent.voir(fiche(seconde.reference, "/domicile")), seconde.reference, **ecrit
    )

    assert page.statut == 409
    formulaire = page.formulaire(fiche(seconde.reference, "/etablissement"))
    assert formulaire.champs.items() >= ecrit.items()
    assert BOUTON in page.texte
    agent.voir(etablir(agent, page, seconde.reference).vers)
    assert nuage.relire(ancienne).etat is Etat.RESILIEE


def test_ce_qu_un_delegue_a_recueilli_ne_remplace_rien(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    nuage.recue()
    recueillie = nuage.collecter(une_seconde(nuage))
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(recueillie.reference)), recueillie.reference)

    assert page.statut == 409
    assert "Elle doit d’abord la résilier elle-même" in page.texte
    assert BOUTON not in page.texte


def test_l_autre_fin_entre_temps_l_etablissement_est_ordinaire(nuage: Nuage) -> None:
    # given: the offer is on screen, then the mairie refuses the earlier one
    nuage.peupler()
    ancienne = nuage.recue()
    seconde = une_seconde(nuage)
    agent = opj(nuage)
    page = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference)
    nuage.refuser(ancienne)

    fin = agent.voir(etablir(agent, page, seconde.reference).vers)

    assert fin.titre.startswith("Procuration établie")
    assert "résiliée" not in fin.texte
    assert nuage.relire(ancienne).etat is Etat.INVALIDE


def test_un_homonyme_du_mandant_ne_bloque_rien(nuage: Nuage) -> None:
    nuage.peupler().recue(qui=replace(mandant("homonyme")))
    seconde = une_seconde(nuage)
    agent = opj(nuage)

    envoi = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference)

    assert envoi.vers == fiche(seconde.reference, "/fait")
