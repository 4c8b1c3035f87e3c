"""Our own record of the e-mails: kept until sent, claimed, sent, then what became of them.

SES has no idempotency: a function that dies between the send and its record can't know whether
the message left. The claim lasts a minute; after it another try may send again. A try that fails
gives its claim back. A message twice after a crash is better than one never (docs/decisions).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.depots import peremption
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, lire
from chalicelib.depots.conversion_demande import demande_de_l_image, modele_demande
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.domaine.demande import Demande
from chalicelib.services.ports_courrier import Envoi, EtatEnvoi, Pli, Remise, Reservation

_BAIL = timedelta(minutes=1)
_CONSERVATION = timedelta(days=400)
_ORDRE = tuple(Remise)


class EnvoisDynamo:
    """`services.ports_courrier.Envois` over DynamoDB."""

    def confier(
        self, cle: str, demande: Demande, maintenant: datetime, efface_le: datetime | None = None
    ) -> bool:
        """Keeps what the message is about; whether it has still to be queued."""
        reference, rang = _de(cle)
        envoi = EnvoiModele(
            reference=reference,
            rang=rang,
            etat=EtatEnvoi.A_ENVOYER,
            jusqu_a=maintenant,
            confie_le=maintenant,
            pli=_plier(demande, maintenant),
            exp=_fin(maintenant, efface_le),
        )
        try:
            envoi.save(condition=~EnvoiModele.reference.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            connu = lire(EnvoiModele, reference, rang)
            return connu is not None and connu.etat in {EtatEnvoi.A_ENVOYER, EtatEnvoi.EN_COURS}
        return True

    def pli(self, cle: str) -> Pli | None:
        """What waits under this key."""
        connu = lire(EnvoiModele, *_de(cle))
        if connu is None or not connu.pli:
            return None
        return Pli(_deplier(connu.pli), connu.confie_le, connu.echoue_depuis)

    def reserver(self, cle: str, maintenant: datetime, *, confie: bool = False) -> Reservation:
        """Claims the message, for one minute; with `confie`, not one that was erased meanwhile."""
        libre: Condition = EnvoiModele.etat.is_in(EtatEnvoi.A_ENVOYER, EtatEnvoi.ECHEC) | (
            (EnvoiModele.etat == EtatEnvoi.EN_COURS) & (EnvoiModele.jusqu_a <= maintenant)
        )
        if not confie:
            libre = libre | ~EnvoiModele.reference.exists()
        actions = [
            EnvoiModele.etat.set(EtatEnvoi.EN_COURS),
            EnvoiModele.jusqu_a.set(maintenant + _BAIL),
            # What was handed over has its own end already; digests are first known here.
            EnvoiModele.exp.set(EnvoiModele.exp | _fin(maintenant)),
        ]
        if _avancer(cle, actions, libre):
            return Reservation.A_ENVOYER
        connu = lire(EnvoiModele, *_de(cle))
        en_cours = connu is not None and connu.etat == EtatEnvoi.EN_COURS
        return Reservation.EN_COURS if en_cours else Reservation.DEJA_ENVOYE

    def rendre(self, cle: str, maintenant: datetime) -> None:
        """Gives back the claim made at `maintenant`, unless another try has taken it over."""
        sien = (EnvoiModele.etat == EtatEnvoi.EN_COURS) & (
            EnvoiModele.jusqu_a == maintenant + _BAIL
        )
        _avancer(cle, [EnvoiModele.jusqu_a.set(maintenant)], sien)

    def noter_echecs(self, cle: str, depuis: datetime | None) -> None:
        """Since when its tries have failed; None when it is nobody's fault that they did."""
        champ = EnvoiModele.echoue_depuis
        _avancer(
            cle,
            [champ.remove() if depuis is None else champ.set(depuis)],
            EnvoiModele.reference.exists() & (EnvoiModele.etat != EtatEnvoi.ENVOYE),
        )

    def confirmer(self, cle: str, message_id: str, maintenant: datetime, vers: str = "") -> None:
        """Records that the message left; what it says is no longer kept."""
        actions = [
            EnvoiModele.etat.set(EtatEnvoi.ENVOYE),
            EnvoiModele.message_id.set(message_id),
            EnvoiModele.envoye_le.set(maintenant),
            EnvoiModele.vers.set(vers),
            EnvoiModele.pli.remove(),
            EnvoiModele.echoue_depuis.remove(),
        ]
        # Erased meanwhile: nothing about it may come back. What SES already told may be of an
        # earlier copy, which a process that died had sent elsewhere.
        connue = EnvoiModele.reference.exists()
        sienne = ~EnvoiModele.remise.exists() | (EnvoiModele.remise_de == message_id)
        if not _avancer(cle, actions, connue & sienne):
            oubli = [EnvoiModele.remise.remove(), EnvoiModele.remise_de.remove()]
            _avancer(cle, [*actions, *oubli], connue)

    def terminer(
        self, cle: str, etat: EtatEnvoi, maintenant: datetime, *, garder: bool = False
    ) -> None:
        """Records that it will not leave."""
        actions: list[Action] = [
            EnvoiModele.etat.set(etat),
            EnvoiModele.jusqu_a.set(maintenant),
            # Somebody may have it sent again: it is then as patient as at first.
            EnvoiModele.echoue_depuis.remove(),
        ]
        if not garder:
            actions.append(EnvoiModele.pli.remove())
        _avancer(
            cle, actions, EnvoiModele.reference.exists() & (EnvoiModele.etat != EtatEnvoi.ENVOYE)
        )

    def noter_remise(self, cle: str, message_id: str, remise: Remise, le: datetime) -> bool:
        """Records what became of it: of this very message, and forward only. SES may speak before
        we have written which message it was: it is then taken at its word, until `confirmer`.
        """
        avant = _ORDRE[: _ORDRE.index(remise)]
        du_meme = ~EnvoiModele.message_id.exists() | (EnvoiModele.message_id == message_id)
        neuve = ~EnvoiModele.remise.exists() | (EnvoiModele.remise_de != message_id)
        if avant:
            neuve = neuve | EnvoiModele.remise.is_in(*avant)
        actions = [
            EnvoiModele.remise.set(remise),
            EnvoiModele.remise_de.set(message_id),
            EnvoiModele.remise_le.set(le),
        ]
        return _avancer(cle, actions, EnvoiModele.reference.exists() & du_meme & neuve)

    def envoyes(self, reference: str) -> tuple[Envoi, ...]:
        """The messages about this demande that have left, oldest first."""
        return tuple(e for e in self.suivis(reference) if e.etat is EtatEnvoi.ENVOYE)

    def suivis(self, reference: str) -> tuple[Envoi, ...]:
        """All of them, oldest first."""
        lus = EnvoiModele.query(reference, consistent_read=True)
        return tuple(sorted((_envoi(modele) for modele in lus), key=lambda envoi: envoi.le))

    def oublier(self, reference: str) -> None:
        """Erases every record about this demande."""
        with EnvoiModele.batch_write() as lot:
            for envoi in EnvoiModele.query(reference, consistent_read=True):
                lot.delete(envoi)


def _avancer(cle: str, actions: list[Any], condition: Condition) -> bool:
    """Writes if the condition holds; says whether it did."""
    try:
        EnvoiModele(*_de(cle)).update(actions=actions, condition=condition)
    except UpdateError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        return False
    return True


def _envoi(modele: EnvoiModele) -> Envoi:
    instants: list[datetime | None] = [modele.envoye_le, modele.confie_le, modele.jusqu_a]
    return Envoi(
        rang=modele.rang,
        le=next(instant for instant in instants if instant is not None),
        etat=EtatEnvoi(modele.etat),
        remise=Remise(modele.remise) if modele.remise else None,
        remise_le=modele.remise_le,
        vers=modele.vers or "",
    )


def _plier(demande: Demande, maintenant: datetime) -> str:
    """The demande as an item has it, and the address that the item does not have (M1x)."""
    pli: dict[str, Any] = {"demande": modele_demande(demande, maintenant).serialize()}
    if demande.rectification is not None and demande.rectification.ancienne:
        pli["ancienne"] = demande.rectification.ancienne
    return json.dumps(pli, ensure_ascii=False, separators=(",", ":"))


def _deplier(texte: str) -> Demande:
    pli = json.loads(texte)
    demande = demande_de_l_image(pli["demande"])
    if "ancienne" in pli and demande.rectification is not None:
        faite = replace(demande.rectification, ancienne=pli["ancienne"])
        demande = replace(demande, rectification=faite)
    return demande


def _fin(maintenant: datetime, efface_le: datetime | None = None) -> int:
    """The time to live (epoch seconds). A record of the stream that comes after the erasure makes a
    message which no pass will find: it goes by itself, as late as a demande that no pass erased.
    """
    fin = int((maintenant + _CONSERVATION).timestamp())
    return fin if efface_le is None else min(fin, peremption.exp(max(efface_le, maintenant)))


def _de(cle: str) -> tuple[str, str]:
    """The key of the item: the reference, then what tells its messages apart."""
    reference, _, rang = cle.partition("#")
    return reference, rang
