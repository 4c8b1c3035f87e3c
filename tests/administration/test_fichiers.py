"""Files of all kinds, good and bad: each error has its line, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.administration.outils import (
    ENTETE_DELEGATIONS,
    ENTETE_HABILITATIONS,
    ENTETE_LIEUX,
    ENTETE_SCRUTINS,
    OPJ,
    QUI,
    Poste,
    habilitation,
)

ENTETES = {
    "habilitations": ENTETE_HABILITATIONS,
    "scrutins": ENTETE_SCRUTINS,
    "delegations": ENTETE_DELEGATIONS,
    "lieux": ENTETE_LIEUX,
}


def refuser(poste: Poste, contenu: bytes) -> list[str]:
    """Loads these bytes as habilitations, which must be refused; the errors, without the last
    line."""
    chemin = poste.dossier / "mauvais.csv"
    chemin.write_bytes(contenu)
    reponse = poste.lancer("habilitations", "charger", str(chemin), *QUI)
    assert reponse.code == 1
    assert reponse.dit == ""
    assert reponse.erreurs[-1].endswith("Rien n'a été écrit.")
    assert list(poste.tables.actes(2027)) == []
    return reponse.erreurs[:-1]


@pytest.mark.parametrize("separateur", [";", ","])
@pytest.mark.parametrize("debut", ["", "\ufeff"])
@pytest.mark.parametrize("fin_de_ligne", ["\n", "\r\n"])
def test_un_fichier_de_tableur_se_lit_avec_ou_sans_marque_d_ordre(
    poste: Poste, separateur: str, debut: str, fin_de_ligne: str
) -> None:
    lignes = [ENTETE_HABILITATIONS, habilitation(lieu="Châteaulin"), ";" * 10, ""]
    texte = debut + fin_de_ligne.join(lignes).replace(";", separateur)
    chemin = poste.dossier / "tableur.csv"
    chemin.write_bytes(texte.encode())

    reponse = poste.lancer("habilitations", "charger", str(chemin), *QUI)

    assert reponse.code == 0
    assert poste.tables.habilitations([OPJ])[OPJ].lieu == "Châteaulin"


def test_un_accent_decompose_devient_une_lettre(poste: Poste) -> None:
    poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation(lieu="Cha\u0302teaulin"))

    assert poste.tables.habilitations([OPJ])[OPJ].lieu == "Châteaulin"


def test_une_colonne_inconnue_manquante_ou_repetee_est_dite(poste: Poste) -> None:
    erreurs = refuser(poste, b"agent;qualite;qualite;unite;lieu;du;secret\n")

    assert [erreur.partition(".")[0] for erreur in erreurs] == [
        "Ligne 1 : colonne inconnue « secret »",
        "Ligne 1 : il manque la colonne « au »",
        "Ligne 1 : la colonne « qualite » est là 2 fois",
    ]


def test_un_fichier_d_un_autre_codage_est_dit_avec_sa_ligne(poste: Poste) -> None:
    contenu = f"{ENTETE_HABILITATIONS}\n{habilitation(lieu='Châteaulin')}\n".encode("cp1252")

    assert refuser(poste, contenu) == [
        "Ligne 2 : le fichier n'est pas en UTF-8. Enregistrez-le au format « CSV UTF-8 »."
    ]


def test_une_ligne_trop_courte_trop_longue_ou_invisible_est_dite(poste: Poste) -> None:
    cachee = habilitation(lieu="Ren\u200bnes")
    contenu = f"{ENTETE_HABILITATIONS}\n{habilitation()}\na;b\n{habilitation()};x\n{cachee}\n"

    assert refuser(poste, contenu.encode()) == [
        "Ligne 3 : 2 cellule(s) pour 11 colonnes.",
        "Ligne 4 : 12 cellule(s) pour 11 colonnes.",
        "Ligne 5 : une cellule contient un retour à la ligne ou un caractère invisible.",
    ]


def test_des_guillemets_mal_fermes_sont_dits(poste: Poste) -> None:
    (erreur,) = refuser(poste, f'{ENTETE_HABILITATIONS}\n"{habilitation()}\n'.encode())

    assert "guillemets mal fermés" in erreur


@pytest.mark.parametrize("contenu", [b"", b"\n\n"])
def test_un_fichier_vide_est_refuse(poste: Poste, contenu: bytes) -> None:
    assert refuser(poste, contenu)


def test_un_fichier_sans_donnees_est_refuse(poste: Poste) -> None:
    assert refuser(poste, ENTETE_HABILITATIONS.encode()) == [
        "Le fichier ne contient aucune ligne de données."
    ]


def test_un_fichier_absent_est_dit(poste: Poste, tmp_path: Path) -> None:
    reponse = poste.lancer("lieux", "verifier", str(tmp_path / "absent.csv"))

    assert reponse.code == 1
    assert "absent.csv ne se lit pas." in reponse.erreurs[0]


def test_toutes_les_erreurs_d_un_fichier_sont_dites_a_la_fois(poste: Poste) -> None:
    lignes = [
        habilitation(),
        habilitation(agent="opj sans siret"),
        habilitation(agent="13000640400014/b", qualite="MAIRE"),
        habilitation(agent="13000640400014/c", du="2027-02-30", au="demain"),
        habilitation(),
    ]

    reponse = poste.charger("habilitations", ENTETE_HABILITATIONS, *lignes)

    assert [erreur.partition(" :")[0] for erreur in reponse.erreurs[:-1]] == [
        "Ligne 3",
        "Ligne 4",
        "Ligne 5",
        "Ligne 5",
        "Ligne 6",
    ]
    assert reponse.erreurs[-1] == "Fichier refusé, 5 erreur(s). Rien n'a été écrit."
    assert poste.tables.habilitations([OPJ]) == {}


def test_d_un_fichier_tres_faux_on_lit_les_deux_cents_premieres_erreurs(poste: Poste) -> None:
    lignes = [habilitation(agent="x") for _ in range(250)]

    reponse = poste.charger("habilitations", ENTETE_HABILITATIONS, *lignes)

    assert len(reponse.erreurs) == 202
    assert reponse.erreurs[-2] == "… et 50 autre(s)."


@pytest.mark.parametrize("genre", ENTETES)
def test_une_cellule_demesuree_est_refusee(poste: Poste, genre: str) -> None:
    colonnes = ENTETES[genre].split(";")

    reponse = poste.charger(genre, ENTETES[genre], ";".join(["x" * 201, *colonnes[1:]]))

    assert reponse.code == 1
    assert f"Ligne 2 : « {colonnes[0]} » dépasse 200 caractères." in reponse.erreurs


@pytest.mark.parametrize("genre", ENTETES)
def test_une_ligne_de_cellules_vides_sauf_une_dit_chaque_manque(poste: Poste, genre: str) -> None:
    vides = ";" * (len(ENTETES[genre].split(";")) - 1)

    reponse = poste.charger(genre, ENTETES[genre], f"{vides}x")

    assert reponse.code == 1
    assert any("est vide." in erreur for erreur in reponse.erreurs)
