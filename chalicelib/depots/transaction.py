"""One use case is one conditional TransactWriteItems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from pynamodb.exceptions import TransactGetError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

from chalicelib.depots import compteurs, conversion, conversion_demande
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import connexion, lire
from chalicelib.depots.modeles import (
    CompteModele,
    DelegationModele,
    DemandeModele,
    EcritureModele,
    HabilitationModele,
    IdempotenceModele,
    LigneModele,
)
from chalicelib.domaine.canari import exiger_un_seul_monde
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    DelegationAbsente,
    HabilitationInvalide,
)
from chalicelib.domaine.habilitation import Delegation
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.portee import Scrutins
from chalicelib.services.changement import Changement, CleConnue, Pas, ReferencePrise

_ESSAIS_DE_LECTURE = 5

Etape = tuple[str, Callable[[TransactWrite], None]]


def lire_ensemble(*cles: tuple[type[Model], str]) -> list[Any]:
    """Several items of several tables in one TransactGetItems, None for each that is not there. One
    that is named twice (two electors of one account) is read once, as DynamoDB demands.

    A transaction under way on one of the items cancels the read, which is then tried again.
    """
    if not cles:
        return []  # DynamoDB refuses to read nothing
    for essai in range(1, _ESSAIS_DE_LECTURE + 1):
        try:
            with TransactGet(connection=connexion()) as lecture:
                futurs = {un: lecture.get(*un) for un in dict.fromkeys(cles)}
            lus = {un: _ou_rien(futur, un[0]) for un, futur in futurs.items()}
            return [lus[un] for un in cles]
        except TransactGetError as erreur:
            if code(erreur) != ANNULEE or essai == _ESSAIS_DE_LECTURE:
                raise
    raise AssertionError("la boucle rend ou lève")


def enregistrer(changement: Changement, scrutins: Scrutins) -> None:
    """Writes all of it or nothing; see `services.ports.Depots.enregistrer`."""
    exiger_un_seul_monde(changement.demande, changement.ecritures)
    for pas in changement.autres:
        exiger_un_seul_monde(pas.demande, pas.ecritures)
    efface_le = a_effacer_le(changement.demande, scrutins)
    # pynamodb sends the condition checks first, then the puts, and the reasons of a cancellation
    # come in that order: so they are added in that order here.
    etapes = [*_verifications(changement), *_ecritures(changement, efface_le, scrutins)]
    try:
        with TransactWrite(connection=connexion()) as transaction:
            for _, ajouter in etapes:
                ajouter(transaction)
    except TransactWriteError as erreur:
        if code(erreur) != ANNULEE:
            raise
        raisons = zip(etapes, erreur.cancellation_reasons, strict=True)
        refus = [(nom, raison.code) for (nom, _), raison in raisons if raison is not None]
        if not {motif for _, motif in refus} <= {CONDITION, CONFLIT}:
            # Throttled or failed: a breakdown, which says nothing of the law.
            raise
        _expliquer(changement, dict(refus))


def _verifications(changement: Changement) -> Iterator[Etape]:
    if changement.habilitation is not None:
        yield (
            "habilitation",
            _habilitation_valide(changement.habilitation.agent, changement.instant),
        )
    if changement.delegation is not None:
        yield "délégation", _delegation_valide(changement.delegation, changement.instant)
    for compte in changement.lus:
        yield "compte", _compte_inchange(compte)


def _ecritures(changement: Changement, efface_le: datetime, scrutins: Scrutins) -> Iterator[Etape]:
    yield from _pas(Pas(changement.demande, changement.depuis, changement.ecritures), efface_le, "")
    for pas in changement.autres:
        yield from _pas(pas, a_effacer_le(pas.demande, scrutins), "autre ")
    for compte in changement.comptes:
        modele = conversion.modele_compte(compte, scrutins)
        yield "compte", _ecrire(modele, a_la_version(compte.version - 1))
    for attente in changement.attentes:
        yield "attente", _poser(conversion.modele_attente(attente))
    if changement.garde is not None:
        garde = IdempotenceModele(
            cle=changement.garde.cle,
            reference=changement.demande.reference,
            contenu=changement.garde.contenu,
            exp=int(changement.garde.expire_le.timestamp()),
        )
        # A key whose time is over is free, be it not deleted yet.
        libre = ~IdempotenceModele.cle.exists() | (
            IdempotenceModele.exp <= int(changement.instant.timestamp())
        )
        yield "garde", _ecrire(garde, libre)
    if changement.ligne is not None:
        ligne = conversion.modele_ligne(changement.ligne, efface_le)
        yield "ligne", _ecrire(ligne, plus_recente(changement.ligne.version))
    # Updates: pynamodb sends them last.
    for comptage in changement.comptages:
        yield "compteur", compteurs.ajouter(comptage)


def _pas(pas: Pas, efface_le: datetime, prefixe: str) -> Iterator[Etape]:
    avant = pas.depuis
    inchangee = DemandeModele.version == avant if avant else ~DemandeModele.reference.exists()
    modele = conversion_demande.modele_demande(pas.demande, efface_le)
    yield f"{prefixe}demande", _ecrire(modele, inchangee)
    for ecriture in pas.ecritures:
        # Unique for ever: the journal outlives the demande, so a reference never serves twice.
        yield (
            f"{prefixe}journal",
            _ecrire(conversion.modele_ecriture(ecriture), ~EcritureModele.reference.exists()),
        )


def plus_recente(version: int) -> Condition:
    """A row of the register only goes forward."""
    condition: Condition = ~LigneModele.reference.exists() | (LigneModele.version < version)
    return condition


def _ecrire(modele: Model, condition: Condition) -> Callable[[TransactWrite], None]:
    return lambda transaction: transaction.save(modele, condition=condition)


def _poser(modele: Model) -> Callable[[TransactWrite], None]:
    return lambda transaction: transaction.save(modele)


def _habilitation_valide(agent: str, instant: datetime) -> Callable[[TransactWrite], None]:
    condition = (
        (HabilitationModele.du <= instant)
        & (HabilitationModele.au > instant)
        & ~HabilitationModele.revoquee_le.exists()
    )
    return lambda transaction: transaction.condition_check(
        HabilitationModele, agent, condition=condition
    )


def _delegation_valide(
    delegation: Delegation, instant: datetime
) -> Callable[[TransactWrite], None]:
    condition = (
        (DelegationModele.commune == delegation.commune)
        & (DelegationModele.du <= instant)
        & (DelegationModele.au > instant)
    )
    return lambda transaction: transaction.condition_check(
        DelegationModele, delegation.agent, condition=condition
    )


def _compte_inchange(compte: Compte) -> Callable[[TransactWrite], None]:
    condition = a_la_version(compte.version)
    return lambda transaction: transaction.condition_check(
        CompteModele, compte.electeur, condition=condition
    )


def a_la_version(version: int) -> Condition:
    """An account is as it was read; version 0: it is not there."""
    condition: Condition = CompteModele.version == version
    return condition if version else ~CompteModele.electeur.exists()


def _expliquer(changement: Changement, raisons: dict[str, str]) -> None:
    """Raises what the cancellation means, unless the transaction had in fact been written by an
    earlier try whose answer was lost: the demande then bears our very journal entry.
    """
    if CONFLIT not in raisons.values():
        ecrite = lire(DemandeModele, changement.demande.reference)
        if ecrite is not None and ecrite.tete == changement.demande.tete:
            return
        if "garde" in raisons and changement.garde is not None:
            connue = IdempotenceModele.get(changement.garde.cle, consistent_read=True)
            raise CleConnue(connue.reference, connue.contenu)
        if changement.depuis == 0 and ("journal" in raisons or "demande" in raisons):
            raise ReferencePrise("")
        if "habilitation" in raisons:
            raise HabilitationInvalide(
                "Votre habilitation vient de prendre fin ou d'être retirée. Orientez la personne "
                "vers un collègue habilité."
            )
        if "délégation" in raisons:
            raise DelegationAbsente(
                "Votre délégation vient de prendre fin ou d'être retirée. Rien n'a été enregistré."
            )
    raise ConflitDeVersion


def _ou_rien(futur: Any, modele: type[Model]) -> Any:
    try:
        return futur.get()
    except modele.DoesNotExist:
        return None
