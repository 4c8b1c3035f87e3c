"""The mandant himself ends his procuration, with a certified identity (AUT-04, L75)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import peut_encore_servir
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.phrases import phrase
from chalicelib.services import certification
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre
from chalicelib.services.terminer import terminer


@rejouer
def resilier_certifie(
    contexte: Contexte,
    *,
    reference: str,
    mandant_id: str,
    niveau: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The résiliée procuration, at this instant and without any visit; its place is free for
    another one. `niveau` as for `etablir_certifie`. The same `cle` gives it again.

    Raises ReferenceInvalide, DemandeIntrouvable, IdentiteNonCertifiee, TransitionInterdite.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    faite = demande.resiliation
    if demande.etat is Etat.RESILIEE and cle and faite is not None and faite.cle == cle:
        return demande
    certification.exiger(demande, niveau, contexte.depots.scrutins(), maintenant)
    resiliee, ecriture = fin.resilier_avec_identite_certifiee(
        demande, cle=cle, maintenant=maintenant
    )
    if not peut_encore_servir(demande, contexte.depots.scrutins(), maintenant):
        raise TransitionInterdite(
            phrase("Le dernier vote qu'elle couvrait est passé : il n'y a plus rien à résilier.")
        )
    donneur = cle_mandant(demande.mandant, contexte.secret)
    detenteur = cle_mandataire(demande.mandataire, contexte.secret)
    _, comptes = contexte.depots.demandes_et_comptes((), (donneur, detenteur))
    return terminer(
        contexte, resiliee, ecriture, (comptes[donneur], comptes[detenteur]), maintenant
    )
