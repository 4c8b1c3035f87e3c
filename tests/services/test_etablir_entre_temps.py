"""What others do between the readings of an establishment and its write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.depots.modeles import HabilitationModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    HabilitationInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import cle_mandataire
from chalicelib.services.retirer import retirer
from tests.constructeurs import (
    APJ,
    OPJ,
    SECRET,
    Nuage,
    mandant,
)
from tests.services.invariants import verifier_tout
from tests.services.pannes import avant, intercepter

pytestmark = pytest.mark.deux_moteurs


def test_une_habilitation_retiree_pendant_l_acte_l_empeche(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: the judge withdraws it between our reading and our write
    nuage.peupler()
    demande = nuage.deposer()

    def retirer() -> None:
        HabilitationModele(OPJ.cle).update(
            actions=[HabilitationModele.revoquee_le.set(nuage.maintenant)]
        )

    touches = intercepter(monkeypatch, "TransactWriteItems", 1, avant(retirer))

    with pytest.raises(HabilitationInvalide):
        nuage.etablir(demande)

    assert touches
    assert nuage.relire(demande) == demande
    verifier_tout(nuage)


def test_une_habilitation_qui_finit_pendant_l_acte_l_empeche(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    def raccourcir() -> None:
        HabilitationModele(OPJ.cle).update(actions=[HabilitationModele.au.set(nuage.maintenant)])

    intercepter(monkeypatch, "TransactWriteItems", 1, avant(raccourcir))

    with pytest.raises(HabilitationInvalide):
        nuage.etablir(demande)
    assert nuage.relire(demande).etat is Etat.DEPOSEE


def test_une_habilitation_prolongee_pendant_l_acte_ne_l_empeche_pas(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    def prolonger() -> None:
        HabilitationModele(OPJ.cle).update(
            actions=[HabilitationModele.au.set(datetime(2031, 1, 1, tzinfo=UTC))]
        )

    intercepter(monkeypatch, "TransactWriteItems", 1, avant(prolonger))

    assert nuage.etablir(demande).etat is Etat.ETABLIE


def test_un_retrait_entre_la_lecture_et_l_acte_l_emporte(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    def retirer_la() -> None:
        retirer(
            nuage.contexte,
            reference=demande.reference,
            mandant_id="mandant-1",
            maintenant=nuage.maintenant,
        )

    intercepter(monkeypatch, "TransactWriteItems", 1, avant(retirer_la))

    with pytest.raises(TransitionInterdite, match="retirée"):
        nuage.etablir(demande)
    assert nuage.relire(demande).etat is Etat.RETIREE
    verifier_tout(nuage)


def test_un_compte_change_entre_temps_se_relit_et_l_acte_se_fait(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    voisine = nuage.deposer(qui=mandant("mandant-2", nom="Autre"))
    intercepter(monkeypatch, "TransactWriteItems", 1, avant(lambda: nuage.etablir(voisine, APJ)))

    assert nuage.etablir(demande).etat is Etat.ETABLIE
    tenu = nuage.contexte.depots.compte(cle_mandataire(demande.mandataire, SECRET))
    assert {e.reference for e in tenu.engagements} == {demande.reference, voisine.reference}
    verifier_tout(nuage)


@pytest.mark.parametrize("autre_agent", [OPJ, APJ], ids=["le même", "un autre"])
def test_un_acte_fait_entre_deux_lectures_n_est_pas_pris_pour_une_autre_procuration(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, autre_agent: Agent
) -> None:
    # given: the demande is read as filed, then established, then the accounts are read
    nuage.peupler()
    demande = nuage.deposer()
    etablie: list[Demande] = []
    intercepter(
        monkeypatch,
        "TransactGetItems",
        1,
        avant(lambda: etablie.append(nuage.etablir(demande, autre_agent, cle="c"))),
    )

    if autre_agent is OPJ:
        assert nuage.etablir(demande, cle="c") == etablie[0]
    else:
        with pytest.raises(TransitionInterdite, match="déjà établie"):
            nuage.etablir(demande, cle="c")
    verifier_tout(nuage)
