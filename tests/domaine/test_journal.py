"""The chain of the journal: any change to it is found, and its first broken link is named."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domaine import journal
from chalicelib.domaine.etats import Etat, Role
from chalicelib.domaine.journal import Acteur, Ecriture, Rupture, verifier
from tests.domaine.exemples import DEPOT, Histoire, histoire

REFERENCE = "XBQ7V3"
ALTERATIONS: dict[str, Callable[[Ecriture], object]] = {
    "evenement": lambda e: "RETRAIT",
    "role": lambda e: Role.MAIRIE if e.role is not Role.MAIRIE else Role.MANDANT,
    "acteur": lambda e: f"{e.acteur}x",
    "instant": lambda e: e.instant + timedelta(microseconds=1),
    "de": lambda e: "RETIREE",
    "vers": lambda e: "RETIREE",
    "motif": lambda e: "M01",
    "reference": lambda e: "AAAAAA",
}


@pytest.fixture
def vecue() -> Histoire:
    """Five entries: filed, established, sent, received, accepted."""
    return histoire(Etat.VALIDE, reference=REFERENCE)


def tete(vecue: Histoire) -> tuple[int, str]:
    return vecue.demande.version, vecue.demande.tete


def vue_par(ecriture: Ecriture) -> Ecriture:
    """A look at the demande in the state that `ecriture` made."""
    return journal.consultation(
        reference=REFERENCE,
        numero=ecriture.numero,
        acteur=Acteur(Role.MAIRIE, "agent"),
        instant=ecriture.instant + timedelta(seconds=5),
        etat=Etat(ecriture.vers),
        precedente=ecriture.empreinte,
    )


def test_une_chaine_intacte_se_verifie_dans_tout_ordre_de_lecture(vecue: Histoire) -> None:
    ecritures = [*vecue.ecritures, *map(vue_par, vecue.ecritures)]
    random.Random(3).shuffle(ecritures)

    assert verifier(REFERENCE, ecritures, tete(vecue)) is None


@pytest.mark.parametrize("champ", sorted(ALTERATIONS))
@pytest.mark.parametrize("rang", range(5))
def test_chaque_champ_modifie_nomme_son_ecriture(vecue: Histoire, champ: str, rang: int) -> None:
    cible = vecue.ecritures[rang]
    valeur = ALTERATIONS[champ](cible)
    assert valeur != getattr(cible, champ)
    ecritures = list(vecue.ecritures)
    ecritures[rang] = replace(cible, **{champ: valeur})

    rupture = verifier(REFERENCE, ecritures, tete(vecue))

    assert rupture == Rupture(REFERENCE, rang + 1, "contenu modifié")


def test_une_ecriture_refaite_avec_son_empreinte_casse_la_suivante(vecue: Histoire) -> None:
    refaite = journal.inscrire(
        reference=REFERENCE,
        numero=2,
        evenement=journal.Evenement.ETABLISSEMENT,
        acteur=Acteur(Role.AUTORITE, "13000640400014/un-autre"),
        instant=vecue.ecritures[1].instant,
        de=Etat.DEPOSEE,
        vers=Etat.ETABLIE,
        precedente=vecue.ecritures[0].empreinte,
    )
    ecritures = [vecue.ecritures[0], refaite, *vecue.ecritures[2:]]

    assert verifier(REFERENCE, ecritures, tete(vecue)) == Rupture(
        REFERENCE, 3, "ne suit pas l'écriture précédente"
    )


def test_la_derniere_refaite_ne_correspond_plus_a_la_demande(vecue: Histoire) -> None:
    derniere = vecue.ecritures[-1]
    refaite = journal.inscrire(
        reference=REFERENCE,
        numero=5,
        evenement=journal.Evenement.REFUS_MAIRIE,
        acteur=Acteur(derniere.role, derniere.acteur),
        instant=derniere.instant,
        de=Etat.A_CONTROLER,
        vers=Etat.INVALIDE,
        precedente=derniere.precedente,
    )

    rupture = verifier(REFERENCE, [*vecue.ecritures[:-1], refaite], tete(vecue))

    assert rupture == Rupture(REFERENCE, 6, "la demande ne correspond pas à son journal")


@pytest.mark.parametrize("rang", range(4))
def test_une_ecriture_retiree_au_debut_ou_au_milieu_est_nommee(vecue: Histoire, rang: int) -> None:
    restantes = [e for n, e in enumerate(vecue.ecritures) if n != rang]

    for connue in (tete(vecue), None):
        assert verifier(REFERENCE, restantes, connue) == Rupture(
            REFERENCE, rang + 1, "écriture manquante"
        )


def test_la_derniere_ecriture_retiree_se_voit_a_la_demande(vecue: Histoire) -> None:
    assert verifier(REFERENCE, vecue.ecritures[:-1], tete(vecue)) == Rupture(
        REFERENCE, 5, "la demande ne correspond pas à son journal"
    )


def test_un_journal_vide_ne_correspond_a_aucune_demande(vecue: Histoire) -> None:
    assert verifier(REFERENCE, [], tete(vecue)) == Rupture(
        REFERENCE, 1, "la demande ne correspond pas à son journal"
    )


def test_deux_ecritures_echangees_sont_nommees(vecue: Histoire) -> None:
    a, b, c, d, e = vecue.ecritures
    echangees = [a, replace(c, numero=2), replace(b, numero=3), d, e]

    assert verifier(REFERENCE, echangees, tete(vecue)) == Rupture(
        REFERENCE, 2, "ne suit pas l'écriture précédente"
    )


def test_une_ecriture_en_double_est_nommee(vecue: Histoire) -> None:
    ecritures = [*vecue.ecritures, vecue.ecritures[2]]

    assert verifier(REFERENCE, ecritures, tete(vecue)) == Rupture(
        REFERENCE, 4, "écriture manquante"
    )


def test_une_chaine_prise_a_une_autre_demande_ne_passe_pas(vecue: Histoire) -> None:
    autre = histoire(Etat.VALIDE, reference="AAAAAA")

    assert verifier(REFERENCE, autre.ecritures, tete(vecue)) == Rupture(
        REFERENCE, 1, "ne suit pas l'écriture précédente"
    )


@pytest.mark.parametrize("champ", ["acteur", "role", "instant", "motif"])
def test_une_consultation_modifiee_est_nommee(vecue: Histoire, champ: str) -> None:
    vue = vue_par(vecue.ecritures[3])
    valeurs = {"role": Role.AUTORITE, "instant": vue.instant + timedelta(hours=1)}
    modifiee = replace(vue, **{champ: valeurs.get(champ, "autre")})

    assert verifier(REFERENCE, [*vecue.ecritures, modifiee], tete(vecue)) == Rupture(
        REFERENCE, 4, "consultation modifiée"
    )


def test_une_consultation_d_un_etat_qui_n_a_pas_existe_est_nommee(vecue: Histoire) -> None:
    vue = replace(vue_par(vecue.ecritures[4]), numero=9)
    signee = journal.consultation(
        reference=REFERENCE,
        numero=9,
        acteur=Acteur(Role.MAIRIE, "agent"),
        instant=vue.instant,
        etat=Etat.VALIDE,
        precedente=vue.precedente,
    )

    assert verifier(REFERENCE, [*vecue.ecritures, signee], tete(vecue)) == Rupture(
        REFERENCE, 9, "consultation modifiée"
    )


def test_une_consultation_n_est_pas_un_maillon(vecue: Histoire) -> None:
    assert vue_par(vecue.ecritures[1]).evenement == journal.CONSULTATION
    assert verifier(REFERENCE, vecue.ecritures, tete(vecue)) is None


def test_la_chaine_d_une_demande_effacee_se_verifie_encore(vecue: Histoire) -> None:
    assert verifier(REFERENCE, vecue.ecritures, None) is None
    modifiee = [replace(vecue.ecritures[0], acteur="autre"), *vecue.ecritures[1:]]
    assert verifier(REFERENCE, modifiee, None) == Rupture(REFERENCE, 1, "contenu modifié")


def test_le_journal_ne_contient_rien_des_personnes(vecue: Histoire) -> None:
    texte = repr(vecue.ecritures)

    for nom in ("Durand", "Camille", "Martin", "exemple.fr", "1985", "1990", "Kervella", "35238"):
        assert nom not in texte


def effacement_de(ecriture: Ecriture) -> Ecriture:
    """The erasure of the demande in the state that `ecriture` made."""
    return journal.effacement(
        reference=REFERENCE,
        numero=ecriture.numero,
        acteur=Acteur(Role.SYSTEME, "conservation"),
        instant=ecriture.instant + timedelta(days=400),
        etat=Etat(ecriture.vers),
        precedente=ecriture.empreinte,
    )


def test_log_01_ce_qui_n_est_pas_un_maillon_dit_de_quelle_demande_et_dans_quel_etat(
    vecue: Histoire,
) -> None:
    derniere = vecue.ecritures[-1]
    for ancree, evenement, vers in (
        (vue_par(derniere), "CONSULTATION", "VALIDE"),
        (effacement_de(derniere), "EFFACEMENT", ""),
    ):
        assert (ancree.reference, ancree.numero, ancree.evenement) == (REFERENCE, 5, evenement)
        assert (ancree.de, ancree.vers, ancree.motif) == ("VALIDE", vers, "")
        assert ancree.precedente == derniere.empreinte


def test_log_01_un_effacement_se_verifie_apres_les_consultations(vecue: Histoire) -> None:
    vues = [*vecue.ecritures, *map(vue_par, vecue.ecritures)]

    assert verifier(REFERENCE, [*vues, effacement_de(vecue.ecritures[3])], None) == Rupture(
        REFERENCE, 6, "ne finit pas à son effacement"
    )


def test_log_01_l_effacement_n_est_pas_un_maillon_et_se_verifie(vecue: Histoire) -> None:
    effacee = [*vecue.ecritures, effacement_de(vecue.ecritures[-1])]

    assert verifier(REFERENCE, effacee, None) is None
    assert effacee[-1].vers == ""


def test_log_01_la_fin_retiree_d_une_chaine_effacee_est_nommee(vecue: Histoire) -> None:
    # given: who may write the table has removed the last transition of an erased demande
    tronquee = [*vecue.ecritures[:-1], effacement_de(vecue.ecritures[-1])]

    assert verifier(REFERENCE, tronquee, None) == Rupture(REFERENCE, 5, "effacement modifié")


def test_log_01_rien_n_arrive_apres_l_effacement(vecue: Histoire) -> None:
    continuee = [*vecue.ecritures, effacement_de(vecue.ecritures[3])]

    assert verifier(REFERENCE, continuee, None) == Rupture(
        REFERENCE, 6, "ne finit pas à son effacement"
    )


def test_log_01_une_demande_effacee_n_est_plus_la(vecue: Histoire) -> None:
    effacee = [*vecue.ecritures, effacement_de(vecue.ecritures[-1])]

    assert verifier(REFERENCE, effacee, tete(vecue)) == Rupture(
        REFERENCE, 5, "effacée, et pourtant présente"
    )


@pytest.mark.parametrize("champ", ["acteur", "role", "instant", "motif", "vers"])
def test_log_01_un_effacement_modifie_est_nomme(vecue: Histoire, champ: str) -> None:
    effacement = effacement_de(vecue.ecritures[-1])
    valeurs = {"role": Role.AUTORITE, "instant": effacement.instant + timedelta(hours=1)}
    modifie = replace(effacement, **{champ: valeurs.get(champ, "autre")})

    assert verifier(REFERENCE, [*vecue.ecritures, modifie], None) == Rupture(
        REFERENCE, 5, "effacement modifié"
    )


def test_log_01_une_empreinte_se_recalcule_sans_ce_code() -> None:
    # RFC 8785: a JSON array of strings and small integers, without spaces, in UTF-8
    origine = hashlib.sha256(b'["origine","XBQ7V3"]').hexdigest()
    ecriture = journal.inscrire(
        reference="XBQ7V3",
        numero=1,
        evenement=journal.Evenement.DEPOT,
        acteur=Acteur(Role.MANDANT, "é"),
        instant=DEPOT,
        de=None,
        vers=Etat.DEPOSEE,
        precedente=journal.origine("XBQ7V3"),
    )
    ecrit = (
        '["XBQ7V3",1,"DEPOT","MANDANT","é","2027-03-01T09:30:00.000000+00:00",'
        f'"","DEPOSEE","","{origine}"]'
    )

    assert ecriture.precedente == origine
    assert ecriture.empreinte == hashlib.sha256(ecrit.encode()).hexdigest()
