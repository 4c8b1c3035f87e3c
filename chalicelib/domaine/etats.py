"""The one table of states and transitions (domaine.md, table b)."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domaine.erreurs import AccesRefuse, TransitionInterdite


class Etat(StrEnum):
    """Where a demande, then a procuration, stands."""

    DEPOSEE = "DEPOSEE"
    RETIREE = "RETIREE"
    REFUSEE_AGENT = "REFUSEE_AGENT"
    ETABLIE = "ETABLIE"
    TRANSMISE = "TRANSMISE"
    A_CONTROLER = "A_CONTROLER"
    VALIDE = "VALIDE"
    INVALIDE = "INVALIDE"


class Evenement(StrEnum):
    """What can happen to it; each has one entry in the journal."""

    DEPOT = "DEPOT"
    RETRAIT = "RETRAIT"
    ETABLISSEMENT = "ETABLISSEMENT"
    REFUS_AUTORITE = "REFUS_AUTORITE"
    AJOURNEMENT = "AJOURNEMENT"
    TRANSMISSION = "TRANSMISSION"
    RECEPTION = "RECEPTION"
    ACCEPTATION = "ACCEPTATION"
    REFUS_MAIRIE = "REFUS_MAIRIE"


class Role(StrEnum):
    """Who may act."""

    MANDANT = "MANDANT"
    AUTORITE = "AUTORITE"
    MAIRIE = "MAIRIE"
    SYSTEME = "SYSTEME"


TRANSITIONS: dict[tuple[Etat | None, Evenement], tuple[Role, Etat]] = {
    (None, Evenement.DEPOT): (Role.MANDANT, Etat.DEPOSEE),
    (Etat.DEPOSEE, Evenement.RETRAIT): (Role.MANDANT, Etat.RETIREE),
    (Etat.DEPOSEE, Evenement.REFUS_AUTORITE): (Role.AUTORITE, Etat.REFUSEE_AGENT),
    # The reference stays alive when the person may come back with the right document.
    (Etat.DEPOSEE, Evenement.AJOURNEMENT): (Role.AUTORITE, Etat.DEPOSEE),
    (Etat.DEPOSEE, Evenement.ETABLISSEMENT): (Role.AUTORITE, Etat.ETABLIE),
    (Etat.ETABLIE, Evenement.TRANSMISSION): (Role.SYSTEME, Etat.TRANSMISE),
    (Etat.TRANSMISE, Evenement.RECEPTION): (Role.SYSTEME, Etat.A_CONTROLER),
    (Etat.A_CONTROLER, Evenement.ACCEPTATION): (Role.MAIRIE, Etat.VALIDE),
    (Etat.A_CONTROLER, Evenement.REFUS_MAIRIE): (Role.MAIRIE, Etat.INVALIDE),
}

VIVANTS = frozenset({Etat.ETABLIE, Etat.TRANSMISE, Etat.A_CONTROLER, Etat.VALIDE})
"""States in which a procuration counts for L73 and for the mandant's own single procuration."""

_QUE_FAIRE = {
    Etat.DEPOSEE: "Elle n'est pas encore établie : la personne doit d'abord se présenter devant "
    "un policier ou un gendarme habilité.",
    Etat.RETIREE: "Le mandant l'a retirée. Il peut déposer une nouvelle demande en ligne.",
    Etat.REFUSEE_AGENT: "Elle a été refusée au guichet. Le mandant peut déposer une nouvelle "
    "demande en ligne.",
    Etat.ETABLIE: "Elle est déjà établie et en cours de transmission à la mairie.",
    Etat.TRANSMISE: "Elle est déjà établie et transmise à la mairie.",
    Etat.A_CONTROLER: "Elle est déjà établie ; la mairie doit maintenant la contrôler.",
    Etat.VALIDE: "Elle est déjà établie, et la mairie l'a acceptée.",
    Etat.INVALIDE: "La mairie l'a refusée. Le mandant peut déposer une nouvelle demande en ligne.",
}


def suivant(etat: Etat | None, evenement: Evenement, role: Role) -> Etat:
    """The state after `evenement` brought by `role`.

    Raises TransitionInterdite when the table has no such row, AccesRefuse when the row is another
    role's.
    """
    if (etat, evenement) not in TRANSITIONS:
        raise TransitionInterdite(_QUE_FAIRE[etat] if etat else "Aucune demande n'a été déposée.")
    attendu, arrivee = TRANSITIONS[(etat, evenement)]
    if role is not attendu:
        raise AccesRefuse("Cette action revient à une autre personne que vous.")
    return arrivee
