"""At the counter: a reference, an identity to compare, one key to establish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import ECHECS_MAX, Agent
from chalicelib.identite import jetons
from chalicelib.identite.personnes import Portail
from chalicelib.services.retirer import retirer
from tests.constructeurs import APJ, OPJ, Nuage, habilitation
from tests.portails.agents import agent_de_mairie, consultations, devancer, evenements, opj
from tests.portails.visiteur import Page, Visiteur

SAISIE = "/autorite/saisie"
RECHERCHE = "/autorite/recherche"
INCONNUE = "ZZZ999"
NOM = "Durand-Lévêque"
NEUTRE = "Aucune demande à traiter sous cette référence"


def fiche(reference: str, suite: str = "") -> str:
    return f"/autorite/demandes/{reference}{suite}"


def etablir(visiteur: Visiteur, page: Page, reference: str, **champs: str) -> Page:
    return visiteur.remplir(page, fiche(reference, "/etablissement"), **champs)


def motiver(visiteur: Visiteur, reference: str, motif: str) -> Page:
    page = visiteur.voir(fiche(reference, "/refus"))
    return visiteur.remplir(page, fiche(reference, "/refus"), motif=motif)


def test_une_reference_puis_entree_puis_entree_suffisent(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    saisie = f" {demande.reference[:3].lower()}-{demande.reference[3:]} "

    trouvee = agent.remplir(agent.voir(SAISIE), RECHERCHE, reference=saisie)
    lue = agent.voir(trouvee.vers)
    assert "Durand-Lévêque" in lue.texte
    assert "14 juillet 1985" in lue.texte
    etablie = etablir(agent, lue, demande.reference)
    fin = agent.voir(etablie.vers)

    assert fin.titre.startswith("Procuration établie")
    assert "Rennes (Ille-et-Vilaine, 35)" in fin.texte
    acte = nuage.relire(demande).etablissement
    assert acte is not None
    assert (acte.piece, acte.agent, acte.le) == ("CNI", OPJ.cle, nuage.maintenant)
    assert "reference" in fin.formulaire(RECHERCHE).champs


@pytest.mark.parametrize("suite", ["", "/fait"])
def test_le_champ_de_la_reference_attend_deja_la_frappe(nuage: Nuage, suite: str) -> None:
    etablie = nuage.peupler().etablir(nuage.deposer())
    agent = opj(nuage)

    chemin = fiche(etablie.reference, suite) if suite else SAISIE
    html = agent.demander(chemin).corps.decode()

    (champ,) = [b for b in html.split("<") if b.startswith("input") and 'name="reference"' in b]
    assert " autofocus" in champ


def test_une_recherche_est_une_consultation_et_une_seule(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)

    trouvee = agent.remplir(agent.voir(SAISIE), RECHERCHE, reference=demande.reference)
    assert consultations(nuage, demande) == 0
    agent.voir(trouvee.vers)
    assert consultations(nuage, demande) == 1

    sans_identite = agent.voir(fiche(demande.reference, "/refus"))
    assert NOM not in sans_identite.texte
    assert consultations(nuage, demande) == 1


def test_deux_onglets_au_meme_instant_ne_sont_pas_une_panne(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    assert [agent.voir(fiche(demande.reference)).statut for _ in range(2)] == [200, 200]
    nuage.avancer(seconds=1)
    agent.voir(fiche(demande.reference))
    assert consultations(nuage, demande) == 2


def test_la_saisie_dit_en_quelle_qualite_on_agit(nuage: Nuage) -> None:
    nuage.peupler()
    texte = opj(nuage).voir(SAISIE).texte
    assert "officier de police judiciaire, Commissariat de Rennes, à Rennes" in texte
    assert "jusqu’au 1er janvier 2030" in texte


def test_une_reference_inconnue_a_une_reponse_neutre_et_compte_un_echec(nuage: Nuage) -> None:
    nuage.peupler()
    agent = opj(nuage)

    envoi = agent.remplir(agent.voir(SAISIE), RECHERCHE, reference=INCONNUE.lower())
    page = agent.voir(envoi.vers)

    assert page.statut == 404
    (phrase,) = page.erreurs
    assert phrase.startswith(NEUTRE)
    assert page.formulaire(RECHERCHE).champs["reference"] == INCONNUE
    assert _echecs(nuage) == 1


@pytest.mark.parametrize(
    "saisie", ["", "ABC", "0O1IL0", "XBQ7V3X", "\x00\x1b", "‮XBQ7V3", "é" * 9000]
)
def test_ce_qui_n_est_pas_une_reference_est_garde_sans_compter(nuage: Nuage, saisie: str) -> None:
    nuage.peupler()
    agent = opj(nuage)

    page = agent.remplir(agent.voir(SAISIE), RECHERCHE, reference=saisie)

    assert page.statut == 404
    assert len(page.erreurs) == 1
    assert page.formulaire(RECHERCHE).champs["reference"] == saisie[:64]
    assert _echecs(nuage) == 0


@pytest.mark.parametrize(
    "morceau", ["ABC", "%00", "..%2F..", "%E2%80%AEXBQ7V3", "x" * 2000, "'\"<b>"]
)
@pytest.mark.parametrize("suite", ["", "/refus", "/fait"])
def test_une_adresse_deformee_rend_le_champ(nuage: Nuage, morceau: str, suite: str) -> None:
    nuage.peupler()
    page = opj(nuage).voir(fiche(morceau, suite))
    assert page.statut == 404
    assert len(page.erreurs) == 1


def test_une_demande_retiree_ne_montre_aucune_identite(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    retirer(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=demande.mandant.id,
        maintenant=nuage.maintenant,
    )

    page = opj(nuage).voir(fiche(demande.reference))

    assert page.statut == 409
    assert "Le mandant l'a retirée" in page.texte
    assert NOM not in page.texte
    assert _echecs(nuage) == 1


def test_une_demande_expiree_est_dite_expiree(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.avancer(days=70)

    page = opj(nuage).voir(fiche(demande.reference))

    assert page.statut == 410
    assert "Cette demande a expiré" in page.texte
    assert NOM not in page.texte


def test_apres_dix_echecs_la_recherche_est_suspendue_dix_minutes(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    for rang in range(ECHECS_MAX):
        statut = agent.voir(fiche(INCONNUE)).statut
        assert statut == (404 if rang < ECHECS_MAX - 1 else 429)

    for chemin in (SAISIE, fiche(demande.reference)):
        page = agent.voir(chemin)
        assert page.statut == 429
        assert "Attendez dix minutes" in page.texte
        assert NOM not in page.texte
    assert consultations(nuage, demande) == 0

    nuage.avancer(minutes=10)
    assert agent.voir(fiche(demande.reference)).statut == 200


@pytest.mark.parametrize(
    "accordee, conseil",
    [
        (None, "Aucune habilitation n'est enregistrée à votre nom"),
        ({"au": timedelta(seconds=0)}, "demandez le renouvellement"),
        ({"du": timedelta(seconds=1)}, "demandez le renouvellement"),
        ({"revoquee_le": timedelta(days=-1)}, "demandez le renouvellement"),
    ],
)
def test_sans_habilitation_valide_rien_ne_se_lit_ni_ne_s_ecrit(
    nuage: Nuage, accordee: dict[str, timedelta] | None, conseil: str
) -> None:
    demande = nuage.peupler().deposer()
    autre = OPJ if accordee is not None else Agent("13000640400014/inconnu", "Tanguy", "Rose")
    if accordee is not None:
        dates: dict[str, Any] = {nom: nuage.maintenant + d for nom, d in accordee.items()}
        nuage.habiliter(habilitation(OPJ, **dates))
    agent = opj(nuage, autre)
    jeton = {"csrf": jetons.csrf(agent.jeton), "cle": "cle-du-formulaire"}

    pages = [
        agent.voir(SAISIE),
        agent.voir(fiche(demande.reference)),
        agent.voir(fiche(demande.reference, "/refus")),
        agent.envoyer(fiche(demande.reference, "/etablissement"), jeton | {"piece": "CNI"}),
        agent.envoyer(fiche(demande.reference, "/refus"), jeton | {"motif": "A4"}),
    ]

    for page in pages:
        assert page.statut == 403
        assert conseil in page.texte
        assert NOM not in page.texte
    assert evenements(nuage, demande) == ["DEPOT"]


def test_le_meme_formulaire_envoye_deux_fois_etablit_une_fois(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    lue = agent.voir(fiche(demande.reference))

    reponses = [etablir(agent, lue, demande.reference) for _ in range(2)]

    assert {reponse.vers for reponse in reponses} == {fiche(demande.reference, "/fait")}
    assert evenements(nuage, demande).count("ETABLISSEMENT") == 1


def test_une_reponse_perdue_pendant_l_ecriture_mene_a_la_meme_page(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    lue = agent.voir(fiche(demande.reference))
    devancer(monkeypatch, lambda: etablir(agent, lue, demande.reference))

    assert etablir(agent, lue, demande.reference).vers == fiche(demande.reference, "/fait")
    assert evenements(nuage, demande).count("ETABLISSEMENT") == 1


def test_dans_un_second_onglet_ou_en_arriere_on_lit_que_c_est_etabli(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    onglets = [agent.voir(fiche(demande.reference)) for _ in range(2)]
    etablir(agent, onglets[0], demande.reference)

    seconde = etablir(agent, onglets[1], demande.reference, piece="PASSEPORT")
    assert seconde.vers == fiche(demande.reference, "/fait")

    en_arriere = agent.voir(fiche(demande.reference))
    assert en_arriere.titre.startswith("Procuration établie")
    acte = nuage.relire(demande).etablissement
    assert acte is not None
    assert acte.piece == "CNI"
    assert _echecs(nuage) == 0


def test_de_deux_agents_en_meme_temps_un_seul_etablit_et_l_autre_lit_pourquoi(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = nuage.peupler().deposer()
    lent = opj(nuage)
    lue = lent.voir(fiche(demande.reference))
    devancer(monkeypatch, lambda: nuage.etablir(demande, APJ))

    page = etablir(lent, lue, demande.reference)

    assert page.statut == 409
    assert "Elle est déjà établie" in page.texte
    assert NOM not in page.texte
    assert page.formulaire(RECHERCHE).champs["reference"] == demande.reference
    acte = nuage.relire(demande).etablissement
    assert acte is not None
    assert acte.agent == APJ.cle


def test_une_piece_inconnue_se_corrige_sur_la_fiche(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(demande.reference)), demande.reference, piece="CARTE")

    assert page.statut == 422
    assert page.erreurs == ["Indiquez la pièce d'identité que vous avez vue."]
    assert "piece" not in page.formulaire(fiche(demande.reference, "/etablissement")).champs
    assert nuage.relire(demande).etat is Etat.DEPOSEE


def test_un_mandant_deja_represente_le_lit_avec_ce_qu_il_faut_faire(nuage: Nuage) -> None:
    nuage.peupler().etablir(nuage.deposer())
    seconde = nuage.deposer()
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference)

    assert page.statut == 409
    assert "Elle doit être résiliée" in page.texte
    assert nuage.relire(seconde).etat is Etat.DEPOSEE


def test_un_motif_passager_laisse_la_reference_vivante(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)

    fin = agent.voir(motiver(agent, demande.reference, "A2").vers)

    assert fin.titre.startswith("Procuration non établie")
    assert "peut revenir avec la même référence" in fin.texte
    assert etablir(agent, agent.voir(fiche(demande.reference)), demande.reference).vers
    assert nuage.relire(demande).etat is Etat.ETABLIE


def test_un_motif_definitif_met_fin_a_la_reference(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    formulaire = agent.voir(fiche(demande.reference, "/refus"))
    chemin = fiche(demande.reference, "/refus")

    reponses = [agent.remplir(formulaire, chemin, motif="A4") for _ in range(2)]
    reponses.append(agent.voir(fiche(demande.reference)))

    assert {reponse.vers for reponse in reponses} == {fiche(demande.reference, "/fait")}
    assert "n’est plus utilisable" in agent.voir(fiche(demande.reference, "/fait")).texte
    assert evenements(nuage, demande).count("REFUS_AUTORITE") == 1
    assert _echecs(nuage) == 0


@pytest.mark.parametrize("motif", ["", "A9", "M01", "A1\x00"])
def test_un_refus_sans_motif_de_la_liste_se_corrige(nuage: Nuage, motif: str) -> None:
    demande = nuage.peupler().deposer()
    page = motiver(opj(nuage), demande.reference, motif)
    assert page.statut == 422
    assert page.erreurs == ["Choisissez le motif du refus."]
    assert nuage.relire(demande) == demande


def test_ce_qu_un_collegue_a_fait_ne_se_lit_pas(nuage: Nuage) -> None:
    etablie = nuage.peupler().etablir(nuage.deposer(), APJ)
    page = opj(nuage).voir(fiche(etablie.reference, "/fait"))
    assert page.statut == 404
    assert NEUTRE in page.texte


@pytest.mark.parametrize("csrf", [None, "", "faux", "é\x00"])
@pytest.mark.parametrize("suite", ["/etablissement", "/refus"])
def test_un_formulaire_d_ailleurs_est_refuse(nuage: Nuage, csrf: str | None, suite: str) -> None:
    demande = nuage.peupler().deposer()
    champs = {"piece": "CNI", "motif": "A4", "cle": "cle-du-formulaire"}
    if csrf is not None:
        champs["csrf"] = csrf

    page = opj(nuage).envoyer(fiche(demande.reference, suite), champs)

    assert page.statut == 403
    assert "Rechargez la page" in page.texte
    assert nuage.relire(demande) == demande


def test_un_bon_jeton_venu_d_un_autre_site_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    champs = (
        agent.voir(fiche(demande.reference))
        .formulaire(fiche(demande.reference, "/etablissement"))
        .champs
    )
    page = agent.envoyer(
        fiche(demande.reference, "/etablissement"), champs, origin="https://ailleurs.example"
    )
    assert page.statut == 403
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("cle", [None, "", "court", "é" * 20, "x" * 201, "a b c d e f g h"])
def test_un_formulaire_sans_sa_cle_demande_de_recharger(nuage: Nuage, cle: str | None) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    champs = {"csrf": jetons.csrf(agent.jeton), "piece": "CNI"}
    if cle is not None:
        champs["cle"] = cle
    page = agent.envoyer(fiche(demande.reference, "/etablissement"), champs)
    assert page.statut == 400
    assert "Rechargez la page" in page.texte
    assert nuage.relire(demande) == demande


def test_un_corps_d_un_megaoctet_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    page = opj(nuage).envoyer(fiche(demande.reference, "/etablissement"), b"a=" + b"x" * 2**20)
    assert page.statut == 413
    assert "Raccourcissez" in page.texte


def test_un_corps_qui_n_est_pas_un_formulaire_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    chemin = fiche(demande.reference, "/etablissement")
    en_json = agent.envoyer(chemin, b'{"piece": "CNI"}', **{"content-type": "application/json"})
    assert en_json.statut == 415
    assert agent.envoyer(chemin, b"\xff\xfe=1").statut == 400


@pytest.mark.parametrize("chemin", [SAISIE, fiche(INCONNUE), fiche(INCONNUE, "/refus")])
def test_sans_session_de_ce_portail_on_va_s_identifier(nuage: Nuage, chemin: str) -> None:
    nuage.peupler()
    de_la_mairie = agent_de_mairie(nuage).jeton
    for jeton in ("", "inconnu", de_la_mairie):
        assert Visiteur(Portail.AUTORITE, jeton).voir(chemin).vers == "/autorite"


def test_une_session_finie_le_dit(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    lue = agent.voir(fiche(demande.reference))
    nuage.avancer(minutes=31)
    for page in (agent.voir(SAISIE), etablir(agent, lue, demande.reference)):
        assert page.statut == 401
        assert "Votre session a expiré" in page.texte
    assert nuage.relire(demande) == demande


def _echecs(nuage: Nuage) -> int:
    lue = nuage.contexte.depots.habilitation(OPJ.cle)
    assert lue is not None
    return len(lue.echecs)
