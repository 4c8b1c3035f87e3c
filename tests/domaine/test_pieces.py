"""What may be kept of a scan (REG-03, RET-03), told from its content alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.actes import Saisie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide, TransitionInterdite
from chalicelib.domaine.etats import ETABLIES, Etat, Evenement, Role
from chalicelib.domaine.pieces import JPEG, PDF, PNG, TAILLE_MAX, Genre, numeriser, reconnaitre
from tests.constructeurs import AGENT_RENNES
from tests.domaine.exemples import DEPOT, GESTES, demande_dans, papier

MIDI = DEPOT + timedelta(hours=3)
FICHIERS = {
    "pdf": (b"%PDF-1.7\n...\n%%EOF\n", PDF),
    "jpeg": (b"\xff\xd8\xff\xe0...\xff\xd9", JPEG),
    "png": (b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82", PNG),
}


@pytest.mark.parametrize("contenu,genre", FICHIERS.values(), ids=FICHIERS)
def test_ret_03_un_fichier_est_reconnu_a_son_debut_et_a_sa_fin(
    contenu: bytes, genre: Genre
) -> None:
    assert reconnaitre(contenu) is genre


@pytest.mark.parametrize("contenu,genre", FICHIERS.values(), ids=FICHIERS)
def test_ret_03_un_fichier_coupe_est_refuse(contenu: bytes, genre: Genre) -> None:
    with pytest.raises(SaisieInvalide, match="incomplet"):
        reconnaitre(contenu[:-6])


@pytest.mark.parametrize(
    "contenu,phrase",
    [(b"", "Choisissez le fichier"), (b"MZ...%%EOF", "PDF, JPEG ou PNG"), (b" %PDF-%%EOF", "PDF")],
    ids=["vide", "autre", "decale"],
)
def test_ret_03_ni_un_fichier_vide_ni_un_autre_genre(contenu: bytes, phrase: str) -> None:
    with pytest.raises(SaisieInvalide, match=phrase) as refus:
        reconnaitre(contenu)
    assert set(refus.value.erreurs) == {"fichier"}


def test_ret_03_quatre_mega_octets_et_pas_un_de_plus() -> None:
    juste = b"%PDF-" + b" " * (TAILLE_MAX - 10) + b"%%EOF"

    assert len(juste) == TAILLE_MAX == 4_194_304
    assert reconnaitre(juste) is PDF
    with pytest.raises(SaisieInvalide, match="4 Mo") as refus:
        reconnaitre(b"%PDF-" + juste[4:])
    assert set(refus.value.erreurs) == {"fichier"}


def test_iso_32000_la_marque_de_fin_d_un_pdf_est_dans_ses_1024_derniers_octets() -> None:
    debut = b"%PDF-1.7"

    assert reconnaitre(debut + b"%%EOF" + b"\n" * 1019) is PDF
    with pytest.raises(SaisieInvalide, match="incomplet") as refus:
        reconnaitre(debut + b"%%EOF" + b"\n" * 1020)
    assert set(refus.value.erreurs) == {"fichier"}


def test_reg_03_la_numerisation_se_joint_au_formulaire_et_remplace_la_precedente() -> None:
    une, _ = numeriser(papier(), AGENT_RENNES, "un.pdf", MIDI)
    autre, ecriture = numeriser(une, AGENT_RENNES, "deux.pdf", MIDI)

    assert papier().saisie == Saisie(agent=AGENT_RENNES.cle, le=DEPOT, cle="cle-saisie")
    assert une.saisie is not None
    assert une.saisie.numerisation == "un.pdf"
    assert autre.saisie == Saisie(
        agent=AGENT_RENNES.cle, le=DEPOT, cle="cle-saisie", numerisation="deux.pdf"
    )
    assert (autre.etat, autre.version, autre.dernier) == (Etat.ETABLIE, 3, Evenement.NUMERISATION)
    assert (ecriture.role, ecriture.acteur, ecriture.instant) == (
        Role.MAIRIE,
        AGENT_RENNES.cle,
        MIDI,
    )


def test_reg_03_une_demande_en_ligne_n_a_pas_de_formulaire() -> None:
    with pytest.raises(ValueError, match="papier"):
        numeriser(demande_dans(Etat.VALIDE), AGENT_RENNES, "un.pdf", MIDI)


@pytest.mark.parametrize("etat", list(Etat))
def test_ret_03_r76_le_formulaire_se_joint_quoi_qu_il_soit_advenu(etat: Etat) -> None:
    demande: Demande = demande_dans(etat)

    if etat in ETABLIES:
        assert GESTES["numériser"](demande, MIDI)[0].etat is etat
        return
    with pytest.raises(TransitionInterdite):
        GESTES["numériser"](demande, MIDI)
