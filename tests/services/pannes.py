"""Failures of DynamoDB, put between pynamodb and the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.depots.connexion import connexion

Appel = Callable[[str, dict[str, Any]], Any]


def intercepter(
    monkeypatch: pytest.MonkeyPatch, operation: str, fois: int, autrement: Callable[[Appel], Appel]
) -> list[str]:
    """The next `fois` calls of `operation` go through `autrement(the real call)`; gives the list
    of the calls so treated.
    """
    client = connexion().client
    reel = client._make_api_call
    touches: list[str] = []

    def appeler(nom: str, parametres: dict[str, Any]) -> Any:
        if nom == operation and len(touches) < fois:
            touches.append(nom)
            return autrement(reel)(nom, parametres)
        return reel(nom, parametres)

    monkeypatch.setattr(client, "_make_api_call", appeler)
    return touches


def annulee(code: str, rang: int | None = None) -> Callable[[Appel], Appel]:
    """DynamoDB cancels the transaction: the item `rang` (counted round) or all have `code` for a
    reason."""

    def autrement(_: Appel) -> Appel:
        def annuler(nom: str, parametres: dict[str, Any]) -> Any:
            nombre = len(parametres["TransactItems"])
            vises = range(nombre) if rang is None else [rang % nombre]
            raisons = [{"Code": code if n in vises else "None"} for n in range(nombre)]
            erreur = {"Code": "TransactionCanceledException", "Message": "cancelled"}
            raise ClientError({"Error": erreur, "CancellationReasons": raisons}, nom)

        return annuler

    return autrement


def refusee(code: str) -> Callable[[Appel], Appel]:
    """DynamoDB refuses the call itself."""

    def autrement(_: Appel) -> Appel:
        def refuser(nom: str, parametres: dict[str, Any]) -> Any:
            raise ClientError({"Error": {"Code": code, "Message": "refused"}}, nom)

        return refuser

    return autrement


def faite_deux_fois(reel: Appel) -> Appel:
    """The first answer is lost and its token too: the write comes a second time as a new one."""

    def deux_fois(nom: str, parametres: dict[str, Any]) -> Any:
        reel(nom, dict(parametres))
        return reel(nom, dict(parametres))

    return deux_fois


def avant(geste: Callable[[], object]) -> Callable[[Appel], Appel]:
    """Somebody else's `geste` is done between our reading and our write."""

    def autrement(reel: Appel) -> Appel:
        def ensuite(nom: str, parametres: dict[str, Any]) -> Any:
            geste()
            return reel(nom, parametres)

        return ensuite

    return autrement


def perdre_les_reponses(monkeypatch: pytest.MonkeyPatch, operation: str, fois: int) -> list[str]:
    """The engine does what is asked, then the network loses `fois` answers of `operation`."""
    session = connexion().client._endpoint.http_session
    reel = session.send
    perdues: list[str] = []

    def envoyer(requete: Any) -> Any:
        reponse = reel(requete)
        cible = requete.headers.get("X-Amz-Target", b"")
        texte = cible.decode() if isinstance(cible, bytes) else cible
        if texte.endswith(f".{operation}") and len(perdues) < fois:
            perdues.append(operation)
            raise ReadTimeoutError(endpoint_url=requete.url)
        return reponse

    monkeypatch.setattr(session, "send", envoyer)
    return perdues
