"""The proof that nothing is left past its retention, and that it would see what is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.depots.modeles import DemandeModele, EnvoiModele, LigneModele
from chalicelib.services.prouver_effacement import Preuve, prouver_effacement
from tests.constructeurs import RENNES, Nuage, mandant
from tests.services.conservatoire import outillage, passer

pytestmark = pytest.mark.deux_moteurs

APRES_LE_VOTE = datetime(2027, 4, 26, 1, 17, tzinfo=UTC)
UN_AN_APRES = datetime(2028, 4, 25, 22, tzinfo=UTC)


def prouver(nuage: Nuage) -> Preuve:
    return prouver_effacement(nuage.contexte, outillage(nuage).conservation, nuage.maintenant)


def echue(nuage: Nuage) -> str:
    """One that was accepted, its vote past, a message sent; and another demande, withdrawn late."""
    demande = nuage.accepter(nuage.peupler().recue())
    envois = outillage(nuage).envois
    envois.reserver(f"{demande.reference}#1#M1", nuage.maintenant)
    envois.confirmer(f"{demande.reference}#1#M1", "ses", nuage.maintenant)
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    return demande.reference


def test_du_depot_a_l_effacement_la_preuve_est_faite_a_chaque_instant(nuage: Nuage) -> None:
    echue(nuage)
    assert prouver(nuage) == Preuve(1, 0, 0, (), (), (), ())

    nuage.maintenant = UN_AN_APRES
    assert prouver(nuage) == Preuve(0, 1, 0, (), (), (), ())
    assert prouver(nuage).est_faite

    passer(nuage)
    assert prouver(nuage) == Preuve(0, 0, 1, (), (), (), ())
    assert prouver(nuage).est_faite


def test_elle_voit_ce_qui_se_lit_encore(nuage: Nuage) -> None:
    # given: a process whose clock would be a day late
    reference = echue(nuage)
    nuage.maintenant = UN_AN_APRES
    en_retard = DepotsDynamo(lambda: UN_AN_APRES - timedelta(days=1))
    contexte = replace(nuage.contexte, depots=en_retard)

    preuve = prouver_effacement(contexte, outillage(nuage).conservation, nuage.maintenant)

    assert preuve.lisibles == (reference,)
    assert not preuve.est_faite


def test_elle_voit_une_passe_qui_ne_vient_plus(nuage: Nuage) -> None:
    reference = echue(nuage)
    nuage.maintenant = UN_AN_APRES + timedelta(days=5, seconds=1)

    preuve = prouver(nuage)

    assert preuve.en_retard == (reference,)
    assert not preuve.est_faite


def test_elle_voit_ce_qu_une_table_nomme_encore(nuage: Nuage) -> None:
    reference = echue(nuage)
    ligne = LigneModele.get(RENNES, reference)
    (envoi,) = EnvoiModele.query(reference)
    nuage.maintenant = UN_AN_APRES
    passer(nuage)
    ligne.save()
    envoi.save()

    preuve = prouver(nuage)

    assert preuve.orphelines == (("envois", reference), ("registre", reference))
    assert not preuve.est_faite


def test_elle_dit_ce_que_dynamodb_a_efface_de_lui_meme(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer(mandant("m-9"))
    DemandeModele(demande.reference).delete()
    nuage.maintenant = demande.expire_le

    preuve = prouver(nuage)

    assert preuve.sans_trace == (demande.reference,)
