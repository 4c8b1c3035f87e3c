"""The one table of states and transitions (domaine.md, table b)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.domaine.erreurs import AccesRefuse, TransitionInterdite
from chalicelib.domaine.phrases import phrase


class Etat(StrEnum):
    """Where a demande, then a procuration, stands."""

    DEPOSEE = "DEPOSEE"
    COLLECTEE = "COLLECTEE"
    RETIREE = "RETIREE"
    EXPIREE = "EXPIREE"
    REFUSEE_AGENT = "REFUSEE_AGENT"
    ETABLIE = "ETABLIE"
    TRANSMISE = "TRANSMISE"
    A_CONTROLER = "A_CONTROLER"
    VALIDE = "VALIDE"
    INVALIDE = "INVALIDE"
    NULLE_PLAFOND = "NULLE_PLAFOND"
    RESILIEE = "RESILIEE"
    ANNULEE_DROIT = "ANNULEE_DROIT"
    CADUQUE = "CADUQUE"
    ECHUE = "ECHUE"


class Evenement(StrEnum):
    """What can happen to it; each has one entry in the journal."""

    DEPOT = "DEPOT"
    SAISIE_PAPIER = "SAISIE_PAPIER"
    RETRAIT = "RETRAIT"
    EXPIRATION = "EXPIRATION"
    RECTIFICATION = "RECTIFICATION"
    RECTIFICATION_GUICHET = "RECTIFICATION_GUICHET"
    COLLECTE = "COLLECTE"
    ETABLISSEMENT = "ETABLISSEMENT"
    ETABLISSEMENT_CERTIFIE = "ETABLISSEMENT_CERTIFIE"
    REFUS_AUTORITE = "REFUS_AUTORITE"
    AJOURNEMENT = "AJOURNEMENT"
    TRANSMISSION = "TRANSMISSION"
    RECEPTION = "RECEPTION"
    ACCEPTATION = "ACCEPTATION"
    REFUS_MAIRIE = "REFUS_MAIRIE"
    VALIDATION_REGISTRE = "VALIDATION_REGISTRE"
    REJET_REGISTRE = "REJET_REGISTRE"
    RENVOI_MAIRIE = "RENVOI_MAIRIE"
    NULLITE = "NULLITE"
    EXAMEN_PLAFOND = "EXAMEN_PLAFOND"
    REEXAMEN = "REEXAMEN"
    REOUVERTURE = "REOUVERTURE"
    DEMANDE_RESILIATION = "DEMANDE_RESILIATION"
    RESILIATION = "RESILIATION"
    RESILIATION_PAPIER = "RESILIATION_PAPIER"
    RESILIATION_CERTIFIEE = "RESILIATION_CERTIFIEE"
    ANNULATION = "ANNULATION"
    ANNULATION_REGISTRE = "ANNULATION_REGISTRE"
    CADUCITE = "CADUCITE"
    CADUCITE_REGISTRE = "CADUCITE_REGISTRE"
    VOTE_DU_MANDANT = "VOTE_DU_MANDANT"
    INDICATION_BUREAU = "INDICATION_BUREAU"
    NUMERISATION = "NUMERISATION"
    AVIS_AU_MANDATAIRE = "AVIS_AU_MANDATAIRE"
    ARRET_DE_L_AVIS = "ARRET_DE_L_AVIS"
    ECHEANCE = "ECHEANCE"


class Role(StrEnum):
    """Who may act."""

    MANDANT = "MANDANT"
    AUTORITE = "AUTORITE"
    MAIRIE = "MAIRIE"
    SYSTEME = "SYSTEME"


VIVANTS = frozenset({Etat.ETABLIE, Etat.TRANSMISE, Etat.A_CONTROLER, Etat.VALIDE})
"""States in which a procuration counts for L73 and for the mandant's own single procuration."""

ETABLIES = VIVANTS | {
    Etat.INVALIDE,
    Etat.NULLE_PLAFOND,
    Etat.RESILIEE,
    Etat.ANNULEE_DROIT,
    Etat.CADUQUE,
    Etat.ECHUE,
}
"""States of what was established, whatever became of it."""

AVISABLES = frozenset({Etat.A_CONTROLER, Etat.VALIDE, Etat.NULLE_PLAFOND})
"""States of a procuration that is accepted or may be again: the mandataire's address is kept in
them, and in no other."""

A_PRESENTER = frozenset({Etat.DEPOSEE, Etat.COLLECTEE})
"""States in which a demande waits for its establishment."""

_Transitions = dict[tuple[Etat | None, Evenement], tuple[Role, Etat]]


def _depuis(etats: Iterable[Etat], evenement: Evenement, role: Role, vers: Etat) -> _Transitions:
    return {(etat, evenement): (role, vers) for etat in etats}


def _sur_place(etats: Iterable[Etat], evenement: Evenement, role: Role) -> _Transitions:
    return {(etat, evenement): (role, etat) for etat in etats}


TRANSITIONS: _Transitions = {
    (None, Evenement.DEPOT): (Role.MANDANT, Etat.DEPOSEE),
    # An act on paper is established already when the mairie enters it (R75 III al. 3).
    (None, Evenement.SAISIE_PAPIER): (Role.MAIRIE, Etat.ETABLIE),
    **_depuis(A_PRESENTER, Evenement.RETRAIT, Role.MANDANT, Etat.RETIREE),
    **_depuis(A_PRESENTER, Evenement.EXPIRATION, Role.SYSTEME, Etat.EXPIREE),
    **_depuis(A_PRESENTER, Evenement.REFUS_AUTORITE, Role.AUTORITE, Etat.REFUSEE_AGENT),
    # The reference stays alive when the person may come back with the right document.
    **_depuis(A_PRESENTER, Evenement.AJOURNEMENT, Role.AUTORITE, Etat.DEPOSEE),
    # R72-1 V: the délégué collects, the OPJ establishes.
    (Etat.DEPOSEE, Evenement.COLLECTE): (Role.AUTORITE, Etat.COLLECTEE),
    **_depuis(A_PRESENTER, Evenement.ETABLISSEMENT, Role.AUTORITE, Etat.ETABLIE),
    # Décrets 2023-1389 and 2025-1059: a certified electronic identity stands for presence.
    (Etat.DEPOSEE, Evenement.ETABLISSEMENT_CERTIFIE): (Role.MANDANT, Etat.ETABLIE),
    (Etat.ETABLIE, Evenement.TRANSMISSION): (Role.SYSTEME, Etat.TRANSMISE),
    (Etat.TRANSMISE, Evenement.RECEPTION): (Role.SYSTEME, Etat.A_CONTROLER),
    (Etat.A_CONTROLER, Evenement.ACCEPTATION): (Role.MAIRIE, Etat.VALIDE),
    (Etat.A_CONTROLER, Evenement.REFUS_MAIRIE): (Role.MAIRIE, Etat.INVALIDE),
    (Etat.A_CONTROLER, Evenement.VALIDATION_REGISTRE): (Role.SYSTEME, Etat.VALIDE),
    (Etat.A_CONTROLER, Evenement.REJET_REGISTRE): (Role.SYSTEME, Etat.INVALIDE),
    # REU_PUIS_MAIRIE: a check failed, the mairie decides with what the register answered.
    (Etat.A_CONTROLER, Evenement.RENVOI_MAIRIE): (Role.SYSTEME, Etat.A_CONTROLER),
    # L73: an earlier one has come; at some tours only, it stays valid for the others.
    (Etat.VALIDE, Evenement.NULLITE): (Role.SYSTEME, Etat.NULLE_PLAFOND),
    (Etat.VALIDE, Evenement.EXAMEN_PLAFOND): (Role.SYSTEME, Etat.VALIDE),
    (Etat.NULLE_PLAFOND, Evenement.REEXAMEN): (Role.SYSTEME, Etat.A_CONTROLER),
    (Etat.INVALIDE, Evenement.REEXAMEN): (Role.SYSTEME, Etat.A_CONTROLER),
    (Etat.INVALIDE, Evenement.REOUVERTURE): (Role.MAIRIE, Etat.A_CONTROLER),
    # L75: always, but before the same authorities.
    **_sur_place(VIVANTS, Evenement.DEMANDE_RESILIATION, Role.MANDANT),
    **_depuis(VIVANTS, Evenement.RESILIATION, Role.AUTORITE, Etat.RESILIEE),
    **_depuis(VIVANTS, Evenement.RESILIATION_PAPIER, Role.MAIRIE, Etat.RESILIEE),
    **_depuis(VIVANTS, Evenement.RESILIATION_CERTIFIEE, Role.MANDANT, Etat.RESILIEE),
    # L77, R80: death or loss of rights of the mandataire.
    **_depuis(VIVANTS, Evenement.ANNULATION, Role.MAIRIE, Etat.ANNULEE_DROIT),
    **_depuis(VIVANTS, Evenement.ANNULATION_REGISTRE, Role.SYSTEME, Etat.ANNULEE_DROIT),
    # The mandant is on the list no more.
    **_depuis(VIVANTS, Evenement.CADUCITE, Role.MAIRIE, Etat.CADUQUE),
    **_depuis(VIVANTS, Evenement.CADUCITE_REGISTRE, Role.SYSTEME, Etat.CADUQUE),
    # L76, R79: the mandant voted first, at that tour only.
    (Etat.VALIDE, Evenement.VOTE_DU_MANDANT): (Role.MAIRIE, Etat.VALIDE),
    # R76: on the émargement list of which bureau the mandataire's name must stand.
    (Etat.VALIDE, Evenement.INDICATION_BUREAU): (Role.MAIRIE, Etat.VALIDE),
    **_depuis(VIVANTS, Evenement.ECHEANCE, Role.SYSTEME, Etat.ECHUE),
    # R76: the form is kept as long as its procuration, whatever became of it.
    **_sur_place(ETABLIES, Evenement.NUMERISATION, Role.MAIRIE),
    **_sur_place(A_PRESENTER | VIVANTS, Evenement.RECTIFICATION, Role.MANDANT),
    # M7: the mandant may have the mandataire told (D).
    (Etat.VALIDE, Evenement.AVIS_AU_MANDATAIRE): (Role.MANDANT, Etat.VALIDE),
    **_sur_place(AVISABLES, Evenement.ARRET_DE_L_AVIS, Role.MANDANT),
    # The same, read aloud to the mandant who stands before the agent.
    **_sur_place(A_PRESENTER | VIVANTS, Evenement.RECTIFICATION_GUICHET, Role.AUTORITE),
}

_QUE_FAIRE = {
    Etat.DEPOSEE: phrase(
        "Elle n'est pas encore établie : la personne doit d'abord se présenter devant "
        "un policier ou un gendarme habilité."
    ),
    Etat.COLLECTEE: phrase(
        "Un délégué l'a recueillie : l'officier de police judiciaire qui l'a désigné "
        "doit encore l'établir."
    ),
    Etat.RETIREE: phrase("Le mandant l'a retirée. Il peut déposer une nouvelle demande en ligne."),
    Etat.EXPIREE: phrase(
        "Elle n'a pas été présentée à temps. Le mandant peut déposer une nouvelle demande en ligne."
    ),
    Etat.REFUSEE_AGENT: phrase(
        "Elle a été refusée au guichet. Le mandant peut déposer une nouvelle demande en ligne."
    ),
    Etat.ETABLIE: phrase("Elle est déjà établie et en cours de transmission à la mairie."),
    Etat.TRANSMISE: phrase("Elle est déjà établie et transmise à la mairie."),
    Etat.A_CONTROLER: phrase("Elle est déjà établie ; elle doit maintenant être contrôlée."),
    Etat.VALIDE: phrase("Elle est déjà établie et acceptée."),
    Etat.INVALIDE: phrase(
        "Elle a été refusée après contrôle. Le mandant peut déposer une nouvelle demande en ligne."
    ),
    Etat.NULLE_PLAFOND: phrase(
        "Elle est nulle : le mandataire a reçu avant elle toutes les procurations "
        "que la loi permet. Le mandant peut déposer une nouvelle demande en ligne."
    ),
    Etat.RESILIEE: phrase(
        "Le mandant l'a résiliée. Il peut déposer une nouvelle demande en ligne."
    ),
    Etat.ANNULEE_DROIT: phrase(
        "Elle est annulée, car le mandataire ne peut plus voter. Le mandant peut "
        "déposer une nouvelle demande en ligne."
    ),
    Etat.CADUQUE: phrase(
        "Elle est caduque, car le mandant n'est plus inscrit sur la liste électorale."
    ),
    Etat.ECHUE: phrase("Elle est échue : le dernier jour de vote qu'elle couvrait est passé."),
}


def suivant(etat: Etat | None, evenement: Evenement, role: Role) -> Etat:
    """The state after `evenement` brought by `role`.

    Raises TransitionInterdite when the table has no such row, AccesRefuse when the row is another
    role's.
    """
    if (etat, evenement) not in TRANSITIONS:
        raise TransitionInterdite(
            _QUE_FAIRE[etat] if etat else phrase("Aucune demande n'a été déposée.")
        )
    attendu, arrivee = TRANSITIONS[(etat, evenement)]
    if role is not attendu:
        raise AccesRefuse(phrase("Cette action revient à une autre personne que vous."))
    return arrivee
