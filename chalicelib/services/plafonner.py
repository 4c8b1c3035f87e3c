"""L73 applied to one mandataire: an earlier established procuration displaces later ones, and the
end of one lets the next be examined again.
"""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine import decision
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.plafond import Compte, Engagement, Verdict, juger
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Attente, Pas, a_faire
from chalicelib.services.livre import Livre
from chalicelib.services.ports import Contexte


def deplacer(
    contexte: Contexte, livre: Livre, mandataire: str, *, sauf: frozenset[str], maintenant: datetime
) -> tuple[Pas, ...]:
    """What L73 changes among the accepted procurations of this account, beside `sauf`, which the
    use case itself is deciding: those that an earlier one makes null, wholly or at some tours.
    Their accounts are changed in `livre`. One round trip when something changes, none otherwise.
    """
    scrutins, aujourd_hui = contexte.depots.scrutins(), jour(maintenant)
    verdicts = _verdicts_nouveaux(livre.compte(mandataire), sauf, scrutins, aujourd_hui)
    if not verdicts:
        return ()
    donneurs = sorted({e.autre for e, _ in verdicts if not livre.connait(e.autre)})
    demandes, comptes = contexte.depots.demandes_et_comptes(
        [e.reference for e, _ in verdicts], donneurs
    )
    livre.ajouter(comptes.values())
    return tuple(
        _appliquer(livre, mandataire, verdict, demande, maintenant)
        for engagement, verdict in verdicts
        if (demande := demandes.get(engagement.reference)) and demande.etat is Etat.VALIDE
    )


def liberer(livre: Livre, reference: str, electeurs: tuple[str, ...]) -> None:
    """The procuration ends: its place is free in both accounts."""
    for electeur in electeurs:
        livre.changer(electeur, lambda compte: compte.sans(reference))


def attente_de_place(compte: Compte, jeton: str, maintenant: datetime) -> tuple[Attente, ...]:
    """The work that a freed place leaves: to examine again what L73 had made null in this account.
    `jeton` is the print of the journal entry that frees it.
    """
    if not compte.attend_une_place():
        return ()
    return (a_faire(f"P#{compte.electeur}", jeton, maintenant),)


def _verdicts_nouveaux(
    compte: Compte, sauf: frozenset[str], scrutins: Scrutins, aujourd_hui: date
) -> list[tuple[Engagement, Verdict]]:
    nouveaux = []
    acceptees = compte.acceptees()
    for engagement in acceptees.engagements:
        if engagement.reference in sauf:
            continue
        verdict = juger(acceptees, engagement.reference, scrutins, depuis=aujourd_hui)
        connus = tuple(j for j in engagement.nuls if j >= aujourd_hui)
        if verdict.nuls != connus:
            nouveaux.append((engagement, verdict))
    return nouveaux


def _appliquer(
    livre: Livre,
    mandataire: str,
    verdict: Verdict,
    demande: Demande,
    maintenant: datetime,
) -> Pas:
    reference = demande.reference
    engagement = livre.compte(mandataire).engagement(reference)
    if engagement is None:
        raise LookupError("le verdict porte sur un engagement de ce compte")
    if verdict.est_nulle:
        motif = "M06" if verdict.exces[0].en_france else "M07"
        suite, ecriture = decision.frapper_de_nullite(demande, motif, verdict.nuls, maintenant)
        for electeur in (mandataire, engagement.autre):
            livre.changer(electeur, lambda c: c.marque(reference, nulle=True, nuls=verdict.nuls))
    else:
        suite, ecriture = decision.examiner_plafond(demande, verdict.nuls, maintenant)
        livre.changer(mandataire, lambda c: c.marque(reference, acceptee=True, nuls=verdict.nuls))
    return Pas(suite, demande.version, (ecriture,))
