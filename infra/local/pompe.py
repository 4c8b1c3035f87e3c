"""Delivers a DynamoDB stream to functions as Lambda's event source mapping does.

For each function: batches in the order of the stream (so in order for each key), at least once,
from the oldest record; `batchItemFailures` makes the batch start again at the lowest failed record,
a function that raises makes it start again whole, in halves; a record that fails alone more often
than the mapping allows is given up, told to the failure queue, and the next ones go on. Batch size,
retries and event filter are those of the template. Left out: the maximum age of a record, and
parallel batches."""

from __future__ import annotations

import base64
import itertools
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

    from infra.local.gabarit import ReglagesFlux

journal = logging.getLogger(__name__)

Enregistrement = dict[str, Any]

_LECTURE = 1000
_SONDAGE_S = 0.02
_SONDAGE_MAXIMUM_S = 0.05
_REPRISE_S = 0.02
_REPRISE_MAXIMUM_S = 0.5


@dataclass(eq=False)
class Consommateur:
    """A function at the end of the stream. `invoquer` takes the Lambda event and returns its
    answer; `echecs` is the failure queue: one message for each record given up, as Lambda writes it
    (where the record is in the stream, never what it holds). `deposer` puts it in a queue too."""

    nom: str
    invoquer: Callable[[dict[str, Any]], Mapping[str, Any] | None]
    reglages: ReglagesFlux
    echecs: list[dict[str, Any]] = field(default_factory=list)
    deposer: Callable[[dict[str, Any]], None] | None = None
    _attente: list[Enregistrement] = field(default_factory=list)
    _occupe: bool = False
    _fin_du_travail: float = 0.0


class Pompe:
    """One reader of the stream, one thread for each function."""

    def __init__(
        self, flux: DynamoDBStreamsClient, arn: str, consommateurs: Sequence[Consommateur]
    ) -> None:
        """`flux`: a client of the streams' API; `arn`: the stream (`LatestStreamArn` of the
        table)."""
        self._flux = flux
        self._arn = arn
        self._consommateurs = tuple(consommateurs)
        self._iterateurs: dict[str, str | None] = {}
        self._arret = threading.Event()
        self._etat = threading.Condition()
        self._lecture_vide = 0.0
        self._fils = [
            threading.Thread(target=self._lire, name="pompe", daemon=True),
            *(
                threading.Thread(target=self._servir, args=(c,), name=f"pompe-{c.nom}", daemon=True)
                for c in self._consommateurs
            ),
        ]

    def demarrer(self) -> None:
        """Starts at the oldest record (TRIM_HORIZON)."""
        for fil in self._fils:
            fil.start()

    def arreter(self) -> None:
        """Stops after the batches under way; what was not delivered is lost with the local
        cloud."""
        self._arret.set()
        with self._etat:
            self._etat.notify_all()
        for fil in self._fils:
            if fil.is_alive():
                fil.join(timeout=10)

    def __enter__(self) -> Pompe:
        self.demarrer()
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()

    def attendre_calme(self, delai: float = 10.0) -> None:
        """Returns once all that was written before the call, and all that its delivery wrote, has
        been delivered. Raises TimeoutError after `delai` seconds."""
        appel = time.monotonic()
        with self._etat:
            if not self._etat.wait_for(lambda: self._calme(appel), timeout=delai):
                raise TimeoutError(f"Le flux n'est pas vide après {delai} s")

    def _calme(self, depuis: float) -> bool:
        """Whether the stream was found empty by a reading begun after `depuis` and after the last
        work of every function, none having anything left."""
        return all(
            not c._attente and not c._occupe and c._fin_du_travail < self._lecture_vide
            for c in self._consommateurs
        ) and (depuis < self._lecture_vide)

    # ------------------------------------------------------------ reading

    def _lire(self) -> None:
        pause = _SONDAGE_S
        while not self._arret.is_set():
            debut = time.monotonic()
            try:
                lus = self._lire_une_fois()
            except (BotoCoreError, ClientError) as erreur:
                if self._arret.is_set():
                    return
                journal.warning("lecture du flux impossible : %s", type(erreur).__name__)
                self._iterateurs.clear()
                self._arret.wait(_REPRISE_MAXIMUM_S)
                continue
            if lus:
                pause = _SONDAGE_S
                continue
            with self._etat:
                self._lecture_vide = debut
                self._etat.notify_all()
            self._arret.wait(pause)
            pause = min(pause * 1.2, _SONDAGE_MAXIMUM_S)

    def _lire_une_fois(self) -> int:
        """Reads each shard once and hands the records over. Returns how many there were."""
        self._decouvrir()
        lus = 0
        for fragment, iterateur in list(self._iterateurs.items()):
            if iterateur is None:
                continue
            reponse = self._flux.get_records(ShardIterator=iterateur, Limit=_LECTURE)
            self._iterateurs[fragment] = reponse.get("NextShardIterator")
            if reponse["Records"]:
                self._distribuer(
                    [
                        {**en_enregistrement(brut, self._arn), "shardId": fragment}
                        for brut in reponse["Records"]
                    ]
                )
            lus += len(reponse["Records"])
        return lus

    def _decouvrir(self) -> None:
        if self._iterateurs and any(self._iterateurs.values()):
            return
        fragments = self._flux.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        for fragment in fragments:
            if fragment["ShardId"] not in self._iterateurs:
                reponse = self._flux.get_shard_iterator(
                    StreamArn=self._arn,
                    ShardId=fragment["ShardId"],
                    ShardIteratorType="TRIM_HORIZON",
                )
                self._iterateurs[fragment["ShardId"]] = reponse["ShardIterator"]

    def _distribuer(self, enregistrements: list[Enregistrement]) -> None:
        with self._etat:
            for consommateur in self._consommateurs:
                consommateur._attente.extend(
                    e for e in enregistrements if e["eventName"] in consommateur.reglages.evenements
                )
            self._etat.notify_all()

    # ------------------------------------------------------------ delivering

    def _servir(self, consommateur: Consommateur) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix=consommateur.nom) as executeur:
            while lot := self._prendre(consommateur):
                self._traiter(consommateur, lot, executeur)
                with self._etat:
                    consommateur._occupe = False
                    consommateur._fin_du_travail = time.monotonic()
                    self._etat.notify_all()

    def _prendre(self, consommateur: Consommateur) -> list[Enregistrement]:
        """The next batch; empty once stopped."""
        with self._etat:
            self._etat.wait_for(lambda: self._arret.is_set() or consommateur._attente)
            if self._arret.is_set():
                return []
            taille = consommateur.reglages.taille_de_lot
            lot = consommateur._attente[:taille]
            del consommateur._attente[:taille]
            consommateur._occupe = True
            return lot

    def _traiter(
        self, consommateur: Consommateur, lot: list[Enregistrement], executeur: ThreadPoolExecutor
    ) -> None:
        """Delivers a batch until each record has succeeded or was given up."""
        taille = len(lot)
        echecs = 0
        for tentative in itertools.count():
            morceau = lot[:taille]
            premier = self._premier_echec(consommateur, morceau, executeur)
            lot = lot[premier:]
            if premier:
                echecs = 0
            if premier == len(morceau):
                taille = len(lot)
            elif taille > 1:
                taille //= 2
            elif (echecs := echecs + 1) > consommateur.reglages.reprises:
                self._abandonner(consommateur, lot[0])
                lot, taille, echecs = lot[1:], len(lot) - 1, 0
            if not lot or (premier != len(morceau) and self._patienter(tentative)):
                return

    def _abandonner(self, consommateur: Consommateur, enregistrement: Enregistrement) -> None:
        message = message_d_echec(self._arn, consommateur.nom, enregistrement)
        consommateur.echecs.append(message)
        if consommateur.deposer is not None:
            consommateur.deposer(message)

    def _patienter(self, tentative: int) -> bool:
        """Waits before a retry, longer and longer. Returns True when the pump is being stopped."""
        return self._arret.wait(min(_REPRISE_S * 2**tentative, _REPRISE_MAXIMUM_S))

    def _premier_echec(
        self, consommateur: Consommateur, lot: list[Enregistrement], executeur: ThreadPoolExecutor
    ) -> int:
        """Invokes the function; returns the rank of the lowest failed record, the batch's length
        when none failed. A function that raises, or names a record that it was not given, fails
        whole."""
        invocation = executeur.submit(consommateur.invoquer, {"Records": lot})
        erreur = invocation.exception()
        if erreur is not None:
            journal.warning("%s a échoué : %s", consommateur.nom, type(erreur).__name__)
            return 0
        echoues = [
            echec["itemIdentifier"]
            for echec in (invocation.result() or {}).get("batchItemFailures") or ()
        ]
        numeros = [e["dynamodb"]["SequenceNumber"] for e in lot]
        rangs = [numeros.index(numero) if numero in numeros else 0 for numero in echoues]
        return min(rangs, default=len(lot))


def message_d_echec(arn: str, fonction: str, enregistrement: Enregistrement) -> dict[str, Any]:
    """What Lambda writes about a record that it gives up."""
    flux, maintenant = enregistrement["dynamodb"], datetime.now(UTC)
    instant = flux.get("ApproximateCreationDateTime")
    arrivee = datetime.fromtimestamp(instant, UTC) if instant is not None else maintenant
    return {
        "requestContext": {
            "functionArn": fonction,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 1,
        },
        "version": "1.0",
        "timestamp": maintenant.isoformat(timespec="milliseconds"),
        "DDBStreamBatchInfo": {
            "shardId": enregistrement.get("shardId", ""),
            "startSequenceNumber": flux["SequenceNumber"],
            "endSequenceNumber": flux["SequenceNumber"],
            "approximateArrivalOfFirstRecord": arrivee.isoformat(),
            "approximateArrivalOfLastRecord": arrivee.isoformat(),
            "batchSize": 1,
            "streamArn": arn,
        },
    }


def en_enregistrement(brut: Mapping[str, Any], arn: str) -> Enregistrement:
    """A record of GetRecords as Lambda gives it: with its source, JSON types only."""
    image = dict(brut["dynamodb"])
    instant = image.get("ApproximateCreationDateTime")
    if isinstance(instant, datetime):
        image["ApproximateCreationDateTime"] = instant.timestamp()
    return {**brut, "eventSourceARN": arn, "dynamodb": _en_json(image)}


def _en_json(valeur: Any) -> Any:
    """Bytes as base64, sets as lists: what the Lambda event holds."""
    if isinstance(valeur, bytes | bytearray):
        return base64.b64encode(valeur).decode()
    if isinstance(valeur, dict):
        return {cle: _en_json(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple | set | frozenset):
        return [_en_json(v) for v in valeur]
    return valeur
