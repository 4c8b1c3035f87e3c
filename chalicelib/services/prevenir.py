"""The mandant has the person that he designated told by e-mail, or stops it."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domaine import prevenir as choix
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.identites import pseudonyme
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Changement
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.suivre import suivre

AVIS_PAR_MANDANT = 5
"""Addresses that one mandant may have written to in a day: anybody could have typed them (D)."""

AVIS_PAR_ADRESSE = 5
"""Notices that one address may get in a day, whoever asks for them (D): a mandataire holds three
procurations at most (L73, L330-13)."""

_DEUX_JOURS = timedelta(days=2)


class TropDAvis(ErreurMetier):
    """Too many notices in a day, from this mandant or to this address."""

    code = "trop-d-avis"
    titre = phrase("Trop de messages ont été demandés aujourd'hui")

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "Trop de messages ont été demandés aujourd'hui. Réessayez demain, ou donnez la "
                "fiche à imprimer."
            )
        )


@rejouer
def prevenir(
    contexte: Contexte, *, reference: str, mandant_id: str, courriel: str, maintenant: datetime
) -> Demande:
    """The procuration whose mandataire is told at this address (normalised); the same address
    changes nothing. Raises ReferenceInvalide, DemandeIntrouvable, TransitionInterdite (it is not
    accepted, or no more), TropDAvis.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    if demande.avise == courriel:
        return demande
    prevenue, ecriture = choix.prevenir(demande, courriel, maintenant)
    _exiger_mesure(contexte, mandant_id, courriel, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=prevenue, depuis=demande.version, ecritures=(ecriture,), instant=maintenant
        )
    )
    return prevenue


@rejouer
def ne_plus_prevenir(
    contexte: Contexte, *, reference: str, mandant_id: str, maintenant: datetime
) -> Demande:
    """The procuration without the address; nothing changes when there is none. Raises
    ReferenceInvalide, DemandeIntrouvable.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    if not demande.avise:
        return demande
    suite, ecriture = choix.ne_plus_prevenir(demande, maintenant)
    contexte.depots.enregistrer(
        Changement(demande=suite, depuis=demande.version, ecritures=(ecriture,), instant=maintenant)
    )
    return suite


def _exiger_mesure(
    contexte: Contexte, mandant_id: str, courriel: str, maintenant: datetime
) -> None:
    """The address is counted by its keyed print: a table of quotas holds no address."""
    aujourd_hui = jour(maintenant).isoformat()
    adresse = pseudonyme("courriel", courriel.lower(), contexte.secret)
    mesures = (
        (f"M7de#{mandant_id}#{aujourd_hui}", AVIS_PAR_MANDANT),
        (f"M7pour#{adresse}#{aujourd_hui}", AVIS_PAR_ADRESSE),
    )
    for quota, maximum in mesures:
        if not contexte.depots.prendre(quota, maximum, maintenant + _DEUX_JOURS):
            raise TropDAvis
