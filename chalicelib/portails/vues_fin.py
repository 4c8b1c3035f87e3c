"""What the pages say of a procuration that is null, annulled or lapsed, wholly or at some votes, or
that is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.fin import DECES, libelle_du_motif, motif_de
from chalicelib.domaine.libelles import jours_fr
from chalicelib.domaine.phrases import enchainer, phrase

_NOUVELLE = phrase(
    "Vous pouvez voter vous-même, ou donner procuration à une autre personne : déposez une "
    "nouvelle demande, puis présentez-vous au commissariat ou à la gendarmerie."
)
_PREVENEZ = phrase("Prévenez la personne que vous aviez désignée : elle ne reçoit aucun courrier.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VueFin:
    """`explication`: what happened, `a_faire`: what to do now, both to the mandant and empty for an
    ordinary life; `sans_effet`: the same in short for a clerk, with `motif` when it has ended.
    """

    explication: str = ""
    a_faire: str = ""
    motif: str = ""
    sans_effet: str = ""


def vue_fin(demande: Demande) -> VueFin:
    """As it stands."""
    explication, a_faire = _au_mandant(demande)
    return VueFin(
        explication=explication,
        a_faire=a_faire,
        motif=libelle_du_motif(motif_de(demande)),
        sans_effet=sans_effet_fr(jours_fr(demande.nuls), jours_fr(demande.votes)),
    )


def sans_effet_fr(nuls: str, votes: str) -> str:
    """The days at which an accepted one does not serve, in a sentence; empty for none."""
    phrases = []
    if nuls:
        phrases.append(phrase("Nulle {jours} (article L73)", jours=nuls))
    if votes:
        phrases.append(phrase("Le mandant a voté lui-même {jours} (article L76)", jours=votes))
    return enchainer(*phrases, separateur=" ; ")


def _au_mandant(demande: Demande) -> tuple[str, str]:
    if demande.etat is Etat.NULLE_PLAFOND:
        return (
            phrase(
                "Votre procuration est nulle : la personne que vous avez désignée a reçu d’autres "
                "procurations établies avant la vôtre, et la loi limite leur nombre (article L73 "
                "du Code électoral)."
            ),
            enchainer(
                _NOUVELLE,
                phrase(
                    "Si une place se libère avant le vote, celle-ci sera examinée de nouveau "
                    "et vous recevrez un courriel."
                ),
                _PREVENEZ,
            ),
        )
    if demande.etat is Etat.ANNULEE_DROIT:
        return (
            phrase(
                "Votre procuration est annulée : la personne que vous aviez désignée ne peut plus "
                "voter (article L77 du Code électoral)."
            ),
            _NOUVELLE,
        )
    if demande.etat is Etat.CADUQUE:
        return _caduque(demande)
    if demande.etat is Etat.ECHUE:
        return (
            phrase(
                "Cette procuration est terminée : le dernier jour de vote qu’elle couvrait est "
                "passé."
            ),
            phrase(
                "Vous n’avez rien à faire. Pour un autre vote, vous pouvez déposer une nouvelle "
                "demande."
            ),
        )
    if demande.etat is Etat.A_CONTROLER:
        return _de_nouveau(demande), ""
    return _en_partie(demande) if demande.etat is Etat.VALIDE else ("", "")


def _caduque(demande: Demande) -> tuple[str, str]:
    if motif_de(demande) == DECES:
        return (
            phrase("La mairie a enregistré le décès du mandant : cette procuration ne sert plus."),
            phrase(
                "Si c’est une erreur, adressez-vous sans attendre au service des élections de la "
                "mairie."
            ),
        )
    return (
        phrase(
            "Votre procuration ne sert plus : vous n’êtes plus inscrit sur la liste électorale de "
            "cette commune."
        ),
        enchainer(
            phrase(
                "Vérifiez où vous êtes inscrit. Si vous l’êtes dans une autre commune, vous pouvez "
                "y donner une nouvelle procuration. Si c’est une erreur, adressez-vous sans "
                "attendre au service des élections de la mairie."
            ),
            _PREVENEZ,
        ),
    )


def _de_nouveau(demande: Demande) -> str:
    if demande.dernier is Evenement.REOUVERTURE:
        return phrase(
            "La mairie revient sur son refus : elle contrôle de nouveau votre procuration."
        )
    if demande.dernier is Evenement.REEXAMEN:
        return phrase(
            "Une place s’est libérée chez la personne que vous avez désignée : votre procuration "
            "est examinée de nouveau, avec sa date d’établissement."
        )
    return ""


def _en_partie(demande: Demande) -> tuple[str, str]:
    phrases, a_faire = [], ""
    if demande.nuls:
        phrases.append(
            phrase(
                "Votre procuration est nulle {jours} : pour ce vote, la personne que vous avez "
                "désignée a reçu avant la vôtre toutes les procurations que la loi permet (article "
                "L73 du Code électoral). Vous pouvez y voter vous-même. Elle est valable pour les "
                "autres votes qu’elle couvre.",
                jours=jours_fr(demande.nuls),
            )
        )
    if demande.votes:
        phrases.append(
            phrase(
                "Vous avez voté vous-même {jours} : votre procuration est sans "
                "effet pour ce vote (article L76 du Code électoral).",
                jours=jours_fr(demande.votes),
            )
        )
        a_faire = phrase(
            "Vous n’avez rien à faire pour ce vote. Votre procuration reste valable pour les "
            "autres votes qu’elle couvre."
        )
    return enchainer(*phrases), a_faire
