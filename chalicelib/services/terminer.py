"""What every end of a live procuration writes: its place is freed in both accounts (L73), and what
was null for want of it is to be examined again.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.journal import Ecriture
from chalicelib.services.changement import Changement
from chalicelib.services.livre import Livre
from chalicelib.services.mairie import Dossier
from chalicelib.services.plafonner import attente_de_place, liberer
from chalicelib.services.ports import Contexte


def terminer(
    contexte: Contexte,
    dossier: Dossier,
    terminee: Demande,
    ecriture: Ecriture,
    maintenant: datetime,
) -> Demande:
    """Writes the end that a clerk has entered, and gives the ended procuration. Raises
    ConflitDeVersion, DelegationAbsente.
    """
    mandant, mandataire = dossier.comptes
    livre = Livre(dossier.comptes)
    liberer(livre, terminee.reference, (mandant.electeur, mandataire.electeur))
    restant = livre.compte(mandataire.electeur)
    contexte.depots.enregistrer(
        Changement(
            demande=terminee,
            depuis=dossier.demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
            delegation=dossier.delegation,
            attentes=attente_de_place(restant, ecriture.empreinte, maintenant),
        )
    )
    return terminee
