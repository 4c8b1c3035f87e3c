"""A row of the register moves forward, and what it did on the way is counted with it."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.depots import compteurs, conversion
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import CONDITION_REFUSEE, connexion, lire
from chalicelib.depots.modeles import EcritureModele, LigneModele
from chalicelib.depots.transaction import plus_recente
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.services.changement import Ligne
from chalicelib.services.compter import Comptage, comptages, est_papier

_ESSAIS = 6
"""Two readings part each try from the next: a transaction on the same counters has ended."""


def avancer(ligne: Ligne, efface_le: datetime, *, premiere: bool) -> bool:
    """See `services.ports.Depots.avancer_ligne`. Raises ConflitDeVersion when others were in the
    way each time: the record of the stream must come back.
    """
    for _ in range(_ESSAIS):
        ancienne = lire(LigneModele, ligne.commune, ligne.reference)
        if ancienne is not None and ancienne.version >= ligne.version:
            return False
        modele = conversion.modele_ligne(ligne, efface_le)
        depuis = int(ancienne.version) if ancienne is not None else 0
        # A row is first written, and counted, by its reception. Another that is not there was lost
        # with its table and is being rebuilt: what it had counted is still counted.
        comptes = _comptages(ligne, depuis) if depuis or premiere else ()
        if not comptes:
            return _ecrire_seule(modele, ligne)
        if _ecrire_et_compter(modele, depuis, comptes):
            return True
    raise ConflitDeVersion


def _comptages(ligne: Ligne, depuis: int) -> tuple[Comptage, ...]:
    entre = EcritureModele.rang.between(f"{depuis + 1:06d}", f"{ligne.version:06d}")
    modeles = EcritureModele.query(ligne.reference, entre, consistent_read=True)
    ecritures = [conversion.ecriture(modele) for modele in modeles]
    return comptages(
        ligne.commune,
        ligne.reference,
        ecritures,
        etablie_le=ligne.etablie_le,
        papier=est_papier(ecritures),
    )


def _ecrire_seule(modele: LigneModele, ligne: Ligne) -> bool:
    try:
        modele.save(condition=plus_recente(ligne.version))
    except PutError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        return False
    return True


def _ecrire_et_compter(modele: LigneModele, depuis: int, comptes: tuple[Comptage, ...]) -> bool:
    """False when the row has moved meanwhile, or a transaction was in the way."""
    inchangee = LigneModele.version == depuis if depuis else ~LigneModele.reference.exists()
    try:
        with TransactWrite(connection=connexion()) as transaction:
            transaction.save(modele, condition=inchangee)
            for comptage in comptes:
                compteurs.ajouter(comptage)(transaction)
    except TransactWriteError as erreur:
        raisons = {r.code for r in erreur.cancellation_reasons if r is not None}
        if code(erreur) != ANNULEE or not raisons <= {CONDITION, CONFLIT}:
            raise
        return False
    return True
