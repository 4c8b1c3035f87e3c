"""ministack 1.5.33, corrected where it departs from AWS in what the deployment stands on.

Run by the emulator's own interpreter in place of `-m ministack`; it imports nothing of ours. Each
correction says what AWS does. They replace private functions of one exact version: a version that
they don't fit stops here, aloud.

1. A function that is updated finishes the calls that it has begun: ministack kills them.
2. A function sees the standard library and its package: ministack lends its own packages.
3. All workers of a package share one unpacked copy, as `/var/task` is read-only; ministack unpacks
   one for each process.
4. A batch of a stream that names a failed record comes again from that record on, as often as the
   mapping says, then goes to the on-failure queue: ministack counts it as done.
5. A notification of SNS always has `MessageAttributes`.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import json
import os
import stat
import sys
import tempfile
import textwrap
import threading
import zipfile
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sns

_REPRISE_S = 0.2
"""Between two deliveries of a failed batch. Lambda's own waits grow; nobody waits for ours."""

_verrou = threading.Lock()
_reprises: dict[tuple[str, str], int] = {}


# 1. Calls under way.


def congedier(
    func_name: str,
    qualifier: str | None = None,
    account: str | None = None,
    region: str | None = None,
) -> None:
    """Takes the workers of a function out of service; those at work stop once they answered."""
    voulu = (account, region, func_name, qualifier)
    with lambda_runtime._lock:
        cles = [
            cle
            for cle in lambda_runtime._workers
            if all(v is None or v == p for v, p in zip(voulu, cle.split(":"), strict=True))
        ]
        partants = [w for cle in cles for w in lambda_runtime._workers.pop(cle)]
        for worker in partants:
            worker.congedie = True
        libres = [w for w in partants if not w.in_use]
    # Aside: CloudFormation works in the thread that also answers requests.
    threading.Thread(target=lambda_runtime.kill_workers, args=(libres,), daemon=True).start()


def prendre(
    func_name: str,
    config: dict[str, Any],
    code_zip: bytes,
    qualifier: str = "$LATEST",
    max_concurrency: int | None = None,
) -> tuple[Any, str]:
    """A worker that runs this very package: one of another, started as the function was being
    updated, is taken out of service."""
    while True:
        worker, raison = _prendre(func_name, config, code_zip, qualifier, max_concurrency)
        if worker is None or worker.code_zip is code_zip:
            return worker, raison
        with lambda_runtime._lock:
            for places in lambda_runtime._workers.values():
                if worker in places:
                    places.remove(worker)
        lambda_runtime.kill_workers([worker])


def rendre(worker: Any) -> None:
    """Gives a worker back, or stops it when it was taken out of service meanwhile."""
    _rendre(worker)
    if getattr(worker, "congedie", False):
        lambda_runtime.kill_workers([worker])


_prendre, _rendre = lambda_runtime.acquire_worker, lambda_runtime.release_worker


# 2 and 3. What a function sees.


def interprete(runtime: str) -> tuple[str, str]:
    """A command that starts Python without any installed package."""
    if runtime != f"python{sys.version_info.major}.{sys.version_info.minor}":
        raise RuntimeError(f"The emulator runs Python {sys.version}, the function wants {runtime}.")
    return str(_lanceur()), lambda_runtime._PYTHON_WORKER_SCRIPT


def _lanceur() -> Path:
    return Path(tempfile.gettempdir()) / "python-nu"


def _ecrire_lanceur() -> None:
    interprete_nu = os.path.realpath(sys.executable)
    _lanceur().write_text(f'#!/bin/sh\nexec "{interprete_nu}" -S "$@"\n')
    _lanceur().chmod(stat.S_IRWXU)


def depaqueter(code_zip: bytes, dossier: str) -> None:
    """Makes `dossier` a link to the unpacked copy of this package."""
    copie = Path(tempfile.gettempdir()) / f"paquet-{hashlib.sha256(code_zip).hexdigest()[:16]}"
    with _verrou:
        if not copie.exists():
            with zipfile.ZipFile(io.BytesIO(code_zip)) as archive:
                archive.extractall(copie)
    Path(dossier).rmdir()
    Path(dossier).symlink_to(copie, target_is_directory=True)


_DEPAQUETAGE = """    with open(os.path.join(self._tmpdir, "code.zip"), "wb") as f:
        f.write(self.code_zip)
    with zipfile.ZipFile(os.path.join(self._tmpdir, "code.zip")) as zf:
        zf.extractall(code_dir)
"""
_LIEN = "    depaqueter(self.code_zip, code_dir)\n"


# 4. Batches that fail in part.


def verdict(
    mapping: dict[str, Any], fonction: Any, lot: list[Any], flux: str, resultat: dict[str, Any]
) -> tuple[int | None, bool] | None:
    """What becomes of a batch: None, as ministack has it; (None, False), done; (rank, False), again
    from this record on; (rank, True), this record given up and told to the on-failure queue."""
    numeros = [un["dynamodb"]["SequenceNumber"] for un in lot]
    if resultat.get("error"):
        rang = 0
    elif "ReportBatchItemFailures" in (mapping.get("FunctionResponseTypes") or []):
        corps = resultat.get("body") or {}
        if isinstance(corps, str | bytes):
            corps = json.loads(corps)
        nommes = [echec.get("itemIdentifier") for echec in corps.get("batchItemFailures") or []]
        if not nommes:
            return None, False
        rang = min((numeros.index(n) for n in nommes if n in numeros), default=0)
    else:
        return None
    cle = (mapping["UUID"], numeros[rang])
    _reprises[cle] = _reprises.get(cle, 0) + 1
    bornes = int(mapping.get("MaximumRetryAttempts", -1))
    if 0 <= bornes < _reprises[cle]:
        lambda_svc._send_ddb_stream_failure_record(
            mapping, fonction, [lot[rang]], flux, resultat, "RetryAttemptsExhausted"
        )
        return rang, True
    return rang, False


_APPEL = """            result = _execute_function(func_rec, event)
"""
_SUITE = """            _verdict = verdict_du_lot(esm, func_rec, batch, source_arn, result)
            if _verdict is not None:
                _rang, _abandonne = _verdict
                if _rang is None:
                    result = {"body": None}
                else:
                    _numero = batch[_rang]["dynamodb"]["SequenceNumber"]
                    _tous = _ddb.stream_records_since(table_name, pos, raw_len)
                    _ici = [r["dynamodb"]["SequenceNumber"] for r in _tous].index(_numero)
                    with _dynamodb_stream_positions_lock:
                        _dynamodb_stream_positions[esm_id] = pos + _ici + (1 if _abandonne else 0)
                    if not _abandonne:
                        _esm_backoff_until[esm_id] = time.time() + _ESM_BACKOFF_SECONDS
                        _reveil = threading.Timer(_ESM_BACKOFF_SECONDS, _esm_wake.set)
                        _reveil.daemon = True
                        _reveil.start()
                    processed_any = True
                    continue
"""


# 5. Notifications: chalice reads `MessageAttributes` of each.

_SANS_ATTRIBUTS = '"Sns": json.loads(envelope),'
_AVEC_ATTRIBUTS = '"Sns": {"MessageAttributes": {}, **json.loads(envelope)},'


def _remplacer(module: Any, nom: str, avant: str, apres: str, dans: Any = None) -> None:
    """Writes a function of ministack (a method when `dans` is its class) again with this passage
    changed, found once."""
    porteur = dans or module
    source = textwrap.dedent(inspect.getsource(getattr(porteur, nom)))
    if source.count(avant) != 1:
        raise SystemExit(f"{nom}: this is not the ministack that the corrections were made for.")
    corrigee = compile(source.replace(avant, apres), f"{nom} (corrected)", "exec")
    ecrite: dict[str, Any] = {}
    exec(corrigee, vars(module), ecrite)  # noqa: S102  (the source of an installed package)
    setattr(porteur, nom, ecrite[nom])


def corriger() -> None:
    """Installs the five corrections. Raises SystemExit on another version of ministack."""
    _ecrire_lanceur()
    lambda_runtime._detect_runtime_binary = interprete
    for module in (lambda_runtime, lambda_svc):
        module.invalidate_worker = congedier
        module.acquire_worker = prendre
        module.release_worker = rendre
    lambda_runtime.depaqueter = depaqueter
    _remplacer(lambda_runtime, "_spawn", _DEPAQUETAGE, _LIEN, dans=lambda_runtime.Worker)
    lambda_svc.verdict_du_lot = verdict
    lambda_svc._ESM_BACKOFF_SECONDS = _REPRISE_S
    _remplacer(lambda_svc, "_poll_dynamodb_streams", _APPEL, _APPEL + _SUITE)
    _remplacer(sns, "_deliver_to_lambda", _SANS_ATTRIBUTS, _AVEC_ATTRIBUTS)


if __name__ == "__main__":
    corriger()
    from ministack.app import main

    main()
