"""The mandant files a demande."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine import reference as references
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import CleDejaUtilisee
from chalicelib.domaine.identites import Mandant, Mandataire, pseudonyme
from chalicelib.domaine.portee import Portee
from chalicelib.services.ports import (
    Changement,
    CleConnue,
    Contexte,
    GardeIdempotence,
    ReferencePrise,
)
from chalicelib.services.reprise import rejouer

_TIRAGES = 8


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
    for _ in range(_TIRAGES):
        demande, ecriture = vie.deposer(
            reference=references.tirer(contexte.alea),
            mandant=mandant,
            mandataire=mandataire,
            portee=portee,
            cle=empreinte,
            maintenant=maintenant,
        )
        try:
            contexte.depots.enregistrer(
                Changement(
                    demande=demande,
                    depuis=0,
                    ecritures=(ecriture,),
                    instant=maintenant,
                    # Known for as long as what it made: a draft sent again late finds it.
                    garde=GardeIdempotence(empreinte, contenu, demande.expire_le),
                )
            )
        except ReferencePrise:
            continue
        except CleConnue as connue:
            return _deja_deposee(contexte, connue, contenu)
        return demande
    # With 8.9e8 references, eight draws in a row that are all taken mean a broken source.
    raise RuntimeError("source de hasard défaillante : huit références déjà prises")


def empreinte_de_cle(contexte: Contexte, mandant_id: str, cle: str) -> str:
    """The print of a mandant's key, which the demande it has made bears as its `cle`."""
    return pseudonyme("cle", f"{mandant_id}|{cle}", contexte.secret)


def _deja_deposee(contexte: Contexte, connue: CleConnue, contenu: str) -> Demande:
    demande = contexte.depots.demande(connue.reference)
    if demande is None or connue.contenu != contenu:
        raise CleDejaUtilisee
    return demande
