"""The messages: what each must say, and what none may hold (domaine.md, d)."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from chalicelib.courriels.rendu import composer
from chalicelib.courriels.vues import SUJETS
from chalicelib.domaine.actes import Support
from chalicelib.domaine.libelles import MOTIFS_AU_MANDANT
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.services.avis_au_mandataire import AU_MANDATAIRE
from chalicelib.services.courrier import Message
from tests.courriels.exemples import DEMANDES
from tests.portails.exemples import (
    DE_PERIODE,
    DEPOSEE,
    INVALIDE,
    LE_14_JUIN,
    MANDANT,
    MANDATAIRE,
    NULLE_A_UN_TOUR,
    PAR_NNE,
    REMPLACEE,
    RESILIEE,
    SCRUTINS,
    VALIDE,
)


def ecrire(message: Message, demande=None, maintenant=LE_14_JUIN) -> EmailMessage:
    brut = composer(
        message,
        demande or DEMANDES[message],
        scrutins=SCRUTINS,
        cle="XBQ7V3#1#M1",
        expediteur="ne-pas-repondre@exemple.fr",
        url_portail="https://exemple.fr/electeur",
        maintenant=maintenant,
    )
    return email.message_from_bytes(brut, policy=email.policy.default)


def corps(courriel: EmailMessage) -> dict[str, str]:
    parties = {genre: courriel.get_body((genre,)) for genre in ("plain", "html")}
    return {
        genre: partie.get_content().replace("\u00a0", " ")
        for genre, partie in parties.items()
        if partie
    }


@pytest.mark.parametrize("message", list(Message))
def test_aucun_courriel_ne_contient_numero_naissance_ni_nom_du_mandataire(message):
    for mandataire in (MANDATAIRE, PAR_NNE):
        courriel = ecrire(message, replace(DEMANDES[message], mandataire=mandataire))
        for texte in (*corps(courriel).values(), str(courriel["Subject"])):
            for interdit in ("Łukasik", "Ștefan", "123456789", "1985", "1950", "1972"):
                assert interdit not in texte


@pytest.mark.parametrize("message", list(Message))
def test_l_objet_ne_dit_ni_qui_ni_la_reference(message):
    objet = ecrire(message)["Subject"]
    assert objet == SUJETS[message]
    for interdit in ("XBQ7V3", "Zoé", "Lefèvre", "Rennes"):
        assert interdit not in objet


@pytest.mark.parametrize("message", list(Message))
def test_chaque_courriel_a_un_texte_et_un_html_en_francais_sans_image_distante(message):
    courriel = ecrire(message)
    parties = corps(courriel)
    assert set(parties) == {"plain", "html"}
    assert courriel["Content-Language"] == "fr"
    assert courriel["Auto-Submitted"] == "auto-generated"
    au_mandataire = message in AU_MANDATAIRE
    ailleurs = au_mandataire or message is Message.M1X
    assert (courriel["X-Maprocuration-Envoi"] == "XBQ7V3#1#M1") is not ailleurs
    assert re.fullmatch(r"<[0-9a-f]{32}@exemple\.fr>", courriel["Message-ID"])
    autres = dict.fromkeys(AU_MANDATAIRE, "louis@exemple.fr") | {Message.M1X: "vieille@exemple.fr"}
    assert courriel["To"] == autres.get(message, MANDANT.courriel)
    assert set(re.findall(r'src="([^"]+)"', parties["html"])) <= {"cid:qr@maprocuration"}
    for texte in parties.values():
        assert "Ce n’est pas un service de l’État" in texte
        # No link to a personal page for who has none.
        assert ("https://exemple.fr/electeur" in texte) is not au_mandataire


@pytest.mark.parametrize("message", list(Message))
def test_une_reference_a_presenter_a_son_code_qr_et_elle_seule(message):
    images = [p for p in ecrire(message).walk() if p.get_content_type() == "image/png"]
    attendues = 1 if message in {Message.M1, Message.M1B, Message.M5A} else 0
    assert [image["Content-ID"] for image in images] == ["<qr@maprocuration>"] * attendues
    assert all(image.get_content().startswith(b"\x89PNG") for image in images)


def test_m1_donne_la_reference_et_dit_ou_aller():
    courriel = ecrire(Message.M1)
    for texte in corps(courriel).values():
        for attendu in (
            "XBQ7V3",
            "27 juin 2021",  # the second tour, sooner than two months
            "commissariat",
            "gendarmerie",
            "pièce d’identité",
        ):
            assert attendu in texte


@pytest.mark.parametrize(
    "jours, averti", [(0, False), (3, False), (4, True), (6, True), (14, False)]
)
def test_m1_avertit_quand_le_vote_a_lieu_dans_moins_de_trois_jours(jours, averti):
    # The tours are on 20 and 27 June; the demande is of the 14th.
    seul_premier = replace(DEPOSEE, portee=replace(DEPOSEE.portee, tours=(1,)))
    courriel = ecrire(Message.M1, seul_premier, LE_14_JUIN + timedelta(days=jours))
    for texte in corps(courriel).values():
        assert ("au plus vite" in texte) is averti


def test_m2_est_le_recepisse_avec_l_agent_la_date_et_le_lieu():
    for texte in corps(ecrire(Message.M2)).values():
        for attendu in (
            "Yann Le Goff, officier de police judiciaire",
            "14 juin 2021 à 15 h 32",
            "à Rennes",
            "Premier tour : dimanche 20 juin 2021",
        ):
            assert attendu in texte


def test_m3a_dit_au_mandant_de_prevenir_et_comment_le_mandataire_vote():
    textes = corps(ecrire(Message.M3A))
    for attendu in ("bureau de vote", "pièce d’identité", "aucun courrier"):
        assert all(attendu in texte for texte in textes.values())


@pytest.mark.parametrize("code", sorted(MOTIFS))
def test_m3b_dit_chaque_motif_en_francais_courant_et_quoi_faire(code):
    decision = replace(INVALIDE.decision, motif=code)
    textes = corps(ecrire(Message.M3B, replace(INVALIDE, decision=decision)))
    assert MOTIFS_AU_MANDANT[code] in textes["plain"]
    assert MOTIFS[code].conseil in textes["plain"]
    assert "dimanche 20 juin 2021" in textes["html"]


def test_le_texte_libre_de_la_mairie_reste_hors_du_courriel():
    decision = replace(INVALIDE.decision, motif="M18", precision="Louis Martin, né en 1990")
    textes = corps(ecrire(Message.M3B, replace(INVALIDE, decision=decision)))
    assert all("Martin" not in texte for texte in textes.values())


def test_un_nom_balise_ou_un_saut_de_ligne_ne_changent_pas_le_courriel():
    civil = replace(DEPOSEE.mandant.etat_civil, nom="O'Brien <b>")
    courriel = ecrire(
        Message.M1, replace(DEPOSEE, mandant=replace(DEPOSEE.mandant, etat_civil=civil))
    )
    textes = corps(courriel)
    assert "O'Brien <b>" in textes["plain"]
    assert "<b>" not in textes["html"]


def test_une_adresse_a_deux_lignes_est_refusee():
    piege = replace(DEPOSEE.mandant, courriel="a@exemple.fr\r\nBcc: b@exemple.fr")
    with pytest.raises(ValueError, match=r"(?i)cr|lf|invalid"):
        ecrire(Message.M1, replace(DEPOSEE, mandant=piege))


def test_deux_essais_du_meme_envoi_ont_le_meme_identifiant():
    assert ecrire(Message.M2)["Message-ID"] == ecrire(Message.M2)["Message-ID"]


def test_m5a_dit_que_la_procuration_vaut_encore_et_jusqu_a_quand_venir_r78():
    for texte in corps(ecrire(Message.M5A)).values():
        for attendu in (
            "XBQ7V3",
            "pas résiliée",
            "27 juin 2021",  # the second tour, sooner than two months
            "commissariat",
            "pièce d’identité",
            "Ne vous présentez pas",
        ):
            assert attendu in texte


def test_m5a_rappelle_que_le_mandant_peut_voter_lui_meme_quand_le_vote_est_proche_l76():
    textes = corps(ecrire(Message.M5A, maintenant=LE_14_JUIN + timedelta(days=5)))
    assert all("avant la personne désignée" in texte for texte in textes.values())


def test_m5_confirme_devant_qui_quand_et_ou():
    for texte in corps(ecrire(Message.M5)).values():
        for attendu in (
            "Inès Moreau, agent de police judiciaire",
            "17 juin 2021 à 10 h 32",
            "à Angers",
            "ne permet plus de voter",
            "nouvelle procuration",
        ):
            assert attendu in texte
        assert "REMPLACÉE" not in texte.upper()


def test_m5_dit_la_reference_de_la_procuration_qui_remplace_l75():
    for texte in corps(ecrire(Message.M5, REMPLACEE)).values():
        assert "C4KD9W" in texte
        assert "dans le même acte" in texte
        assert "déposez une demande" not in texte


def test_m5_d_une_resiliation_sans_guichet_ne_nomme_personne():
    acte = replace(RESILIEE.resiliation, nom="", prenom="", qualite=None, lieu="")
    textes = corps(ecrire(Message.M5, replace(RESILIEE, resiliation=acte)))
    assert "17 juin 2021" in textes["plain"]
    assert "par ," not in textes["plain"]
    assert "<br>à" not in textes["html"]


@pytest.mark.parametrize(
    "message, attendus",
    [
        (Message.M4, ("est nulle", "L73", "établies en premier", "voter vous-même", "20 juin")),
        (Message.M4B, ("nulle le 20 juin 2021", "reste valable le 27 juin 2021", "L73")),
        (Message.M4R, ("place s’est libérée", "examinée de nouveau", "rien à faire")),
        (Message.M3R, ("par erreur", "contrôle de nouveau", "rien à faire")),
        (Message.M5B, ("L76", "le 20 juin 2021", "reste valable le 27 juin 2021")),
        (Message.M6, ("Le maire", "L77", "R80", "nouvelle procuration")),
        (Message.M6C, ("n’êtes plus inscrit", "erreur", "nouvelle procuration")),
    ],
)
def test_articles_l73_l76_l77_r80_chaque_fin_dit_pourquoi_et_quoi_faire(message, attendus):
    for texte in corps(ecrire(message)).values():
        assert [attendu for attendu in attendus if attendu not in texte] == []


def test_m6_ne_dit_pas_si_le_mandataire_est_mort_ou_prive_de_ses_droits():
    for texte in corps(ecrire(Message.M6)).values():
        assert not re.search("décè|décéd|droits|condamn", texte)


def test_m3a_dit_a_quel_tour_la_procuration_acceptee_est_nulle():
    for texte in corps(ecrire(Message.M3A, NULLE_A_UN_TOUR)).values():
        assert "nulle le 20 juin 2021" in texte
        assert "valable le 27 juin 2021" in texte
    assert all("nulle" not in texte for texte in corps(ecrire(Message.M3A)).values())


def test_m4b_dit_aussi_que_tous_les_jours_sont_rendus():
    for texte in corps(ecrire(Message.M4B, VALIDE)).values():
        assert "de nouveau valable pour tous les jours" in texte
        assert "nulle" not in texte


def test_une_periode_ne_liste_pas_les_jours_qui_lui_restent():
    periode = replace(NULLE_A_UN_TOUR, portee=DE_PERIODE.portee)
    for texte in corps(ecrire(Message.M4B, periode)).values():
        assert "reste valable pour les autres votes de la période" in texte


def test_m1b_rappelle_la_reference_le_delai_et_ce_qui_est_efface_ensuite():
    for texte in corps(ecrire(Message.M1B)).values():
        for attendu in ("XBQ7V3", "27 juin 2021", "dimanche 20 juin 2021", "15 août 2021"):
            assert attendu in texte


def test_m1c_dit_qu_aucune_procuration_n_existe_et_ce_qui_reste_possible():
    encore = corps(ecrire(Message.M1C))
    trop_tard = corps(ecrire(Message.M1C, maintenant=LE_14_JUIN + timedelta(days=20)))
    for texte in encore.values():
        for attendu in ("ucune procuration n’existe".upper(), "déposer une nouvelle demande"):
            assert attendu.lower() in texte.lower()
    for texte in trop_tard.values():
        assert "Vous n’avez rien à faire" in texte
        assert "nouvelle demande" not in texte


def test_m1r_redonne_la_reference_a_qui_doit_encore_se_presenter():
    a_presenter = corps(ecrire(Message.M1R, DEPOSEE))
    deja_vue = corps(ecrire(Message.M1R, VALIDE))
    assert all("Présentez-vous" in texte for texte in a_presenter.values())
    assert all("Présentez-vous" not in texte for texte in deja_vue.values())
    for texte in (*a_presenter.values(), *deja_vue.values()):
        assert "Rien n’est plus envoyé à l’ancienne" in texte


def test_m1x_ne_dit_rien_a_qui_avait_l_adresse_par_erreur():
    courriel = ecrire(Message.M1X)
    brut = courriel.as_string()
    for interdit in ("XBQ7V3", MANDANT.courriel, "Zoé", "Lefèvre", "Rennes", "2021-06"):
        assert interdit not in brut
    for texte in corps(courriel).values():
        assert "14 juin 2021 à" in texte
        assert "rien à faire" in texte


def test_m9_dit_quand_et_ne_renvoie_pas_a_un_espace_qui_n_existe_pas():
    en_ligne = DEMANDES[Message.M9]
    for texte in corps(ecrire(Message.M9)).values():
        assert "28 juin 2022" in texte
        assert "télécharger vos données" in texte
    for texte in corps(ecrire(Message.M9, replace(en_ligne, support=Support.PAPIER))).values():
        assert "télécharger" not in texte
        assert "service des élections" in texte


@pytest.mark.parametrize("message", sorted(AU_MANDATAIRE))
def test_m7_ne_dit_au_mandataire_que_qui_quand_et_ou(message):
    courriel = ecrire(message)
    brut = courriel.as_string()
    for interdit in ("XBQ7V3", MANDANT.courriel, "Le Goff", "Moreau", "href", "L73", "résili"):
        assert interdit not in brut
    for texte in corps(courriel).values():
        for attendu in ("Zoé", "Lefèvre", "Rennes", "27 juin 2021"):
            assert attendu in texte


def test_m7_dit_le_bureau_quand_il_est_connu_et_comment_refuser():
    for texte in corps(ecrire(Message.M7)).values():
        assert "0112" in texte
        assert "Premier tour : dimanche 20 juin 2021" in texte
        assert "Rien ne vous y oblige" in texte
    for texte in corps(ecrire(Message.M7, replace(VALIDE, avise="louis@exemple.fr"))).values():
        assert "carte électorale" in texte


def test_m7c_ne_donne_que_les_jours_qui_restent_l73():
    for texte in corps(ecrire(Message.M7C)).values():
        assert "Premier tour" not in texte
        assert "Second tour : dimanche 27 juin 2021" in texte
        assert "le 20 juin 2021" in texte
