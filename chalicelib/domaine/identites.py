"""Who is who: the mandant, the mandataire, and the key under which an elector is counted.

Only what the arrêté allows is held (domaine.md, 2): no birthplace, no address, no phone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domaine.texte import normaliser


class Sexe(StrEnum):
    """As FranceConnect's gender claim tells it."""

    FEMININ = "F"
    MASCULIN = "M"


@dataclass(frozen=True, slots=True)
class EtatCivil:
    """Civil status. `naissance` is `YYYY-MM-DD` where an unknown day or month is `00`
    (FranceConnect's own convention), so it is compared and shown, never parsed blindly.
    """

    nom: str
    prenoms: tuple[str, ...]
    sexe: Sexe
    naissance: str
    nom_usage: str = ""


@dataclass(frozen=True, slots=True)
class Mandant:
    """The elector who gives: identity from FranceConnect, registered in `commune` (COG code or
    code of a consular post). `id` is the pseudonym of the FranceConnect subject; for a form on
    paper, where nobody has signed in, `papier#` and its reference. `courriel` is empty for who
    gave none, `nne` until the form or the national register tells it.
    """

    id: str
    etat_civil: EtatCivil
    courriel: str
    commune: str
    nne: str = ""

    @property
    def compte(self) -> str:
        """What tells this mandant from a homonym born on the same day; empty when nothing does."""
        return "" if self.id.startswith(SUR_PAPIER) else self.id


SUR_PAPIER = "papier#"


@dataclass(frozen=True, slots=True)
class Mandataire:
    """The elector who will vote for the mandant, named by NNE and birth date, or by full civil
    status with the commune of registration. Named by NNE, names stay empty until the mairie has
    read them on the electoral list.
    """

    naissance: str
    nne: str = ""
    nom: str = ""
    prenoms: tuple[str, ...] = ()
    sexe: Sexe | None = None
    commune: str = ""

    @property
    def est_nomme(self) -> bool:
        """Whether names are known (the register of R76-1 needs them)."""
        return bool(self.nom and self.prenoms)


def meme_personne(etat_civil: EtatCivil, mandataire: Mandataire) -> bool:
    """Whether the mandataire's civil status is the mandant's own (MTR-04): the same first given
    name, or the same words as far as both go, since FranceConnect may write "Jean Pierre" for
    Jean-Pierre. Two persons of one key (`cle_mandant`, `cle_mandataire`) are always the same.
    """
    return (
        mandataire.est_nomme
        and mandataire.naissance == etat_civil.naissance
        and normaliser(mandataire.nom) == normaliser(etat_civil.nom)
        and _memes_prenoms(mandataire.prenoms, etat_civil.prenoms)
    )


def _memes_prenoms(uns: tuple[str, ...], autres: tuple[str, ...]) -> bool:
    if normaliser(uns[0]) == normaliser(autres[0]):
        return True
    uns, autres = (tuple(normaliser(" ".join(p)).split()) for p in (uns, autres))
    commun = min(len(uns), len(autres))
    return uns[:commun] == autres[:commun]


def cle_mandant(mandant: Mandant, secret: bytes) -> str:
    """The key of the mandant's engagements."""
    etat_civil = mandant.etat_civil
    return _cle_etat_civil(
        etat_civil.nom, etat_civil.prenoms, etat_civil.sexe, etat_civil.naissance, secret
    )


def cle_mandataire(mandataire: Mandataire, secret: bytes) -> str:
    """The key of the mandataire's engagements: the NNE where it is known, else civil status."""
    if mandataire.nne:
        return pseudonyme("nne", f"{mandataire.nne}|{mandataire.naissance}", secret)
    return _cle_etat_civil(
        mandataire.nom, mandataire.prenoms, mandataire.sexe, mandataire.naissance, secret
    )


def pseudonyme(espece: str, valeur: str, secret: bytes) -> str:
    """HMAC-SHA256 cut to 128 bits, base64url (22 characters): without the secret, a table that
    leaks can't be searched for a person by trying names or numbers.
    """
    resume = hmac.new(secret, f"{espece}|{valeur}".encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(resume).decode().rstrip("=")


def _cle_etat_civil(
    nom: str, prenoms: tuple[str, ...], sexe: Sexe | None, naissance: str, secret: bytes
) -> str:
    civil = "|".join((normaliser(nom), normaliser(" ".join(prenoms)), sexe or "", naissance))
    return pseudonyme("ec", civil, secret)
