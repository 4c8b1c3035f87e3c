"""Each check as the clerk reads it: what it says, where that comes from, and of when it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domaine.controles import Controle, Resultat
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.motifs import MOTIFS

RESULTATS_FR = {
    Resultat.CONFORME: "Conforme",
    Resultat.NON_CONFORME: "Non conforme",
    Resultat.A_VERIFIER: "À vérifier",
}


def vue_controle(controle: Controle, demande: Demande, maintenant: datetime) -> dict[str, str]:
    """One check; `repertoire` is what the national register answered to it, empty when it was not
    asked.
    """
    a_lire = controle.resultat is Resultat.A_VERIFIER
    calcul = f"calcul de l’application, le {instant_fr(maintenant)}"
    return {
        "id": controle.id,
        "libelle": controle.libelle,
        "article": controle.article,
        "resultat": controle.resultat.value,
        "resultat_fr": RESULTATS_FR[controle.resultat],
        "explication": controle.explication,
        "source": "votre liste électorale, à lire maintenant" if a_lire else calcul,
        "repertoire": _reponse(controle.id, demande),
        "motif": controle.motif,
        "motif_fr": MOTIFS[controle.motif].libelle,
    }


def a_faire(controles: Sequence[Controle]) -> str:
    """What the clerk has to do now, in a sentence."""
    refuses = [c for c in controles if c.resultat is Resultat.NON_CONFORME]
    if refuses:
        motif = MOTIFS[refuses[0].motif].libelle
        return f"Refusez cette procuration, avec le motif « {motif} »."
    a_lire = sum(c.resultat is Resultat.A_VERIFIER for c in controles)
    if not a_lire:
        return "Tous les contrôles sont faits : acceptez cette procuration, ou refusez-la."
    restent = f"{a_lire} contrôles" if a_lire > 1 else "un contrôle"
    return (
        f"Lisez {restent} sur votre liste électorale et cochez-les, puis acceptez ; si l’un d’eux "
        "n’est pas conforme, refusez. L’application a fait les autres."
    )


def _reponse(controle: str, demande: Demande) -> str:
    if demande.verification is None:
        return ""
    resultat = dict(demande.verification.resultats).get(controle, "")
    if not resultat:
        return ""
    if resultat in MOTIFS:
        dit = MOTIFS[resultat].libelle.lower()
    else:
        dit = RESULTATS_FR[Resultat(resultat)].lower()
    return f"répertoire électoral unique, le {instant_fr(demande.verification.le)} : {dit}"
