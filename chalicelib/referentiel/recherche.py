"""The search box for places to vote: what a person types, forgivingly, to communes in a useful
order. Everything is compared in the form of `domaine.texte.normaliser`.

A search walks a text of all names (`Noms.texte`), one regular expression for each degree of
likeness, in the data file's order (most populated first), and stops when it has enough: there is
nothing to sort.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, zip_longest

from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel import consulats
from chalicelib.referentiel.commune import Commune, au_rang
from chalicelib.referentiel.donnees import departement_de, table

LONGUEUR_MAX = 120
"""Signs of a query; the longest libellé of a commune has 63."""

_ARTICLE = r"(?:(?:LE|LA|LES|L|AUX) )?"
_ORDINAL = re.compile(r"0?(\d{1,2})(?:ER|E|EME|IEME|ND|NDE)?")
_ORDINAL_SEPARE = re.compile(r"\b(\d{1,2}) (?:ER|E|EME|IEME)\b")
_ABREVIATIONS = {
    "ST": "(?:SAINT|ST)",
    "STE": "(?:SAINTE|STE)",
    "ARDT": "ARRONDISSEMENT",
    "ARRDT": "ARRONDISSEMENT",
}
_CODE_POSTAL = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Noms:
    """Names to look into, a line a place, and the ranks (in the table, or among consular posts) of
    those lines. `texte` begins and ends with a line break; see `donnees.Table.cles`.
    """

    texte: str
    rangs: range | tuple[int, ...]
    debuts: tuple[int, ...]

    @classmethod
    def de(cls, texte: str, rangs: range | tuple[int, ...]) -> Noms:
        """Index the beginning of each line of `texte`."""
        return cls(texte, rangs, tuple(m.start() for m in re.finditer("\n", texte)))

    def reperer(self, motif: str) -> Iterator[int]:
        """Ranks of the lines where the pattern is found, in order; a rank may come twice."""
        for trouve in re.finditer(motif, self.texte):
            yield self.rangs[bisect_right(self.debuts, trouve.start()) - 1]


def chercher(q: str, limite: int = 20) -> tuple[Commune, ...]:
    """Places whose name, postal code or name and département answer `q`, at most `limite` of them:
    exact names, then names that begin so, then names with words that begin so; the most populated
    first. The name of a commune déléguée or associée answers with the commune of today; Paris,
    Lyon and Marseille with their arrondissements. Nothing for a query without letter or digit, or
    longer than LONGUEUR_MAX. A département's name or code alone answers with its communes.

    >>> [c.libelle for c in chercher("st denis 93")]
    ['Saint-Denis (Seine-Saint-Denis, 93)']
    """
    mots = _ORDINAL_SEPARE.sub(r"\1", normaliser(q)).split() if len(q) <= LONGUEUR_MAX else []
    if not mots:
        return ()
    trouvees: dict[str, Commune] = {}
    for commune in _reponses(mots):
        trouvees.setdefault(commune.code, commune)
        if len(trouvees) >= limite:
            break
    return tuple(trouvees.values())[:limite]


def _reponses(mots: list[str]) -> Iterator[Commune]:
    """All answers, the best first, some more than once."""
    if len(mots) == 1 and _CODE_POSTAL.fullmatch(mots[0]):
        yield from map(au_rang, _rangs_du_code_postal(mots[0]))
        return
    rien = True
    for commune in _par_nom(mots):
        rien = False
        yield commune
    for nom, lieux in _lectures(mots):
        for rang in chain.from_iterable(_degres(nom, lieux)):
            rien = False
            yield au_rang(rang)
    for rang in _rangs_des_departements(_departements(" ".join(mots))):
        rien = False
        yield au_rang(rang)
    if rien and len("".join(mots)) > 3:
        yield from map(au_rang, _sans_espaces().reperer(rf"[\n;]{''.join(mots)}"))


def _par_nom(mots: list[str]) -> Iterator[Commune]:
    """Degree by degree, communes then consular posts."""
    postes = consulats.tous()
    degres = zip_longest(_degres(mots, _tous()), _degres(mots, _postes()), fillvalue=())
    for rangs_de_communes, rangs_de_postes in degres:
        yield from map(au_rang, rangs_de_communes)
        yield from (postes[rang] for rang in rangs_de_postes)


def _degres(mots: list[str], lieux: Noms) -> list[Iterator[int]]:
    """Ranks of the places that answer, one iterator for each degree of likeness: from the same
    name to the same words in any order.
    """
    variantes = [_variantes(mot) for mot in mots]
    if not all(re.search(f" {variante}", lieux.texte) for variante in variantes):
        return []
    nom = " ".join(variantes)
    motifs = [
        rf"\n {nom}(?=[\n;])",
        rf"\n {_ARTICLE}{nom}(?=[\n;])",
        rf"; {_ARTICLE}{nom}(?=[\n;])",
        rf"\n {_ARTICLE}{nom}",
        rf" {nom}",
    ]
    if len(mots) > 1:
        autres = "".join(rf"(?=[^\n;]* {variante})" for variante in variantes)
        motifs.append(rf"[\n;]{autres}")
    return [lieux.reperer(motif) for motif in motifs]


def _variantes(mot: str) -> str:
    """A word as a pattern: "St" may be Saint or Strasbourg, "3ème" is written 3e."""
    if mot in _ABREVIATIONS:
        return _ABREVIATIONS[mot]
    ordinal = _ORDINAL.fullmatch(mot)
    if ordinal is None:
        return re.escape(mot)
    nombre = ordinal[1]
    return "1(?:ER)?" if nombre == "1" else nombre


def _lectures(mots: list[str]) -> Iterator[tuple[list[str], Noms]]:
    """Readings of the query as a name and where it is: "saint denis 93", "35000 rennes"."""
    for coupe in range(1, len(mots)):
        debut, fin = mots[:coupe], mots[coupe:]
        if codes := _departements(" ".join(fin)):
            yield debut, _noms_de(_rangs_des_departements(codes))
        if len(fin) == 1 and _CODE_POSTAL.fullmatch(fin[0]):
            yield debut, _noms_de(_rangs_du_code_postal(fin[0]))
        if len(debut) == 1 and _CODE_POSTAL.fullmatch(debut[0]):
            yield fin, _noms_de(_rangs_du_code_postal(debut[0]))
        if len(debut) == 1 and debut[0] in table().departements:
            yield fin, _noms_de(_rangs_des_departements((debut[0],)))


@lru_cache(maxsize=256)
def _departements(texte: str) -> tuple[str, ...]:
    """Codes of the départements that these words name: by code, by name, by both."""
    if texte == "20":
        return ("2A", "2B")
    noms = _noms_de_departements()
    return tuple(code for code, nom in noms.items() if texte in {code, nom, f"{nom} {code}"})


@cache
def _noms_de_departements() -> dict[str, str]:
    return {code: normaliser(nom) for code, nom in table().departements.items()}


@lru_cache(maxsize=256)
def _rangs_des_departements(codes: tuple[str, ...]) -> tuple[int, ...]:
    tous = enumerate(table().codes) if codes else ()
    return tuple(rang for rang, code in tous if departement_de(code) in codes)


def _rangs_du_code_postal(code_postal: str) -> tuple[int, ...]:
    tous = enumerate(table().codes_postaux)
    return tuple(rang for rang, codes in tous if code_postal in codes)


def _noms_de(rangs: tuple[int, ...]) -> Noms:
    lignes = [_lignes()[rang] for rang in rangs]
    return Noms.de("\n" + "\n".join([*lignes, ""]), rangs)


@cache
def _lignes() -> tuple[str, ...]:
    return tuple(table().cles[1:-1].split("\n"))


@cache
def _tous() -> Noms:
    return Noms.de(table().cles, range(len(table().codes)))


@cache
def _postes() -> Noms:
    cles = consulats.cles()
    return Noms.de("\n" + "\n".join([*cles, ""]), range(len(cles)))


@cache
def _sans_espaces() -> Noms:
    """For "lhay les roses" and "saintdenis": names and query without any space."""
    return Noms.de(table().cles.replace(" ", ""), range(len(table().codes)))
