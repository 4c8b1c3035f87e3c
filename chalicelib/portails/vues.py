"""What the pages show of a demande: domain objects in, plain texts out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.actes import Decision, Etablissement
from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_au_guichet, est_perimee
from chalicelib.domaine.etats import A_PRESENTER, Etat
from chalicelib.domaine.identites import EtatCivil, Mandataire
from chalicelib.domaine.libelles import (
    LIBELLES_ETAT,
    LIBELLES_PIECE,
    LIBELLES_SEXE,
    MOTIFS_AU_MANDANT,
    OU_SE_PRESENTER,
    OU_SE_PRESENTER_A_L_ETRANGER,
    date_fr,
    instant_fr,
    portee_fr,
    prenoms_fr,
)
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.prevenir import peut_encore_voter
from chalicelib.domaine.temps import jour
from chalicelib.portails.frise import Pas, frise
from chalicelib.portails.vues_fin import VueFin, vue_fin
from chalicelib.portails.vues_resiliation import VueResiliation, vue_resiliation
from chalicelib.portails.vues_scrutin import VueScrutin, avant_le, votes_a_venir, vue_scrutin
from chalicelib.referentiel import consulats
from chalicelib.referentiel.communes import actuelle

NomDeCommune = Callable[[str], str]
"""Code of a commune or consular post → its name with its département."""


@dataclass(frozen=True, slots=True)
class VuePersonne:
    """A person as read on a page; unknown texts are empty."""

    nom: str
    prenoms: str
    sexe: str
    naissance: str
    nom_usage: str = ""
    nne: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VueDemande:
    """A demande as the three portals show it."""

    reference: str
    etat: str
    etat_fr: str
    mandant: VuePersonne
    mandataire: VuePersonne
    mandataire_nomme: bool
    courriel: str
    commune: str
    portee: tuple[str, ...]
    deposee_le: str
    valable_jusqu_au: str
    ou_se_presenter: str
    etablie_le: str
    etablie_par: str
    etablie_a: str
    piece: str
    decidee_le: str
    motif: str
    motif_au_mandant: str
    precision: str
    conseil: str
    frise: tuple[Pas, ...]
    a_faire: str
    proche: VueScrutin | None
    avant_le: str
    resiliation: VueResiliation
    fin: VueFin
    en_attente: bool = False
    """Whether the national register has still to answer."""
    peut_prevenir: bool = False
    """Whether the person designated has a vote to come."""
    peut_demander_avis: bool = False
    """Whether the national register can say beforehand what it would refuse."""
    verifiee_le: str = ""
    """When it did."""

    @property
    def a_presenter(self) -> bool:
        """Whether the reference waits for the counter."""
        return self.etat == Etat.DEPOSEE

    @property
    def peut_retirer(self) -> bool:
        """Whether the mandant may still withdraw it without coming."""
        return self.etat in A_PRESENTER

    @property
    def a_un_recepisse(self) -> bool:
        """Whether it was established."""
        return self.etablie_le != ""

    @property
    def alerte(self) -> str:
        """How near the vote is while the procuration is not accepted; empty when it is far."""
        return self.proche.quand if self.proche and self.etat in _AVANT_LA_DECISION else ""


_AVANT_LA_DECISION = {Etat.DEPOSEE, Etat.ETABLIE, Etat.TRANSMISE, Etat.A_CONTROLER}


def nom_de_commune(code: str) -> str:
    """The NomDeCommune of the référentiel: `Rennes (Ille-et-Vilaine, 35)`; an unknown code as it
    stands.
    """
    commune = actuelle(code)
    return commune.libelle if commune else code


def ou_se_presenter(commune: str) -> str:
    """Where a mandant of this commune or consular post presents his reference."""
    return OU_SE_PRESENTER_A_L_ETRANGER if commune in consulats.par_code() else OU_SE_PRESENTER


def vue_personne(etat_civil: EtatCivil, commune: str = "") -> VuePersonne:
    """The mandant, or whoever has a full civil status."""
    return VuePersonne(
        nom=etat_civil.nom,
        prenoms=prenoms_fr(etat_civil.prenoms),
        sexe=LIBELLES_SEXE[etat_civil.sexe],
        naissance=date_fr(etat_civil.naissance),
        nom_usage=etat_civil.nom_usage,
        commune=commune,
    )


def vue_mandataire(mandataire: Mandataire, commune_fr: NomDeCommune) -> VuePersonne:
    """The mandataire; names are empty when named by NNE and not yet read on the list."""
    return VuePersonne(
        nom=mandataire.nom,
        prenoms=prenoms_fr(mandataire.prenoms),
        sexe=LIBELLES_SEXE[mandataire.sexe] if mandataire.sexe else "",
        naissance=date_fr(mandataire.naissance),
        nne=mandataire.nne,
        commune=commune_fr(mandataire.commune) if mandataire.commune else "",
    )


def vue_demande(
    demande: Demande,
    scrutins: Scrutins,
    commune_fr: NomDeCommune,
    maintenant: datetime,
    *,
    au_registre: bool = False,
) -> VueDemande:
    """All that the pages show of it at this instant. `au_registre`: the national register checks
    it, and has not answered yet if it is still to be checked.
    """
    en_attente = au_registre and demande.etat is Etat.A_CONTROLER and not demande.verification
    commune = commune_fr(demande.mandant.commune)
    # The night says so too, some hours later.
    expiree = demande.etat is Etat.EXPIREE or est_perimee(demande, scrutins, maintenant)
    resiliation, fin = vue_resiliation(demande, scrutins, maintenant), vue_fin(demande)
    limite = date_fr(dernier_jour_au_guichet(demande, scrutins))
    votes = votes_a_venir(demande, scrutins, maintenant)
    proche = vue_scrutin(demande, scrutins, maintenant, en_attente=en_attente)
    return VueDemande(
        reference=demande.reference,
        etat="EXPIREE" if expiree else demande.etat,
        etat_fr=_etat_fr(demande, expiree=expiree, en_attente=en_attente),
        mandant=vue_personne(demande.mandant.etat_civil, commune),
        mandataire=vue_mandataire(demande.mandataire, commune_fr),
        mandataire_nomme=demande.mandataire.est_nomme,
        courriel=demande.mandant.courriel,
        commune=commune,
        portee=portee_fr(demande.portee, scrutins),
        deposee_le=instant_fr(demande.deposee_le),
        valable_jusqu_au=limite,
        ou_se_presenter=ou_se_presenter(demande.mandant.commune),
        **_etablissement(demande.etablissement),
        **_decision(demande.decision),
        frise=frise(demande, commune, limite, resiliation, votes, expiree=expiree),
        resiliation=resiliation,
        fin=fin,
        a_faire=resiliation.a_faire
        or fin.a_faire
        or _a_faire(demande, commune, limite, expiree=expiree, en_attente=en_attente),
        en_attente=en_attente,
        peut_prevenir=demande.etat is Etat.VALIDE
        and peut_encore_voter(demande, scrutins, jour(maintenant)),
        peut_demander_avis=au_registre and demande.etat in A_PRESENTER and not expiree,
        verifiee_le=instant_fr(demande.verification.le) if demande.verification else "",
        proche=None if expiree else proche,
        avant_le=avant_le(demande, scrutins, maintenant),
    )


def _decision(decision: Decision | None) -> dict[str, str]:
    motif = MOTIFS[decision.motif] if decision and decision.motif else None
    return {
        "decidee_le": instant_fr(decision.le) if decision else "",
        "motif": motif.libelle if motif else "",
        "motif_au_mandant": MOTIFS_AU_MANDANT[motif.code] if motif else "",
        "precision": decision.precision if decision else "",
        "conseil": motif.conseil if motif else "",
    }


def _etablissement(acte: Etablissement | None) -> dict[str, str]:
    if acte is None:
        return dict.fromkeys(("etablie_le", "etablie_par", "etablie_a", "piece"), "")
    return {
        "etablie_le": instant_fr(acte.le),
        "etablie_par": nommer_autorite(acte.prenom, acte.nom, acte.qualite),
        "etablie_a": acte.lieu,
        "piece": LIBELLES_PIECE.get(acte.piece, acte.piece),
    }


ATTENTE_DU_REGISTRE = phrase(
    "Contrôle en attente : le répertoire électoral unique vérifie votre procuration. S’il ne "
    "répond pas tout de suite, la vérification est refaite automatiquement ; le rang de votre "
    "procuration ne change pas. Vous recevrez un courriel avec la réponse."
)


def _etat_fr(demande: Demande, *, expiree: bool, en_attente: bool) -> str:
    if expiree:
        return phrase("Expirée")
    return phrase("Contrôle en attente") if en_attente else LIBELLES_ETAT[demande.etat]


def _a_faire(
    demande: Demande, commune: str, limite: str, *, expiree: bool, en_attente: bool
) -> str:
    if expiree:
        return phrase("Cette demande n’est plus utilisable. Vous pouvez en déposer une nouvelle.")
    if en_attente:
        return ATTENTE_DU_REGISTRE
    if demande.etat is Etat.DEPOSEE:
        return phrase(
            "Présentez-vous {ou}, avec votre pièce d’identité et cette référence, au plus tard "
            "le {limite}. Le plus tôt est le mieux : la procuration est contrôlée avant le vote.",
            ou=ou_se_presenter(demande.mandant.commune),
            limite=limite,
        )
    if demande.etat is Etat.COLLECTEE:
        return phrase(
            "Vous n’avez plus rien à faire. Un délégué a vérifié votre identité : l’officier de "
            "police judiciaire qui l’a désigné doit encore établir la procuration. Vous recevrez "
            "un courriel."
        )
    if demande.etat in {Etat.ETABLIE, Etat.TRANSMISE, Etat.A_CONTROLER}:
        return phrase(
            "Vous n’avez plus rien à faire. La mairie contrôle votre procuration et vous recevrez "
            "un courriel avec sa réponse. Commune : {commune}.",
            commune=commune,
        )
    if demande.etat is Etat.VALIDE:
        return phrase(
            "Prévenez la personne que vous avez désignée : elle ne reçoit aucun courrier. Elle "
            "vote dans votre bureau de vote, avec sa propre pièce d’identité."
        )
    return phrase("Vous pouvez déposer une nouvelle demande.")
