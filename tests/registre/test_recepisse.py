"""The récépissé in PDF."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from chalicelib.registre.recepisse import en_pdf, recepisse_de
from tests.portails.exemples import (
    DEPOSEE,
    INVALIDE,
    LE_14_JUIN,
    PAR_NNE,
    REMPLACEE,
    RESILIATION_DEMANDEE,
    RESILIEE,
    SCRUTINS,
    VALIDE,
)


def lire(demande) -> tuple[int, str, bytes]:
    pdf = en_pdf(recepisse_de(demande, SCRUTINS, "Rennes (Ille-et-Vilaine)", LE_14_JUIN))
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), "\n".join(page.extract_text() for page in pages), pdf


def test_le_recepisse_dit_qui_quoi_quand_et_par_qui():
    nombre, texte, _ = lire(VALIDE)
    assert nombre == 1
    for attendu in (
        "XBQ7V3",
        "Lefèvre-Świątek",
        "Œlla",
        "Łukasik",
        "Ștefan",
        "Rennes (Ille-et-Vilaine)",
        "Premier tour : dimanche 20 juin 2021",
        "Yann Le Goff, officier de police judiciaire",
        "14 juin 2021 à 15 h 32",
        "Acceptée par la mairie",
        "pas un service de l’État",
    ):
        assert attendu in " ".join(texte.split())


def test_un_refus_de_la_mairie_y_figure():
    _, texte, _ = lire(INVALIDE)
    assert "Refusée par la mairie" in texte
    assert "Acceptée" not in texte


def test_une_resiliation_y_figure_avec_l_autorite():
    _, texte, _ = lire(RESILIEE)
    lu = " ".join(texte.split())
    for attendu in (
        "Résiliée",
        "Résiliation demandée en ligne",
        "Procuration résiliée par Inès Moreau, agent de police judiciaire, à Angers",
    ):
        assert attendu in lu


def test_une_resiliation_seulement_demandee_n_est_pas_dite_faite():
    _, texte, _ = lire(RESILIATION_DEMANDEE)
    assert "Résiliation demandée en ligne" in texte
    assert "Procuration résiliée" not in texte


def test_une_procuration_remplacee_dit_par_laquelle():
    _, texte, _ = lire(REMPLACEE)
    lu = " ".join(texte.split())
    assert "remplacée par C4KD9W" in lu
    assert "demandée en ligne" not in lu.replace("Demande déposée en ligne", "")


def test_ni_le_numero_d_electeur_ni_la_naissance_du_mandataire_n_y_figurent():
    _, texte, _ = lire(replace(VALIDE, mandataire=PAR_NNE))
    assert PAR_NNE.nne not in texte
    assert "1972" not in texte
    assert "Désigné par son numéro national d’électeur" in " ".join(texte.split())


def test_des_noms_de_256_caracteres_et_du_balisage_tiennent_sur_une_page():
    long = replace(VALIDE.mandant.etat_civil, nom="W" * 256, prenoms=("É" * 200,) * 5)
    piege = replace(VALIDE.mandataire, nom="<b>&amp; Ștefan</i>" * 10)
    nombre, texte, _ = lire(
        replace(VALIDE, mandant=replace(VALIDE.mandant, etat_civil=long), mandataire=piege)
    )
    assert nombre == 1
    assert texte.replace("\n", "").count("W") >= 256
    assert "<b>&amp;" in texte


def test_les_polices_sont_dans_le_fichier():
    _, _, pdf = lire(VALIDE)
    polices = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    employees = {
        police.get_object()["/BaseFont"]: police.get_object() for police in polices.values()
    }
    embarquees = {
        nom.split("+")[1]
        for nom, police in employees.items()
        if "/FontDescriptor" in police and "/FontFile2" in police["/FontDescriptor"]
    }
    assert embarquees == {"DejaVuSans", "DejaVuSans-Bold"}


def test_le_meme_etat_donne_le_meme_fichier():
    assert lire(VALIDE)[2] == lire(VALIDE)[2]


def test_une_demande_non_etablie_n_a_pas_de_recepisse():
    with pytest.raises(ValueError, match="not established"):
        recepisse_de(DEPOSEE, SCRUTINS, "Rennes", LE_14_JUIN)
