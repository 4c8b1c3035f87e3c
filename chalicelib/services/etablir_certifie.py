"""The mandant himself establishes his procuration, with a certified identity (AUT-04)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import etablissement
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import est_perimee
from chalicelib.domaine.erreurs import DemandeExpiree
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.phrases import phrase
from chalicelib.services import certification
from chalicelib.services.changement import Changement
from chalicelib.services.engager import engager, exiger_libre
from chalicelib.services.livre import Livre
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre


@rejouer
def etablir_certifie(
    contexte: Contexte,
    *,
    reference: str,
    mandant_id: str,
    niveau: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The procuration, established at this instant without any visit. `niveau` is the level of
    guarantee that the provider has signed for this very session. The same `cle` gives it again.

    Raises ReferenceInvalide, DemandeIntrouvable, IdentiteNonCertifiee, TransitionInterdite,
    DemandeExpiree, MandantDejaRepresente.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    deja = demande.etablissement
    if cle and deja is not None and (deja.agent, deja.cle) == (etablissement.MINISTERE, cle):
        return demande
    scrutins = contexte.depots.scrutins()
    certification.exiger(demande, niveau, scrutins, maintenant)
    etablie, ecriture = etablissement.etablir_avec_identite_certifiee(
        demande, cle=cle, maintenant=maintenant
    )
    if est_perimee(demande, scrutins, maintenant):
        raise DemandeExpiree(
            phrase("Le dernier jour de vote est passé. Déposez une nouvelle demande.")
        )
    cles = (
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )
    _, comptes = contexte.depots.demandes_et_comptes((), cles)
    livre = Livre(comptes.values())
    exiger_libre(contexte, livre, etablie)
    engager(contexte, livre, etablie, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=etablie,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=livre.suites(),
        )
    )
    return etablie
