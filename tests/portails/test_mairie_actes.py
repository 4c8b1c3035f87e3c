"""At the mairie: what happens to a procuration after its reception."""

from __future__ import annotations

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.services.router import router
from tests.constructeurs import AGENT_ANGERS, ANGERS, PRESIDENTIELLE, RENNES, Nuage, mandant
from tests.portails.agents import agent_de_mairie, consultations, devancer, evenements
from tests.portails.mairies import COLLEGUE, FILE, dossier, references
from tests.portails.visiteur import Page, Visiteur
from tests.services.apres_reception import GESTES, noter_vote, prete, rouvrir

ACTES: dict[str, tuple[str, dict[str, str], Etat]] = {
    "annulation": ("L77-R80", {}, Etat.ANNULEE_DROIT),
    "caducite": ("caducité", {"motif": "DECES"}, Etat.CADUQUE),
    "resiliation": (
        "L75-papier",
        {"le_jour": "1", "le_mois": "3", "le_annee": "2027", "a": "10 h 31"}
        | {"fuseau": "Europe/Paris"},
        Etat.RESILIEE,
    ),
    "vote-du-mandant": ("L76-R79", {"tour": "2027-04-11"}, Etat.VALIDE),
    "reouverture": ("réouverture", {}, Etat.A_CONTROLER),
}

chaque_acte = pytest.mark.parametrize("acte", ACTES)


def chemin(demande: Demande, acte: str) -> str:
    return dossier(demande.reference, f"/actes/{acte}")


def faire(agent: Visiteur, demande: Demande, acte: str, **autres: str) -> Page:
    """Opens the page of the act and sends its form."""
    ou = chemin(demande, acte)
    return agent.envoyer(ou, agent.voir(ou).formulaire(ou).champs | ACTES[acte][1] | autres)


@chaque_acte
def test_articles_l75_l76_l77_l_acte_se_demande_se_fait_et_se_dit(nuage: Nuage, acte: str) -> None:
    nom, _, arrivee = ACTES[acte]
    demande = prete(nuage.peupler(), nom)
    agent = agent_de_mairie(nuage)
    ici = agent.voir(dossier(demande.reference))
    assert chemin(demande, acte) in ici.chemins

    demandee = agent.voir(chemin(demande, acte))
    envoi = faire(agent, demande, acte)
    fait = agent.voir(envoi.vers)

    assert "Durand-Lévêque" in demandee.texte
    assert "Ce qui va se passer" in demandee.texte
    assert envoi.statut == 303
    assert nuage.relire(demande).etat is arrivee
    assert fait.statut == 200
    assert demande.reference in fait.texte
    assert "Durand" not in fait.texte
    prevenu = "Aucun courriel" if acte == "caducite" else "prévenu par courriel"
    assert prevenu in fait.texte


@chaque_acte
def test_le_meme_formulaire_envoye_deux_fois_agit_une_fois(nuage: Nuage, acte: str) -> None:
    demande = prete(nuage.peupler(), ACTES[acte][0])
    agent, ou = agent_de_mairie(nuage), chemin(demande, acte)
    champs = agent.voir(ou).formulaire(ou).champs | ACTES[acte][1]

    premier, second = (agent.envoyer(ou, champs) for _ in range(2))

    assert (premier.statut, second.statut) == (303, 303)
    assert premier.vers == second.vers
    assert nuage.relire(demande).version == demande.version + 1


@chaque_acte
def test_demander_est_une_consultation_dire_que_c_est_fait_n_en_est_pas_une(
    nuage: Nuage, acte: str
) -> None:
    demande = prete(nuage.peupler(), ACTES[acte][0])
    agent = agent_de_mairie(nuage)

    fait = agent.voir(faire(agent, demande, acte).vers)

    assert fait.statut == 200
    assert consultations(nuage, demande) == 1


@chaque_acte
def test_la_procuration_d_une_autre_commune_est_introuvable(nuage: Nuage, acte: str) -> None:
    demande = prete(nuage.peupler(), ACTES[acte][0])
    d_ici, d_ailleurs = agent_de_mairie(nuage), agent_de_mairie(nuage, AGENT_ANGERS, ANGERS)
    ou = chemin(demande, acte)
    jeton = d_ailleurs.voir(FILE).formulaire("/mairie/recherche").champs
    champs = d_ici.voir(ou).formulaire(ou).champs | ACTES[acte][1] | {"csrf": jeton["csrf"]}

    assert d_ailleurs.voir(ou).statut == 404
    assert d_ailleurs.envoyer(ou, champs).statut == 404
    assert nuage.relire(demande) == demande


@chaque_acte
def test_de_deux_agents_le_second_apprend_que_c_est_fait(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, acte: str
) -> None:
    nom = ACTES[acte][0]
    demande = prete(nuage.peupler(), nom)
    nuage.deleguer(COLLEGUE, RENNES)
    agent, ou = agent_de_mairie(nuage), chemin(demande, acte)
    champs = agent.voir(ou).formulaire(ou).champs | ACTES[acte][1]

    devancer(monkeypatch, lambda: GESTES[nom](nuage, demande, agent=COLLEGUE))
    envoi = agent.envoyer(ou, champs)

    faits = [e for e in evenements(nuage, demande) if e != "CONSULTATION"]
    assert len(faits) == demande.version + 1
    assert envoi.statut == 303
    assert agent.voir(envoi.vers).statut == 200


@pytest.mark.parametrize("acte", ["annulation", "caducite", "resiliation", "reouverture"])
def test_ce_qui_a_pris_fin_autrement_ne_le_permet_plus(nuage: Nuage, acte: str) -> None:
    demande = prete(nuage.peupler(), ACTES[acte][0])
    agent, ou = agent_de_mairie(nuage), chemin(demande, acte)
    champs = agent.voir(ou).formulaire(ou).champs | ACTES[acte][1]
    if acte == "reouverture":
        GESTES["L77-R80"](nuage, rouvrir(nuage, demande))
    else:
        autre = "caducité" if acte == "annulation" else "L77-R80"
        GESTES[autre](nuage, demande)

    assert agent.voir(ou).statut == 409
    assert agent.envoyer(ou, champs).statut == 409


@pytest.mark.parametrize(
    "acte, saisie, erreurs",
    [
        ("caducite", {"motif": ""}, ["Choisissez le décès ou la radiation du mandant."]),
        ("vote-du-mandant", {"tour": ""}, ["Choisissez le tour concerné."]),
        ("vote-du-mandant", {"tour": "2027-04-25"}, ["Ce tour n’a pas encore eu lieu."]),
        ("vote-du-mandant", {"tour": "2021-06-20"}, ["Choisissez un tour que couvre"]),
        ("resiliation", {"le_jour": "31", "le_mois": "2"}, ["Indiquez une date qui existe"]),
        ("resiliation", {"a": "midi", "le_jour": ""}, ["Indiquez une date", "Indiquez l’heure"]),
        ("resiliation", {"le_annee": "2026"}, ["plus ancien que la procuration"]),
        ("resiliation", {"le_annee": "2028"}, ["dans l’avenir"]),
        ("resiliation", {"fuseau": "\x00"}, ["n’existe pas ce jour-là"]),
    ],
)
def test_une_saisie_se_corrige_et_garde_ce_qui_a_ete_saisi(
    nuage: Nuage, acte: str, saisie: dict[str, str], erreurs: list[str]
) -> None:
    demande = prete(nuage.peupler(), ACTES[acte][0])

    page = faire(agent_de_mairie(nuage), demande, acte, **saisie)

    assert page.statut == 422
    assert len(page.erreurs) == len(erreurs)
    assert all(attendue in dite for attendue, dite in zip(erreurs, page.erreurs, strict=True))
    if acte == "resiliation" and "a" not in saisie:
        assert page.formulaire(chemin(demande, acte)).champs["a"] == "10 h 31"
    assert nuage.relire(demande) == demande


def test_un_acte_inconnu_est_une_page_introuvable(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    agent = agent_de_mairie(nuage)

    for nom in ("acceptation", "x", "%2e%2e", "<b>"):
        assert agent.voir(chemin(demande, nom)).statut == 404


def test_le_dossier_n_offre_que_ce_que_son_etat_permet(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    agent = agent_de_mairie(nuage)

    def offerts() -> list[str]:
        ici = dossier(recue.reference, "/actes/")
        chemins = agent.voir(dossier(recue.reference)).chemins
        return [x.removeprefix(ici) for x in chemins if x.startswith(ici)]

    fins = ["resiliation", "annulation", "caducite"]
    assert offerts() == fins
    nuage.refuser(recue)
    assert offerts() == ["reouverture"]
    nuage.accepter(rouvrir(nuage, recue))
    assert offerts() == fins
    nuage.maintenant = nuage.maintenant.replace(month=4, day=11)
    agent = agent_de_mairie(nuage)
    assert offerts() == ["vote-du-mandant", *fins]
    noter_vote(nuage, recue)
    assert offerts() == fins


def test_apres_le_dernier_vote_un_refus_ne_se_reprend_plus(nuage: Nuage) -> None:
    refusee = nuage.peupler().refuser(nuage.recue())
    nuage.maintenant = nuage.maintenant.replace(month=4, day=26)
    agent = agent_de_mairie(nuage)

    assert chemin(refusee, "reouverture") not in agent.voir(dossier(refusee.reference)).chemins
    page = faire(agent, refusee, "reouverture")
    assert (page.statut, "passé" in page.texte) == (409, True)


def test_article_l73_une_nullite_s_annonce_en_tete_de_la_liste(nuage: Nuage) -> None:
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Beta"))
    nuage.refuser(premiere, "M01")
    nuage.accepter(seconde)
    agent = agent_de_mairie(nuage)
    assert "devenue nulle" not in agent.voir(FILE).texte
    nuage.accepter(rouvrir(nuage, premiere))
    for demande in (premiere, seconde):
        router(nuage.contexte, nuage.relire(demande), nuage.maintenant)

    page = agent.voir(FILE)
    nulles = agent.voir(page.liens["Voir laquelle"])

    assert "1 procuration acceptée est devenue nulle" in page.texte
    assert "1 nulle" in page.texte
    assert references(nulles) == [seconde.reference]
    assert "nombre maximal de procurations établies en France" in nulles.texte
    assert "devenue nulle" not in nulles.texte
    assert "Nulle" in agent.voir(dossier(seconde.reference)).texte


@pytest.mark.parametrize(
    "nom, filtre, note",
    [
        ("L77-R80", "ANNULEE_DROIT", "décédé ou a perdu ses droits"),
        ("caducité", "CADUQUE", "plus inscrit"),
        ("L75-papier", "RESILIEE", "résiliée par le mandant"),
        ("L76-R79", "VALIDE", "a voté lui-même le 11 avril 2027"),
    ],
)
def test_la_liste_se_filtre_par_etat_et_dit_pourquoi(
    nuage: Nuage, nom: str, filtre: str, note: str
) -> None:
    demande = prete(nuage.peupler(), nom)
    router(nuage.contexte, GESTES[nom](nuage, demande), nuage.maintenant)
    agent = agent_de_mairie(nuage)

    page = agent.voir(f"{FILE}?etat={filtre}&scrutin={PRESIDENTIELLE.id}")

    assert references(page) == [demande.reference]
    assert note in page.texte


def test_le_suivi_garde_tout_avec_son_motif_et_n_est_pas_le_registre(nuage: Nuage) -> None:
    nuage.peupler()
    refusee = nuage.refuser(nuage.recue(qui=mandant("m1", nom="=Alpha")))
    acceptee = nuage.accepter(nuage.recue(qui=mandant("m2", nom="Beta")))
    for demande in (refusee, acceptee):
        router(nuage.contexte, demande, nuage.maintenant)
    agent = agent_de_mairie(nuage)

    reponse = agent.demander(agent.voir(FILE).liens["CSV"])
    vide = agent_de_mairie(nuage, AGENT_ANGERS, ANGERS).demander("/mairie/suivi.csv")

    entete, *lignes = reponse.corps.decode("utf-8-sig").splitlines()
    assert entete.startswith('"Référence";"État";"Motif";"Nulle pour le vote du"')
    assert {ligne.split(";")[1] for ligne in lignes} == {'"Refusée par la mairie"', '"Acceptée"'}
    assert "pas été trouvé" in reponse.corps.decode()
    assert '"\'=Alpha"' in reponse.corps.decode()
    assert 'filename="suivi-35238-20270301.csv"' in reponse.entetes["Content-Disposition"]
    assert len(vide.corps.decode().splitlines()) == 1
    for interdit in ("1985", "1990", "exemple.fr"):
        assert interdit not in reponse.corps.decode()
