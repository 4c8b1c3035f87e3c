"""A form that carries a file (RFC 7578): a page without JavaScript has no other way to send one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

_PARTIES_MAX = 20


class FormulaireIllisible(ValueError):
    """The body is not the form that its type tells."""


@dataclass(frozen=True, slots=True)
class Multiparties:
    """The fields of a form, every value of each, and the files, each by its field. The names that
    files bear on a person's machine are not kept.
    """

    champs: Mapping[str, list[str]] = field(default_factory=dict)
    fichiers: Mapping[str, bytes] = field(default_factory=dict)


def lire(corps: bytes, type_: str) -> Multiparties:
    """Reads a `multipart/form-data` body, in memory. Raises FormulaireIllisible."""
    from multipart import MultipartError, MultipartParser, parse_options_header

    champs: dict[str, list[str]] = {}
    fichiers: dict[str, bytes] = {}
    try:
        frontiere = parse_options_header(type_)[1].get("boundary", "")
        if not frontiere:
            raise FormulaireIllisible(type_)
        lecteur = MultipartParser(
            BytesIO(corps),
            frontiere,
            content_length=len(corps),
            strict=True,
            part_limit=_PARTIES_MAX,
            # The caller has bounded the whole: all of it fits in memory, where it is already.
            spool_limit=len(corps),
            memory_limit=len(corps),
        )
        for partie in lecteur:
            if partie.filename is not None:
                fichiers[partie.name] = partie.raw
            else:
                champs.setdefault(partie.name, []).append(partie.value)
    except (MultipartError, UnicodeDecodeError) as erreur:
        raise FormulaireIllisible(type_) from erreur
    return Multiparties(champs, fichiers)
