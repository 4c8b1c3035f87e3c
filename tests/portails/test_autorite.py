"""At the counter: a reference, an identity to compare, one key to establish."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import ECHECS_MAX
from chalicelib.services.retirer import retirer
from tests.constructeurs import APJ, OPJ, Nuage, habilitation
from tests.portails.agents import consultations, devancer, evenements, opj
from tests.portails.guichet import (
    INCONNUE,
    NEUTRE,
    NOM,
    RECHERCHE,
    SAISIE,
    echecs,
    etablir,
    fiche,
    motiver,
)


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
    assert echecs(nuage) == 1


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
    assert "Le mandant l’a retirée" in page.texte
    assert NOM not in page.texte
    assert echecs(nuage) == 1


def test_une_demande_expiree_est_dite_expiree(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = datetime(2027, 4, 25, 22, 30, tzinfo=UTC)

    page = opj(nuage).voir(fiche(demande.reference))

    assert page.statut == 410
    assert "Cette demande a expiré" in page.texte
    assert NOM not in page.texte


def test_ret_02_deux_mois_apres_la_demande_plus_rien_ne_se_lit(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = demande.expire_le

    page = opj(nuage).voir(fiche(demande.reference))

    assert page.statut == 404
    assert NEUTRE in page.texte


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
    assert echecs(nuage) == 0


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


def test_un_mandant_deja_represente_le_lit_avec_ce_qu_il_faut_faire(nuage: Nuage) -> None:
    nuage.peupler().etablir(nuage.deposer())
    seconde = nuage.deposer()
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(seconde.reference)), seconde.reference)

    assert page.statut == 409
    assert "La personne a déjà donné procuration" in page.texte
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
    assert echecs(nuage) == 0


def test_ce_qu_un_collegue_a_fait_ne_se_lit_pas(nuage: Nuage) -> None:
    etablie = nuage.peupler().etablir(nuage.deposer(), APJ)
    page = opj(nuage).voir(fiche(etablie.reference, "/fait"))
    assert page.statut == 404
    assert NEUTRE in page.texte


def test_une_habilitation_retiree_ne_relit_pas_meme_ce_qu_elle_a_etabli(nuage: Nuage) -> None:
    etablie = nuage.peupler().etablir(nuage.deposer())
    agent = opj(nuage)
    assert agent.voir(f"/autorite/demandes/{etablie.reference}/fait").statut == 200

    nuage.habiliter(habilitation(OPJ, revoquee_le=nuage.maintenant))

    page = agent.voir(f"/autorite/demandes/{etablie.reference}/fait")
    assert (page.statut, etablie.reference in page.texte) == (403, False)
