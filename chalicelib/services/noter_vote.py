"""The mairie marks that the mandant voted in person (L76, R79)."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Changement
from chalicelib.services.mairie import ouvrir
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.tours import tours_couverts


@rejouer
def noter_vote(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    tour: date,
    maintenant: datetime,
) -> Demande:
    """The procuration, without effect at the tour of that day only; its place is not freed. Marking
    the same tour again changes nothing, so no key is needed.

    Raises SaisieInvalide (a tour that it does not cover, or still to come), DelegationAbsente,
    ProcurationIntrouvable, TransitionInterdite.
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    demande = dossier.demande
    if tour in demande.votes:
        return demande
    notee, ecriture = fin.noter_vote_du_mandant(demande, agent, tour, maintenant)
    _exiger_tour(contexte, demande, tour, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=notee,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            delegation=dossier.delegation,
        )
    )
    return notee


def _exiger_tour(contexte: Contexte, demande: Demande, tour: date, maintenant: datetime) -> None:
    if tour not in tours_couverts(contexte, demande):
        raise SaisieInvalide.du_champ("tour", "Choisissez un tour que couvre cette procuration.")
    if tour in demande.nuls:
        raise SaisieInvalide.du_champ("tour", "Elle est déjà nulle à ce tour (article L73).")
    if tour > jour(maintenant):
        raise SaisieInvalide.du_champ("tour", "Ce tour n'a pas encore eu lieu.")
