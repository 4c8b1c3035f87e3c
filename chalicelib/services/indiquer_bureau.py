"""The mairie says in which bureau de vote the mandant of an accepted procuration votes."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import bureaux
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.changement import Changement
from chalicelib.services.mairie import ouvrir
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


@rejouer
def indiquer_bureau(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    bureau: str,
    maintenant: datetime,
) -> Demande:
    """The procuration with the bureau that was typed, on the émargement list of which its row then
    stands. Saying the same again changes nothing, so no key is needed.

    Raises SaisieInvalide (empty or too long), DelegationAbsente, ProcurationIntrouvable,
    TransitionInterdite (not accepted).
    """
    lu = bureaux.lire_bureau(bureau, exige=True)
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    demande = dossier.demande
    if bureaux.bureau_de(demande) == lu:
        return demande
    indiquee, ecriture = bureaux.indiquer_bureau(demande, agent, lu, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=indiquee,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            delegation=dossier.delegation,
        )
    )
    return indiquee
