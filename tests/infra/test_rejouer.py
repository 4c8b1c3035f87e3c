"""What a function gave up is given to it again, from the queue, until it is done: once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

import app
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.files import corps
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.flux import courriels, routage
from chalicelib.services.ports_courrier import EtatEnvoi
from infra.local import gabarit
from infra.local.pompe import Consommateur, Pompe
from infra.local.serveur import invocation
from outils import rejouer as commande
from outils.rejeu import enregistrements, files
from outils.rejouer import rejouer
from tests.constructeurs import Nuage
from tests.services.invariants import verifier_tout

NOMS = ("routage", "courriels")


class Standard:
    """A cloud whose two stream functions put what they give up in real queues."""

    def __init__(self, nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nuage = nuage
        self.sqs = nuage.moteur.client("sqs")
        self.urls = gabarit.preparer_files(self.sqs)
        for nom, url in self.urls.items():
            monkeypatch.setenv(nom, url)
        monkeypatch.setenv("RAPPROCHEMENT_PARTS", "1")
        self.dit: list[str] = []
        self._depuis = 0

    @contextmanager
    def pompe(self) -> Iterator[Pompe]:
        """The functions on the stream, which give up at the second failure."""
        client = self.nuage.moteur.client("dynamodb")
        table = client.describe_table(TableName="maprocuration-local-demandes")["Table"]
        consommateurs = [
            Consommateur(
                nom,
                invocation(nom, getattr(app, nom)),
                replace(gabarit.reglages_du_flux(nom), reprises=1),
                deposer=self._deposer(nom),
            )
            for nom in NOMS
        ]
        flux = self.nuage.moteur.client("dynamodbstreams")
        with Pompe(flux, table["LatestStreamArn"], consommateurs) as pompe:
            yield pompe

    def _deposer(self, nom: str) -> Any:
        def deposer(message: dict[str, Any]) -> None:
            self.mettre(nom, json.dumps(message))

        return deposer

    def mettre(self, nom: str, message: str) -> None:
        self.sqs.send_message(QueueUrl=self.urls[f"FILE_ECHECS_{nom.upper()}"], MessageBody=message)

    def combien(self, nom: str) -> int:
        attributs = self.sqs.get_queue_attributes(
            QueueUrl=self.urls[f"FILE_ECHECS_{nom.upper()}"],
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(map(int, attributs.values()))

    def rejouer(self, *noms: str, faire: bool = True) -> int:
        self.dit = []
        return rejouer(noms or NOMS, faire=faire, dire=self.dit.append)


@pytest.fixture
def standard(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Standard:
    nuage.peupler()
    return Standard(nuage, monkeypatch)


def casser(*_: Any, **__: Any) -> None:
    raise ConnectionError("camille@exemple.fr")


def abandonner(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, module: Any, nom: str
) -> Demande:
    """An establishment that a function gives up, its cause being there for a while."""
    etablie = standard.nuage.etablir(standard.nuage.deposer())
    with monkeypatch.context() as panne:
        panne.setattr(module, nom, casser)
        with standard.pompe() as pompe:
            pompe.attendre_calme(30)
    return etablie


@pytest.mark.deux_moteurs
def test_ce_que_le_routage_a_abandonne_entre_au_registre(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")
    assert standard.combien("routage") == 2
    assert standard.combien("courriels") == 0

    # Looking changes nothing.
    assert standard.rejouer(faire=False) == 2
    assert any(f"{etablie.reference} version 2 (ETABLISSEMENT)" in ligne for ligne in standard.dit)
    assert "camille" not in " ".join(standard.dit).lower()
    assert standard.nuage.relire(etablie).etat is Etat.ETABLIE

    assert standard.rejouer() == 0
    assert standard.combien("routage") == 0
    assert standard.nuage.relire(etablie).etat is Etat.A_CONTROLER
    assert standard.rejouer() == 0
    verifier_tout(standard.nuage)


def test_tant_que_la_cause_est_la_le_message_reste(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")
    with monkeypatch.context() as panne:
        panne.setattr(routage, "router", casser)
        assert standard.rejouer() == 2
    assert any("Toujours en échec : ConnectionError." in ligne for ligne in standard.dit)
    assert standard.combien("routage") == 2

    assert standard.rejouer() == 0
    assert standard.nuage.relire(etablie).etat is Etat.A_CONTROLER


def test_un_courriel_abandonne_part_une_fois(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, courriels, "notifier")
    assert standard.combien("courriels") == 3
    assert standard.nuage.moteur.courriels() == []

    assert standard.rejouer() == 0

    partis = {f"{e.reference}#{e.rang}" for e in EnvoiModele.scan() if e.etat == EtatEnvoi.ENVOYE}
    assert partis == {f"{etablie.reference}#1#M1", f"{etablie.reference}#2#M2"}
    assert len(standard.nuage.moteur.courriels()) == 2
    assert standard.rejouer() == 0
    assert len(standard.nuage.moteur.courriels()) == 2


def test_ce_que_le_flux_n_a_plus_se_retrouve_par_les_tables(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")
    monkeypatch.setattr(
        commande, "enregistrements", lambda _, position: enregistrements(FluxOublieux(), position)
    )
    standard.nuage.avancer(days=2)

    assert standard.rejouer(faire=False) == 2
    assert sum("que le flux n’a plus" in ligne for ligne in standard.dit) == 2
    assert standard.rejouer() == 0

    assert standard.nuage.relire(etablie).etat is Etat.A_CONTROLER
    assert standard.combien("routage") == 0
    verifier_tout(standard.nuage)


def test_le_flux_d_une_autre_etape_n_entre_pas_dans_les_tables_de_celle_ci(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")
    with monkeypatch.context() as autre_etape:
        autre_etape.setenv("TABLE_DEMANDES", "maprocuration-recette-demandes")
        assert standard.rejouer() == 2
    assert sum("pas d’une table de cette étape" in ligne for ligne in standard.dit) == 2
    assert standard.combien("routage") == 2
    assert standard.nuage.relire(etablie).etat is Etat.ETABLIE

    assert standard.rejouer() == 0


class FluxOublieux:
    """A stream past its 24 hours."""

    def get_shard_iterator(self, **_: Any) -> Any:
        erreur = {"Error": {"Code": "TrimmedDataAccessException", "Message": ""}}
        raise ClientError(erreur, "GetShardIterator")


def test_deux_operateurs_a_la_fois_ne_font_rien_deux_fois(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")
    vrai = routage.router
    autres: list[int] = []

    def router_pendant_qu_un_autre_rejoue(*arguments: Any) -> None:
        if not autres:
            autres.append(0)
            autres[0] = rejouer(("routage",), faire=True, dire=lambda _: None)
        vrai(*arguments)

    monkeypatch.setattr(routage, "router", router_pendant_qu_un_autre_rejoue)

    assert standard.rejouer("routage") == 0
    # The other one saw that somebody holds them.
    assert autres == [2]
    assert standard.nuage.relire(etablie).version == 4
    verifier_tout(standard.nuage)


def test_une_commande_tuee_au_milieu_ne_perd_pas_le_message(
    standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    etablie = abandonner(standard, monkeypatch, routage, "router")

    def mourir(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as panne:
        panne.setattr(routage, "router", mourir)
        with pytest.raises(KeyboardInterrupt):
            standard.rejouer("routage")

    assert standard.combien("routage") == 2
    rendre_les_messages(standard)
    assert standard.rejouer("routage") == 0
    assert standard.nuage.relire(etablie).etat is Etat.A_CONTROLER


def rendre_les_messages(standard: Standard) -> None:
    """Five minutes later."""
    from moto.sqs.models import sqs_backends

    for backends in sqs_backends.values():
        for file in backends["eu-west-3"].queues.values():
            for message in file._messages:
                message.change_visibility(0)


def test_un_courriel_que_ses_a_refuse_retourne_a_sa_file(standard: Standard) -> None:
    deposee = standard.nuage.deposer()
    cle = f"{deposee.reference}#1#M1"
    envois = EnvoisDynamo()
    envois.confier(cle, deposee, standard.nuage.maintenant)
    plus_tard = standard.nuage.maintenant + timedelta(hours=40)
    envois.terminer(cle, EtatEnvoi.ECHEC, plus_tard, garder=True)
    standard.mettre("envois", corps(cle))
    standard.mettre("envois", corps("XBQ7V3#1#M1"))

    assert standard.rejouer("envois") == 0

    assert [c.destinataires for c in standard.nuage.moteur.courriels()] == [("camille@exemple.fr",)]
    assert standard.combien("envois") == 0


def test_un_evenement_entier_est_rendu_a_sa_fonction(standard: Standard) -> None:
    evenement = {
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": {"Records": []},
    }
    standard.mettre("retours", json.dumps(evenement))

    assert standard.rejouer("retours", faire=False) == 1
    assert standard.rejouer("retours") == 0


@pytest.mark.parametrize("message", ["bonjour", "[]", '{"cle": 3}', "{}"])
def test_un_message_que_nul_des_notres_n_a_ecrit_reste_pour_une_personne(
    standard: Standard, message: str
) -> None:
    standard.mettre("envois", message)

    assert standard.rejouer("envois") == 1
    assert any("aucune forme connue" in ligne for ligne in standard.dit)


def test_chaque_file_d_echecs_du_gabarit_est_connue() -> None:
    assert set(files()) >= {
        "routage", "courriels", "controles", "documents", "envois", "retours", "anomalies",
    }  # fmt: skip
