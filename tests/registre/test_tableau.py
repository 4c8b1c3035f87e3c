"""The writers of CSV, XLSX and PDF: texts that stay texts, rows read as they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pypdf import PdfReader

from chalicelib.registre.cesure import couper
from chalicelib.registre.csv import garder
from chalicelib.registre.tableau import (
    Cellule,
    Colonne,
    Format,
    Tableau,
    ecrire,
    en_octets,
)
from chalicelib.registre.tri import trier

LE_1ER_MARS = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)

DANGEREUX = [
    *("=1+1", "+33", "-Jean", "@SOMME(A1)", "\tNom", "\rNom", "\nNom"),
    *("＝1+1", "＋1", "－1", "＠a", "−1", "  =1", "\u00a0=1", '"=1', "'=1", " ' =1"),
    *("'t Hart", "2E3456", "0012"),
]
SAINS = ["Œuvrard", "D’Arc", "Le Goff-Martin", "1er mars", "3", "", "a=b", "25E", "E25"]


def tableau(*titres: str, **options: object) -> Tableau:
    colonnes = tuple(Colonne(titre, 20) for titre in titres)
    dits: dict[str, object] = {"titre": "Registre", "sous_titres": ("Rennes",), "pied": "R76-1"}
    return Tableau(colonnes=colonnes, **(dits | options))  # type: ignore[arg-type]


def lu_en_csv(contenu: bytes) -> list[list[str]]:
    texte = contenu.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))


def rendu(cellule: str) -> str:
    """What docs/api/registre.md asks of whoever reads the CSV back."""
    return cellule.removeprefix("'")


@pytest.mark.parametrize("texte", DANGEREUX)
def test_ce_qu_un_tableur_calculerait_ou_recrirait_suit_une_apostrophe(texte: str) -> None:
    contenu = en_octets(Format.CSV, tableau(texte), [(texte,)])
    assert lu_en_csv(contenu) == [[f"'{texte}"], [f"'{texte}"]]


@pytest.mark.parametrize("texte", SAINS)
def test_le_reste_est_ecrit_tel_quel(texte: str) -> None:
    assert garder(texte) == texte


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), max_size=4))
def test_tout_texte_revient_du_csv_et_rien_n_y_commence_une_formule(textes: list[str]) -> None:
    lignes = [(f"{signe}{texte}",) for texte in textes for signe in ("", "=", "-", "'", " +")]

    _, *lues = lu_en_csv(en_octets(Format.CSV, tableau("Nom"), lignes))

    assert [(rendu(cellule),) for (cellule,) in lues] == lignes
    assert not [c for (c,) in lues if c.strip(" '\"\u00a0")[:1] in {*"=+-@"} and c[0] != "'"]


def test_un_classeur_ne_tient_que_des_textes_et_de_vraies_dates() -> None:
    lignes: list[tuple[Cellule, ...]] = [(texte, LE_1ER_MARS) for texte in [*DANGEREUX, *SAINS]]
    lignes.append(("http://exemple.fr", LE_1ER_MARS))

    contenu = en_octets(Format.XLSX, tableau("=Nom", "Le"), lignes)

    feuille = load_workbook(io.BytesIO(contenu)).worksheets[0]
    cellules = [ligne[0] for ligne in feuille.iter_rows()]
    assert {c.data_type for c in cellules if c.value} == {"s"}
    assert [unescape(c.value or "") for c in cellules] == [
        "=Nom",
        *(str(ligne[0]) for ligne in lignes),
    ]
    assert not [c for c in cellules if c.hyperlink]
    # 9:30 UTC is half past ten in Paris, and a day that sorts.
    assert feuille["B2"].value == datetime(2027, 3, 1, 10, 30)  # noqa: DTZ001
    assert (feuille.freeze_panes, feuille["B2"].number_format) == ("A2", "dd/mm/yyyy hh:mm")


def test_un_pdf_repete_son_entete_numerote_ses_pages_et_ne_coupe_aucun_nom() -> None:
    nom = "Çelik-Œuvrard-Noël " + "Anticonstitutionnellement" * 8
    lignes = [(f"{nom}{rang}", "officier de police judiciaire", LE_1ER_MARS) for rang in range(40)]

    contenu = en_octets(Format.PDF, tableau("Mandant", "Autorité", "Établie le"), lignes)

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages]
    assert len(pages) > 2
    for numero, page in enumerate(pages, start=1):
        for repete in ("Registre", "Rennes", "Mandant", "R76-1", f"Page {numero} /"):
            assert repete in page
        assert str(len(pages)) in page.split("/")[1][:4]
    ecrit = "".join("".join(pages).split())
    assert ecrit.count("".join(nom.split())) == 40
    assert ecrit.count("1ermars2027à10h30") == 40


@pytest.mark.parametrize("format_", Format)
def test_les_lignes_sont_lues_a_mesure_qu_elles_sont_ecrites(format_: Format) -> None:
    lues = 0
    au_premier_octet = []

    def lignes() -> Iterator[tuple[str, ...]]:
        nonlocal lues
        for rang in range(3000):
            lues += 1
            yield (f"Durand {rang}", "Camille " * 5)

    class Sortie(io.BytesIO):
        def write(self, octets: bytes) -> int:  # type: ignore[override]
            au_premier_octet.append(lues)
            return super().write(octets)

    ecrire(format_, tableau("Nom", "Prénoms"), lignes(), Sortie())

    assert lues == 3000
    if format_ is Format.CSV:
        assert au_premier_octet[0] < 3000


def test_un_classeur_de_plusieurs_rangs_se_lit_de_meme_sans_position() -> None:
    """What goes to S3 in parts can't be written over."""

    class Flux(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    sortie = Flux()
    ecrire(Format.XLSX, tableau("Nom"), [("Œuvrard",)], sortie)
    assert load_workbook(io.BytesIO(sortie.getvalue())).worksheets[0]["A2"].value == "Œuvrard"


def test_une_page_par_bureau_a_son_titre_et_des_rangs_hauts_pour_signer() -> None:
    lignes = [("Bureau 1", "Abel"), ("Bureau 1", "Zoé"), ("Bureau 2", "Noé")]

    contenu = en_octets(Format.PDF, tableau("Bureau", "Mandant", page_par=0, haut_mm=80), lignes)

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages]
    titres = ["Bureau 1" in page for page in pages], ["Bureau 2" in page for page in pages]
    assert titres == ([True, False], [False, True])


def test_un_registre_vide_le_dit() -> None:
    contenu = en_octets(Format.PDF, tableau("Mandant"), [])
    assert "Aucune procuration" in PdfReader(io.BytesIO(contenu)).pages[0].extract_text()


@settings(max_examples=60, deadline=None)
@given(st.text("ab- \u00a0", max_size=60), st.integers(1, 12))
def test_une_cesure_ne_perd_rien_et_ne_deborde_pas(texte: str, largeur: int) -> None:
    lignes = couper(texte, largeur, len)
    assert "".join("".join(lignes).split(" ")) == "".join(texte.split(" "))
    assert max(len(ligne) for ligne in lignes) <= largeur


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_le_tri_par_paquets_est_un_tri(rangs: list[tuple[str, str]], par_paquet: int) -> None:
    assert list(trier(rangs, par_paquet)) == sorted(rangs)
    assert list(islice(trier(iter(rangs), par_paquet), 1)) == sorted(rangs)[:1]
