"""The checks that the mairie makes before it decides (CTL-01; instruction of 6 April 2021).

Some can be computed here, the others need the electoral list that the clerk has at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier, SaisieInvalide
from chalicelib.domaine.identites import Mandataire, meme_personne
from chalicelib.domaine.libelles import jours_fr
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.plafond import Compte, deja_represente, juger
from chalicelib.domaine.portee import Scrutins, jours_de_vote, premier_jour
from chalicelib.domaine.regles import meme_commune_exigee


class Resultat(StrEnum):
    """What a check says."""

    CONFORME = "CONFORME"
    NON_CONFORME = "NON_CONFORME"
    A_VERIFIER = "A_VERIFIER"


@dataclass(frozen=True, slots=True)
class Controle:
    """One check: its article, what it says, and why, in a sentence for the clerk. `motif` is the
    code of the refusal it leads to when it fails.
    """

    id: str
    libelle: str
    article: str
    resultat: Resultat
    explication: str
    motif: str


class ControleNonConforme(ErreurMetier):
    """The mairie can't accept: a check has failed."""

    code = "controle-non-conforme"
    titre = "Un contrôle s'oppose à l'acceptation"


def controler(
    demande: Demande,
    mandataire: Mandataire,
    compte_mandant: Compte,
    compte_mandataire: Compte,
    scrutins: Scrutins,
    *,
    meme_commune: bool | None,
    aujourd_hui: date,
) -> tuple[Controle, ...]:
    """All the checks, in the order of the work. `meme_commune` is None when the mandataire's
    commune isn't known (named by NNE); tours before `aujourd_hui` no longer count for the cap.
    """
    return (
        Controle(
            "INSCRIPTION_MANDANT",
            "Le mandant est inscrit sur la liste électorale de la commune et peut voter",
            "L71",
            Resultat.A_VERIFIER,
            "À lire sur votre liste électorale.",
            "M01",
        ),
        _inscription_mandataire(demande, scrutins, meme_commune),
        _personnes_distinctes(demande, mandataire),
        mandant_represente_une_fois(demande, compte_mandant, scrutins),
        plafond_respecte(demande, compte_mandataire, scrutins, aujourd_hui),
    )


def exiger_conformes(controles: tuple[Controle, ...], confirmes: frozenset[str]) -> None:
    """Raises ControleNonConforme for the first failed check, or SaisieInvalide when the clerk has
    not confirmed each of those that only the electoral list can answer.
    """
    for controle in controles:
        if controle.resultat is Resultat.NON_CONFORME:
            raise ControleNonConforme(
                f"{controle.explication} Refusez la procuration avec le motif "
                f"« {MOTIFS[controle.motif].libelle} » ({controle.motif})."
            )
    oublies = {
        c.id: "Cochez ce contrôle après l'avoir fait sur votre liste électorale."
        for c in controles
        if c.resultat is Resultat.A_VERIFIER and c.id not in confirmes
    }
    if oublies:
        raise SaisieInvalide(oublies)


def _inscription_mandataire(
    demande: Demande, scrutins: Scrutins, meme_commune: bool | None
) -> Controle:
    exigee = meme_commune_exigee(premier_jour(demande.portee, scrutins))
    if exigee and meme_commune is False:
        return Controle(
            "INSCRIPTION_MANDATAIRE",
            "Le mandataire est inscrit dans la même commune",
            "L72",
            Resultat.NON_CONFORME,
            "Le mandataire désigné est inscrit dans une autre commune.",
            "M05",
        )
    ou = "dans la même commune" if exigee else "sur une liste électorale"
    return Controle(
        "INSCRIPTION_MANDATAIRE",
        f"Le mandataire est inscrit {ou} et peut voter à ce scrutin",
        "L72",
        Resultat.A_VERIFIER,
        "À lire sur la liste électorale, avec son identité ou son numéro d'électeur.",
        "M03",
    )


def _personnes_distinctes(demande: Demande, mandataire: Mandataire) -> Controle:
    resultat, explication = Resultat.CONFORME, "Les deux identités diffèrent."
    if mandataire.nne and not mandataire.est_nomme:
        resultat = Resultat.A_VERIFIER
        explication = (
            "Le mandant n'a donné qu'un numéro d'électeur : vérifiez que ce n'est pas le sien."
        )
    elif meme_personne(demande.mandant.etat_civil, mandataire):
        resultat = Resultat.NON_CONFORME
        explication = "L'identité du mandataire est celle du mandant."
        if mandataire.nne:
            # Homonyms born on the same day exist; only the list tells them apart, by the NNE.
            resultat = Resultat.A_VERIFIER
            explication = (
                "Même nom et même date de naissance : comparez le numéro d'électeur du mandataire "
                "avec celui du mandant."
            )
    return Controle(
        "PERSONNES_DISTINCTES",
        "Le mandant et le mandataire sont deux personnes",
        "L71",
        resultat,
        explication,
        "M09",
    )


def mandant_represente_une_fois(demande: Demande, compte: Compte, scrutins: Scrutins) -> Controle:
    """Whether the mandant gives no other live procuration for these days (M08, L75)."""
    deja = deja_represente(
        compte, demande.mandant.compte, demande.portee, scrutins, sauf=demande.reference
    )
    return Controle(
        "MANDANT_REPRESENTE_UNE_FOIS",
        "Le mandant n'a pas d'autre procuration pour ce vote",
        "L75",
        Resultat.NON_CONFORME if deja else Resultat.CONFORME,
        "Une autre procuration du mandant couvre le même jour de vote."
        if deja
        else "Aucune autre procuration enregistrée pour ce vote.",
        "M08",
    )


def plafond_respecte(
    demande: Demande, compte: Compte, scrutins: Scrutins, aujourd_hui: date
) -> Controle:
    """Whether a tour to come is left to it within the mandataire's cap (L73)."""
    verdict = juger(compte, demande.reference, scrutins, depuis=aujourd_hui)
    resultat, motif = Resultat.CONFORME, "M06"
    if verdict.est_nulle:
        resultat = Resultat.NON_CONFORME
        motif = "M06" if verdict.exces[0].en_france else "M07"
        explication = (
            f"Le {verdict.nuls[0]:%d/%m/%Y}, le mandataire dispose déjà du maximum de procurations "
            "établies avant celle-ci. Si deux électeurs portent cette identité, choisissez plutôt "
            f"« {MOTIFS['M13'].libelle} »."
        )
    elif verdict.nuls:
        explication = (
            f"Elle sera sans effet {jours_fr(verdict.nuls)}, où le mandataire dispose déjà du "
            "maximum de procurations établies avant celle-ci, et valable aux autres tours."
        )
    elif jours_de_vote(demande.portee, scrutins):
        explication = (
            "Vérifié pour chaque jour de vote parmi les procurations établies en ligne et celles "
            "qui ont été saisies sur papier."
        )
    else:
        explication = "Aucun jour de vote n'est encore fixé dans cette période."
    return Controle(
        "PLAFOND",
        "Le mandataire ne dépasse pas le nombre de procurations permis",
        "L73",
        resultat,
        explication,
        motif,
    )
