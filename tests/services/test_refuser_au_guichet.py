"""The authority refuses at the counter."""

from __future__ import annotations

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    ErreurMetier,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from tests.constructeurs import APJ, OPJ, Nuage, mandant
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs

JAMAIS_DONNEE = "ZZZZZZ"


def consulter(nuage: Nuage, reference: str, agent: Agent = OPJ) -> Demande:
    return consulter_au_guichet(
        nuage.contexte, reference=reference, agent=agent, maintenant=nuage.maintenant
    )


def refuser(nuage: Nuage, reference: str, motif: str, agent: Agent = OPJ, cle: str = "") -> Demande:
    return refuser_au_guichet(
        nuage.contexte,
        reference=reference,
        agent=agent,
        motif=motif,
        cle=cle,
        maintenant=nuage.maintenant,
    )


def echecs(nuage: Nuage, agent: Agent = OPJ) -> int:
    connue = nuage.contexte.depots.habilitation(agent.cle)
    assert connue is not None
    return len(connue.echecs_recents(nuage.maintenant))


def test_un_refus_provisoire_laisse_la_reference_vivante(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    ajournee = refuser(nuage, demande.reference, "A2")

    assert (ajournee.etat, ajournee.version) == (Etat.DEPOSEE, 2)
    assert consulter(nuage, demande.reference, APJ) == ajournee
    assert nuage.etablir(ajournee).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_un_refus_definitif_ferme_la_reference(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    assert refuser(nuage, demande.reference, "A4").etat is Etat.REFUSEE_AGENT
    with pytest.raises(TransitionInterdite, match="refusée au guichet"):
        nuage.etablir(demande)
    verifier_tout(nuage)


def test_un_refus_rejoue_avec_sa_cle_ne_change_rien_de_plus(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    premier = refuser(nuage, demande.reference, "A1", cle="c")
    nuage.avancer(seconds=3)

    assert refuser(nuage, demande.reference, "A1", cle="c") == premier
    assert nuage.relire(demande).version == 2
    assert refuser(nuage, demande.reference, "A1", cle="autre").version == 3
    assert refuser(nuage, demande.reference, "A1", agent=APJ, cle="autre").version == 4
    verifier_tout(nuage)


def test_un_motif_inconnu_est_refuse_avant_toute_lecture(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(SaisieInvalide):
        refuser(nuage, JAMAIS_DONNEE, "M01")
    assert echecs(nuage) == 0


def test_aucun_refus_du_guichet_ne_nomme_personne(nuage: Nuage) -> None:
    nuage.peupler()
    finies = [
        refuser(nuage, nuage.deposer(qui=mandant("m1")).reference, "A4"),
        nuage.etablir(nuage.deposer(qui=mandant("m2")), APJ),
    ]

    for finie in finies:
        with pytest.raises(ErreurMetier) as refus:
            consulter(nuage, finie.reference)
        texte = f"{refus.value.titre} {refus.value.detail} {refus.value}"
        for nom in ("Durand", "Camille", "Martin", "exemple.fr", "Moreau", finie.reference):
            assert nom not in texte
