"""The scheduler itself: it misses no order, it says which one fails, and never says that it has
seen all when it has not."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pynamodb.exceptions import PutError

from chalicelib.depots.modeles import CompteModele
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.services.reprise import rejouer
from tests.fautes.banc import Banc
from tests.fautes.ordonnanceur import Issue, explorer


@pytest.fixture
def compteur(banc: Banc) -> Banc:
    """A cloud with one counter, at zero."""
    CompteModele(electeur="a", version=0, engagements=[]).save()
    return banc


def valeur() -> int:
    return int(CompteModele.get("a", consistent_read=True).version)


def lectures(combien: int) -> Callable[[], str]:
    def lire_souvent() -> str:
        for _ in range(combien):
            valeur()
        return "lu"

    return lire_souvent


def ajouter_sans_garde() -> str:
    CompteModele(electeur="a", version=valeur() + 1, engagements=[]).save()
    return "ajouté"


@rejouer
def ajouter_avec_garde() -> str:
    avant = valeur()
    try:
        CompteModele(electeur="a", version=avant + 1, engagements=[]).save(
            condition=CompteModele.version == avant
        )
    except PutError as perdue:
        raise ConflitDeVersion from perdue
    return "ajouté"


def rien(_: Issue) -> None:
    return None


@pytest.mark.parametrize("longueurs", [(1, 1), (3, 3), (2, 5), (1, 2, 3)], ids=str)
def test_tous_les_ordres_sont_parcourus_une_fois(
    compteur: Banc, longueurs: tuple[int, ...]
) -> None:
    vus: list[tuple[int, ...]] = []
    attendu = math.factorial(sum(longueurs))
    for longueur in longueurs:
        attendu //= math.factorial(longueur)

    bilan = explorer(
        compteur, [lectures(n) for n in longueurs], lambda issue: vus.append(issue.ordre), limite=99
    )

    assert bilan.ordonnancements == len(set(vus)) == len(vus) == attendu
    assert bilan.pas == sum(longueurs)


def test_une_ecriture_perdue_est_trouvee_et_l_ordre_le_plus_simple_est_dit(compteur: Banc) -> None:
    def verifier(_: Issue) -> None:
        assert valeur() == 2

    with pytest.raises(AssertionError) as echec:
        explorer(compteur, [ajouter_sans_garde] * 2, verifier, limite=99)

    (note,) = [n for n in echec.value.__notes__ if "le plus simple" in n]
    assert note.startswith("4 sur 6 ")
    assert "[0:GetItem 1:GetItem 1:PutItem 0:PutItem] 0 -> ajouté, 1 -> ajouté" in note


@pytest.mark.parametrize("combien, memoire", [(2, False), (2, True), (3, True)])
def test_une_ecriture_gardee_n_est_jamais_perdue(
    compteur: Banc, combien: int, memoire: bool
) -> None:
    def verifier(_: Issue) -> None:
        assert valeur() == combien

    bilan = explorer(compteur, [ajouter_avec_garde] * combien, verifier, limite=99, memoire=memoire)

    assert set(bilan.issues) == {("ajouté",) * combien}
    assert valeur() == 0
    assert bool(bilan.elagues) is memoire


def test_avec_memoire_une_ecriture_perdue_est_trouvee_aussi(compteur: Banc) -> None:
    def verifier(_: Issue) -> None:
        assert valeur() == 3

    with pytest.raises(AssertionError, match=r"[12] == 3"):
        explorer(compteur, [ajouter_sans_garde] * 3, verifier, limite=99, memoire=True)


def test_une_borne_atteinte_n_est_pas_une_preuve(compteur: Banc) -> None:
    with pytest.raises(AssertionError, match="borne atteinte"):
        explorer(compteur, [lectures(3)] * 2, rien, limite=19)


def test_un_cas_d_usage_qui_ne_finit_pas_se_dit(compteur: Banc) -> None:
    def sans_fin() -> None:
        while True:
            valeur()

    with pytest.raises(AssertionError, match="plus de 120 appels"):
        explorer(compteur, [sans_fin, lectures(1)], rien, limite=9)


def test_une_panne_dans_un_cas_d_usage_est_un_echec_et_non_une_issue(compteur: Banc) -> None:
    def casser() -> None:
        if valeur() > 0:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as echec:
        explorer(compteur, [casser, ajouter_sans_garde], rien, limite=9)

    assert echec.value.__notes__[0].startswith("1 sur 3 ")
