"""Lost answers, conflicts and throttling: one effect, and an answer that says the truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pynamodb.exceptions import PutError, TransactGetError, TransactWriteError

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.etats import Etat
from chalicelib.services.decider import accepter
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.reprise import ESSAIS
from chalicelib.services.retirer import retirer
from tests.constructeurs import AGENT_RENNES, LISTE_ELECTORALE, OPJ, RENNES, Nuage
from tests.services.invariants import verifier_tout
from tests.services.pannes import (
    annulee,
    faite_deux_fois,
    intercepter,
    perdre_les_reponses,
    refusee,
)

pytestmark = pytest.mark.deux_moteurs

ECRITURE, LECTURE = "TransactWriteItems", "TransactGetItems"
Geste = Callable[[Nuage], Demande]


def deposer(nuage: Nuage) -> Demande:
    return nuage.deposer(cle="c")


def retirer_la(nuage: Nuage) -> Demande:
    return retirer(
        nuage.contexte,
        reference=la_demande(nuage).reference,
        mandant_id="mandant-1",
        maintenant=nuage.maintenant,
    )


def etablir(nuage: Nuage) -> Demande:
    return nuage.etablir(la_demande(nuage), cle="c")


def transmettre(nuage: Nuage) -> Demande:
    return nuage.transmettre(la_demande(nuage))


def accepter_la(nuage: Nuage) -> Demande:
    return accepter(
        nuage.contexte,
        reference=la_demande(nuage).reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        confirmes=LISTE_ELECTORALE,
        cle="c",
        maintenant=nuage.maintenant,
    )


def refuser_la(nuage: Nuage) -> Demande:
    return nuage.refuser(la_demande(nuage), cle="c")


def la_demande(nuage: Nuage) -> Demande:
    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    return demande


GESTES: dict[str, tuple[list[Geste], Geste, Etat, int]] = {
    "dépôt": ([], deposer, Etat.DEPOSEE, 1),
    "retrait": ([deposer], retirer_la, Etat.RETIREE, 2),
    "établissement": ([deposer], etablir, Etat.ETABLIE, 2),
    "transmission": ([deposer, etablir], transmettre, Etat.A_CONTROLER, 4),
    "acceptation": ([deposer, etablir, transmettre], accepter_la, Etat.VALIDE, 5),
    "refus": ([deposer, etablir, transmettre], refuser_la, Etat.INVALIDE, 5),
}
chaque_geste = pytest.mark.parametrize("nom", GESTES)


def preparer(nuage: Nuage, nom: str) -> tuple[Geste, Etat, int]:
    nuage.peupler()
    avant, geste, etat, version = GESTES[nom]
    for etape in avant:
        etape(nuage)
    nuage.contexte.depots.scrutins()
    return geste, etat, version


def verifier_un_seul_effet(nuage: Nuage, etat: Etat, version: int) -> None:
    demande = la_demande(nuage)
    assert (demande.etat, demande.version) == (etat, version)
    verifier_tout(nuage)


@chaque_geste
def test_une_reponse_perdue_ne_fait_qu_un_effet_et_c_est_un_succes(
    nuage: Nuage, nom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # botocore sends again with the same token
    geste, etat, version = preparer(nuage, nom)
    perdues = perdre_les_reponses(monkeypatch, ECRITURE, 1)

    assert geste(nuage) == la_demande(nuage)

    assert perdues == [ECRITURE]
    verifier_un_seul_effet(nuage, etat, version)


@chaque_geste
def test_une_ecriture_revenue_sous_un_autre_jeton_ne_fait_qu_un_effet(
    nuage: Nuage, nom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the first write was made and nobody knows: the second one meets its own traces
    geste, etat, version = preparer(nuage, nom)
    touches = intercepter(monkeypatch, ECRITURE, 1, faite_deux_fois)

    assert geste(nuage) == la_demande(nuage)

    assert touches
    verifier_un_seul_effet(nuage, etat, version)


@chaque_geste
def test_toutes_les_reponses_perdues_le_geste_refait_rend_ce_qui_est_fait(
    nuage: Nuage, nom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, etat, version = preparer(nuage, nom)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    perdues = perdre_les_reponses(monkeypatch, ECRITURE, 4)

    with pytest.raises(TransactWriteError):
        geste(nuage)
    assert len(perdues) == 4
    # the person presses again: same key, same result
    refaite = geste(nuage)

    assert (refaite.etat, refaite.version) == (etat, version)
    verifier_un_seul_effet(nuage, etat, version)


@pytest.mark.parametrize("nom", sorted(set(GESTES) - {"transmission"}))
def test_un_conflit_de_transaction_se_rejuge_sans_que_la_personne_le_voie(
    nuage: Nuage, nom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, etat, version = preparer(nuage, nom)
    touches = intercepter(monkeypatch, ECRITURE, 2, annulee("TransactionConflict", 0))

    geste(nuage)

    assert len(touches) == 2
    verifier_un_seul_effet(nuage, etat, version)


def test_un_conflit_pendant_la_transmission_fait_revenir_l_enregistrement(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, etat, version = preparer(nuage, "transmission")
    intercepter(monkeypatch, ECRITURE, 3, annulee("TransactionConflict", 0))

    with pytest.raises(ConflitDeVersion):
        geste(nuage)
    geste(nuage)

    verifier_un_seul_effet(nuage, etat, version)


def test_un_conflit_qui_dure_se_dit_et_n_ecrit_rien(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, _, _ = preparer(nuage, "établissement")
    touches = intercepter(monkeypatch, ECRITURE, 99, annulee("TransactionConflict"))

    with pytest.raises(ConflitDeVersion, match="Rechargez"):
        geste(nuage)

    assert len(touches) == ESSAIS
    verifier_un_seul_effet(nuage, Etat.DEPOSEE, 1)


@chaque_geste
@pytest.mark.parametrize(
    "code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"]
)
def test_une_panne_d_un_article_n_est_pas_prise_pour_un_refus(
    nuage: Nuage, nom: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # whatever item is throttled: no false "not habilitated", no false "key already used"
    geste, etat, version = preparer(nuage, nom)
    for rang in range(8):
        with monkeypatch.context() as pendant:
            touches = intercepter(pendant, ECRITURE, 1, annulee(code, rang))
            with pytest.raises(TransactWriteError):
                geste(nuage)
            assert touches

    geste(nuage)
    verifier_un_seul_effet(nuage, etat, version)


@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerError"])
def test_une_ecriture_refusee_par_dynamodb_est_une_panne(
    nuage: Nuage, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, etat, version = preparer(nuage, "établissement")
    intercepter(monkeypatch, ECRITURE, 1, refusee(code))

    with pytest.raises(TransactWriteError):
        geste(nuage)
    geste(nuage)

    verifier_un_seul_effet(nuage, etat, version)


def test_une_lecture_en_conflit_est_refaite_puis_est_une_panne(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    geste, etat, version = preparer(nuage, "établissement")
    with monkeypatch.context() as pendant:
        touches = intercepter(pendant, LECTURE, 99, annulee("TransactionConflict"))
        with pytest.raises(TransactGetError):
            geste(nuage)
        assert len(touches) == 5
    intercepter(monkeypatch, LECTURE, 4, annulee("TransactionConflict"))

    geste(nuage)
    verifier_un_seul_effet(nuage, etat, version)


def test_une_consultation_dont_la_reponse_est_perdue_se_consigne_une_fois(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = deposer(nuage)
    perdues = perdre_les_reponses(monkeypatch, "PutItem", 1)

    vue = consulter_au_guichet(
        nuage.contexte, reference=demande.reference, agent=OPJ, maintenant=nuage.maintenant
    )

    assert (vue, perdues) == (demande, ["PutItem"])
    consultations = [
        e
        for e in nuage.contexte.depots.ecritures(demande.reference)
        if e.evenement == "CONSULTATION"
    ]
    assert len(consultations) == 1


def test_sans_trace_de_la_consultation_rien_n_est_montre(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = deposer(nuage)
    intercepter(monkeypatch, "PutItem", 1, refusee("ThrottlingException"))

    with pytest.raises(PutError):
        consulter_au_guichet(
            nuage.contexte, reference=demande.reference, agent=OPJ, maintenant=nuage.maintenant
        )
