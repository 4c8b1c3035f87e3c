"""`services.imprimer.Archives` over DynamoDB.

A print is a row that tells when, by whom and what; its content is kept apart, compressed, in parts
below what an item holds, under a name that is the hash of the content: two agents who print at the
same instant never mix their parts.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date, datetime

from pynamodb.attributes import (
    BinaryAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import PutError

from chalicelib.configuration import table
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, Table
from chalicelib.depots.peremption import Horloge, horloge_reelle
from chalicelib.domaine.emargement import (
    Contenu,
    Genre,
    Impression,
    Mention,
    impression_effacee_le,
)
from chalicelib.domaine.erreurs import ConflitDeVersion

_PARTIE = 300 * 1024
"""Bytes of a part: an item holds 400 KB."""


class ImpressionModele(Table):
    """A print (`I#<number>`), or a part of a content (`C#<hash>#<rank>`)."""

    class Meta:
        table_name = table("impressions")

    vote = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    numero = NumberAttribute(null=True)
    genre = UnicodeAttribute(null=True)
    le = UTCDateTimeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    par = UnicodeAttribute(null=True)
    nombre = NumberAttribute(null=True)
    depuis = NumberAttribute(null=True)
    cle = UnicodeAttribute(null=True)
    contenu = UnicodeAttribute(null=True)
    octets = BinaryAttribute(null=True, legacy_encoding=False)
    exp = NumberAttribute()


class ArchivesDynamo:
    """Prints, one instance a process. What is past its erasure does not show, be it not deleted
    yet.
    """

    def __init__(self, horloge: Horloge = horloge_reelle) -> None:
        self._horloge = horloge

    def inscrire(self, impression: Impression, contenu: Contenu) -> None:
        """First the content, then its name: the other order could name what was never kept."""
        octets = _octets(contenu)
        nom = hashlib.sha256(octets).hexdigest()
        vote, exp = _vote(impression.commune, impression.jour), _exp(impression.jour)
        for rang, debut in enumerate(range(0, len(octets), _PARTIE)):
            partie = octets[debut : debut + _PARTIE]
            ImpressionModele(vote=vote, rang=f"C#{nom}#{rang:03d}", octets=partie, exp=exp).save()
        nommee = replace(impression, contenu=nom)
        try:
            _modele(nommee).save(condition=~ImpressionModele.vote.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            # Written by an earlier try whose answer was lost, or else by somebody else.
            if nommee not in self.impressions(impression.commune, impression.jour):
                raise ConflitDeVersion from erreur

    def impressions(self, commune: str, jour: date) -> tuple[Impression, ...]:
        """By number."""
        return tuple(
            _impression(modele, commune, jour) for modele in self._lire(commune, jour, "I#")
        )

    def contenu(self, impression: Impression) -> Contenu:
        """Its parts put together again."""
        debut = f"C#{impression.contenu}#"
        parties = self._lire(impression.commune, impression.jour, debut)
        return _contenu(b"".join(modele.octets for modele in parties))

    def _lire(self, commune: str, jour: date, debut: str) -> Iterator[ImpressionModele]:
        yield from ImpressionModele.query(
            _vote(commune, jour),
            ImpressionModele.rang.startswith(debut),
            filter_condition=ImpressionModele.exp > int(self._horloge().timestamp()),
            consistent_read=True,
        )


def references_citees(maintenant: int) -> Iterator[tuple[str, str]]:
    """The table, and each procuration that a print whose time is not over (epoch seconds) names."""
    parties: dict[str, list[tuple[str, bytes]]] = {}
    vivantes = ImpressionModele.rang.startswith("C#") & (ImpressionModele.exp > maintenant)
    for modele in ImpressionModele.scan(vivantes, consistent_read=True):
        nom, _, rang = modele.rang.rpartition("#")
        parties.setdefault(f"{modele.vote}#{nom}", []).append((rang, modele.octets))
    for morceaux in parties.values():
        contenu = _contenu(b"".join(octets for _, octets in sorted(morceaux)))
        yield from (("impressions", mention.reference) for mention in contenu.mentions)


def _vote(commune: str, jour: date) -> str:
    return f"{commune}#{jour.isoformat()}"


def _exp(jour: date) -> int:
    return int(impression_effacee_le(jour).timestamp())


def _octets(contenu: Contenu) -> bytes:
    mentions = [astuple(mention) for mention in contenu.mentions]
    texte = json.dumps([mentions, contenu.raisons], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(texte.encode())


def _contenu(octets: bytes) -> Contenu:
    mentions, raisons = json.loads(zlib.decompress(octets))
    return Contenu(
        mentions=tuple(_mention(*valeurs) for valeurs in mentions),
        raisons=tuple((reference, raison) for reference, raison in raisons),
    )


def _mention(
    reference: str,
    bureau: str,
    mandant_nom: str,
    mandant_prenoms: str,
    mandataire_nom: str,
    mandataire_prenoms: str,
) -> Mention:
    """In the order of the fields of a Mention."""
    return Mention(
        reference=reference,
        bureau=bureau,
        mandant_nom=mandant_nom,
        mandant_prenoms=mandant_prenoms,
        mandataire_nom=mandataire_nom,
        mandataire_prenoms=mandataire_prenoms,
    )


def _modele(impression: Impression) -> ImpressionModele:
    return ImpressionModele(
        vote=_vote(impression.commune, impression.jour),
        rang=f"I#{impression.numero:06d}",
        numero=impression.numero,
        genre=impression.genre.value,
        le=impression.le,
        agent=impression.agent,
        par=impression.par,
        nombre=impression.nombre,
        depuis=impression.depuis or None,
        cle=impression.cle or None,
        contenu=impression.contenu,
        exp=_exp(impression.jour),
    )


def _impression(modele: ImpressionModele, commune: str, jour: date) -> Impression:
    le: datetime = modele.le
    return Impression(
        commune=commune,
        jour=jour,
        numero=int(modele.numero),
        genre=Genre(modele.genre),
        le=le,
        agent=modele.agent,
        par=modele.par,
        nombre=int(modele.nombre),
        depuis=int(modele.depuis or 0),
        cle=modele.cle or "",
        contenu=modele.contenu,
    )
