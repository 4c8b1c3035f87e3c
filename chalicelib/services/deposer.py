"""The mandant files a demande."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.identites import Mandant, Mandataire, pseudonyme
from chalicelib.domaine.portee import Portee
from chalicelib.services.changement import Changement, GardeIdempotence
from chalicelib.services.nouvelle import inscrire_nouvelle
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


@rejouer
def deposer(
    contexte: Contexte,
    *,
    mandant: Mandant,
    mandataire: Mandataire,
    portee: Portee,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """One demande for one `cle` (Idempotency-Key, or the token of a draft), however often it is
    sent, be it twice at the same instant. Raises CleDejaUtilisee when the key came before with
    another content.
    """
    contenu = pseudonyme("contenu", repr((mandant, mandataire, portee)), contexte.secret)
    empreinte = empreinte_de_cle(contexte, mandant.id, cle)

    def preparer(reference: str) -> Changement:
        demande, ecriture = vie.deposer(
            reference=reference,
            mandant=mandant,
            mandataire=mandataire,
            portee=portee,
            cle=empreinte,
            maintenant=maintenant,
        )
        return Changement(
            demande=demande,
            depuis=0,
            ecritures=(ecriture,),
            instant=maintenant,
            # Known for as long as what it made: a draft sent again late finds it.
            garde=GardeIdempotence(empreinte, contenu, demande.expire_le),
        )

    return inscrire_nouvelle(contexte, contenu, preparer)


def empreinte_de_cle(contexte: Contexte, mandant_id: str, cle: str) -> str:
    """The print of a mandant's key, which the demande it has made bears as its `cle`."""
    return pseudonyme("cle", f"{mandant_id}|{cle}", contexte.secret)
