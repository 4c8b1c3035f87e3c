"""Scrutins are data that each process keeps for a minute."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services import lister
from chalicelib.services.denombrer import File, denombrer
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.ports import Contexte
from chalicelib.services.router import router
from tests.constructeurs import AGENT_RENNES, OPJ, RENNES, SECRET, Nuage, mandant, mandataire

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


def test_un_scrutin_deplace_garde_ses_procurations_au_registre(nuage: Nuage) -> None:
    # given: one accepted, one to check, then a vote put off by a week, as in June 2021
    nuage.peupler().ajouter_scrutin(MUNICIPALE)
    portee = PorteeScrutin(MUNICIPALE.id, (1,))
    acceptee = nuage.accepter(nuage.recue(portee=portee))
    router(nuage.contexte, acceptee, nuage.maintenant)
    autre = nuage.recue(qui=mandant("m-2", nom="Abel"), pour=mandataire(nom="Roy"), portee=portee)
    ailleurs = nuage.accepter(
        nuage.recue(qui=mandant("m-3", nom="Zola"), pour=mandataire(nom="Petit"))
    )
    router(nuage.contexte, ailleurs, nuage.maintenant)
    nuage.ajouter_scrutin(replace(MUNICIPALE, tours=(Tour(1, date(2027, 5, 9)),)))
    frais = Contexte(DepotsDynamo(), SECRET, random.Random(7))

    # when
    au_registre = {x.reference for x in lister.registre(frais, RENNES, MUNICIPALE.id)}
    file = lister.lister(
        frais,
        agent=AGENT_RENNES,
        commune=RENNES,
        etat=Etat.A_CONTROLER,
        curseur="",
        scrutin=MUNICIPALE.id,
        maintenant=nuage.maintenant,
    )

    # then
    assert au_registre == {acceptee.reference}
    assert [x.reference for x in file.lignes] == [autre.reference]
    compte = denombrer(frais, RENNES, nuage.maintenant, MUNICIPALE.id)
    assert compte.totaux[File.A_CONTROLER] == 1
    assert ailleurs.reference in {x.reference for x in lister.registre(frais, RENNES)}


def test_un_scrutin_qui_n_existe_pas_reste_inconnu(nuage: Nuage) -> None:
    scrutins = nuage.peupler().contexte.depots.scrutins()

    assert "inconnu" not in scrutins
    with pytest.raises(KeyError):
        scrutins["inconnu"]
