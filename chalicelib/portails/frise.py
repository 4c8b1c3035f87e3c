"""The timeline of a demande, from its deposit to its end."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.demande import REGISTRE, Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import libelle_du_motif, motif_de
from chalicelib.domaine.libelles import instant_fr, jours_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.portails.vues_resiliation import VueResiliation
from chalicelib.referentiel import consulats

GUICHETS = "Au commissariat ou à la gendarmerie"

_TERMES = {
    Etat.NULLE_PLAFOND: "Procuration nulle : plafond dépassé",
    Etat.ANNULEE_DROIT: "Procuration annulée",
    Etat.CADUQUE: "Procuration caduque",
    Etat.ECHUE: "Procuration terminée : le dernier vote est passé",
}


@dataclass(frozen=True, slots=True)
class Pas:
    """A step of the timeline. `genre`: `fait`, `refus` or `avenir`."""

    titre: str
    quand: str
    detail: str
    genre: str


def frise(
    demande: Demande, commune: str, limite: str, resiliation: VueResiliation, *, expiree: bool
) -> tuple[Pas, ...]:
    """The steps that were made, each with its instant, then those still to come. `limite` is the
    last day at the counter, in words. Of what has ended, nothing is still to come.
    """
    en_ligne = Pas("Demande déposée en ligne", instant_fr(demande.deposee_le), "", "fait")
    pas = [en_ligne] if demande.saisie is None else []
    if demande.refus and demande.etablissement is None:
        definitif = MOTIFS_AUTORITE[demande.refus.motif].definitif
        titre = "Demande refusée au guichet" if definitif else "Présentation au guichet sans suite"
        cause = f"Motif : {MOTIFS_AUTORITE[demande.refus.motif].libelle.lower()}."
        pas.append(Pas(titre, instant_fr(demande.refus.le), cause, "refus"))
    if demande.retiree_le:
        pas.append(Pas("Demande retirée", instant_fr(demande.retiree_le), "", "refus"))
    if expiree:
        pas.append(Pas("Demande expirée avant d’être présentée au guichet", "", "", "refus"))
    if demande.retiree_le or expiree or demande.etat is Etat.REFUSEE_AGENT:
        return tuple(pas)
    pas += _pas_etablissement(demande, limite), *_pas_saisie(demande)
    pas += _pas_reception(demande, commune), _pas_fin(demande)
    terme = _pas_terme(demande, resiliation)
    if terme:
        pas = [un for un in pas if un.genre != "avenir"]
    return (*pas, *_pas_resiliation(resiliation), *_pas_en_partie(demande), *terme)


def _pas_etablissement(demande: Demande, limite: str) -> Pas:
    titre = "Identité vérifiée, procuration établie"
    acte = demande.etablissement
    if acte is None:
        a_l_etranger = demande.mandant.commune in consulats.par_code()
        lieux = "Au consulat ou à l’ambassade" if a_l_etranger else GUICHETS
        return Pas(titre, "", f"{lieux}, jusqu’au {limite}", "avenir")
    if acte.cadre is Cadre.CERTIFIE:
        return Pas(titre, instant_fr(acte.le), "Avec votre identité numérique certifiée", "fait")
    par = f"Par {nommer_autorite(acte.prenom, acte.nom, acte.qualite)}, à {acte.lieu}"
    return Pas(titre, instant_fr(acte.le), par, "fait")


def _pas_saisie(demande: Demande) -> tuple[Pas, ...]:
    """A form on paper is entered after its establishment."""
    if demande.saisie is None:
        return ()
    titre = "Formulaire sur papier saisi par la mairie"
    return (Pas(titre, instant_fr(demande.saisie.le), "", "fait"),)


def _pas_reception(demande: Demande, commune: str) -> Pas:
    if demande.recue_le is None:
        return Pas("Reçue par la mairie", "", commune, "avenir")
    return Pas("Reçue par la mairie", instant_fr(demande.recue_le), commune, "fait")


def _pas_fin(demande: Demande) -> Pas:
    decision = demande.decision
    if decision is None:
        rouverte = demande.reouverture
        detail = f"Refus repris par la mairie le {instant_fr(rouverte.le)}" if rouverte else ""
        return Pas("Contrôlée", "", detail, "avenir")
    par = "au répertoire électoral unique" if decision.agent == REGISTRE.id else "par la mairie"
    if decision.motif:
        return Pas(f"Refusée {par}", instant_fr(decision.le), "", "refus")
    return Pas(f"Acceptée {par}", instant_fr(decision.le), "", "fait")


def _pas_resiliation(resiliation: VueResiliation) -> tuple[Pas, ...]:
    if not resiliation.demandee_le:
        return ()
    demandee = Pas("Résiliation demandée en ligne", resiliation.demandee_le, "", "fait")
    if not resiliation.en_cours:
        return (demandee,)
    ou = f"Au commissariat ou à la gendarmerie, jusqu’au {resiliation.jusqu_au}"
    return (demandee, Pas("Résiliation confirmée au guichet", "", ou, "avenir"))


def _pas_terme(demande: Demande, resiliation: VueResiliation) -> tuple[Pas, ...]:
    if resiliation.faite_le:
        detail = f"Par {resiliation.par}, à {resiliation.a}" if resiliation.par else ""
        if resiliation.remplacante:
            detail = f"{detail} ; remplacée par {resiliation.remplacante}".removeprefix(" ; ")
        return (Pas("Procuration résiliée", resiliation.faite_le, detail, "refus"),)
    if demande.etat not in _TERMES:
        return ()
    quand = instant_fr(demande.fin.le) if demande.fin else ""
    # The mandant is not told which of death and loss of rights: it is the mandataire's affair.
    annulee = demande.etat is Etat.ANNULEE_DROIT
    cause = "Le mandataire ne peut plus voter" if annulee else libelle_du_motif(motif_de(demande))
    return (Pas(_TERMES[demande.etat], quand, cause, "refus"),)


def _pas_en_partie(demande: Demande) -> tuple[Pas, ...]:
    """What leaves it without effect at some votes only; nothing once it has ended."""
    if demande.etat is not Etat.VALIDE:
        return ()
    nulle = f"Nulle {jours_fr(demande.nuls)} : plafond dépassé (article L73)"
    votes = f"Le mandant a voté lui-même {jours_fr(demande.votes)} (article L76)"
    connus = ((nulle, demande.nuls), (votes, demande.votes))
    return tuple(Pas(titre, "", "", "refus") for titre, jours in connus if jours)
