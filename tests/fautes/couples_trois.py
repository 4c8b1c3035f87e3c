"""Three use cases at once."""

from __future__ import annotations

from collections.abc import Sequence

from tests.constructeurs import Nuage, mandataire
from tests.fautes.couple import (
    Couple,
    la_premiere_etablie_seule_est_acceptee,
)
from tests.fautes.couples_mairie import deux_recues
from tests.fautes.gestes import (
    acceptation,
    acte,
    personne,
    refus,
    refus_au_guichet,
    retrait,
)
from tests.fautes.ordonnanceur import Geste


def trois_mandataires(nuage: Nuage) -> Sequence[Geste]:
    noms = ("Aubry", "Bazin", "Colin")
    return [acte(nuage, nuage.deposer(pour=mandataire(nom=n))) for n in noms]


def trois_mandants(nuage: Nuage) -> Sequence[Geste]:
    demandes = [nuage.deposer(**personne(n)) for n in range(3)]
    return [acte(nuage, d, minutes=3 - n) for n, d in enumerate(demandes)]


def acte_retrait_et_refus(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    refuse = refus_au_guichet(nuage, demande, "A5")
    return [acte(nuage, demande), retrait(nuage, demande), refuse]


def deux_decisions_et_la_suivante(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = deux_recues(nuage)
    return [acceptation(nuage, premiere), refus(nuage, premiere), acceptation(nuage, suivante)]


def refus_acceptation_et_acte(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = deux_recues(nuage)
    autre = nuage.deposer(**personne(2))
    return [
        refus(nuage, premiere),
        acceptation(nuage, suivante),
        acte(nuage, autre, minutes=1),
    ]


TROIS: dict[str, Couple] = {
    "trois mandataires d'un mandant (L75)": Couple(
        trois_mandataires,
        {
            ("ETABLIE", "MandantDejaRepresente", "MandantDejaRepresente"),
            ("MandantDejaRepresente", "ETABLIE", "MandantDejaRepresente"),
            ("MandantDejaRepresente", "MandantDejaRepresente", "ETABLIE"),
        },
        memoire=True,
        long=True,
    ),
    "trois mandants d'un mandataire, puis les décisions (L73)": Couple(
        trois_mandants,
        {("ETABLIE",) * 3},
        la_premiere_etablie_seule_est_acceptee,
        memoire=True,
        long=True,
    ),
    "établissement, retrait et refus": Couple(
        acte_retrait_et_refus,
        {
            ("ETABLIE", "TransitionInterdite", "TransitionInterdite"),
            ("TransitionInterdite", "RETIREE", "TransitionInterdite"),
            ("TransitionInterdite", "TransitionInterdite", "REFUSEE_AGENT"),
        },
        memoire=True,
        long=True,
    ),
    "deux décisions, et l'acceptation de la suivante (L73)": Couple(
        deux_decisions_et_la_suivante,
        {
            ("VALIDE", "TransitionInterdite", "ControleNonConforme"),
            ("TransitionInterdite", "INVALIDE", "ControleNonConforme"),
            ("TransitionInterdite", "INVALIDE", "VALIDE"),
        },
        memoire=True,
        long=True,
    ),
    "refus, acceptation de la suivante, et un acte de plus (L73)": Couple(
        refus_acceptation_et_acte,
        {("INVALIDE", "VALIDE", "ETABLIE"), ("INVALIDE", "ControleNonConforme", "ETABLIE")},
        memoire=True,
        long=True,
    ),
}
