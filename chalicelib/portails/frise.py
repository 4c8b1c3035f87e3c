"""The timeline of a demande, from its deposit to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.demande import REGISTRE, Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import libelle_du_motif, motif_de
from chalicelib.domaine.libelles import instant_fr, jour_fr, jours_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.domaine.phrases import enchainer, phrase
from chalicelib.portails.vues_resiliation import VueResiliation
from chalicelib.referentiel import consulats

_TERMES = {
    Etat.NULLE_PLAFOND: phrase("Procuration nulle : plafond dépassé"),
    Etat.ANNULEE_DROIT: phrase("Procuration annulée"),
    Etat.CADUQUE: phrase("Procuration caduque"),
    Etat.ECHUE: phrase("Procuration terminée : le dernier vote est passé"),
}


@dataclass(frozen=True, slots=True)
class Pas:
    """A step of the timeline. `genre`: `fait`, `refus` or `avenir`."""

    titre: str
    quand: str
    detail: str
    genre: str


def frise(
    demande: Demande,
    commune: str,
    limite: str,
    resiliation: VueResiliation,
    votes: Sequence[date] = (),
    *,
    expiree: bool,
) -> tuple[Pas, ...]:
    """The steps that were made, each with its instant, then those still to come. `limite` is the
    last day at the counter, in words; `votes` are the days of vote to come. Of what has ended,
    nothing is still to come.
    """
    en_ligne = Pas(phrase("Demande déposée en ligne"), instant_fr(demande.deposee_le), "", "fait")
    pas = [en_ligne] if demande.saisie is None else []
    if demande.refus and demande.etablissement is None:
        definitif = MOTIFS_AUTORITE[demande.refus.motif].definitif
        titre = (
            phrase("Demande refusée au guichet")
            if definitif
            else phrase("Présentation au guichet sans suite")
        )
        libelle = MOTIFS_AUTORITE[demande.refus.motif].libelle
        cause = phrase("Motif : {motif}.", motif=libelle.lower())
        pas.append(Pas(titre, instant_fr(demande.refus.le), cause, "refus"))
    if demande.retiree_le:
        pas.append(Pas(phrase("Demande retirée"), instant_fr(demande.retiree_le), "", "refus"))
    if expiree:
        pas.append(
            Pas(phrase("Demande expirée avant d’être présentée au guichet"), "", "", "refus")
        )
    if demande.retiree_le or expiree or demande.etat is Etat.REFUSEE_AGENT:
        return tuple(pas)
    pas += _pas_etablissement(demande, limite), *_pas_saisie(demande)
    pas += _pas_reception(demande, commune), _pas_fin(demande)
    terme = _pas_terme(demande, resiliation)
    if terme:
        pas = [un for un in pas if un.genre != "avenir"]
    suite = (*_pas_resiliation(resiliation), *_pas_en_partie(demande), *terme)
    sans_vote = terme or demande.etat is Etat.INVALIDE
    return (*pas, *suite, *(() if sans_vote else _pas_votes(demande, votes)))


def _pas_votes(demande: Demande, votes: Sequence[date]) -> tuple[Pas, ...]:
    """The days at which it will serve."""
    sans_effet = {*demande.nuls, *demande.votes}
    jours = (jour_fr(vote) for vote in votes if vote not in sans_effet)
    return tuple(Pas(phrase("Jour de vote"), jour, "", "avenir") for jour in jours)


def _pas_etablissement(demande: Demande, limite: str) -> Pas:
    titre = phrase("Identité vérifiée, procuration établie")
    acte = demande.etablissement
    if acte is None:
        a_l_etranger = demande.mandant.commune in consulats.par_code()
        ou = (
            phrase("Au consulat ou à l’ambassade, jusqu’au {limite}", limite=limite)
            if a_l_etranger
            else phrase("Au commissariat ou à la gendarmerie, jusqu’au {limite}", limite=limite)
        )
        return Pas(titre, "", ou, "avenir")
    if acte.cadre is Cadre.CERTIFIE:
        par = phrase("Avec votre identité numérique certifiée")
        return Pas(titre, instant_fr(acte.le), par, "fait")
    agent = nommer_autorite(acte.prenom, acte.nom, acte.qualite)
    par = phrase("Par {agent}, à {lieu}", agent=agent, lieu=acte.lieu)
    return Pas(titre, instant_fr(acte.le), par, "fait")


def _pas_saisie(demande: Demande) -> tuple[Pas, ...]:
    """A form on paper is entered after its establishment."""
    if demande.saisie is None:
        return ()
    titre = phrase("Formulaire sur papier saisi par la mairie")
    return (Pas(titre, instant_fr(demande.saisie.le), "", "fait"),)


def _pas_reception(demande: Demande, commune: str) -> Pas:
    titre = phrase("Reçue par la mairie")
    if demande.recue_le is None:
        return Pas(titre, "", commune, "avenir")
    return Pas(titre, instant_fr(demande.recue_le), commune, "fait")


def _pas_fin(demande: Demande) -> Pas:
    decision = demande.decision
    if decision is None:
        rouverte = demande.reouverture
        detail = rouverte and phrase(
            "Refus repris par la mairie le {instant}", instant=instant_fr(rouverte.le)
        )
        return Pas(phrase("Contrôlée"), "", detail or "", "avenir")
    au_registre, quand = decision.agent == REGISTRE.id, instant_fr(decision.le)
    if decision.motif:
        refusee = (
            phrase("Refusée au répertoire électoral unique")
            if au_registre
            else phrase("Refusée par la mairie")
        )
        return Pas(refusee, quand, "", "refus")
    acceptee = (
        phrase("Acceptée au répertoire électoral unique")
        if au_registre
        else phrase("Acceptée par la mairie")
    )
    return Pas(acceptee, quand, "", "fait")


def _pas_resiliation(resiliation: VueResiliation) -> tuple[Pas, ...]:
    if not resiliation.demandee_le:
        return ()
    demandee = Pas(phrase("Résiliation demandée en ligne"), resiliation.demandee_le, "", "fait")
    if not resiliation.en_cours:
        return (demandee,)
    ou = phrase(
        "Au commissariat ou à la gendarmerie, jusqu’au {limite}", limite=resiliation.jusqu_au
    )
    return (demandee, Pas(phrase("Résiliation confirmée au guichet"), "", ou, "avenir"))


def _pas_terme(demande: Demande, resiliation: VueResiliation) -> tuple[Pas, ...]:
    if resiliation.faite_le:
        return (_pas_resiliee(resiliation),)
    if demande.etat not in _TERMES:
        return ()
    quand = instant_fr(demande.fin.le) if demande.fin else ""
    # The mandant is not told which of death and loss of rights: it is the mandataire's affair.
    annulee = demande.etat is Etat.ANNULEE_DROIT
    cause = (
        phrase("La personne désignée ne peut plus voter")
        if annulee
        else libelle_du_motif(motif_de(demande))
    )
    return (Pas(_TERMES[demande.etat], quand, cause, "refus"),)


def _pas_resiliee(resiliation: VueResiliation) -> Pas:
    par = resiliation.par and phrase(
        "Par {agent}, à {lieu}", agent=resiliation.par, lieu=resiliation.a
    )
    remplacee = resiliation.remplacante and phrase(
        "remplacée par {reference}", reference=resiliation.remplacante
    )
    detail = enchainer(par, remplacee, separateur=" ; ")
    return Pas(phrase("Procuration résiliée"), resiliation.faite_le, detail, "refus")


def _pas_en_partie(demande: Demande) -> tuple[Pas, ...]:
    """What leaves it without effect at some votes only; nothing once it has ended."""
    if demande.etat is not Etat.VALIDE:
        return ()
    nulle = phrase("Nulle {jours} : plafond dépassé (article L73)", jours=jours_fr(demande.nuls))
    votes = phrase(
        "Le mandant a voté lui-même {jours} (article L76)", jours=jours_fr(demande.votes)
    )
    connus = ((nulle, demande.nuls), (votes, demande.votes))
    return tuple(Pas(titre, "", "", "refus") for titre, jours in connus if jours)
