"""A clerk enters a form on paper, joins its scan, and comes back to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.actes import Support
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.identite import jetons
from tests.constructeurs import (
    AGENT_ANGERS,
    ANGERS,
    PRESIDENTIELLE,
    RENNES,
    Nuage,
    mandant,
    mandataire,
)
from tests.numerisations import DOUTEUX, UN_JPEG, UN_PDF, objets
from tests.portails.agents import agent_de_mairie, consultations
from tests.portails.papiers import (
    CORRECTION,
    ENREGISTREMENT,
    PAPIER,
    date_typee,
    premiere_saisie,
    saisir,
    seconde_saisie,
    verifier,
)
from tests.portails.visiteur import Page, Visiteur

FRONTIERE = "----formulaire"


def la_seule(nuage: Nuage, page: Page) -> Demande:
    """The procuration that the form made."""
    demande = nuage.contexte.depots.demande(page.vers.rsplit("/", 1)[1])
    assert demande is not None
    return demande


def toutes(nuage: Nuage) -> int:
    return len(set(nuage.contexte.depots.toutes_les_references()))


def joindre(visiteur: Visiteur, reference: str, contenu: bytes, **champs: str) -> Page:
    """Sends a file as a browser does."""
    tous = {"csrf": jetons.csrf(visiteur.jeton), "cle": "cle-du-formulaire"} | champs
    debut = f"--{FRONTIERE}\r\nContent-Disposition: form-data; name="
    parties = [f'{debut}"{nom}"\r\n\r\n{valeur}\r\n'.encode() for nom, valeur in tous.items()]
    tete = (
        f'--{FRONTIERE}\r\nContent-Disposition: form-data; name="fichier"; '
        'filename="cerfa.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    ).encode()
    corps = b"".join(parties) + tete + contenu + f"\r\n--{FRONTIERE}--\r\n".encode()
    return visiteur.envoyer(
        f"{PAPIER}/{reference}/numerisation",
        corps,
        **{"content-type": f"multipart/form-data; boundary={FRONTIERE}"},
    )


def test_un_formulaire_se_saisit_puis_se_verifie_puis_donne_sa_reference(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    la_veille = nuage.maintenant - timedelta(days=1)

    verification = verifier(agent, la_veille)
    faite = agent.remplir(verification, ENREGISTREMENT, **seconde_saisie(la_veille))
    entree = agent.voir(faite.vers)

    demande = la_seule(nuage, faite)
    assert demande.support is Support.PAPIER
    assert demande.etablissement is not None
    assert demande.etablissement.le == la_veille
    assert demande.mandant.commune == RENNES
    assert demande.mandant.nne == "350000012"
    assert demande.reference in entree.texte
    assert "prévenez-le par courrier" in entree.texte
    assert entree.liens["Ouvrir la procuration"] == f"/mairie/procurations/{demande.reference}"
    assert "Papillon" not in entree.texte


def test_la_seconde_saisie_se_fait_sans_voir_la_premiere(nuage: Nuage) -> None:
    verification = verifier(agent_de_mairie(nuage.peupler()), nuage.maintenant)

    for cache in ("350 000 012", "350000012", "1985", "1990", "10 h 30"):
        assert cache not in verification.texte
    assert verification.formulaire(ENREGISTREMENT).champs["mandant_nne"] == "350 000 012"


def test_une_seconde_saisie_differente_n_enregistre_rien_et_garde_tout(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    verification = verifier(agent, nuage.maintenant)
    autres = date_typee("second_mandataire_naissance", "15", "11", "1990")
    seconde = seconde_saisie(nuage.maintenant) | autres

    refusee = agent.remplir(verification, ENREGISTREMENT, **seconde)

    assert refusee.statut == 422
    assert len(refusee.erreurs) == 1
    gardes = refusee.formulaire(ENREGISTREMENT).champs
    assert gardes["second_mandataire_naissance_mois"] == "11"
    assert gardes["mandant_nom"] == "Papillon"
    assert toutes(nuage) == 0
    # The first entry was the wrong one: back to it, as it was.
    corrigee = agent.envoyer(CORRECTION, gardes)
    assert corrigee.formulaire(PAPIER).champs["mandant_prenoms"] == "Camille, Élodie"
    assert corrigee.erreurs == []


def test_toutes_les_erreurs_d_un_formulaire_vide_sont_dites_dans_son_ordre(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())

    vide = agent.remplir(agent.voir(PAPIER), PAPIER)

    assert vide.statut == 422
    assert len(vide.erreurs) == 16
    assert vide.erreurs[0] == "Mandant : indiquez le nom de naissance."
    assert len(set(vide.erreurs)) == 16
    assert "9 h 05" in vide.erreurs[-1]


def test_ce_qui_est_tape_est_garde_quand_un_champ_est_faux(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())

    refusee = verifier(agent, nuage.maintenant, mandataire_recherche="Saint-Denis")

    assert refusee.statut == 422
    assert refusee.erreurs == ["Plusieurs communes correspondent : choisissez la bonne."]
    assert refusee.formulaire(PAPIER).champs["autorite_lieu"] == "Rennes"
    choix = refusee.formulaire(PAPIER).choix["mandataire_commune"]
    assert {"93066", "97411"} <= set(choix)


def test_le_meme_formulaire_envoye_deux_fois_n_en_fait_qu_une(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    champs = verifier(agent, nuage.maintenant).formulaire(ENREGISTREMENT).champs
    tout = champs | seconde_saisie(nuage.maintenant)

    une = agent.envoyer(ENREGISTREMENT, tout)
    nuage.avancer(seconds=1)
    autre = agent.envoyer(ENREGISTREMENT, tout)

    assert autre.vers == une.vers
    assert toutes(nuage) == 1


def test_m08_un_mandant_deja_represente_est_annonce_puis_enregistre_refuse(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    nuage.etablir(nuage.deposer(mandant(nom="Papillon"), mandataire(nom="Autre")))

    verification = verifier(agent, nuage.maintenant)
    assert "a déjà une procuration en cours" in verification.texte
    seconde = seconde_saisie(nuage.maintenant)
    arretee = agent.remplir(verification, ENREGISTREMENT, **seconde)
    assert arretee.statut == 409
    assert "résiliation" in arretee.erreurs[0]
    assert toutes(nuage) == 1

    refusee = agent.remplir(verification, ENREGISTREMENT, **seconde, refusee="oui")

    demande = la_seule(nuage, refusee)
    assert demande.etat is Etat.INVALIDE
    assert "refusée" in agent.voir(refusee.vers).texte


def test_l73_le_plafond_est_annonce_avant_la_saisie(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    nuage.accepter(nuage.recue())
    nuage.avancer(minutes=5)

    assert "sans effet pour ce vote" in verifier(agent, nuage.maintenant).texte
    avant = verifier(agent, nuage.maintenant - timedelta(days=3))
    assert "établie avant 1 autre" in avant.texte


def test_une_periode_court_du_jour_de_l_acte(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    trop_loin = date_typee("au", "2", "3", "2028")

    refusee = verifier(agent, nuage.maintenant, portee="periode", **trop_loin)
    assert refusee.statut == 422
    assert "un an" in refusee.erreurs[0]

    juste = date_typee("au", "1", "3", "2028")
    verification = verifier(agent, nuage.maintenant, portee="periode", **juste)
    assert "Du 1er mars 2027 au 1er mars 2028" in verification.texte


def test_un_tour_passe_se_recopie_encore(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = nuage.maintenant.replace(month=4, day=12)
    agent = agent_de_mairie(nuage)

    choix = agent.voir(PAPIER).formulaire(PAPIER).choix["portee"]
    assert choix == [f"{PRESIDENTIELLE.id}:1,2", f"{PRESIDENTIELLE.id}:2", "periode"]
    verification = verifier(agent, nuage.maintenant - timedelta(days=20))
    assert "Un vote est déjà passé" in verification.texte


def test_le_texte_hostile_d_un_formulaire_n_est_que_du_texte(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())

    page = verifier(agent, nuage.maintenant, mandant_nom='"><script>alert(1)</script>')

    assert page.statut == 200
    assert "<script>alert" not in page.brut


def test_une_autre_commune_ne_voit_pas_le_formulaire(nuage: Nuage) -> None:
    nuage.peupler()
    reference = la_seule(nuage, saisir(nuage, agent_de_mairie(nuage))).reference
    d_angers = agent_de_mairie(nuage, AGENT_ANGERS, ANGERS)

    pages = {
        (page.statut, page.texte)
        for adresse in (reference, "ZZZ999", nuage.deposer().reference)
        for page in (d_angers.voir(f"{PAPIER}/{adresse}"),)
    }

    ((statut, _),) = pages
    assert statut == 404


@pytest.mark.usefixtures("seau")
def test_le_formulaire_numerise_se_joint_se_telecharge_et_se_remplace(nuage: Nuage) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    demande = la_seule(nuage, saisir(nuage, agent))
    reference = demande.reference

    assert joindre(agent, reference, UN_PDF).vers == f"{PAPIER}/{reference}"
    assert "Une numérisation est jointe" in agent.voir(f"{PAPIER}/{reference}").texte
    fichier = agent.demander(f"{PAPIER}/{reference}/numerisation")

    assert fichier.corps == UN_PDF
    assert fichier.entetes["Content-Type"] == "application/pdf"
    assert fichier.entetes["X-Content-Type-Options"] == "nosniff"
    assert (
        fichier.entetes["Content-Disposition"]
        == f'attachment; filename="procuration-{reference}.pdf"'
    )
    assert consultations(nuage, demande) == 1
    joindre(agent, reference, UN_JPEG)
    assert len(objets(nuage)) == 1


@pytest.mark.usefixtures("seau")
@pytest.mark.parametrize("contenu", DOUTEUX.values(), ids=DOUTEUX)
def test_un_fichier_douteux_est_refuse_avec_ce_qu_il_faut_faire(
    nuage: Nuage, contenu: bytes
) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    reference = la_seule(nuage, saisir(nuage, agent)).reference

    refusee = joindre(agent, reference, contenu)

    assert refusee.statut == 422
    assert len(refusee.erreurs) == 1
    assert objets(nuage) == set()


@pytest.mark.usefixtures("seau")
def test_un_envoi_de_fichier_deforme_ou_sans_jeton_n_ecrit_rien(nuage: Nuage) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    reference = la_seule(nuage, saisir(nuage, agent)).reference
    chemin = f"{PAPIER}/{reference}/numerisation"

    def envoyer(corps: bytes, type_: str) -> int:
        return agent.envoyer(chemin, corps, **{"content-type": type_}).statut

    assert joindre(agent, reference, UN_PDF, csrf="faux").statut == 403
    assert envoyer(b"--x\r\n", "multipart/form-data; boundary=x") == 400
    assert envoyer(b"--x--\r\n", "multipart/form-data") == 400
    assert envoyer(b"\x00" * (5 * 1024 * 1024), "multipart/form-data; boundary=x") == 413
    trop = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="c%d"\r\n\r\n1\r\n' % n for n in range(50)
    )
    assert envoyer(trop + b"--x--\r\n", "multipart/form-data; boundary=x") == 400
    assert objets(nuage) == set()


def test_une_seconde_saisie_ne_passe_pas_avec_une_premiere_falsifiee(nuage: Nuage) -> None:
    agent = agent_de_mairie(nuage.peupler())
    champs = verifier(agent, nuage.maintenant).formulaire(ENREGISTREMENT).champs
    tout = champs | seconde_saisie(nuage.maintenant)

    for faux in (
        {"mandataire_recherche": ""},
        {"autorite_qualite": "MINISTERE_INTERIEUR"},
        {"portee": "aucun:1"},
        premiere_saisie(nuage.maintenant + timedelta(days=1)),
    ):
        assert agent.envoyer(ENREGISTREMENT, tout | faux).statut == 422
    assert toutes(nuage) == 0


def test_r77_le_dossier_dit_que_le_mandant_se_previent_par_courrier(nuage: Nuage) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    demande = la_seule(nuage, saisir(nuage, agent))
    nuage.transmettre(demande)

    dossier = agent.voir(f"/mairie/procurations/{demande.reference}")

    assert "Mandant à prévenir par courrier" in dossier.texte
    assert "350000012" in dossier.texte
    assert dossier.liens["Joindre le formulaire numérisé"] == f"{PAPIER}/{demande.reference}"
    decidee = nuage.accepter(nuage.relire(demande))
    frise = agent.voir(f"/mairie/procurations/{decidee.reference}").texte
    assert "Formulaire sur papier saisi par la mairie" in frise
    assert "déposée en ligne" not in frise


def test_le_formulaire_sur_papier_peut_etre_refuse_parce_qu_il_n_est_pas_signe(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    demande = la_seule(nuage, saisir(nuage, agent))
    nuage.transmettre(demande)
    chemin = f"/mairie/procurations/{demande.reference}"

    agent.remplir(agent.voir(chemin), f"{chemin}/refus", motif="M16")

    refusee = nuage.relire(demande)
    assert refusee.decision is not None
    assert refusee.decision.motif == "M16"
