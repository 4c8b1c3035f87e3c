"""The bureau de vote of the mandant."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domaine.bureaux import (
    bureau_de,
    indiquer_bureau,
    lire_bureau,
    rang_de_bureau,
    titre_de_bureau,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from tests.constructeurs import AGENT_RENNES
from tests.domaine.exemples import DEPOT, TOUT_CONFORME, demande_dans


@pytest.mark.parametrize(
    "tape,lu",
    [("0112", "0112"), ("1", "1"), (" 12  B ", "12 B"), ("2-A", "2-A"), ("", ""), ("  ", "")],
)
def test_ce_qui_est_tape_est_garde(tape: str, lu: str) -> None:
    assert lire_bureau(tape) == lu


@pytest.mark.parametrize("tape", ["12345678901", "bureau n°1", "=1+1", "1\n2;", "１２"])
def test_un_bureau_impossible_est_refuse_avec_un_exemple(tape: str) -> None:
    with pytest.raises(SaisieInvalide, match=r"10 chiffres.*par exemple 0112") as refus:
        lire_bureau(tape)

    assert list(refus.value.erreurs) == ["bureau"]


def test_il_faut_en_ecrire_un_quand_on_vient_le_dire() -> None:
    with pytest.raises(SaisieInvalide):
        lire_bureau(" ", exige=True)


def test_les_bureaux_se_suivent_comme_on_les_cherche_et_le_vide_est_le_dernier() -> None:
    ordre = ["0001", "2", "2 B", "0010", "10", "112", "Ecole 2", "Ecole 10", ""]
    melange = random.Random(1).sample(ordre, len(ordre))

    assert sorted(melange, key=rang_de_bureau) == ordre


def test_ce_que_la_mairie_a_tape_passe_avant_la_reponse_du_registre() -> None:
    valide = demande_dans(Etat.VALIDE)
    repondu = replace(valide, verification=replace(TOUT_CONFORME, bureau="0112"))

    assert bureau_de(valide) == ""
    assert bureau_de(repondu) == "0112"
    assert bureau_de(replace(repondu, bureau="0007")) == "0007"


def test_la_mairie_indique_le_bureau_d_une_acceptee_et_le_journal_dit_qui() -> None:
    valide = demande_dans(Etat.VALIDE)

    indiquee, ecriture = indiquer_bureau(valide, AGENT_RENNES, "0007", DEPOT)

    assert replace(valide, bureau="0007", **_suite(indiquee)) == indiquee
    assert (ecriture.acteur, ecriture.instant) == (AGENT_RENNES.cle, DEPOT)


def _suite(demande: Demande) -> dict[str, Any]:
    return {nom: getattr(demande, nom) for nom in ("version", "tete", "dernier")}


@pytest.mark.parametrize(
    "bureau,connus,titre",
    [
        ("0112", ["0112", ""], "Bureau 0112"),
        ("", ["0112", ""], "Bureau à indiquer"),
        ("", [""], "Commune entière"),
    ],
)
def test_sans_aucun_bureau_la_liste_est_celle_de_la_commune(
    bureau: str, connus: list[str], titre: str
) -> None:
    assert titre_de_bureau(bureau, connus) == titre
