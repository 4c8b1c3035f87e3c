"""The pump keeps Lambda's promises: order, at least once, partial failures, poison records."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from infra.local import gabarit
from infra.local.gabarit import ReglagesFlux
from infra.local.moteurs import Moteur
from infra.local.pompe import Consommateur, Pompe

REGLAGES = ReglagesFlux(taille_de_lot=5, reprises=2, evenements=frozenset({"INSERT", "MODIFY"}))
Evenement = dict[str, Any]


def reference(enregistrement: Mapping[str, Any]) -> str:
    cle: str = enregistrement["dynamodb"]["Keys"]["reference"]["S"]
    return cle


def rang(enregistrement: Mapping[str, Any]) -> int:
    return int(enregistrement["dynamodb"]["NewImage"]["rang"]["N"])


class Table:
    """The demandes of a test, and a pump on their stream."""

    def __init__(self, moteur: Moteur, nom: str) -> None:
        self.dynamodb = moteur.client("dynamodb")
        self.nom = nom
        self.arn = self.dynamodb.describe_table(TableName=nom)["Table"]["LatestStreamArn"]
        self._flux = moteur.client("dynamodbstreams")

    def ecrire(self, cle: str, numero: int = 0, **autres: Any) -> None:
        article = {"reference": {"S": cle}, "rang": {"N": str(numero)}, **autres}
        self.dynamodb.put_item(TableName=self.nom, Item=article)

    @contextmanager
    def pompee(self, *consommateurs: Consommateur) -> Iterator[Pompe]:
        with Pompe(self._flux, self.arn, consommateurs) as pompe:
            yield pompe


@pytest.fixture
def demandes(moteur: Moteur, tables: dict[str, str]) -> Table:
    return Table(moteur, tables["demandes"])


def consommateur(
    invoquer: Callable[[Evenement], Mapping[str, Any] | None], nom: str = "routage"
) -> Consommateur:
    return Consommateur(nom, invoquer, REGLAGES)


def echecs(*enregistrements: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "batchItemFailures": [
            {"itemIdentifier": e["dynamodb"]["SequenceNumber"]} for e in enregistrements
        ]
    }


def test_ce_qui_precede_la_pompe_est_livre_dans_l_ordre_a_chaque_fonction(demandes: Table) -> None:
    # given: 12 writes before the start
    for numero in range(12):
        demandes.ecrire(f"R{numero % 3}", numero)
    recus: dict[str, list[int]] = {"routage": [], "courriels": []}
    lots: list[int] = []

    def fonction(nom: str) -> Consommateur:
        def invoquer(evenement: Evenement) -> None:
            lots.append(len(evenement["Records"]))
            recus[nom].extend(rang(e) for e in evenement["Records"])

        return consommateur(invoquer, nom)

    # when
    with demandes.pompee(fonction("routage"), fonction("courriels")) as pompe:
        pompe.attendre_calme()

    # then
    assert recus == {"routage": list(range(12)), "courriels": list(range(12))}
    assert max(lots) <= REGLAGES.taille_de_lot


def test_un_effacement_n_est_pas_livre(demandes: Table) -> None:
    recus: list[str] = []
    with demandes.pompee(
        consommateur(lambda evenement: recus.extend(e["eventName"] for e in evenement["Records"]))
    ) as pompe:
        demandes.ecrire("R1", 1)
        demandes.ecrire("R1", 2)
        demandes.dynamodb.delete_item(TableName=demandes.nom, Key={"reference": {"S": "R1"}})
        pompe.attendre_calme()

    assert recus == ["INSERT", "MODIFY"]


def test_apres_un_echec_partiel_la_livraison_reprend_au_plus_ancien_echoue(demandes: Table) -> None:
    # given: the function fails once on 2, and goes on past it
    for numero in range(4):
        demandes.ecrire(f"R{numero}", numero)
    recus: list[int] = []

    def invoquer(evenement: Evenement) -> dict[str, Any]:
        premiere = 2 not in recus
        recus.extend(rang(e) for e in evenement["Records"])
        return echecs(*(e for e in evenement["Records"] if premiere and rang(e) == 2))

    # when
    routage = consommateur(invoquer)
    with demandes.pompee(routage) as pompe:
        pompe.attendre_calme()

    # then: 2 and what followed it came twice, in order; what preceded it once
    assert recus == [0, 1, 2, 3, 2, 3]
    assert routage.echecs == []


def test_une_fonction_qui_leve_recoit_le_meme_lot_en_plus_petit(demandes: Table) -> None:
    for numero in range(4):
        demandes.ecrire(f"R{numero}", numero)
    lots: list[list[int]] = []

    def invoquer(evenement: Evenement) -> None:
        lots.append([rang(e) for e in evenement["Records"]])
        if len(lots) == 1:
            raise RuntimeError("panne")

    routage = consommateur(invoquer)
    with demandes.pompee(routage) as pompe:
        pompe.attendre_calme()

    assert lots == [[0, 1, 2, 3], [0, 1], [2, 3]]
    assert routage.echecs == []


@pytest.mark.parametrize("fautif", [0, 2, 4])
def test_un_enregistrement_empoisonne_va_aux_echecs_et_les_suivants_passent(
    demandes: Table, fautif: int
) -> None:
    # given
    for numero in range(5):
        demandes.ecrire(f"R{numero}", numero)
    seul = 0
    reussis: set[int] = set()

    def invoquer(evenement: Evenement) -> None:
        nonlocal seul
        rangs = [rang(e) for e in evenement["Records"]]
        if fautif in rangs:
            seul += rangs == [fautif]
            raise ValueError("poison")
        reussis.update(rangs)

    # when
    routage = consommateur(invoquer)
    with demandes.pompee(routage) as pompe:
        pompe.attendre_calme()

    # then: tried alone once, then as often as the mapping allows
    assert reussis == {0, 1, 2, 3, 4} - {fautif}
    assert seul == 1 + REGLAGES.reprises
    (message,) = routage.echecs
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert f"R{fautif}" not in str(message), "the failure queue holds no content"


def test_un_poison_d_une_fonction_ne_retient_pas_l_autre(demandes: Table) -> None:
    recus: list[str] = []

    def refuser(evenement: Evenement) -> dict[str, Any]:
        return echecs(*evenement["Records"])

    malade = consommateur(refuser, "courriels")
    saine = consommateur(
        lambda evenement: recus.extend(map(reference, evenement["Records"])), "routage"
    )
    demandes.ecrire("R1")
    demandes.ecrire("R2")
    with demandes.pompee(malade, saine) as pompe:
        pompe.attendre_calme()

    assert recus == ["R1", "R2"]
    assert len(malade.echecs) == 2


def test_un_numero_inconnu_dans_les_echecs_fait_reprendre_tout_le_lot(demandes: Table) -> None:
    demandes.ecrire("R1")
    demandes.ecrire("R2")
    lots: list[list[str]] = []

    def invoquer(evenement: Evenement) -> dict[str, Any]:
        lots.append([reference(e) for e in evenement["Records"]])
        if len(lots) == 1:
            return {"batchItemFailures": [{"itemIdentifier": "inconnu"}]}
        return {"batchItemFailures": []}

    with demandes.pompee(consommateur(invoquer)) as pompe:
        pompe.attendre_calme()

    assert lots == [["R1", "R2"], ["R1"], ["R2"]]


def test_le_calme_attend_aussi_ce_que_la_livraison_ecrit(demandes: Table) -> None:
    # given: the function writes three more times what it receives
    recus: list[int] = []

    def invoquer(evenement: Evenement) -> None:
        for enregistrement in evenement["Records"]:
            recus.append(rang(enregistrement))
            if rang(enregistrement) < 3:
                demandes.ecrire("R1", rang(enregistrement) + 1)

    # when
    with demandes.pompee(consommateur(invoquer)) as pompe:
        demandes.ecrire("R1", 0)
        pompe.attendre_calme()

    # then
    assert recus == [0, 1, 2, 3]


def test_attendre_le_calme_finit_par_le_dire_quand_il_ne_vient_pas(demandes: Table) -> None:
    def sans_fin(evenement: Evenement) -> None:
        for enregistrement in evenement["Records"]:
            demandes.ecrire("R1", rang(enregistrement) + 1)

    with demandes.pompee(consommateur(sans_fin)) as pompe:
        demandes.ecrire("R1", 0)
        with pytest.raises(TimeoutError):
            pompe.attendre_calme(0.3)


def test_l_evenement_est_celui_de_lambda(demandes: Table) -> None:
    recus: list[dict[str, Any]] = []
    with demandes.pompee(
        consommateur(lambda evenement: recus.extend(evenement["Records"]))
    ) as pompe:
        demandes.ecrire("R1", 1, empreinte={"B": b"\x00\xff"})
        pompe.attendre_calme()

    (enregistrement,) = recus
    assert enregistrement["eventSourceARN"] == demandes.arn
    assert isinstance(enregistrement["dynamodb"]["SequenceNumber"], str)
    assert isinstance(enregistrement["dynamodb"]["ApproximateCreationDateTime"], float)
    image = enregistrement["dynamodb"]["NewImage"]
    assert base64.b64decode(image["empreinte"]["B"]) == b"\x00\xff"


def test_les_reglages_viennent_du_gabarit() -> None:
    for fonction in ("routage", "courriels"):
        reglages = gabarit.reglages_du_flux(fonction)
        assert reglages.evenements == {"INSERT", "MODIFY"}
        assert reglages.taille_de_lot > 1
        assert reglages.reprises > 0
