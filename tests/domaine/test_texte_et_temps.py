"""What people type, made comparable or refused; and the legal day, which is that of Paris."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.temps import fin_du_jour, jour
from chalicelib.domaine.texte import ligne, normaliser


@pytest.mark.parametrize(
    "ecrit,compare",
    [
        ("Lévêque", "LEVEQUE"),
        ("Le\u0301ve\u0302que", "LEVEQUE"),
        ("DURAND-LÉVÊQUE", "DURAND LEVEQUE"),
        ("d’Œuvre", "D OEUVRE"),
        ("d'Oeuvre", "D OEUVRE"),
        ("Łukasz Østergård", "LUKASZ OSTERGARD"),
        ("Strauß", "STRAUSS"),
        ("Dŵr", "DWR"),
        ("  Le   Goff ", "LE GOFF"),
        ("Mª", "MA"),
        ("", ""),
    ],
)
def test_un_nom_se_compare_sans_accents_ni_signes(ecrit: str, compare: str) -> None:
    assert normaliser(ecrit) == compare


@given(st.text(max_size=60))
def test_normaliser_deux_fois_ne_change_rien_de_plus(ecrit: str) -> None:
    une_fois = normaliser(ecrit)

    assert normaliser(une_fois) == une_fois


@given(st.text(max_size=60))
def test_la_forme_comparee_n_a_ni_signe_ni_double_espace(ecrit: str) -> None:
    compare = normaliser(ecrit)

    assert all(c.isalnum() or c == " " for c in compare)
    assert compare == " ".join(compare.split())


@pytest.mark.parametrize(
    "invisible",
    ["\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u200b", "\u200c", "\u200d",
     "\u2060", "\ufeff", "\u00ad", "\0", "\x1b", "\n", "\r", "\t", "\x7f", "\u0085", "\u2028",
     "\u2029", "\ud800", "\ue000", "\uffff", "\U000e0041", "\u3164", "\u115f", "\u1160",
     "\uffa0", "\u034f", "\ufe0f", "\u2800", "\U000e0101"],
    ids=lambda c: f"U+{ord(c):04X}",
)  # fmt: skip
def test_un_caractere_invisible_ou_de_sens_d_ecriture_est_refuse(invisible: str) -> None:
    with pytest.raises(ValueError, match="caractère interdit"):
        ligne(f"Dup{invisible}ont")


def test_une_ligne_est_composee_et_ses_espaces_reduits() -> None:
    assert ligne("  Le\u0301a   d’Arc\u00a0 du Lys ") == "Léa d’Arc du Lys"


@given(st.text(alphabet="aàâéèêëïîôùûüÿçœæ-’' ABCDÉ", max_size=60))
def test_un_nom_francais_passe_et_reste_compose(ecrit: str) -> None:
    lue = ligne(ecrit)

    assert unicodedata.is_normalized("NFC", lue)
    assert ligne(lue) == lue


@pytest.mark.parametrize(
    "instant,attendu",
    [
        ("2027-01-14T22:59:59.999999", date(2027, 1, 14)),
        ("2027-01-14T23:00:00", date(2027, 1, 15)),
        ("2027-07-14T21:59:59.999999", date(2027, 7, 14)),
        ("2027-07-14T22:00:00", date(2027, 7, 15)),
        ("2026-12-31T23:00:00", date(2027, 1, 1)),
        # The hour that does not exist (28 March 2027) and the one that comes twice (31 October).
        ("2027-03-28T01:30:00", date(2027, 3, 28)),
        ("2027-10-31T00:30:00", date(2027, 10, 31)),
        ("2027-10-31T01:30:00", date(2027, 10, 31)),
    ],
)
def test_le_jour_est_celui_de_paris(instant: str, attendu: date) -> None:
    assert jour(datetime.fromisoformat(instant).replace(tzinfo=UTC)) == attendu


@pytest.mark.parametrize(
    "le,fin",
    [
        (date(2027, 1, 14), "2027-01-14T23:00"),
        (date(2027, 7, 14), "2027-07-14T22:00"),
        (date(2027, 3, 27), "2027-03-27T23:00"),
        (date(2027, 3, 28), "2027-03-28T22:00"),
        (date(2027, 10, 31), "2027-10-31T23:00"),
        (date(2028, 2, 29), "2028-02-29T23:00"),
        (date(2026, 12, 31), "2026-12-31T23:00"),
    ],
)
def test_un_jour_finit_a_minuit_de_paris(le: date, fin: str) -> None:
    assert fin_du_jour(le) == datetime.fromisoformat(fin).replace(tzinfo=UTC)
    assert fin_du_jour(le).tzinfo is UTC


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)))
def test_la_fin_d_un_jour_est_le_premier_instant_du_suivant(le: date) -> None:
    fin = fin_du_jour(le)

    assert jour(fin) == le + timedelta(days=1)
    assert jour(fin - timedelta(microseconds=1)) == le
