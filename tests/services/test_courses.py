"""Races: eight threads on one demande, on the engine whose transactions really run side by side.

Each round is a new demande; after it, every invariant of `invariants.py` is checked.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.depots.modeles import CompteModele, DemandeModele, EcritureModele, LigneModele
from chalicelib.depots.modeles_compteurs import CompteurModele
from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    ErreurMetier,
    MandantDejaRepresente,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.retirer import retirer
from tests.constructeurs import RENNES, Nuage, habilitation, mandant, mandataire
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.second_moteur

FILS = 8
TOURS = 30
AGENTS = [Agent(f"13000640400014/opj-{n}", f"Nom{n}", "Yann") for n in range(FILS)]
CLERCS = [Agent(f"21350238800019/mairie-{n}", f"Nom{n}", "Nolwenn") for n in range(FILS)]

Geste = Callable[[], Demande]


@pytest.fixture
def course(nuage: Nuage) -> Nuage:
    nuage.peupler()
    for agent in AGENTS:
        nuage.habiliter(habilitation(agent))
    for agent in CLERCS:
        nuage.deleguer(agent, RENNES)
    nuage.contexte.depots.scrutins()
    return nuage


def ensemble(gestes: Sequence[Geste]) -> tuple[list[Demande], list[ErreurMetier]]:
    """All at once; what succeeded, and what was refused."""
    depart = threading.Barrier(len(gestes))

    def partir(geste: Geste) -> Demande | ErreurMetier:
        depart.wait()
        try:
            return geste()
        except ErreurMetier as refus:
            return refus

    with ThreadPoolExecutor(len(gestes)) as fils:
        issues = list(fils.map(partir, gestes))
    faits = [issue for issue in issues if isinstance(issue, Demande)]
    return faits, [issue for issue in issues if isinstance(issue, ErreurMetier)]


def finir_le_tour(nuage: Nuage) -> None:
    """Checks the invariants, then makes room for the next round; two minutes pass, since who loses
    a race is counted a miss.
    """
    verifier_tout(nuage)
    nuage.avancer(minutes=2)
    for modele in (DemandeModele, EcritureModele, CompteModele, LigneModele, CompteurModele):
        for article in modele.scan(consistent_read=True):
            article.delete()


@pytest.mark.parametrize("nombre", [2, FILS])
def test_une_demande_n_est_etablie_qu_une_fois(course: Nuage, nombre: int) -> None:
    for _ in range(TOURS):
        demande = course.deposer()

        faits, refus = ensemble(
            [lambda d=demande, a=agent: course.etablir(d, a) for agent in AGENTS[:nombre]]
        )

        assert len(faits) == 1
        assert [type(r) for r in refus] == [TransitionInterdite] * (nombre - 1)
        assert course.relire(demande) == faits[0]
        finir_le_tour(course)


def test_etablir_et_retirer_un_seul_l_emporte(course: Nuage) -> None:
    issues: Counter[Etat] = Counter()
    for _ in range(TOURS):
        demande = course.deposer()
        retraits = [
            lambda d=demande: retirer(
                course.contexte,
                reference=d.reference,
                mandant_id="mandant-1",
                maintenant=course.maintenant,
            )
        ]
        actes = [lambda d=demande, a=agent: course.etablir(d, a) for agent in AGENTS[:3]]

        faits, refus = ensemble([*retraits, *actes])

        assert len(faits) == 1
        assert {type(r) for r in refus} == {TransitionInterdite}
        issues[course.relire(demande).etat] += 1
        finir_le_tour(course)
    assert set(issues) <= {Etat.ETABLIE, Etat.RETIREE}


def test_accepter_et_refuser_un_seul_l_emporte(course: Nuage) -> None:
    for _ in range(TOURS):
        recue = course.recue()

        acceptations = [lambda d=recue, a=agent: course.accepter(d, a) for agent in CLERCS[:4]]
        refus_ = [lambda d=recue, a=agent: course.refuser(d, agent=a) for agent in CLERCS[4:]]
        faits, refus = ensemble([*acceptations, *refus_])

        assert len(faits) == 1
        assert {type(r) for r in refus} == {TransitionInterdite}
        assert course.relire(recue).etat in {Etat.VALIDE, Etat.INVALIDE}
        finir_le_tour(course)


def test_la_meme_cle_ne_depose_qu_une_demande(course: Nuage) -> None:
    for tour in range(TOURS):
        faits, refus = ensemble([lambda t=tour: course.deposer(cle=f"cle-{t}")] * FILS)

        assert refus == []
        assert len({d.reference for d in faits}) == 1
        assert len(faits) == FILS
        assert [m.reference for m in DemandeModele.scan()] == [faits[0].reference]
        finir_le_tour(course)


def test_la_meme_cle_du_meme_agent_n_etablit_qu_une_fois_et_toujours_avec_succes(
    course: Nuage,
) -> None:
    for _ in range(TOURS):
        demande = course.deposer()

        faits, refus = ensemble(
            [lambda d=demande: course.etablir(d, AGENTS[0], cle="scanette")] * FILS
        )

        assert refus == []
        assert len({d.version for d in faits}) == 1
        assert course.relire(demande).version == 2
        finir_le_tour(course)


def test_huit_demandes_d_un_mandant_pour_un_tour_une_seule_est_etablie(course: Nuage) -> None:
    for _ in range(TOURS):
        demandes = [course.deposer(pour=mandataire(nom=f"Voisin {'ABCDEFGH'[n]}"))
                    for n in range(FILS)]  # fmt: skip

        faits, refus = ensemble(
            [
                lambda d=demande, a=agent: course.etablir(d, a)
                for demande, agent in zip(demandes, AGENTS, strict=True)
            ]
        )

        assert len(faits) == 1
        assert {type(r) for r in refus} <= {MandantDejaRepresente, ConflitDeVersion}
        assert sum(isinstance(r, ConflitDeVersion) for r in refus) == 0
        finir_le_tour(course)


def test_trois_procurations_d_un_mandataire_jamais_plus_que_le_plafond(course: Nuage) -> None:
    for _ in range(TOURS):
        demandes = [
            course.deposer(qui=mandant(f"m{n}", nom=f"Mandant {'ABC'[n]}")) for n in range(3)
        ]
        faits, refus = ensemble(
            [
                lambda d=demande, a=agent: course.etablir(d, a)
                for demande, agent in zip(demandes, AGENTS[:3], strict=True)
            ]
        )
        assert (len(faits), refus) == (3, [])
        recues = [course.transmettre(d) for d in faits]

        # Established at the same instant: the reference decides (CAP-05).
        acceptees, refusees = ensemble([lambda d=d: course.accepter(d) for d in recues])

        assert [d.reference for d in acceptees] == [min(d.reference for d in recues)]
        assert {type(r) for r in refusees} == {ControleNonConforme}
        finir_le_tour(course)


def test_refuser_la_premiere_pendant_qu_on_accepte_la_suivante(course: Nuage) -> None:
    for _ in range(TOURS):
        recues = [course.recue(qui=mandant(f"m{n}", nom=f"Mandant {'AB'[n]}")) for n in range(2)]
        premiere, suivante = sorted(recues, key=lambda d: d.reference)

        faits, refus = ensemble(
            [lambda d=premiere: course.refuser(d), lambda d=suivante: course.accepter(d)]
        )

        assert premiere.reference in {d.reference for d in faits}
        assert {type(r) for r in refus} <= {ControleNonConforme}
        finir_le_tour(course)


def test_la_meme_transmission_livree_huit_fois_n_en_fait_qu_une(course: Nuage) -> None:
    for _ in range(TOURS):
        etablie = course.etablir(course.deposer())

        faits, refus = ensemble([lambda d=etablie: course.transmettre(d)] * FILS)

        assert refus == []
        assert {d.version for d in faits} == {4}
        finir_le_tour(course)
