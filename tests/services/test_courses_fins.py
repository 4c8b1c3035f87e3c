"""Races about what ends, replaces or displaces a procuration, on the engine whose transactions
really run side by side. Each round is new; after it, every invariant is checked.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    MandantDejaRepresente,
    TransitionInterdite,
)
from chalicelib.domaine.etats import VIVANTS, Etat
from tests.constructeurs import Nuage, formulaire_papier, mandant, mandataire
from tests.services.test_courses import AGENTS, CLERCS, FILS, ensemble, finir_le_tour
from tests.services.test_courses import course as course  # a fixture

pytestmark = pytest.mark.second_moteur

TOURS = 10


def test_une_procuration_n_est_resiliee_qu_une_fois(course: Nuage) -> None:
    for _ in range(TOURS):
        en_cours = course.demander_resiliation(course.recue())

        faits, refus = ensemble([lambda d=en_cours, a=a: course.resilier(d, a) for a in AGENTS])

        assert len(faits) == 1
        assert {type(r) for r in refus} == {TransitionInterdite}
        assert course.relire(en_cours).etat is Etat.RESILIEE
        finir_le_tour(course)


def test_decider_et_resilier_une_resiliee_n_est_jamais_acceptee(course: Nuage) -> None:
    for _ in range(TOURS):
        en_cours = course.demander_resiliation(course.recue())
        decisions = [
            *(lambda d=en_cours, a=a: course.accepter(d, a) for a in CLERCS[:3]),
            *(lambda d=en_cours, a=a: course.refuser(d, agent=a) for a in CLERCS[3:5]),
        ]
        fins = [lambda d=en_cours, a=a: course.resilier(d, a) for a in AGENTS[:3]]

        faits, refus = ensemble([*decisions, *fins])

        etats = [d.etat for d in faits]
        assert etats.count(Etat.RESILIEE) <= 1
        assert etats.count(Etat.VALIDE) + etats.count(Etat.INVALIDE) <= 1
        assert {type(r) for r in refus} == {TransitionInterdite}
        # Accepted then ended, or ended at once; refused, nothing is left to end.
        assert course.relire(en_cours).etat in {Etat.RESILIEE, Etat.INVALIDE}
        finir_le_tour(course)


def test_la_meme_cle_ne_saisit_qu_un_formulaire(course: Nuage) -> None:
    for tour in range(TOURS):
        formulaire = formulaire_papier(course.maintenant - timedelta(days=1))

        faits, refus = ensemble(
            [lambda f=formulaire, t=tour: course.saisir_papier(f, cle=f"papier-{t}")] * FILS
        )

        assert refus == []
        assert len({d.reference for d in faits}) == 1
        finir_le_tour(course)


def test_le_papier_et_les_demandes_en_ligne_d_un_mandant_une_seule_vit(course: Nuage) -> None:
    for _ in range(TOURS):
        formulaire = formulaire_papier(course.maintenant - timedelta(days=1))
        en_ligne = [
            course.deposer(mandant("papillon", nom="Papillon"), mandataire(nom=f"Voisin {nom}"))
            for nom in "ABC"
        ]

        faits, refus = ensemble(
            [
                lambda f=formulaire: course.saisir_papier(f),
                *(
                    lambda d=d, a=a: course.etablir(d, a)
                    for d, a in zip(en_ligne, AGENTS, strict=False)
                ),
            ]
        )

        assert [d.etat for d in faits] == [Etat.ETABLIE]
        assert {type(r) for r in refus} == {MandantDejaRepresente}
        finir_le_tour(course)


def test_remplacer_a_plusieurs_une_seule_reste(course: Nuage) -> None:
    for _ in range(TOURS):
        course.recue()
        nouvelles = [course.deposer(pour=mandataire(nom=f"Voisin {nom}")) for nom in "ABCD"]

        faits, refus = ensemble(
            [
                lambda d=d, a=a: course.etablir(d, a, remplacer=True)
                for d, a in zip(nouvelles, AGENTS, strict=False)
            ]
        )

        # Each one that is written makes the others read again, four times at most.
        assert faits
        assert {type(r) for r in refus} <= {ConflitDeVersion}
        vivantes = [
            d for d in course.contexte.depots.demandes_du_mandant("mandant-1") if d.etat in VIVANTS
        ]
        assert len(vivantes) == 1
        finir_le_tour(course)


def test_l73_le_papier_anterieur_l_emporte_quel_que_soit_l_ordre_des_decisions(
    course: Nuage,
) -> None:
    for _ in range(TOURS):
        en_ligne = [course.recue(qui=mandant(f"m{n}", nom=f"Mandant {'AB'[n]}")) for n in range(2)]
        papier = course.transmettre(
            course.saisir_papier(formulaire_papier(course.maintenant - timedelta(days=1)))
        )

        faits, refus = ensemble(
            [
                lambda d=d, a=a: course.accepter(d, a)
                for d, a in zip((papier, *en_ligne), CLERCS, strict=False)
            ]
        )

        assert [d.reference for d in faits] == [papier.reference]
        assert {type(r) for r in refus} == {ControleNonConforme}
        finir_le_tour(course)


def test_l73_deplacer_pendant_que_le_mandant_resilie(course: Nuage) -> None:
    for _ in range(TOURS):
        valide = course.accepter(course.recue())
        en_cours = course.demander_resiliation(valide)
        papier = course.transmettre(
            course.saisir_papier(formulaire_papier(course.maintenant - timedelta(days=1)))
        )

        faits, refus = ensemble(
            [
                lambda d=papier: course.accepter(d),
                *(lambda d=en_cours, a=a: course.resilier(d, a) for a in AGENTS[:3]),
            ]
        )

        assert papier.reference in {d.reference for d in faits}
        assert {type(r) for r in refus} <= {TransitionInterdite}
        assert course.relire(valide).etat in {Etat.RESILIEE, Etat.NULLE_PLAFOND}
        finir_le_tour(course)
