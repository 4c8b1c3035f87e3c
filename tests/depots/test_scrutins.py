"""Scrutins are data that each process keeps for a minute."""

from __future__ import annotations

import random
from datetime import date

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.ports import Contexte
from tests.constructeurs import OPJ, SECRET, Nuage

MUNICIPALE = Scrutin("municipale-2027", "Élection municipale", (Tour(1, date(2027, 5, 2)),))


def test_un_scrutin_ajoute_depuis_est_lu_des_qu_une_demande_le_nomme(nuage: Nuage) -> None:
    # given: a process that read the scrutins before this one was added
    nuage.peupler()
    autre = Contexte(DepotsDynamo(), SECRET, random.Random(7))
    assert MUNICIPALE.id not in autre.depots.scrutins()
    nuage.ajouter_scrutin(MUNICIPALE)
    deposee = nuage.deposer(portee=PorteeScrutin(MUNICIPALE.id, (1,)))

    # when
    vue = consulter_au_guichet(
        autre, reference=deposee.reference, agent=OPJ, maintenant=nuage.maintenant
    )

    # then
    assert vue == deposee
    assert autre.depots.scrutins()[MUNICIPALE.id] == MUNICIPALE


def test_un_scrutin_qui_n_existe_pas_reste_inconnu(nuage: Nuage) -> None:
    scrutins = nuage.peupler().contexte.depots.scrutins()

    assert "inconnu" not in scrutins
    with pytest.raises(KeyError):
        scrutins["inconnu"]
