"""`services.ports_mairies.Mairies` over DynamoDB."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.depots.actes_administration import Acte, Phase, modele_acte
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import connexion, lire
from chalicelib.depots.conversion_administration import delegation, modele_delegation
from chalicelib.depots.modeles_administration import DelegationModele
from chalicelib.depots.modeles_mairies import MairieModele
from chalicelib.depots.portees import textes
from chalicelib.domaine.erreurs import ConflitDeVersion, DelegationAbsente
from chalicelib.domaine.habilitation import Delegation
from chalicelib.domaine.mairies import Reglages
from chalicelib.services.ports_mairies import ActeDeMairie, EnvoisDeBulletin

PORTAIL = "portail de la mairie"
"""What stands for the name of the file in the register of acts."""


class MairiesDynamo:
    """One instance a process."""

    def reglages(self, commune: str) -> Reglages | None:
        """The settings of a commune."""
        modele = lire(MairieModele, commune)
        return _reglages(modele) if modele else None

    def regler(self, reglages: Reglages, delegation: Delegation, acte: ActeDeMairie) -> None:
        """Updates the settings only: the digests that left are another's to write."""
        avant = reglages.version - 1
        condition = MairieModele.version == avant if avant else ~MairieModele.commune.exists()
        voulus: tuple[tuple[Any, Any], ...] = (
            (MairieModele.version, reglages.version),
            (MairieModele.courriels, list(reglages.courriels) or None),
            (MairieModele.horaires, reglages.horaires or None),
            (MairieModele.veille, reglages.veille or None),
            (MairieModele.jour_du_vote, reglages.jour_du_vote or None),
            (MairieModele.impression, reglages.impression or None),
            (MairieModele.heure, reglages.heure_du_bulletin),
        )
        actions = [
            attribut.remove() if valeur is None else attribut.set(valeur)
            for attribut, valeur in voulus
        ]

        def ecrire(transaction: TransactWrite) -> None:
            transaction.update(MairieModele(reglages.commune), actions=actions, condition=condition)

        _ensemble(delegation, acte, ecrire, maire=False)

    def delegations(self, commune: str) -> tuple[Delegation, ...]:
        """By the name that the maire gave, then by key."""
        lues = (delegation(m) for m in DelegationModele.par_commune.query(commune))
        return tuple(sorted(lues, key=lambda d: (d.nom.casefold(), d.agent)))

    def deleguer(
        self, voulue: Delegation, avant: Delegation | None, maire: Delegation, acte: ActeDeMairie
    ) -> None:
        """The condition says that nothing has changed since it was read, and that no maire's
        delegation is written over.
        """
        condition: Condition = ~DelegationModele.agent.exists()
        if avant is not None:
            condition = (
                (DelegationModele.commune == avant.commune)
                & (DelegationModele.au == avant.au)
                & ~DelegationModele.maire.exists()
            )

        def ecrire(transaction: TransactWrite) -> None:
            transaction.save(modele_delegation(voulue), condition=condition)

        _ensemble(maire, acte, ecrire, maire=True)

    def destinataires(self) -> Iterator[tuple[Reglages, EnvoisDeBulletin]]:
        """One reading of the table, a page at a time."""
        for modele in MairieModele.scan(MairieModele.courriels.exists()):
            veille = modele.bulletin_veille
            envois = EnvoisDeBulletin(
                modele.bulletin_le, date.fromisoformat(veille) if veille else None
            )
            yield _reglages(modele), envois

    def bulletin_parti(self, commune: str, envois: EnvoisDeBulletin) -> None:
        """Beside the settings, whose version it does not move."""
        actions: list[Action] = []
        if envois.quotidien is not None:
            actions.append(MairieModele.bulletin_le.set(envois.quotidien))
        if envois.veille is not None:
            actions.append(MairieModele.bulletin_veille.set(envois.veille.isoformat()))
        MairieModele(commune).update(actions=actions, condition=MairieModele.commune.exists())


def _reglages(modele: MairieModele) -> Reglages:
    return Reglages(
        commune=modele.commune,
        version=int(modele.version),
        courriels=textes(modele.courriels),
        horaires=modele.horaires or "",
        veille=modele.veille or "",
        jour_du_vote=modele.jour_du_vote or "",
        impression=modele.impression or "",
        heure_du_bulletin=int(modele.heure),
    )


def _ensemble(
    delegation: Delegation,
    acte: ActeDeMairie,
    ecrire: Callable[[TransactWrite], None],
    *,
    maire: bool,
) -> None:
    """What is written, on condition that this delegation is valid, with the line of the act."""
    try:
        with TransactWrite(connection=connexion()) as transaction:
            transaction.condition_check(
                DelegationModele, delegation.agent, condition=_valide(delegation, acte, maire)
            )
            ecrire(transaction)
            transaction.save(_acte(acte))
    except TransactWriteError as erreur:
        if code(erreur) != ANNULEE:
            raise
        raisons: list[Any] = [r and r.code for r in erreur.cancellation_reasons]
        if not {r for r in raisons if r} <= {CONDITION, CONFLIT}:
            raise
        if CONDITION in raisons and _absente(delegation, acte, maire):
            raise DelegationAbsente(
                "Votre délégation vient de prendre fin ou d'être retirée. Rien n'a été enregistré."
            ) from None
        raise ConflitDeVersion from None


def _absente(delegation: Delegation, acte: ActeDeMairie, maire: bool) -> bool:
    """Whether the delegation is what was refused: it is read again, since pynamodb does not keep
    the order in which the parts of a transaction were told.
    """
    lue = lire(DelegationModele, delegation.agent)
    if lue is None or lue.commune != delegation.commune or (maire and not lue.maire):
        return True
    return not lue.du <= acte.instant < lue.au


def _valide(delegation: Delegation, acte: ActeDeMairie, maire: bool) -> Condition:
    condition: Condition = (
        (DelegationModele.commune == delegation.commune)
        & (DelegationModele.du <= acte.instant)
        & (DelegationModele.au > acte.instant)
    )
    return condition & DelegationModele.maire.exists() if maire else condition


def _acte(acte: ActeDeMairie) -> Any:
    empreinte = hashlib.sha256(acte.contenu.encode()).hexdigest()
    rang = f"{acte.agent.cle}|{acte.instant.isoformat()}|{empreinte}"
    return modele_acte(
        Acte(
            id=hashlib.sha256(rang.encode()).hexdigest()[:12],
            phase=Phase.FIN,
            commande=acte.commande,
            instant=acte.instant,
            par=f"{acte.agent.prenom} {acte.agent.nom}",
            identite=acte.agent.cle,
            motif=acte.motif,
            fichier=PORTAIL,
            empreinte=empreinte,
            lignes=1,
            ajouts=int(acte.ajout),
            changements=int(not acte.ajout),
            inchanges=0,
        )
    )
