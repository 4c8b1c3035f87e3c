"""The documents that a mairie asks for, and those that are too long to be made while one waits."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import IO, Protocol

from chalicelib.domaine.erreurs import DocumentIntrouvable
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.lister import exiger_acces
from chalicelib.services.ports import Contexte

PATIENCE = timedelta(minutes=10)
"""How long a document may be in the making. It is asked for once within this time, however often
somebody clicks; not ready after it, it never will be.
"""

VIE = timedelta(days=1)
"""How long what was made may be fetched."""

_ID = re.compile(r"[0-9a-f]{32}")


class Genre(StrEnum):
    """REGISTRE: article R76-1, for any elector. SUIVI: the mairie's own list. ECHANGE: for its
    software.
    """

    REGISTRE = "registre"
    SUIVI = "suivi"
    ECHANGE = "echange"


class Format(StrEnum):
    """The files that we write; the value is the extension."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commande:
    """What is asked for. `tour` is for the register, `etat` for the others."""

    genre: Genre
    format: Format
    commune: str = ""
    scrutin: str = ""
    tour: str = ""
    etat: Etat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One that is made apart. `octets` is None until it is ready."""

    id: str
    commande: Commande
    agent: str
    demande_le: datetime
    octets: int | None = None

    @property
    def est_pret(self) -> bool:
        """Whether it can be fetched."""
        return self.octets is not None

    def est_abandonne(self, maintenant: datetime) -> bool:
        """Whether it is not ready and will not be."""
        return not self.est_pret and maintenant - self.demande_le > PATIENCE


class Documents(Protocol):
    """Where they are asked for and kept. What is older than VIE is gone."""

    def commander(self, document: Document) -> None:
        """Asks for it; nothing when it was asked for already."""

    def document(self, id_: str) -> Document | None:
        """One of them."""

    def deposer(self, document: Document, fichier: IO[bytes]) -> None:
        """Keeps the file, from its beginning, then says that it is ready."""

    def lien(self, document: Document, nom: str, type_: str) -> str:
        """An address that gives the file, under this name, to whoever has it, for a few minutes."""


def commander(
    contexte: Contexte,
    documents: Documents,
    commande: Commande,
    agent: Agent,
    maintenant: datetime,
) -> str:
    """Asks for a document of `commande.commune`, to which the agent has been given access; gives
    its id, the same for the same request of the same agent within PATIENCE.
    """
    tranche = int(maintenant.timestamp() // PATIENCE.total_seconds())
    texte = "|".join(str(x) for x in ("document", agent.cle, tranche, commande))
    id_ = hmac.new(contexte.secret, texte.encode(), hashlib.sha256).hexdigest()[:32]
    documents.commander(Document(id=id_, commande=commande, agent=agent.cle, demande_le=maintenant))
    return id_


def suivre(
    contexte: Contexte,
    documents: Documents,
    *,
    id_: str,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> Document:
    """A document of the commune. Raises DelegationAbsente, DocumentIntrouvable."""
    exiger_acces(contexte, agent, commune, maintenant)
    document = documents.document(id_) if _ID.fullmatch(id_) else None
    if (
        document is None
        or document.commande.commune != commune
        or maintenant - document.demande_le >= VIE
    ):
        raise DocumentIntrouvable
    return document


def pret(document: Document, octets: int) -> Document:
    """The same once its file is kept."""
    return replace(document, octets=octets)
