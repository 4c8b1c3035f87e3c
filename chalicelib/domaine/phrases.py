"""Sentences written in French where they are needed, shown in the language of the reader.

`phrase("Au plus tard le {jour}", jour=date_fr(limite))` is a `str`: its French text, for e-mails,
documents, the API and the logs, which are French whatever the reader. A template that shows it
asks it for its HTML (`__html__`, the protocol of every escaping), and is given the translation of
the model, its parameters translated too. How to write one: docs/decisions/langues.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup


class Catalogue(Protocol):
    """The translations of one language, as the standard library's gettext holds them."""

    def gettext(self, message: str) -> str:
        """The translation of a French sentence; itself when it has none."""

    def ngettext(self, singulier: str, pluriel: str, nombre: int) -> str:
        """The same for a sentence with a number."""


_LECTEUR: ContextVar[Catalogue | None] = ContextVar("lecteur", default=None)
"""None: a French reader."""


@contextmanager
def pour_un_lecteur(catalogue: Catalogue | None) -> Iterator[None]:
    """What is shown meanwhile is in this language; French for None."""
    jeton = _LECTEUR.set(catalogue)
    try:
        yield
    finally:
        _LECTEUR.reset(jeton)


def traduire(message: str) -> str:
    """A French sentence as this reader is shown it."""
    catalogue = _LECTEUR.get()
    return message if catalogue is None else catalogue.gettext(message)


def traduire_selon(singulier: str, pluriel: str, nombre: int) -> str:
    """The same for a sentence with a number: in French, less than two is singular."""
    catalogue = _LECTEUR.get()
    if catalogue is None:
        return singulier if nombre < 2 else pluriel
    return catalogue.ngettext(singulier, pluriel, nombre)


class Phrase(str):
    """A French text with what it takes to say it in another language."""

    __slots__ = ("_modele", "_parametres")
    _modele: str
    _parametres: Mapping[str, object]

    def __new__(cls, texte: str, modele: str, parametres: Mapping[str, object]) -> Phrase:
        """`texte`: the French text already made from the model and its parameters."""
        soi = super().__new__(cls, texte)
        soi._modele = modele
        soi._parametres = parametres
        return soi

    def __html__(self) -> Markup:
        """For a template, in the language of the reader."""
        from markupsafe import escape

        if _LECTEUR.get() is None:
            return escape(str(self))
        return self._traduite()

    def lower(self) -> str:
        """In small letters, in each language."""
        return _Minuscules(str(self).lower(), "", {"phrase": self})

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, object]]:  # type: ignore[override]
        """For copies: str's own would keep the text alone."""
        return str(self), self._modele, self._parametres

    def _traduite(self) -> Markup:
        from markupsafe import escape

        modele = escape(traduire(self._modele))
        return modele.format(**self._parametres) if self._parametres else modele


class _Minuscules(Phrase):
    """Another sentence in small letters."""

    def _traduite(self) -> Markup:
        from markupsafe import escape

        return escape(self._parametres["phrase"]).lower()


class _Majuscule(Phrase):
    """Another sentence, its first letter a capital."""

    def _traduite(self) -> Markup:
        from markupsafe import escape

        dite = escape(self._parametres["phrase"])
        return dite[:1].upper() + dite[1:]


class _Suite(Phrase):
    """Sentences one after the other."""

    def _traduite(self) -> Markup:
        from markupsafe import escape

        return escape(self._modele).join(map(escape, self._parametres.values()))


class _EnFrancais(Phrase):
    """Words that stay French, marked so that they are read aloud right (WCAG 3.1.2)."""

    def _traduite(self) -> Markup:
        from markupsafe import Markup

        return Markup('<span lang="fr">{}</span>').format(str(self))


def phrase(modele: str, **parametres: object) -> str:
    """A sentence, `{name}` standing for each parameter. Written out in the code: it is what the
    catalogues are made from.
    """
    texte = modele.format(**parametres) if parametres else modele
    return Phrase(texte, modele, parametres)


def enchainer(*phrases: str, separateur: str = " ") -> str:
    """Sentences one after the other, empty ones left out."""
    dites = [une for une in phrases if une]
    if len(dites) == 1:
        return dites[0]
    texte = separateur.join(dites)
    return _Suite(texte, separateur, {str(rang): une for rang, une in enumerate(dites)})


def avec_majuscule(texte: str) -> str:
    """The same, its first letter a capital."""
    return _Majuscule(texte[:1].upper() + texte[1:], "", {"phrase": texte})


def en_francais(texte: str) -> str:
    """A text that no catalogue holds, because it is data: the name of a scrutin, the title of an
    agent. Not for an attribute, where no element can stand.
    """
    return _EnFrancais(texte, "", {})
