"""What the functions wrote in their logs."""

from __future__ import annotations

import json
from typing import Any

from infra.deploiement.monde import Monde

_GRAVES = {"ERROR", "CRITICAL"}


def incidents(monde: Monde) -> list[str]:
    """The lines that call for somebody: errors of ours, and what Lambda itself says of a function
    that fell or took too long."""
    journaux = monde.emulateur.client("logs")
    trouves: list[str] = []
    for page in journaux.get_paginator("describe_log_groups").paginate():
        for groupe in page["logGroups"]:
            nom = groupe["logGroupName"]
            for lignes in journaux.get_paginator("filter_log_events").paginate(logGroupName=nom):
                messages = (evenement["message"] for evenement in lignes["events"])
                trouves += [f"{nom} : {message}" for message in messages if _grave(message)]
    return trouves


def _grave(message: str) -> bool:
    if "Task timed out" in message or message.startswith("Traceback"):
        return True
    try:
        lue: Any = json.loads(message)
    except ValueError:
        return False
    return isinstance(lue, dict) and lue.get("level") in _GRAVES
