"""Every state, every event, every role, against a table written apart from the code, from
domaine.md (b).
"""

from __future__ import annotations

import itertools

import pytest

from chalicelib.domaine.erreurs import AccesRefuse, TransitionInterdite
from chalicelib.domaine.etats import (
    A_PRESENTER,
    ETABLIES,
    VIVANTS,
    Etat,
    Evenement,
    Role,
    suivant,
)

AUCUN = "-"
ROLES = ["MANDANT", "AUTORITE", "MAIRIE", "SYSTEME"]

PERMIS = """
-             DEPOT                  MANDANT   DEPOSEE
-             SAISIE_PAPIER          MAIRIE    ETABLIE
DEPOSEE       RETRAIT                MANDANT   RETIREE
COLLECTEE     RETRAIT                MANDANT   RETIREE
DEPOSEE       EXPIRATION             SYSTEME   EXPIREE
COLLECTEE     EXPIRATION             SYSTEME   EXPIREE
DEPOSEE       REFUS_AUTORITE         AUTORITE  REFUSEE_AGENT
COLLECTEE     REFUS_AUTORITE         AUTORITE  REFUSEE_AGENT
DEPOSEE       AJOURNEMENT            AUTORITE  DEPOSEE
COLLECTEE     AJOURNEMENT            AUTORITE  DEPOSEE
DEPOSEE       COLLECTE               AUTORITE  COLLECTEE
DEPOSEE       ETABLISSEMENT          AUTORITE  ETABLIE
COLLECTEE     ETABLISSEMENT          AUTORITE  ETABLIE
DEPOSEE       ETABLISSEMENT_CERTIFIE MANDANT   ETABLIE
ETABLIE       TRANSMISSION           SYSTEME   TRANSMISE
TRANSMISE     RECEPTION              SYSTEME   A_CONTROLER
A_CONTROLER   ACCEPTATION            MAIRIE    VALIDE
A_CONTROLER   REFUS_MAIRIE           MAIRIE    INVALIDE
A_CONTROLER   VALIDATION_REGISTRE    SYSTEME   VALIDE
A_CONTROLER   REJET_REGISTRE         SYSTEME   INVALIDE
A_CONTROLER   RENVOI_MAIRIE          SYSTEME   A_CONTROLER
VALIDE        NULLITE                SYSTEME   NULLE_PLAFOND
VALIDE        EXAMEN_PLAFOND         SYSTEME   VALIDE
NULLE_PLAFOND REEXAMEN               SYSTEME   A_CONTROLER
INVALIDE      REEXAMEN               SYSTEME   A_CONTROLER
INVALIDE      REOUVERTURE            MAIRIE    A_CONTROLER
VALIDE        VOTE_DU_MANDANT        MAIRIE    VALIDE
VALIDE        INDICATION_BUREAU      MAIRIE    VALIDE
VALIDE        AVIS_AU_MANDATAIRE     MANDANT   VALIDE
A_CONTROLER   ARRET_DE_L_AVIS        MANDANT   A_CONTROLER
VALIDE        ARRET_DE_L_AVIS        MANDANT   VALIDE
NULLE_PLAFOND ARRET_DE_L_AVIS        MANDANT   NULLE_PLAFOND
vivante       DEMANDE_RESILIATION    MANDANT   =
vivante       RESILIATION            AUTORITE  RESILIEE
vivante       RESILIATION_PAPIER     MAIRIE    RESILIEE
vivante       RESILIATION_CERTIFIEE  MANDANT   RESILIEE
vivante       ANNULATION             MAIRIE    ANNULEE_DROIT
vivante       ANNULATION_REGISTRE    SYSTEME   ANNULEE_DROIT
vivante       CADUCITE               MAIRIE    CADUQUE
vivante       CADUCITE_REGISTRE      SYSTEME   CADUQUE
vivante       ECHEANCE               SYSTEME   ECHUE
vivante       RECTIFICATION          MANDANT   =
DEPOSEE       RECTIFICATION          MANDANT   =
COLLECTEE     RECTIFICATION          MANDANT   =
vivante       RECTIFICATION_GUICHET  AUTORITE  =
DEPOSEE       RECTIFICATION_GUICHET  AUTORITE  =
COLLECTEE     RECTIFICATION_GUICHET  AUTORITE  =
établie       NUMERISATION           MAIRIE    =
"""
"""`vivante` stands for each of the four live states, `établie` for them and what became of them,
`=` for staying there.
"""

VIVANTES = ("ETABLIE", "TRANSMISE", "A_CONTROLER", "VALIDE")
FINIES = ("INVALIDE", "NULLE_PLAFOND", "RESILIEE", "ANNULEE_DROIT", "CADUQUE", "ECHUE")
GROUPES = {"vivante": VIVANTES, "établie": VIVANTES + FINIES}
LIGNES = [
    (depart, fait, qui, depart if arrivee == "=" else arrivee)
    for ecrit, fait, qui, arrivee in (ligne.split() for ligne in PERMIS.strip().splitlines())
    for depart in GROUPES.get(ecrit, (ecrit,))
]
ARRIVEES = {(depart, fait, qui): arrivee for depart, fait, qui, arrivee in LIGNES}
COUPLES = {(depart, fait) for depart, fait, _, _ in LIGNES}
ETATS = [AUCUN, *(etat.value for etat in Etat)]
EVENEMENTS = [evenement.value for evenement in Evenement]
TRIPLETS = list(itertools.product(ETATS, EVENEMENTS, ROLES))


def test_la_table_attendue_nomme_tout_ce_que_le_code_nomme() -> None:
    nommes = {depart for depart, _, _, _ in LIGNES} | {arrivee for _, _, _, arrivee in LIGNES}

    assert nommes == set(ETATS)
    assert {fait for _, fait, _, _ in LIGNES} == set(EVENEMENTS)
    assert [r.value for r in Role] == ROLES
    assert len(LIGNES) == len(COUPLES) == 90
    assert len(TRIPLETS) == 16 * 36 * 4 == 2304


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


def test_rien_n_arrive_a_ce_qui_n_a_pas_ete_depose() -> None:
    with pytest.raises(TransitionInterdite, match="Aucune demande"):
        suivant(None, Evenement.ETABLISSEMENT, Role.AUTORITE)


def test_les_etats_finis_n_ont_pas_d_autre_suite_que_leur_formulaire_numerise() -> None:
    sans_suite = set(ETATS) - {depart for depart, fait, _, _ in LIGNES if fait != "NUMERISATION"}

    assert sans_suite == {
        "RETIREE",
        "EXPIREE",
        "REFUSEE_AGENT",
        "RESILIEE",
        "ANNULEE_DROIT",
        "CADUQUE",
        "ECHUE",
    }


def test_l75_une_resiliee_n_est_plus_jamais_acceptee() -> None:
    for evenement, role in itertools.product(set(Evenement) - {Evenement.NUMERISATION}, Role):
        with pytest.raises(TransitionInterdite):
            suivant(Etat.RESILIEE, evenement, role)


def test_une_procuration_compte_de_son_etablissement_a_son_refus() -> None:
    assert {e.value for e in VIVANTS} == set(VIVANTES)
    assert {e.value for e in ETABLIES} == set(VIVANTES + FINIES)


def test_r72_1_v_une_demande_collectee_attend_encore_son_etablissement() -> None:
    assert {e.value for e in A_PRESENTER} == {"DEPOSEE", "COLLECTEE"}
