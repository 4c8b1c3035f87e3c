"""At the mairie: the checks and the decision."""

from __future__ import annotations

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire
from chalicelib.services.router import router
from tests.constructeurs import (
    RENNES,
    Nuage,
    mandant,
    mandataire,
)
from tests.portails.agents import agent_de_mairie, consultations, devancer, evenements
from tests.portails.mairies import (
    COLLEGUE,
    PAR_NNE,
    accepter,
    dossier,
    refuser,
)
from tests.portails.visiteur import Page


def test_le_detail_montre_identites_et_controles_et_se_consigne(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()

    page = agent_de_mairie(nuage).voir(dossier(recue.reference))

    for lu in ("Durand-Lévêque", "Camille, Élodie", "14 juillet 1985", "Martin", "Kervella"):
        assert lu in page.texte
    assert "L73" in page.texte
    assert page.formulaire(dossier(recue.reference, "/acceptation")).choix["controles"]
    assert "M05" not in page.formulaire(dossier(recue.reference, "/refus")).choix["motif"]
    assert consultations(nuage, recue) == 1


def test_accepter_apres_les_controles_mene_a_la_suivante(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    suivante = nuage.recue(qui=mandant("m-2", nom="Abel"), pour=mandataire(nom="Roy"))
    agent = agent_de_mairie(nuage)

    envoi = accepter(agent, agent.voir(dossier(recue.reference)), recue.reference)
    avant_le_flux = agent.voir(envoi.vers)
    router(nuage.contexte, nuage.relire(recue), nuage.maintenant)
    apres_le_flux = agent.voir(envoi.vers)

    assert nuage.relire(recue).etat is Etat.VALIDE
    for page in (avant_le_flux, apres_le_flux):
        assert page.titre.startswith("Procuration acceptée")
        assert "1 procuration reste à contrôler" in page.texte
        assert page.liens["Procuration suivante"] == dossier(suivante.reference)
    assert consultations(nuage, recue) == 1


def test_apres_la_derniere_la_file_est_finie(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    envoi = refuser(agent, agent.voir(dossier(recue.reference)), recue.reference, motif="M01")
    page = agent.voir(envoi.vers)
    assert page.titre.startswith("Procuration refusée")
    assert "Toutes les procurations reçues sont contrôlées" in page.texte


def test_avant_la_decision_sa_page_ramene_au_detail(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    page = agent_de_mairie(nuage).voir(dossier(recue.reference, "/decision"))
    assert page.vers == dossier(recue.reference)


def test_un_controle_oublie_se_corrige_et_les_autres_restent_coches(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)

    page = accepter(
        agent,
        agent.voir(dossier(recue.reference)),
        recue.reference,
        controles=["INSCRIPTION_MANDANT", "<script>"],
    )

    assert page.statut == 422
    assert page.erreurs == ["Cochez ce contrôle après l’avoir fait sur votre liste électorale."]
    champs = page.formulaire(dossier(recue.reference, "/acceptation")).champs
    assert champs["controles"] == "INSCRIPTION_MANDANT"
    assert nuage.relire(recue) == recue


def test_un_controle_non_conforme_interdit_d_accepter(nuage: Nuage) -> None:
    nuage.peupler().recue(qui=mandant("m-2", nom="Abel"))
    nuage.avancer(minutes=1)
    de_trop = nuage.recue()
    agent = agent_de_mairie(nuage)

    page = agent.voir(dossier(de_trop.reference))
    forcee = accepter(agent, page, de_trop.reference)

    assert "ne peut pas être acceptée" in page.texte
    assert forcee.statut == 409
    assert "avec le motif « Le mandataire a déjà le nombre maximal" in forcee.texte
    assert nuage.relire(de_trop).etat is Etat.A_CONTROLER


@pytest.mark.parametrize(
    "saisie, fautes",
    [
        ({}, 2),
        ({"mandataire_nom": "Martin"}, 1),
        ({"mandataire_prenoms": "Louis, Émile"}, 1),
        ({"mandataire_nom": "Martin\u202e", "mandataire_prenoms": "Louis"}, 1),
        ({"mandataire_nom": "12", "mandataire_prenoms": "7"}, 2),
        ({"mandataire_nom": "M" * 10_000, "mandataire_prenoms": "Louis\x00"}, 2),
    ],
)
def test_un_mandataire_designe_par_son_numero_doit_etre_nomme(
    nuage: Nuage, saisie: dict[str, str], fautes: int
) -> None:
    recue = nuage.peupler().recue(pour=PAR_NNE)
    agent = agent_de_mairie(nuage)

    page = accepter(agent, agent.voir(dossier(recue.reference)), recue.reference, **saisie)

    assert page.statut == 422
    assert len(page.erreurs) == fautes
    champs = page.formulaire(dossier(recue.reference, "/acceptation")).champs
    for nom in ("mandataire_nom", "mandataire_prenoms"):
        assert champs[nom] == saisie.get(nom, "")
    assert nuage.relire(recue) == recue


def test_le_nom_lu_sur_la_liste_entre_au_registre(nuage: Nuage) -> None:
    recue = nuage.peupler().recue(pour=PAR_NNE)
    agent = agent_de_mairie(nuage)
    accepter(
        agent,
        agent.voir(dossier(recue.reference)),
        recue.reference,
        mandataire_nom=" Martin ",
        mandataire_prenoms="Louis, Émile",
    )
    acceptee = nuage.relire(recue)
    assert (acceptee.mandataire.nom, acceptee.mandataire.prenoms) == ("Martin", ("Louis", "Émile"))
    router(nuage.contexte, acceptee, nuage.maintenant)
    assert "Martin Louis Émile" in agent.voir("/mairie/registre").texte


@pytest.mark.parametrize(
    "saisie, phrase",
    [
        ({"motif": ""}, "Choisissez le motif du refus."),
        ({"motif": "M99"}, "Choisissez le motif du refus."),
        ({"motif": "M05"}, "Choisissez le motif du refus."),
        ({"motif": "M18"}, "Expliquez le motif en une phrase"),
        ({"motif": "M18", "precision": " \r\n "}, "Expliquez le motif en une phrase"),
        ({"motif": "M18", "precision": "x" * 301}, "300 caractères"),
        ({"motif": "M18", "precision": "x" * 10_000}, "300 caractères"),
        ({"motif": "M18", "precision": "vu\x00"}, "caractères invisibles"),
        ({"motif": "M18", "precision": "\u202eétrange"}, "caractères invisibles"),
    ],
)
def test_un_refus_se_corrige_et_garde_ce_qui_a_ete_saisi(
    nuage: Nuage, saisie: dict[str, str], phrase: str
) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)

    page = refuser(agent, agent.voir(dossier(recue.reference)), recue.reference, **saisie)

    assert page.statut == 422
    (dite,) = page.erreurs
    assert phrase in dite
    assert saisie.get("precision", "").strip() in page.brut
    assert nuage.relire(recue) == recue


def test_une_explication_sur_deux_lignes_est_acceptee(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    refuser(
        agent,
        agent.voir(dossier(recue.reference)),
        recue.reference,
        motif="M18",
        precision="Vu au bureau.\r\nDossier incomplet.",
    )
    decision = nuage.relire(recue).decision
    assert decision is not None
    assert decision.precision == "Vu au bureau. Dossier incomplet."


@pytest.mark.parametrize("acte", ["accepter", "refuser"])
def test_le_meme_formulaire_envoye_deux_fois_decide_une_fois(nuage: Nuage, acte: str) -> None:
    recue = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)
    page = agent.voir(dossier(recue.reference))

    for _ in range(2):
        if acte == "accepter":
            envoi = accepter(agent, page, recue.reference)
        else:
            envoi = refuser(agent, page, recue.reference, motif="M03")
        fin = agent.voir(envoi.vers)
        assert "Votre décision" in fin.texte

    assert nuage.relire(recue).version == recue.version + 1


@pytest.mark.parametrize("plus_tard", [False, True])
@pytest.mark.parametrize("acceptee", [True, False])
def test_de_deux_agents_le_second_apprend_ce_que_le_premier_a_decide(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, acceptee: bool, plus_tard: bool
) -> None:
    recue = nuage.peupler().recue()
    nuage.deleguer(COLLEGUE, RENNES)
    lent, vif = agent_de_mairie(nuage), agent_de_mairie(nuage, COLLEGUE)
    lue, vue = (agent.voir(dossier(recue.reference)) for agent in (lent, vif))

    def collegue() -> Page:
        if acceptee:
            return accepter(vif, vue, recue.reference)
        return refuser(vif, vue, recue.reference, motif="M03")

    if plus_tard:
        collegue()
    else:
        devancer(monkeypatch, collegue)
    page = lent.voir(accepter(lent, lue, recue.reference).vers)

    quoi = "acceptée" if acceptee else "refusée"
    assert page.titre.startswith(f"Cette procuration vient d’être {quoi}")
    assert "n’a rien changé" in page.texte
    actuelle = lent.voir(page.liens["Voir cette procuration"])
    assert dossier(recue.reference, "/acceptation") not in [f.action for f in actuelle.formulaires]
    assert "Reçue par la mairie" in actuelle.texte
    decision = nuage.relire(recue).decision
    assert decision is not None
    assert decision.agent == COLLEGUE.cle
    decisions = [e for e in evenements(nuage, recue) if e in {"ACCEPTATION", "REFUS_MAIRIE"}]
    assert decisions == ["ACCEPTATION" if acceptee else "REFUS_MAIRIE"]


def test_un_homonyme_ne_le_meme_jour_s_accepte_une_fois_les_numeros_compares(nuage: Nuage) -> None:
    soi = mandant().etat_civil
    recue = nuage.peupler().recue(pour=Mandataire(naissance=soi.naissance, nne="350000066"))
    agent = agent_de_mairie(nuage)
    noms = {"mandataire_nom": soi.nom, "mandataire_prenoms": soi.prenoms[0]}

    oublie = accepter(agent, agent.voir(dossier(recue.reference)), recue.reference, **noms)
    choix = oublie.formulaire(dossier(recue.reference, "/acceptation")).choix["controles"]
    assert (oublie.statut, nuage.relire(recue).etat) == (422, Etat.A_CONTROLER)

    accepter(agent, oublie, recue.reference, controles=sorted(choix), **noms)
    assert nuage.relire(recue).etat is Etat.VALIDE
