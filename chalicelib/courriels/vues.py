"""What each message says, drawn from the demande.

Nothing else can reach a message: neither view holds a birth date, an NNE, or the mandataire's
identity (domaine.md, d), so that no template can show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domaine.actes import Cadre, Resiliation, Support
from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.bureaux import bureau_de
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_au_guichet, dernier_jour_pour_resilier
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import (
    MOTIFS_AU_MANDANT,
    OU_SE_PRESENTER,
    OU_SE_PRESENTER_A_L_ETRANGER,
    date_fr,
    instant_fr,
    jour_fr,
    jours_fr,
    nom_complet,
    portee_fr,
)
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.portee import PorteePeriode, Scrutins, jours_de_vote
from chalicelib.domaine.prevenir import votes_fr
from chalicelib.domaine.temps import jour
from chalicelib.referentiel import consulats
from chalicelib.services.courrier import Message

PROCHE = timedelta(days=3)
"""A first day of vote nearer than that comes with a warning."""

SUJETS = {
    Message.M1: "Votre demande de procuration : présentez-vous avec votre référence",
    Message.M1B: "Votre procuration n’est pas encore établie : il vous reste à vous présenter",
    Message.M1C: "Votre demande de procuration a expiré",
    Message.M1R: "Votre adresse électronique est corrigée",
    Message.M1X: "Cette adresse ne sert plus pour une demande de procuration",
    Message.M2: "Votre procuration est établie et envoyée à votre mairie",
    Message.M3A: "Votre procuration est acceptée",
    Message.M3B: "Votre procuration n’est pas acceptée : ce que vous pouvez faire",
    Message.M3R: "Votre mairie contrôle de nouveau votre procuration",
    Message.M4: "Votre procuration est nulle : ce que vous pouvez faire",
    Message.M4B: "Les jours où votre procuration est valable ont changé",
    Message.M4R: "Votre procuration est examinée de nouveau",
    Message.M5A: "Résilier votre procuration : présentez-vous avec votre référence",
    Message.M5: "Votre procuration est résiliée",
    Message.M5B: "Votre procuration est sans effet pour un vote",
    Message.M6: "Votre procuration est annulée : ce que vous pouvez faire",
    Message.M6C: "Votre procuration n’est plus valable : ce que vous pouvez faire",
    Message.M7: "Une procuration vous est donnée : ce qu’il faut savoir pour voter",
    Message.M7B: "Une procuration que vous aviez reçue n’est plus valable",
    Message.M7C: "Une procuration que vous avez reçue a changé",
    Message.M9: "Les données de votre procuration vont être effacées",
}
"""No personal data and no reference: a subject is read on locked screens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VueCourriel:
    """The texts of one message; those that it does not use are empty. `vote_proche` is the next
    day of vote when it is less than three days away, or that of the next one for M3b.
    """

    mandant: str
    reference: str
    commune: str
    portee: tuple[str, ...]
    valable_jusqu_au: str
    ou_se_presenter: str
    certifiee: bool = False
    vote_proche: str = ""
    etablie_le: str = ""
    etablie_par: str = ""
    etablie_a: str = ""
    corrigee_le: str = ""
    motif: str = ""
    conseil: str = ""
    vote_a_venir: str = ""
    a_confirmer_avant: str = ""
    resiliee_le: str = ""
    resiliee_par: str = ""
    resiliee_a: str = ""
    remplacante: str = ""
    effacee_le: str = ""
    a_presenter: bool = False
    en_ligne: bool = True
    nuls: str = ""
    restants: str = ""
    votes: str = ""
    votes_du_mandataire: tuple[str, ...] = ()
    bureau: str = ""
    mandataire_prevenu: bool = False


def vue_courriel(
    demande: Demande, scrutins: Scrutins, commune: str, maintenant: datetime
) -> VueCourriel:
    """The view of any message about this demande; `commune` is the name of the mandant's."""
    aujourd_hui = jour(maintenant)
    prochain = min(
        (j for j in jours_de_vote(demande.portee, scrutins) if j >= aujourd_hui), default=None
    )
    acte, decision = demande.etablissement, demande.decision
    fin = demande.resiliation
    motif = MOTIFS[decision.motif] if decision and decision.motif else None
    return VueCourriel(
        mandant=nom_complet(demande.mandant.etat_civil),
        reference=demande.reference,
        commune=commune,
        portee=portee_fr(demande.portee, scrutins),
        valable_jusqu_au=date_fr(dernier_jour_au_guichet(demande, scrutins)),
        ou_se_presenter=_ou_se_presenter(demande.mandant.commune),
        certifiee=acte is not None and acte.cadre is Cadre.CERTIFIE,
        vote_proche=jour_fr(prochain) if prochain and prochain - aujourd_hui < PROCHE else "",
        etablie_le=instant_fr(acte.le) if acte else "",
        etablie_par=nommer_autorite(acte.prenom, acte.nom, acte.qualite) if acte else "",
        etablie_a=acte.lieu if acte else "",
        corrigee_le=instant_fr(demande.rectification.le) if demande.rectification else "",
        motif=MOTIFS_AU_MANDANT[motif.code] if motif else "",
        conseil=motif.conseil if motif else "",
        vote_a_venir=jour_fr(prochain) if prochain else "",
        a_confirmer_avant=_a_confirmer_avant(demande, scrutins),
        resiliee_le=instant_fr(fin.le) if fin and fin.le else "",
        resiliee_par=_auteur(fin) if fin else "",
        resiliee_a=fin.lieu if fin else "",
        remplacante=fin.remplacante if fin else "",
        effacee_le=date_fr(jour(a_effacer_le(demande, scrutins))),
        a_presenter=demande.etat is Etat.DEPOSEE,
        en_ligne=demande.support is Support.EN_LIGNE,
        nuls=jours_fr(demande.nuls),
        restants=_restants(demande, scrutins, aujourd_hui),
        votes=jours_fr(demande.votes),
        votes_du_mandataire=votes_fr(demande, scrutins, aujourd_hui),
        bureau=bureau_de(demande),
        mandataire_prevenu=bool(demande.avise),
    )


def _ou_se_presenter(commune: str) -> str:
    return OU_SE_PRESENTER_A_L_ETRANGER if commune in consulats.par_code() else OU_SE_PRESENTER


def _restants(demande: Demande, scrutins: Scrutins, aujourd_hui: date) -> str:
    """When it still serves: the days of its scrutin, or in general for a period, whose days are
    not all known.
    """
    if isinstance(demande.portee, PorteePeriode):
        restants = demande.portee.au >= aujourd_hui
        return "pour les autres votes de la période" if restants else ""
    sans_effet = {*demande.nuls, *demande.votes}
    jours = jours_de_vote(demande.portee, scrutins)
    return jours_fr(tuple(j for j in jours if j >= aujourd_hui and j not in sans_effet))


def _a_confirmer_avant(demande: Demande, scrutins: Scrutins) -> str:
    demandee = demande.resiliation
    if demandee is None:
        return ""
    return date_fr(dernier_jour_pour_resilier(demande, demandee, scrutins))


def _auteur(acte: Resiliation) -> str:
    if acte.qualite is None:
        return ""
    return nommer_autorite(acte.prenom, acte.nom, acte.qualite)
