"""`python -m outils.rejouer` (make rejouer): what the on-failure queues hold, and its repair, on
the cloud that the environment names or on the local one that runs.

Without FAIRE=oui it only looks. With it, each record is given again to its own function, as Lambda
had (functions do nothing twice); a message is deleted once that has succeeded, and never before. A
record that the stream keeps no more (24 hours) is found again by what it left undone
(`services.rapprocher`). Twice in a row, or two operators at once, does no more than once.

Exit code: 0 when nothing is left, 1 when something is (listed, or failed again), 2 without a cloud
or for a queue that does not exist.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from outils.nuage_courant import rejoindre
from outils.rejeu import Message, Position, enregistrements, files, recevoir

VISIBILITE_S = 300
"""How long a message is ours: a process that is killed gives it back so long after."""

REGARD_S = 60
LONGUE_S = 39600
"""Reading every demande takes long; SQS allows twelve hours in all."""

_PAR_LA_TABLE = {
    "routage": "les demandes, les registres et les comptes relus l’un contre l’autre",
    "courriels": "les demandes et leurs courriels relus l’un contre l’autre",
}
_SANS_OBJET = {
    "controles": "son travail attend dans sa table, d’où la reprise le fait chaque minute",
    "documents": "la page de qui l’a demandé dit de le redemander",
    "anomalies": "les actes suivants du même agent le font examiner de nouveau",
}
_CLES = {"routage": "reference", "courriels": "reference", "controles": "cle", "documents": "id"}

_TABLES_A_FLUX = ("demandes", "attentes", "activites", "documents")

Dire = Callable[[str], None]


class Rejeu:
    """One run over some queues. `faire`: repairs, rather than lists."""

    def __init__(self, *, faire: bool, dire: Dire = print) -> None:
        import boto3

        self._faire, self._dire = faire, dire
        self._sqs, self._flux = boto3.client("sqs"), boto3.client("dynamodbstreams")

    def file(self, nom: str) -> int:
        """One queue; how many messages are left in it."""
        url = self._url(nom)
        restes, disparus = 0, []
        recus = list(recevoir(self._sqs, url, VISIBILITE_S if self._faire else REGARD_S))
        self._dire(f"File echecs-{nom} : {len(recus)} message(s).")
        for rang, message in enumerate(recus, start=1):
            lus = self._lire(message)
            self._dire(f"  {rang}. {_decrire(nom, message, lus)}")
            if not self._faire:
                restes += 1
            elif message.position is not None and not _d_ici(message.position):
                self._dire("     Le flux n’est pas d’une table de cette étape : rien n’est fait.")
                restes += 1
            elif message.position is not None and lus is None:
                disparus.append(message)
                continue
            elif echec := self._rejouer(nom, message, lus):
                self._dire(f"     {echec} Le message reste dans la file.")
                restes += 1
            else:
                self._dire("     C’est réparé.")
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message.recu)
                continue
            self._sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message.recu, VisibilityTimeout=0
            )
        restes += self._retrouver(nom, url, disparus) if disparus else 0
        return restes + self._tenus(nom, url)

    def _lire(self, message: Message) -> list[dict[str, Any]] | None:
        if message.position is None:
            return None
        return enregistrements(self._flux, message.position)

    def _rejouer(self, nom: str, message: Message, lus: list[dict[str, Any]] | None) -> str:
        """Why it failed again; empty when it is done."""
        if lus is not None:
            return next(filter(None, (_donner(nom, {"Records": [un]}) for un in lus)), "")
        if message.evenement is not None:
            return _donner(nom, message.evenement)
        if nom == "envois":
            return _redeposer(message.corps)
        return "Ce message n’est d’aucune forme connue."

    def _retrouver(self, nom: str, url: str, disparus: list[Message]) -> int:
        """What the stream has forgotten."""
        if nom in _SANS_OBJET:
            self._dire(f"  Le flux ne les a plus : {_SANS_OBJET[nom]}.")
            restes = 0
        else:
            self._dire(f"  Le flux ne les a plus : {_PAR_LA_TABLE[nom]}…")
            for message in disparus:
                self._sqs.change_message_visibility(
                    QueueUrl=url, ReceiptHandle=message.recu, VisibilityTimeout=LONGUE_S
                )
            from outils.rapprocher import rapprocher

            restes = rapprocher(reparer_=True, dire=self._dire).restants
        for message in disparus:
            if restes:
                self._sqs.change_message_visibility(
                    QueueUrl=url, ReceiptHandle=message.recu, VisibilityTimeout=0
                )
            else:
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message.recu)
        return len(disparus) if restes else 0

    def _tenus(self, nom: str, url: str) -> int:
        """Those that somebody else holds now."""
        attributs = self._sqs.get_queue_attributes(
            QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"]
        )["Attributes"]
        tenus = int(attributs["ApproximateNumberOfMessagesNotVisible"])
        if tenus:
            self._dire(
                f"  {tenus} message(s) d’echecs-{nom} tenus par une autre commande, ou une "
                "commande arrêtée : à revoir dans cinq minutes."
            )
        return tenus

    def _url(self, nom: str) -> str:
        from chalicelib.configuration import stage

        connue = os.environ.get(f"FILE_ECHECS_{nom.upper()}")
        if connue:
            return connue
        physique = f"maprocuration-{stage()}-echecs-{nom}"
        return str(self._sqs.get_queue_url(QueueName=physique)["QueueUrl"])


def _d_ici(position: Position) -> bool:
    """Whatever the shell named, records of another stage don't enter this one's tables."""
    from chalicelib.configuration import table

    lue = position.flux.partition(":table/")[2].partition("/")[0]
    return lue in {table(nom) for nom in _TABLES_A_FLUX}


def _decrire(nom: str, message: Message, lus: list[dict[str, Any]] | None) -> str:
    parties = [f"depuis le {message.depuis:%d/%m/%Y à %H:%M} (UTC)"]
    if message.position is not None:
        parties.append(f"{message.position.combien} enregistrement(s)")
        if lus is None:
            parties.append("que le flux n’a plus")
        elif nom in _CLES:
            parties.append(", ".join(_objet(nom, un) for un in lus))
    if message.condition:
        parties.append(f"abandonné par Lambda ({message.condition})")
    return ", ".join(parties)


def _objet(nom: str, enregistrement: dict[str, Any]) -> str:
    """Ids only: a reference with its version and event, a key of work, a document."""
    flux = enregistrement["dynamodb"]
    cle, image = flux["Keys"][_CLES[nom]]["S"], flux.get("NewImage", {})
    version, dernier = (image.get(champ, {}) for champ in ("version", "dernier"))
    suite = f" version {version['N']} ({dernier.get('S', '')})" if "N" in version else ""
    return f"{cle}{suite}"


def _donner(nom: str, evenement: dict[str, Any]) -> str:
    """Gives an event to the function; the cause of its failure, empty when there is none."""
    fonction = getattr(importlib.import_module(f"chalicelib.flux.{nom}"), nom)
    with _causes() as causes:
        try:
            reponse = fonction(evenement)
        # Whatever it is, the message stays and the others have their turn.
        except Exception as erreur:  # noqa: BLE001
            return f"Toujours en échec : {type(erreur).__name__}."
    if reponse.get("batchItemFailures"):
        return f"Toujours en échec : {', '.join(causes) or 'cause inconnue'}."
    return ""


def _redeposer(corps: str) -> str:
    """A message goes back to its own queue, whence it leaves at its pace, once; one that has left
    meanwhile, or whose demande was erased, has nothing to say any more.
    """
    from chalicelib.depots.files import cle_du_corps
    from chalicelib.montage import montage
    from chalicelib.services.courrier import file_de, message_de

    try:
        cle = cle_du_corps(corps)
        file = file_de(message_de(cle))
    except ValueError:
        return "Ce message n’est d’aucune forme connue."
    monte = montage()
    if monte.envois.pli(cle) is not None:
        monte.files.deposer(file, cle)
    return ""


class _Types(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.vus: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == "incident":
            self.vus.append(str(getattr(record, "type", "")))


@contextmanager
def _causes() -> Iterator[list[str]]:
    """The types of what the function logs as incidents."""
    from chalicelib.observabilite import journaliste

    oreille, journal = _Types(), logging.getLogger(journaliste().name)
    journal.addHandler(oreille)
    try:
        yield oreille.vus
    finally:
        journal.removeHandler(oreille)


def rejouer(noms: tuple[str, ...], *, faire: bool, dire: Dire = print) -> int:
    """These queues; how many messages are left in them."""
    rejeu = Rejeu(faire=faire, dire=dire)
    return sum(rejeu.file(nom) for nom in noms)


def main() -> int:
    """FILE= one queue (all without it), FAIRE=oui acts."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    une, faire = os.environ.get("FILE", ""), os.environ.get("FAIRE", "") == "oui"
    connues = files()
    if une and une not in connues:
        print(f"FILE : {', '.join(connues)}.", file=sys.stderr)
        return 2
    restes = rejouer((une,) if une else connues, faire=faire)
    if restes and not faire:
        print("Rien n’a été touché : FAIRE=oui répare.")
    return 1 if restes else 0


if __name__ == "__main__":
    sys.exit(main())
