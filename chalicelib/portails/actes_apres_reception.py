"""The acts of a mairie after reception, in the words of its pages; which of them a procuration
allows now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import REGISTRE, Demande
from chalicelib.domaine.etats import TRANSITIONS, Etat, Evenement
from chalicelib.domaine.libelles import jour_fr
from chalicelib.domaine.portee import dernier_jour
from chalicelib.domaine.temps import jour
from chalicelib.services.ports import Contexte
from chalicelib.services.tours import tours_couverts


@dataclass(frozen=True, slots=True, kw_only=True)
class Acte:
    """`nom` stands in the address; `lien` leads to the page that asks `question`, tells the
    `suites` and has this `bouton`; `fait` says that it is done, `ensuite` what is left to do.
    """

    nom: str
    evenement: Evenement
    vers: Etat
    lien: str
    question: str
    suites: tuple[str, ...]
    bouton: str
    fait: str
    ensuite: str
    article: str = ""
    danger: bool = True


_SORT = (
    "Elle ne permet plus de voter : retirez le nom du mandataire de la liste d’émargement si elle "
    "est déjà imprimée."
)
_DEFINITIF = "C’est définitif. Le mandant devra donner une nouvelle procuration s’il le souhaite."
_PLACE = "La place qu’elle occupait chez le mandataire est libérée."

ACTES = {
    acte.nom: acte
    for acte in (
        Acte(
            nom="vote-du-mandant",
            evenement=Evenement.VOTE_DU_MANDANT,
            vers=Etat.VALIDE,
            lien="Noter que le mandant a voté lui-même",
            question="Le mandant a-t-il voté lui-même ?",
            suites=(
                "La procuration est sans effet pour ce tour : le mandataire ne peut plus voter à "
                "sa place. Elle reste valable pour les autres tours.",
                "Cela ne s’annule pas : vérifiez la signature du mandant sur la liste "
                "d’émargement.",
            ),
            bouton="Noter le vote du mandant",
            fait="Le vote du mandant est noté",
            ensuite="La procuration est sans effet pour ce tour.",
            article="L76 et R79",
            danger=False,
        ),
        Acte(
            nom="resiliation",
            evenement=Evenement.RESILIATION_PAPIER,
            vers=Etat.RESILIEE,
            lien="Saisir une résiliation reçue sur papier",
            question="Saisir une résiliation reçue sur papier",
            suites=(
                "Recopiez le formulaire que l’autorité vous a transmis. La mairie ne résilie pas "
                "elle-même : le mandant se présente devant un policier, un gendarme, un tribunal "
                "ou un consulat, ou le fait en ligne.",
                _DEFINITIF,
                _PLACE,
            ),
            bouton="Enregistrer la résiliation",
            fait="Procuration résiliée",
            ensuite=_SORT,
            article="L75 et R78",
        ),
        Acte(
            nom="annulation",
            evenement=Evenement.ANNULATION,
            vers=Etat.ANNULEE_DROIT,
            lien="Annuler : le mandataire est décédé ou privé de ses droits civiques",
            question="Le mandataire est-il décédé ou privé de ses droits civiques ?",
            suites=("La procuration est annulée de plein droit.", _DEFINITIF, _PLACE),
            bouton="Annuler la procuration",
            fait="Procuration annulée",
            ensuite=_SORT,
            article="L77 et R80",
        ),
        Acte(
            nom="caducite",
            evenement=Evenement.CADUCITE,
            vers=Etat.CADUQUE,
            lien="Rendre caduque : le mandant est décédé ou n’est plus inscrit",
            question="Pourquoi le mandant n’est-il plus sur votre liste électorale ?",
            suites=("La procuration ne permet plus de voter : c’est définitif.", _PLACE),
            bouton="Rendre la procuration caduque",
            fait="Procuration caduque",
            ensuite=_SORT,
        ),
        Acte(
            nom="reouverture",
            evenement=Evenement.REOUVERTURE,
            vers=Etat.A_CONTROLER,
            lien="Revenir sur ce refus, fait par erreur",
            question="Ce refus a-t-il été fait par erreur ?",
            suites=(
                "La procuration revient parmi celles à contrôler, avec sa date d’établissement.",
                "Elle n’est acceptée qu’après un nouveau contrôle, plafond compris.",
            ),
            bouton="Contrôler de nouveau",
            fait="Procuration à contrôler de nouveau",
            ensuite="Elle est revenue dans votre liste, à sa place.",
            danger=False,
        ),
    )
}


def actes_possibles(contexte: Contexte, demande: Demande, maintenant: datetime) -> tuple[Acte, ...]:
    """Those that its state allows now, in order."""
    permis = (a for a in ACTES.values() if (demande.etat, a.evenement) in TRANSITIONS)
    return tuple(acte for acte in permis if _est_utile(contexte, acte, demande, maintenant))


def tours_a_noter(
    contexte: Contexte, demande: Demande, maintenant: datetime
) -> list[dict[str, str]]:
    """The votes of which the mandant's own can be noted: held, covered, and not noted yet."""
    aujourd_hui, exclus = jour(maintenant), {*demande.votes, *demande.nuls}
    return [
        {"valeur": tour.isoformat(), "texte": jour_fr(tour).capitalize()}
        for tour in tours_couverts(contexte, demande)
        if tour <= aujourd_hui and tour not in exclus
    ]


def est_fait(acte: Acte, demande: Demande, tour: str) -> bool:
    """Whether this act has been done, for a vote at the tour of this day."""
    if acte.evenement is Evenement.VOTE_DU_MANDANT:
        return tour in {vote.isoformat() for vote in demande.votes}
    if acte.evenement is Evenement.REOUVERTURE:
        return demande.etat is Etat.A_CONTROLER and demande.reouverture is not None
    return demande.etat is acte.vers


def _est_utile(contexte: Contexte, acte: Acte, demande: Demande, maintenant: datetime) -> bool:
    if acte.evenement is Evenement.VOTE_DU_MANDANT:
        return bool(tours_a_noter(contexte, demande, maintenant))
    if acte.evenement is Evenement.REOUVERTURE:
        prise = demande.decision
        encore = dernier_jour(demande.portee, contexte.depots.scrutins()) >= jour(maintenant)
        return encore and prise is not None and prise.agent != REGISTRE.id
    return True
