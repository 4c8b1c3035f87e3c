"""How a procuration ends: résiliée (L75), annulled (L77), caduque, échue; or rests for one tour
because the mandant voted (L76).
"""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine.actes import Fin, Resiliation
from chalicelib.domaine.demande import CONSERVATION, REGISTRE, Demande, avancer
from chalicelib.domaine.erreurs import AccesRefuse, DemandeExpiree, TransitionInterdite
from chalicelib.domaine.etats import Etat, Evenement, Role
from chalicelib.domaine.habilitation import Agent, Habilitation, etablit
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.regles import DELAI_ETABLISSEMENT
from chalicelib.domaine.temps import fin_du_jour, jour

MOTIF_RESILIATION = "M14"
MOTIF_ANNULATION = "M15"
"""Death or loss of rights of the mandataire (L77)."""

DECES, RADIATION = "DECES", "RADIATION"
MOTIFS_CADUCITE = {
    DECES: phrase("Le mandant est décédé"),
    RADIATION: phrase("Le mandant n'est plus inscrit sur la liste électorale de la commune"),
}
"""No article settles it: the mandant simply is on the list no more (D)."""

JAMAIS_ACCEPTEE = "JAMAIS_ACCEPTEE"
_LIBELLES = MOTIFS_CADUCITE | {
    JAMAIS_ACCEPTEE: phrase("Le dernier jour de vote est passé avant qu'elle soit acceptée")
}


def demander_resiliation(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The mandant asks for it online; he has two months to come before an authority (R78)."""
    resiliation = Resiliation(
        demandee_le=maintenant,
        expire_le=fin_du_jour(jour(maintenant) + DELAI_ETABLISSEMENT.duree),
    )
    mandant = Acteur(Role.MANDANT, demande.mandant.id)
    return avancer(
        demande, Evenement.DEMANDE_RESILIATION, mandant, maintenant, resiliation=resiliation
    )


def resilier(
    demande: Demande,
    agent: Agent,
    habilitation: Habilitation,
    *,
    piece: str,
    cle: str,
    maintenant: datetime,
    remplacante: str = "",
) -> tuple[Demande, Ecriture]:
    """Before an authority, identity compared (R78, R72-1): asked for online and still valid, or in
    the act that establishes `remplacante`. Raises TransitionInterdite, DemandeExpiree, and
    AccesRefuse for a délégué: who establishes ends, in the same forms (R78).
    """
    if not etablit(habilitation):
        raise AccesRefuse(
            "Un délégué ne résilie pas : orientez la personne vers un officier ou un agent de "
            "police judiciaire habilité (articles R72-1 et R78 du Code électoral)."
        )
    demandee = demande.resiliation
    if not remplacante:
        demandee = _exiger_demandee(demande, maintenant)
    acte = Resiliation(
        demandee_le=demandee.demandee_le if demandee else maintenant,
        expire_le=demandee.expire_le if demandee else maintenant,
        le=maintenant,
        agent=agent.cle,
        nom=agent.nom,
        prenom=agent.prenom,
        qualite=habilitation.qualite,
        lieu=habilitation.lieu,
        piece=piece,
        cle=cle,
        remplacante=remplacante,
    )
    acteur = Acteur(Role.AUTORITE, agent.cle)
    return avancer(
        demande, Evenement.RESILIATION, acteur, maintenant, MOTIF_RESILIATION, resiliation=acte
    )


def resilier_sur_papier(
    demande: Demande, agent: Agent, *, recue_le: datetime, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mairie enters the form that the authorities sent to it (L75, R75 I); `recue_le` is the
    instant of the act on the form.
    """
    acte = Resiliation(
        demandee_le=recue_le, expire_le=recue_le, le=recue_le, agent=agent.cle, cle=cle
    )
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return avancer(
        demande,
        Evenement.RESILIATION_PAPIER,
        acteur,
        maintenant,
        MOTIF_RESILIATION,
        resiliation=acte,
    )


def resilier_avec_identite_certifiee(
    demande: Demande, *, cle: str, maintenant: datetime, remplacante: str = ""
) -> tuple[Demande, Ecriture]:
    """The mandant himself, with a certified electronic identity (décret 2025-1059)."""
    acte = Resiliation(
        demandee_le=maintenant,
        expire_le=maintenant,
        le=maintenant,
        cle=cle,
        remplacante=remplacante,
    )
    acteur = Acteur(Role.MANDANT, demande.mandant.id)
    return avancer(
        demande,
        Evenement.RESILIATION_CERTIFIEE,
        acteur,
        maintenant,
        MOTIF_RESILIATION,
        resiliation=acte,
    )


def annuler(
    demande: Demande, agent: Agent | None, *, cle: str = "", maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mandataire has died or lost his rights (L77, R80): told by the mairie, or by the register
    when there is no agent.
    """
    acteur, evenement = (
        (Acteur(Role.MAIRIE, agent.cle), Evenement.ANNULATION)
        if agent
        else (REGISTRE, Evenement.ANNULATION_REGISTRE)
    )
    fin = Fin(le=maintenant, motif=MOTIF_ANNULATION, agent=acteur.id, cle=cle)
    return avancer(demande, evenement, acteur, maintenant, MOTIF_ANNULATION, fin=fin)


def rendre_caduque(
    demande: Demande, agent: Agent | None, *, motif: str, cle: str = "", maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mandant has died or was struck off; `motif` is one of MOTIFS_CADUCITE."""
    acteur, evenement = (
        (Acteur(Role.MAIRIE, agent.cle), Evenement.CADUCITE)
        if agent
        else (REGISTRE, Evenement.CADUCITE_REGISTRE)
    )
    fin = Fin(le=maintenant, motif=motif, agent=acteur.id, cle=cle)
    return avancer(demande, evenement, acteur, maintenant, motif, fin=fin)


def motif_de(demande: Demande) -> str:
    """Why it is refused or has ended: a code of the motifs, of MOTIFS_CADUCITE or JAMAIS_ACCEPTEE;
    empty when it is neither.
    """
    if demande.etat is Etat.RESILIEE:
        return MOTIF_RESILIATION
    if demande.etat is Etat.ECHUE and demande.decision is None:
        return JAMAIS_ACCEPTEE
    acte = demande.decision if demande.etat is Etat.INVALIDE else demande.fin
    return acte.motif if acte else ""


def libelle_du_motif(code: str) -> str:
    """What a code of `motif_de` says to a clerk; empty for none."""
    if code in _LIBELLES:
        return _LIBELLES[code]
    return MOTIFS[code].libelle if code else ""


def est_joignable(demande: Demande) -> bool:
    """Whether there is somebody to write to: an address (there may be none on paper), and a mandant
    who is not known to have died.
    """
    return bool(demande.mandant.courriel) and motif_de(demande) != DECES


def est_la_fin_de(demande: Demande, agent: Agent, cle: str) -> bool:
    """Whether this very call has already ended it by law."""
    fin = demande.fin
    return bool(cle) and fin is not None and (fin.agent, fin.cle) == (agent.cle, cle)


def noter_vote_du_mandant(
    demande: Demande, agent: Agent, tour: date, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mandant came before the mandataire had voted (L76, R79): without effect at that tour."""
    votes = tuple(sorted({*demande.votes, tour}))
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return avancer(demande, Evenement.VOTE_DU_MANDANT, acteur, maintenant, votes=votes)


def echoir(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """Its last day of vote is past."""
    return avancer(demande, Evenement.ECHEANCE, CONSERVATION, maintenant)


def resiliation_en_cours(demande: Demande, maintenant: datetime) -> bool:
    """Whether the mandant has asked for it and may still come before an authority."""
    demandee = demande.resiliation
    return demandee is not None and demandee.le is None and maintenant < demandee.expire_le


def _exiger_demandee(demande: Demande, maintenant: datetime) -> Resiliation:
    demandee = demande.resiliation
    if demandee is None or demandee.le is not None:
        raise TransitionInterdite(
            phrase(
                "Le mandant n'a pas demandé la résiliation de cette procuration. Il la demande en "
                "ligne, puis se présente à nouveau."
            )
        )
    if maintenant >= demandee.expire_le:
        raise DemandeExpiree(
            phrase(
                "La demande de résiliation a plus de deux mois. Le mandant peut la refaire en "
                "ligne dès maintenant."
            )
        )
    return demandee
