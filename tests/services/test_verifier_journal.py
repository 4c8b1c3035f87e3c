"""`make journal`: every chain of the store, and the first broken link of each."""

from __future__ import annotations

import pytest

from chalicelib.depots.modeles import DemandeModele, EcritureModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.journal import Rupture
from chalicelib.services.verifier_journal import verifier_journal
from tests.constructeurs import Nuage, mandant

pytestmark = pytest.mark.deux_moteurs


@pytest.fixture
def deux(nuage: Nuage) -> tuple[Demande, Demande]:
    """Two procurations accepted: two chains of five entries."""
    nuage.peupler()
    une = nuage.accepter(nuage.recue())
    return une, nuage.recue(qui=mandant("m2", nom="Autre"))


def ruptures(nuage: Nuage) -> tuple[Rupture, ...]:
    return verifier_journal(nuage.contexte).ruptures


def test_des_chaines_entieres(nuage: Nuage, deux: tuple[Demande, Demande]) -> None:
    bilan = verifier_journal(nuage.contexte)

    assert (bilan.chaines, bilan.ecritures, bilan.ruptures) == (2, 9, ())


def test_une_ecriture_modifiee_en_base(nuage: Nuage, deux: tuple[Demande, Demande]) -> None:
    reference = deux[0].reference
    EcritureModele(reference, "000002").update(
        actions=[EcritureModele.acteur.set("13000640400014/un-autre")]
    )

    assert ruptures(nuage) == (Rupture(reference, 2, "contenu modifié"),)


@pytest.mark.parametrize("numero", range(1, 6))
def test_une_ecriture_retiree_de_la_base(
    nuage: Nuage, deux: tuple[Demande, Demande], numero: int
) -> None:
    reference = deux[0].reference
    EcritureModele(reference, f"{numero:06d}").delete()

    (rupture,) = ruptures(nuage)

    assert (rupture.reference, rupture.numero) == (reference, numero)


def test_un_journal_entier_retire_de_la_base(nuage: Nuage, deux: tuple[Demande, Demande]) -> None:
    reference = deux[1].reference
    for ecriture in EcritureModele.query(reference):
        ecriture.delete()

    assert ruptures(nuage) == (Rupture(reference, 1, "la demande ne correspond pas à son journal"),)


def test_une_demande_modifiee_sans_son_journal(nuage: Nuage, deux: tuple[Demande, Demande]) -> None:
    reference = deux[1].reference
    DemandeModele(reference).update(actions=[DemandeModele.tete.set("0" * 64)])

    assert ruptures(nuage) == (Rupture(reference, 5, "la demande ne correspond pas à son journal"),)


def test_une_demande_effacee_laisse_une_chaine_qui_se_verifie(
    nuage: Nuage, deux: tuple[Demande, Demande]
) -> None:
    DemandeModele(deux[0].reference).delete()

    bilan = verifier_journal(nuage.contexte)

    assert (bilan.chaines, bilan.ruptures) == (2, ())
