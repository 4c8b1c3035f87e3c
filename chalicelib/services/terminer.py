"""What every end of a live procuration writes: its place is freed in both accounts (L73), and what
was null for want of it is to be examined again.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Delegation, Habilitation
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte
from chalicelib.services.changement import Changement
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import attente_de_place, liberer
from chalicelib.services.ports import Contexte


def terminer(
    contexte: Contexte,
    terminee: Demande,
    ecriture: Ecriture,
    comptes: tuple[Compte, Compte],
    maintenant: datetime,
    *,
    habilitation: Habilitation | None = None,
    delegation: Delegation | None = None,
) -> Demande:
    """Writes the end of the procuration that `ecriture` tells, and gives it as it ended. `comptes`
    are the mandant's and the mandataire's as they were read; what let somebody act, if anything
    did, is a condition of the write.

    Raises ConflitDeVersion, HabilitationInvalide, DelegationAbsente.
    """
    mandant, mandataire = (compte.electeur for compte in comptes)
    livre = Livre(comptes)
    liberer(livre, terminee.reference, (mandant, mandataire))
    contexte.depots.enregistrer(
        Changement(
            demande=terminee,
            depuis=ecriture.numero - 1,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            habilitation=habilitation,
            delegation=delegation,
            attentes=attente_de_place(livre.compte(mandataire), ecriture.empreinte, maintenant),
        )
    )
    return terminee
