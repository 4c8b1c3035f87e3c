"""Every state, every event, every role: 9 x 9 x 4 triples against a table written apart from the
code, from domaine.md (b).
"""

from __future__ import annotations

import itertools

import pytest

from chalicelib.domaine.erreurs import AccesRefuse, TransitionInterdite
from chalicelib.domaine.etats import VIVANTS, Etat, Evenement, Role, suivant

AUCUN = "-"
ETATS = [
    AUCUN,
    "DEPOSEE",
    "RETIREE",
    "REFUSEE_AGENT",
    "ETABLIE",
    "TRANSMISE",
    "A_CONTROLER",
    "VALIDE",
    "INVALIDE",
]
EVENEMENTS = [
    "DEPOT",
    "RETRAIT",
    "ETABLISSEMENT",
    "REFUS_AUTORITE",
    "AJOURNEMENT",
    "TRANSMISSION",
    "RECEPTION",
    "ACCEPTATION",
    "REFUS_MAIRIE",
]
ROLES = ["MANDANT", "AUTORITE", "MAIRIE", "SYSTEME"]

PERMIS = """
-            DEPOT           MANDANT   DEPOSEE
DEPOSEE      RETRAIT         MANDANT   RETIREE
DEPOSEE      REFUS_AUTORITE  AUTORITE  REFUSEE_AGENT
DEPOSEE      AJOURNEMENT     AUTORITE  DEPOSEE
DEPOSEE      ETABLISSEMENT   AUTORITE  ETABLIE
ETABLIE      TRANSMISSION    SYSTEME   TRANSMISE
TRANSMISE    RECEPTION       SYSTEME   A_CONTROLER
A_CONTROLER  ACCEPTATION     MAIRIE    VALIDE
A_CONTROLER  REFUS_MAIRIE    MAIRIE    INVALIDE
"""
LIGNES = [ligne.split() for ligne in PERMIS.strip().splitlines()]
ARRIVEES = {(depart, fait, qui): arrivee for depart, fait, qui, arrivee in LIGNES}
COUPLES = {(depart, fait) for depart, fait, _, _ in LIGNES}
TRIPLETS = list(itertools.product(ETATS, EVENEMENTS, ROLES))


def test_la_table_attendue_nomme_tout_ce_que_le_code_nomme() -> None:
    assert [e.value for e in Etat] == ETATS[1:]
    assert [e.value for e in Evenement] == EVENEMENTS
    assert [r.value for r in Role] == ROLES
    assert len(TRIPLETS) == 324


@pytest.mark.parametrize("depart,fait,qui", TRIPLETS)
def test_chaque_triplet_mene_ou_la_loi_le_dit_ou_nulle_part(
    depart: str, fait: str, qui: str
) -> None:
    etat = None if depart == AUCUN else Etat(depart)
    essai = (etat, Evenement(fait), Role(qui))

    if (depart, fait, qui) in ARRIVEES:
        assert suivant(*essai) is Etat(ARRIVEES[(depart, fait, qui)])
    elif (depart, fait) in COUPLES:
        with pytest.raises(AccesRefuse, match="revient à une autre personne"):
            suivant(*essai)
    else:
        with pytest.raises(TransitionInterdite):
            suivant(*essai)


@pytest.mark.parametrize("etat", list(Etat))
def test_un_refus_dit_ou_en_est_la_demande(etat: Etat) -> None:
    with pytest.raises(TransitionInterdite) as refus:
        suivant(etat, Evenement.DEPOT, Role.MANDANT)

    assert len(refus.value.detail.split()) >= 4
    assert etat.value not in refus.value.detail


def test_deux_etats_ne_sont_pas_expliques_par_la_meme_phrase() -> None:
    phrases = set()
    for etat in Etat:
        with pytest.raises(TransitionInterdite) as refus:
            suivant(etat, Evenement.DEPOT, Role.MANDANT)
        phrases.add(refus.value.detail)

    assert len(phrases) == len(Etat)


def test_les_etats_finis_n_ont_pas_de_suite() -> None:
    sans_suite = set(ETATS) - {depart for depart, _, _, _ in LIGNES}

    assert sans_suite == {"RETIREE", "REFUSEE_AGENT", "VALIDE", "INVALIDE"}


def test_une_procuration_compte_de_son_etablissement_a_son_refus() -> None:
    assert {e.value for e in VIVANTS} == {"ETABLIE", "TRANSMISE", "A_CONTROLER", "VALIDE"}
