"""The two Lambda functions on the stream of demandes, fed with raw records."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import app
from chalicelib import observabilite
from chalicelib.depots import conversion_demande
from chalicelib.depots.modeles import DemandeModele, EnvoiModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire, Sexe
from chalicelib.flux import expedition, routage
from chalicelib.flux.fonctions import FLUX_DES_DEMANDES
from chalicelib.services.changement import Ligne
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from tests.constructeurs import OPJ, RENNES, Nuage, mandant, mandataire
from tests.services.invariants import verifier_tout

# powertools warns of an invocation that counts nothing; an empty one counts nothing.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

CONTEXTE = SimpleNamespace(
    function_name="routage",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-3:123456789012:function:routage",
    aws_request_id="00000000-0000-0000-0000-000000000001",
)
EFFACEE_LE = 1_900_000_000
SECRETS = ("Quéméneur", "Philomène", "philomene.quemeneur@exemple.fr", "987654321", "1951-02-03")
"""Of the persons below: none of it may appear in a line of log or in a metric."""


def enregistrement(demande: Demande, rang: int, genre: str = "MODIFY") -> dict[str, Any]:
    """A record as Lambda receives it, made from the item as DynamoDB holds it."""
    modele = DemandeModele(reference=demande.reference)
    modele.refresh(consistent_read=True)
    return brut(demande.reference, modele.serialize(), rang, genre)


def image_de(demande: Demande, rang: int) -> dict[str, Any]:
    """A record of a state that the demande has left."""
    modele = conversion_demande.modele_demande(demande, datetime.fromtimestamp(EFFACEE_LE, UTC))
    return brut(demande.reference, modele.serialize(), rang)


def brut(
    reference: str, image: dict[str, Any] | None, rang: int, genre: str = "MODIFY"
) -> dict[str, Any]:
    flux: dict[str, Any] = {
        "Keys": {"reference": {"S": reference}},
        "SequenceNumber": f"{rang:021d}",
        "StreamViewType": "NEW_AND_OLD_IMAGES",
        "ApproximateCreationDateTime": 1803979800,
        "SizeBytes": 900,
    }
    if image is not None:
        flux["NewImage"] = image
    return {
        "eventID": f"{rang:032x}",
        "eventName": genre,
        "eventSource": "aws:dynamodb",
        "eventVersion": "1.1",
        "awsRegion": "eu-west-3",
        "eventSourceARN": FLUX_DES_DEMANDES,
        "dynamodb": flux,
    }


def router(*enregistrements: dict[str, Any]) -> list[str]:
    return echecs(app.routage({"Records": list(enregistrements)}, CONTEXTE))


def ecrire(*enregistrements: dict[str, Any]) -> list[str]:
    return echecs(app.courriels({"Records": list(enregistrements)}, CONTEXTE))


def echecs(reponse: dict[str, Any]) -> list[str]:
    return [echec["itemIdentifier"] for echec in reponse["batchItemFailures"]]


def numero(rang: int) -> str:
    return f"{rang:021d}"


def au_registre(nuage: Nuage) -> dict[str, Ligne]:
    return {ligne.reference: ligne for ligne in nuage.contexte.depots.registre(RENNES)}


def cles_envoyees() -> set[str]:
    return {f"{e.reference}#{e.rang}" for e in EnvoiModele.scan(consistent_read=True)}


def personne(n: int) -> Any:
    return mandant(f"m{n}", nom=f"Nom {'ABCDEFGH'[n]}")


@pytest.fixture
def journaux() -> Iterator[io.StringIO]:
    """Every line that the functions log, as they write it."""
    tampon = io.StringIO()
    gestionnaire = logging.StreamHandler(tampon)
    gestionnaire.setFormatter(observabilite.journaliste().registered_formatter)
    logging.getLogger().addHandler(gestionnaire)
    yield tampon
    logging.getLogger().removeHandler(gestionnaire)


def test_un_lot_entre_au_registre_dans_l_ordre(nuage: Nuage) -> None:
    nuage.peupler()
    etablies = [nuage.etablir(nuage.deposer(qui=personne(n))) for n in range(3)]

    assert router(*(enregistrement(d, n) for n, d in enumerate(etablies))) == []

    assert set(au_registre(nuage)) == {d.reference for d in etablies}
    verifier_tout(nuage)


def test_livre_deux_fois_dans_un_lot_et_encore_ensuite(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    un = enregistrement(etablie, 1)

    assert router(un, un) == []
    assert router(un) == []

    assert nuage.relire(etablie).version == 4
    verifier_tout(nuage)


def test_livres_a_l_envers_le_registre_reste_au_plus_recent(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    recue = nuage.transmettre(etablie)
    acceptee = nuage.accepter(recue)

    assert router(image_de(acceptee, 3), image_de(recue, 2), image_de(etablie, 1)) == []

    assert au_registre(nuage)[etablie.reference].etat is Etat.VALIDE
    verifier_tout(nuage)


def test_un_enregistrement_empoisonne_arrete_le_lot_a_lui(nuage: Nuage) -> None:
    nuage.peupler()
    etablies = [nuage.etablir(nuage.deposer(qui=personne(n))) for n in range(3)]
    poison = replace(etablies[1], mandant=replace(etablies[1].mandant, commune="99999"))
    lot = [enregistrement(etablies[0], 1), image_de(poison, 2), enregistrement(etablies[2], 3)]

    assert router(*lot) == [numero(2)]
    assert set(au_registre(nuage)) == {etablies[0].reference}
    # Lambda gives it up after its retries, and goes on with what follows.
    assert router(lot[1], lot[2]) == [numero(2)]
    assert router(lot[2]) == []
    assert set(au_registre(nuage)) == {etablies[0].reference, etablies[2].reference}


def test_le_registre_n_attend_pas_la_recherche(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: words that can't be written for the first procuration of a batch, nor for long
    nuage.peupler()
    recues = [nuage.recue(qui=personne(n)) for n in range(2)]
    etablie = nuage.etablir(nuage.deposer(qui=personne(2)))
    lot = [enregistrement(d, n) for n, d in enumerate((*recues, etablie), start=1)]
    notees: list[str] = []

    def casser(_: Any, demande: Demande) -> None:
        if demande.reference == recues[0].reference:
            raise ConnectionError

    monkeypatch.setattr(routage, "indexer", casser)
    monkeypatch.setattr(routage, "noter", lambda _c, _a, d, _m: notees.append(d.reference))

    # when: the record is young, it comes back, and what follows is in the register meanwhile
    assert router(*lot) == [numero(1)]
    assert etablie.reference in au_registre(nuage)
    assert notees == [*(d.reference for d in recues), etablie.reference]

    # then: it doesn't come back for ever
    lot[0]["dynamodb"]["ApproximateCreationDateTime"] = 0
    assert router(*lot) == []


@pytest.mark.parametrize(
    "image",
    [
        {},
        {"reference": {"S": "XBQ7V3"}},
        {"reference": {"S": "XBQ7V3"}, "etat": {"S": "INCONNU"}},
        {"reference": {"N": "3"}},
    ],
    ids=str,
)
def test_une_image_illisible_revient_et_n_empeche_pas_ce_qui_precede(
    nuage: Nuage, image: dict[str, Any]
) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())

    assert router(enregistrement(etablie, 1), brut("XBQ7V3", image, 2)) == [numero(2)]
    assert ecrire(brut("XBQ7V3", image, 2)) == [numero(2)]

    assert set(au_registre(nuage)) == {etablie.reference}


def test_un_effacement_ne_fait_rien(nuage: Nuage) -> None:
    nuage.peupler()

    for fonction in (router, ecrire):
        assert fonction(brut("XBQ7V3", None, 1, "REMOVE")) == []
    assert au_registre(nuage) == {}
    assert nuage.moteur.courriels() == []


def test_un_lot_vide_ne_fait_rien(nuage: Nuage) -> None:
    nuage.peupler()

    assert router() == ecrire() == []


def test_chaque_etat_a_son_courriel_et_un_seul(nuage: Nuage) -> None:
    nuage.peupler()
    deposee = nuage.deposer()
    etablie = nuage.etablir(deposee)
    recue = nuage.transmettre(etablie)
    acceptee = nuage.accepter(recue)
    lot = [image_de(d, n) for n, d in enumerate((deposee, etablie, recue, acceptee), start=1)]

    assert ecrire(*lot) == []
    assert ecrire(*lot, *lot) == []

    assert len(nuage.moteur.courriels()) == 3


def test_un_remplacement_envoie_le_recepisse_et_la_resiliation(nuage: Nuage) -> None:
    # given: one transaction writes both demandes, and the stream tells them in any order
    nuage.peupler()
    ancienne = nuage.recue()
    etablie = nuage.etablir(nuage.deposer(pour=mandataire(nom="Voisin")), remplacer=True)
    resiliee = nuage.relire(ancienne)

    for lot in ((resiliee, etablie), (etablie, resiliee)):
        assert ecrire(*(image_de(d, n) for n, d in enumerate(lot))) == []

    assert cles_envoyees() == {
        f"{resiliee.reference}#{resiliee.version}#M5",
        f"{etablie.reference}#{etablie.version}#M2",
    }


def test_une_adresse_corrigee_au_guichet_est_dite_aux_deux_une_fois(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    avant = enregistrement(demande, 1)["dynamodb"]["NewImage"]
    rectifier_au_guichet(
        nuage.contexte,
        reference=demande.reference,
        agent=OPJ,
        courriel="juste@exemple.fr",
        cle="",
        maintenant=nuage.maintenant,
    )
    corrigee = enregistrement(demande, 2)
    corrigee["dynamodb"]["OldImage"] = avant
    assert "camille@exemple.fr" not in str(corrigee["dynamodb"]["NewImage"])

    assert [ecrire(corrigee), ecrire(corrigee)] == [[], []]

    rangs = {"2#M1r", "2#M1x"}
    assert cles_envoyees() == {f"{demande.reference}#{rang}" for rang in rangs}
    a_qui = sorted(courriel.destinataires for courriel in nuage.moteur.courriels())
    assert a_qui == [("camille@exemple.fr",), ("juste@exemple.fr",)]


def test_une_resiliation_demandee_puis_faite_a_ses_deux_courriels(nuage: Nuage) -> None:
    nuage.peupler()
    acceptee = nuage.accepter(nuage.recue())
    demandee = nuage.demander_resiliation(acceptee)
    resiliee = nuage.resilier(demandee)

    assert ecrire(image_de(demandee, 1), image_de(resiliee, 2)) == []

    assert cles_envoyees() == {
        f"{acceptee.reference}#{demandee.version}#M5a",
        f"{acceptee.reference}#{resiliee.version}#M5",
    }


def test_ses_en_panne_le_lot_revient_du_premier_non_envoye(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    lot = [enregistrement(nuage.deposer(qui=personne(n)), n, "INSERT") for n in range(3)]

    reel = expedition.envoyer
    envois: list[str] = []

    def boiteux(reglages: Any, adresses: list[str], brut: bytes, cle: str) -> str:
        envois.append(cle)
        if len(envois) == 2:
            raise ConnectionError(*adresses)
        return reel(reglages, adresses, brut, cle)

    monkeypatch.setattr(expedition, "envoyer", boiteux)

    assert ecrire(*lot) == [numero(1)]
    assert len(nuage.moteur.courriels()) == 1
    # Lambda comes again within seconds: the message leaves with those that follow.
    assert ecrire(*lot[1:]) == []
    assert len(nuage.moteur.courriels()) == 3


def test_rien_des_personnes_dans_les_journaux_ni_les_mesures(
    nuage: Nuage,
    journaux: io.StringIO,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given: a batch that is handled, one that is poisoned, one whose send fails with an address
    nuage.peupler()
    qui = replace(
        mandant(nom="Quéméneur", prenoms=("Philomène",), sexe=Sexe.FEMININ, naissance="1951-02-03"),
        courriel="philomene.quemeneur@exemple.fr",
    )
    etablie = nuage.etablir(nuage.deposer(qui=qui, pour=Mandataire("1951-02-03", nne="987654321")))
    poison = replace(etablie, mandant=replace(etablie.mandant, commune="99999"))
    illisible = image_de(etablie, 4)
    illisible["dynamodb"]["NewImage"]["etat"] = {"S": "Quéméneur"}

    def casser(*_: Any) -> str:
        raise ConnectionError("philomene.quemeneur@exemple.fr")

    # when
    assert router(image_de(poison, 1)) == [numero(1)]
    assert router(illisible) == [numero(4)]
    assert router(enregistrement(etablie, 2)) == []
    with monkeypatch.context() as pendant:
        pendant.setattr(expedition, "envoyer", casser)
        assert ecrire(enregistrement(etablie, 3), image_de(etablie, 3)) == [numero(3)]

    # then
    lignes = journaux.getvalue()
    # Of the last one, that it failed and that it could not be queued (tests/facteur.py).
    assert lignes.count('"incident"') == 4
    assert etablie.reference in lignes
    sorties = lignes + "".join(capsys.readouterr())
    for secret in (*SECRETS, "Qu\\u00e9m\\u00e9neur", "Philom\\u00e8ne"):
        assert secret not in sorties
