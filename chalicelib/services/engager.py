"""A procuration becomes live: it counts in the accounts of both electors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import MandantDejaRepresente
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.plafond import Compte, Engagement, Sens, representations
from chalicelib.domaine.temps import jour
from chalicelib.referentiel import consulats
from chalicelib.services.livre import Livre
from chalicelib.services.ports import Contexte


def exiger_libre(contexte: Contexte, livre: Livre, demande: Demande) -> None:
    """Raises MandantDejaRepresente when the mandant already gives a live procuration for one of
    its days (M08, L75). This very one, which another call may have just established, is none.
    """
    donneur = livre.compte(cle_mandant(demande.mandant, contexte.secret))
    donnees = representations(
        donneur,
        demande.mandant.compte,
        demande.portee,
        contexte.depots.scrutins(),
        sauf=demande.reference,
    )
    if donnees:
        raise MandantDejaRepresente(
            phrase(
                "Une procuration du mandant couvre déjà ce jour de vote. Elle doit être résiliée "
                "avant d'en établir une autre (article L75 du Code électoral)."
            ),
            tuple(donnee.portee for donnee in donnees),
        )


def engager(contexte: Contexte, livre: Livre, etablie: Demande, maintenant: datetime) -> None:
    """Adds it to both accounts of `livre`, which forget what can serve no more. Raises ValueError
    for a demande that is not established.
    """
    acte = etablie.etablissement
    if acte is None:
        raise ValueError("seule une procuration établie engage deux électeurs")
    scrutins, aujourd_hui = contexte.depots.scrutins(), jour(maintenant)
    donneur = cle_mandant(etablie.mandant, contexte.secret)
    detenteur = cle_mandataire(etablie.mandataire, contexte.secret)

    def avec(engagement: Engagement) -> Callable[[Compte], Compte]:
        return lambda compte: compte.elague(scrutins, aujourd_hui).avec(engagement)

    detenue = Engagement(
        reference=etablie.reference,
        sens=Sens.DETENUE,
        portee=etablie.portee,
        etablie_le=acte.le,
        mandant=etablie.mandant.compte,
        commune=etablie.mandant.commune,
        en_france=acte.en_france,
        liste_consulaire=etablie.mandant.commune in consulats.par_code(),
        autre=donneur,
    )
    livre.changer(donneur, avec(replace(detenue, sens=Sens.DONNEE, autre=detenteur)))
    livre.changer(detenteur, avec(detenue))
