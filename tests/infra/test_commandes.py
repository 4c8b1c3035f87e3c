"""A slip of the keyboard, at 3 a.m., is told in a line: no trace, and never as good news."""

from __future__ import annotations

import pytest

from chalicelib.depots.modeles import DemandeModele, EcritureModele, LigneModele
from outils import points_de_controle, rapprocher, restaurer
from tests.constructeurs import RENNES, Nuage


@pytest.fixture(autouse=True)
def nuage_joint(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cloud of this test is the one that commands find."""
    for outil in (rapprocher, points_de_controle, restaurer):
        monkeypatch.setattr(outil, "rejoindre", lambda: True)


@pytest.mark.parametrize("saisie", ["toto", "XBQ7V3"])
def test_une_reference_qui_n_est_a_personne_n_est_pas_en_ordre(
    nuage: Nuage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    saisie: str,
) -> None:
    nuage.peupler()
    monkeypatch.setenv("REFERENCE", saisie)

    assert rapprocher.main() == 2
    dit = capsys.readouterr()
    assert dit.err.count("\n") == 1
    if saisie == "toto":
        assert dit.err.startswith("REFERENCE")


def test_une_reference_se_tape_comme_au_guichet(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    monkeypatch.setenv("REFERENCE", f" {nuage.deposer().reference.lower()}")

    assert rapprocher.main() == 0


def test_ce_qui_n_a_ni_demande_ni_journal_ne_s_efface_que_nomme(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a row whose demande and journal are both gone
    nuage.peupler()
    perdue = nuage.transmettre(nuage.etablir(nuage.deposer()))
    ligne = LigneModele(RENNES, perdue.reference)
    DemandeModele(perdue.reference).delete()
    for ecriture in EcritureModele.query(perdue.reference):
        ecriture.delete()
    monkeypatch.setenv("REPARER", "oui")

    # A pass over everything leaves it to a person, and says so
    assert rapprocher.main() == 1
    assert f"{perdue.reference} :" in capsys.readouterr().out
    ligne.refresh()

    monkeypatch.setenv("REFERENCE", perdue.reference)
    assert rapprocher.main() == 0
    with pytest.raises(LigneModele.DoesNotExist):
        ligne.refresh()


@pytest.mark.parametrize("saisie", ["abc", "-3", "0", "99999999999"])
def test_un_nombre_de_jours_absurde_est_refuse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], saisie: str
) -> None:
    monkeypatch.setenv("POSER", "oui")
    monkeypatch.setenv("JOURS", saisie)

    assert points_de_controle.main() == 2
    assert "JOURS" in capsys.readouterr().err


@pytest.mark.parametrize(
    "nom, saisie",
    [("DEPUIS", "absente"), ("INSTANT", "2027-03-01T10:00:00"), ("INSTANT", "9000-01-01T00:00Z")],
)
def test_rien_ne_se_restaure_de_ce_qui_n_est_pas(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], nom: str, saisie: str
) -> None:
    monkeypatch.setenv("TABLE", "demandes")
    monkeypatch.setenv(nom, saisie)

    assert restaurer.main() == 2
    assert capsys.readouterr().err.startswith(nom)
