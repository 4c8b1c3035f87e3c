"""The scan of a form on paper: what may be kept (REG-03, RET-03), told from its content alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domaine.demande import Demande, avancer
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Evenement, Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.journal import Acteur, Ecriture

TAILLE_MAX = 4 * 1024 * 1024
"""Bytes. A Lambda function is sent and sends 6 MiB at most, in base64 (a third more)."""

_FIN_DU_PDF = 1024
"""Where the end mark of a PDF file stands: in its last bytes (ISO 32000-1, annex H)."""


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of file: its media type, the end of its name, how it begins and how it ends."""

    type: str
    extension: str
    debut: bytes
    fin: bytes


PDF = Genre("application/pdf", "pdf", b"%PDF-", b"%%EOF")
JPEG = Genre("image/jpeg", "jpg", b"\xff\xd8\xff", b"\xff\xd9")
PNG = Genre("image/png", "png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82")


@dataclass(frozen=True, slots=True)
class Piece:
    """A scan. `efface_le` is the instant from which it may be kept no more."""

    contenu: bytes
    genre: Genre
    efface_le: datetime


def reconnaitre(contenu: bytes) -> Genre:
    """The kind of a file, by its content: its name and the type that came with it are only words.
    Raises SaisieInvalide for any other content, too large a file or a truncated one.
    """
    if not contenu:
        raise SaisieInvalide.du_champ("fichier", "Choisissez le fichier à joindre.")
    if len(contenu) > TAILLE_MAX:
        raise SaisieInvalide.du_champ(
            "fichier", "Choisissez un fichier de 4 Mo au plus : une page en noir et blanc suffit."
        )
    genre = next((g for g in (PDF, JPEG, PNG) if contenu.startswith(g.debut)), None)
    if genre is None:
        raise SaisieInvalide.du_champ("fichier", "Choisissez un fichier PDF, JPEG ou PNG.")
    if genre.fin not in contenu[-_FIN_DU_PDF:]:
        raise SaisieInvalide.du_champ(
            "fichier", "Ce fichier est incomplet : numérisez à nouveau le formulaire."
        )
    return genre


def numeriser(
    demande: Demande, agent: Agent, nom: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The scan, kept under this name, is joined to the procuration on paper, in the place of the
    one before. Raises TransitionInterdite; ValueError for a procuration that was given online.
    """
    if demande.saisie is None:
        raise ValueError("seul un formulaire sur papier se numérise")
    acteur = Acteur(Role.MAIRIE, agent.cle)
    saisie = replace(demande.saisie, numerisation=nom)
    return avancer(demande, Evenement.NUMERISATION, acteur, maintenant, saisie=saisie)
