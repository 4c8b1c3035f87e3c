"""Three use cases at once."""

from __future__ import annotations

from collections.abc import Sequence

from tests.constructeurs import APJ, Nuage, mandataire
from tests.fautes.couple import (
    Couple,
    la_premiere_etablie_seule_est_acceptee,
)
from tests.fautes.couples_mairie import deux_recues
from tests.fautes.couples_papier import deplacante, la_veille, le_papier_l_emporte
from tests.fautes.couples_registre import place, place_libre
from tests.fautes.gestes import (
    acceptation,
    acte,
    personne,
    refus,
    refus_au_guichet,
    resiliation,
    retrait,
    travail,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import apres_reception


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


def accepter_refuser_resilier(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.demander_resiliation(nuage.recue())
    return [
        acceptation(nuage, demande),
        refus(nuage, demande),
        resiliation(nuage, demande),
    ]


def deplacer_resilier_et_redonner(nuage: Nuage) -> Sequence[Geste]:
    """The form is accepted, the mandant of what it displaces ends it, and gives another."""
    papier, valide = deplacante(nuage)
    en_cours = nuage.demander_resiliation(valide)
    autre = nuage.deposer(**personne(0), pour=mandataire(nom="Voisin"))
    return [
        acceptation(nuage, papier),
        resiliation(nuage, en_cours),
        acte(nuage, autre, APJ, minutes=1),
    ]


def saisir_accepter_et_etablir(nuage: Nuage) -> Sequence[Geste]:
    """Paper and two online ones for one mandataire."""
    en_ligne, autre = nuage.recue(**personne(0)), nuage.deposer(**personne(1))
    return [
        la_veille(nuage),
        acceptation(nuage, en_ligne),
        acte(nuage, autre, minutes=1),
    ]


def deux_reexamens_et_un_refus(nuage: Nuage) -> Sequence[Geste]:
    """The stream and the schedule, while the clerk reopens the candidate by hand."""
    candidate = place_libre(nuage)
    return [
        travail(nuage, place()),
        travail(nuage, place()),
        lambda: apres_reception.rouvrir(nuage, candidate),
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
    "accepter, refuser et résilier (L75)": Couple(
        accepter_refuser_resilier,
        {
            ("VALIDE", "TransitionInterdite", "RESILIEE"),
            ("TransitionInterdite", "TransitionInterdite", "RESILIEE"),
            ("TransitionInterdite", "INVALIDE", "TransitionInterdite"),
        },
        memoire=True,
        long=True,
    ),
    "déplacer, résilier et redonner (L73, L75)": Couple(
        deplacer_resilier_et_redonner,
        {
            ("VALIDE", "RESILIEE", "ETABLIE"),
            ("VALIDE", "RESILIEE", "MandantDejaRepresente"),
            ("VALIDE", "TransitionInterdite", "ETABLIE"),
            ("VALIDE", "TransitionInterdite", "MandantDejaRepresente"),
        },
        memoire=True,
        long=True,
    ),
    "saisir, accepter et établir pour un mandataire (L73)": Couple(
        saisir_accepter_et_etablir,
        {("ETABLIE", "VALIDE", "ETABLIE"), ("ETABLIE", "ControleNonConforme", "ETABLIE")},
        le_papier_l_emporte,
        memoire=True,
        long=True,
    ),
    "deux réexamens, et une réouverture (L73)": Couple(
        deux_reexamens_et_un_refus,
        {("fait", "fait", "A_CONTROLER"), ("fait", "fait", "TransitionInterdite")},
        memoire=True,
        long=True,
    ),
}
