"""The same checks, answered by the national register (CTL-02; R75 III, R77 2°).

A check that the register can't settle stays to be verified: it is never passed nor failed by
default.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domaine.controles import (
    Controle,
    Resultat,
    mandant_represente_une_fois,
    plafond_respecte,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import (
    Electeur,
    Introuvable,
    Plusieurs,
    Reponse,
    Situation,
    Trouve,
)
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.portee import PorteePeriode, Scrutins, premier_jour
from chalicelib.domaine.regimes import liste_admise
from chalicelib.domaine.regles import meme_commune_exigee
from chalicelib.domaine.scrutins import CONSULATS, Scrutin

SOURCE = "Répertoire électoral unique"


def controler_au_registre(
    demande: Demande,
    mandant: Reponse,
    mandataire: Reponse,
    compte_mandant: Compte,
    compte_mandataire: Compte,
    scrutins: Scrutins,
    *,
    commune_du_mandant: str,
    meme_commune: bool | None,
    aujourd_hui: date,
) -> tuple[Controle, ...]:
    """All the checks, in the order of the work. `commune_du_mandant` is where the register has
    him, as a code of today, empty when it has not; `meme_commune` compares both registrations.
    """
    return (
        _inscription_du_mandant(demande, mandant, scrutins, commune_du_mandant),
        _inscription_du_mandataire(demande, mandataire, scrutins, meme_commune),
        _personnes_distinctes(mandant, mandataire),
        mandant_represente_une_fois(demande, compte_mandant, scrutins),
        plafond_respecte(demande, compte_mandataire, scrutins, aujourd_hui),
    )


def nomme_par_le_registre(mandataire: Mandataire, reponse: Reponse) -> Mandataire:
    """The mandataire as the register knows them, whatever the mandant wrote: with the number under
    which all their procurations are counted together.
    """
    if not isinstance(reponse, Trouve):
        return mandataire
    electeur = reponse.electeur
    return replace(
        mandataire,
        naissance=electeur.naissance,
        nne=electeur.nne,
        nom=electeur.nom,
        prenoms=electeur.prenoms,
        sexe=electeur.sexe,
        commune=electeur.commune,
    )


def _inscription_du_mandant(
    demande: Demande, reponse: Reponse, scrutins: Scrutins, commune: str
) -> Controle:
    controle = Controle(
        "INSCRIPTION_MANDANT",
        "Le mandant est inscrit sur la liste électorale de la commune et peut voter",
        "L71",
        Resultat.CONFORME,
        f"{SOURCE} : inscrit dans la commune, et peut voter.",
        "M01",
    )
    if isinstance(reponse, Plusieurs):
        # The mandant's own identity is certain; which of two registrations is his is not.
        return replace(
            controle,
            resultat=Resultat.A_VERIFIER,
            explication=f"{SOURCE} : {reponse.nombre} électeurs portent cette identité dans la "
            "commune. Comparez avec votre liste électorale.",
        )
    if isinstance(reponse, Introuvable) or commune != demande.mandant.commune:
        return _non(controle, "M01", "aucun électeur de cette identité dans la commune.")
    if reponse.electeur.situation is not Situation.INSCRIT:
        return _non(controle, "M02", _SITUATIONS[reponse.electeur.situation])
    if not _vote(reponse.electeur, demande, scrutins):
        return _non(controle, "M02", "inscrit sur une liste qui ne vote pas à ce scrutin.")
    return controle


def _inscription_du_mandataire(
    demande: Demande, reponse: Reponse, scrutins: Scrutins, meme_commune: bool | None
) -> Controle:
    controle = Controle(
        "INSCRIPTION_MANDATAIRE",
        "Le mandataire est inscrit sur une liste électorale et peut voter à ce scrutin",
        "L72",
        Resultat.CONFORME,
        f"{SOURCE} : inscrit, et peut voter.",
        "M03",
    )
    if isinstance(reponse, Plusieurs):
        return _non(controle, "M13", f"{reponse.nombre} électeurs portent cette identité.")
    if isinstance(reponse, Introuvable):
        return _non(controle, "M03", "aucun électeur de cette identité.")
    if reponse.electeur.situation is not Situation.INSCRIT:
        return _non(controle, "M04", _SITUATIONS[reponse.electeur.situation])
    if not _vote(reponse.electeur, demande, scrutins):
        return _non(controle, "M04", "inscrit sur une liste qui ne vote pas à ce scrutin.")
    if meme_commune is False and meme_commune_exigee(premier_jour(demande.portee, scrutins)):
        return _non(controle, "M05", "inscrit dans une autre commune.")
    return controle


_SITUATIONS = {
    Situation.RADIE: "radié des listes électorales.",
    Situation.DECEDE: "décédé.",
    Situation.PRIVE_DE_DROITS: "privé de ses droits électoraux.",
}


def _personnes_distinctes(mandant: Reponse, mandataire: Reponse) -> Controle:
    memes = (
        isinstance(mandant, Trouve)
        and isinstance(mandataire, Trouve)
        and mandant.electeur.nne == mandataire.electeur.nne
    )
    controle = Controle(
        "PERSONNES_DISTINCTES",
        "Le mandant et le mandataire sont deux personnes",
        "L71",
        Resultat.CONFORME,
        f"{SOURCE} : deux numéros d'électeur différents.",
        "M09",
    )
    return _non(controle, "M09", "c'est le même numéro d'électeur.") if memes else controle


def _non(controle: Controle, motif: str, explication: str) -> Controle:
    return replace(
        controle,
        resultat=Resultat.NON_CONFORME,
        explication=f"{SOURCE} : {explication}",
        motif=motif,
    )


def _vote(electeur: Electeur, demande: Demande, scrutins: Scrutins) -> bool:
    """Whether his list votes at what is covered (MDT-03, MTR-01): for a period, at one of its
    scrutins at least, or at none that is known yet.
    """
    couverts = _scrutins_couverts(demande, scrutins)
    return not couverts or any(
        liste_admise(scrutin, liste) for scrutin in couverts for liste in electeur.listes
    )


def _scrutins_couverts(demande: Demande, scrutins: Scrutins) -> list[Scrutin]:
    portee, mandant = demande.portee, demande.mandant
    if not isinstance(portee, PorteePeriode):
        return [scrutins[portee.scrutin]]
    return [
        scrutin
        for scrutin in scrutins.values()
        if scrutin.concerne(mandant.commune, est_consulat=mandant.commune.startswith(CONSULATS))
        and any(portee.du <= tour.date <= portee.au for tour in scrutin.tours)
    ]
