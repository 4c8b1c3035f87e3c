"""`python -m infra.local.repertoire.generer FILE [SEED]` writes the simulated register: some 27,000
made-up electors in some 325 communes and every consular post. Same seed, same people.

It holds what real registers hold: homonyms (same names, sometimes the same birth date in another
commune or in the same one), composed and accented names, apostrophes, usage names, births abroad,
days of birth that nobody knows, EU citizens on complementary lists, electors struck off, deceased
or deprived of their rights.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from chalicelib.referentiel import communes, consulats
from chalicelib.referentiel.commune import Commune
from infra.local.repertoire import noms
from infra.local.repertoire.connus import ANGERS, CAS, CONNUS, LYON_3, PARIS_12, RENNES
from infra.local.repertoire.electeur import Electeur, Liste, Statut
from infra.local.repertoire.repertoire import INSERTION, SCHEMA, en_ligne

GRAINE = 2021
EFFECTIFS = {RENNES: 900, ANGERS: 600, LYON_3: 500, PARIS_12: 500}
"""Electors of the communes that the demo shows; the others get 30 to 110 each."""
OUTRE_MER = ("97105", "97209", "97302", "97411", "97416", "97608", "97502", "97801", "98735")
HOMONYMES = 120
"""Pairs of people who share names and birth date."""


def generer(chemin: Path, graine: int = GRAINE) -> int:
    """Write the register at `chemin`, in place of any former one; returns how many electors."""
    provisoire = chemin.with_suffix(".tmp")
    provisoire.unlink(missing_ok=True)
    tous = list(electeurs(graine))
    base = sqlite3.connect(provisoire)
    try:
        base.executescript(SCHEMA)
        with base:
            base.executemany(INSERTION, [en_ligne(electeur) for electeur in tous])
    finally:
        base.close()
    provisoire.replace(chemin)
    return len(tous)


def electeurs(graine: int = GRAINE) -> Iterator[Electeur]:
    """Every elector: the known ones, the drawn ones, then homonyms of some of the drawn ones."""
    hasard = Random(graine)
    pris = {electeur.nne for electeur in (*CONNUS, *CAS)}
    yield from CONNUS
    yield from CAS
    choisies = _communes(hasard)
    tires = [
        _electeur(hasard, _nne(hasard, pris), commune, choisies)
        for commune in choisies
        for _ in range(EFFECTIFS.get(commune.code) or hasard.randint(30, 110))
    ]
    yield from tires
    francais = [e for e in tires if e.liste is Liste.PRINCIPALE and e.commune_naissance]
    for rang, modele in enumerate(hasard.sample(francais, HOMONYMES)):
        ailleurs = hasard.choice(francais)
        chez = modele if rang % 6 == 0 else ailleurs
        yield replace(
            modele,
            nne=_nne(hasard, pris),
            commune=chez.commune,
            bureau=chez.bureau,
            commune_naissance=ailleurs.commune_naissance,
        )


def _communes(hasard: Random) -> list[Commune]:
    """The largest communes, every arrondissement, some of any size, overseas, all consulates. None
    of New Caledonia, which keeps its own register.
    """
    toutes = [
        c for c in communes.toutes() if c.departement != "988" and communes.population(c.code)
    ]
    choisies = {c.code: c for c in toutes[:140]}
    choisies |= {c.code: c for c in toutes if c.ville or c.code in {*EFFECTIFS, *OUTRE_MER}}
    choisies |= {c.code: c for c in hasard.sample(toutes, 180)}
    choisies |= {c.code: c for c in consulats.tous()}
    return list(choisies.values())


def _nne(hasard: Random, pris: set[str]) -> str:
    """A number of 8 or 9 digits that nobody has."""
    while (nne := str(hasard.randint(10_000_000, 899_999_999))) in pris:
        pass
    pris.add(nne)
    return nne


def _electeur(hasard: Random, nne: str, commune: Commune, villes: list[Commune]) -> Electeur:
    sexe = hasard.choice("FM")
    europeen = not commune.consulaire and hasard.random() < 0.03
    if europeen:
        pays = hasard.choice(sorted(noms.NOMS_EUROPEENS))
        nom, prenoms = hasard.choice(noms.NOMS_EUROPEENS[pays]), noms.PRENOMS_EUROPEENS[sexe]
        liste = hasard.choice([Liste.COMPLEMENTAIRE_MUNICIPALE, Liste.COMPLEMENTAIRE_EUROPEENNE])
    else:
        pays = hasard.choice(noms.PAYS_DE_NAISSANCE) if hasard.random() < 0.09 else "99100"
        nom, prenoms = _nom(hasard), noms.PRENOMS_F if sexe == "F" else noms.PRENOMS_M
        liste = Liste.CONSULAIRE if commune.consulaire else Liste.PRINCIPALE
    return Electeur(
        nne=nne,
        nom=nom,
        prenoms=_prenoms(hasard, prenoms),
        sexe=sexe,
        naissance=_naissance(hasard, inconnue_possible=pays != "99100"),
        commune=commune.code,
        nom_usage=_nom_usage(hasard, nom, sexe),
        bureau=f"{hasard.randint(1, 1 + communes.population(commune.code) // 1200):04d}",
        liste=liste,
        statut=_statut(hasard),
        pays_naissance=pays,
        commune_naissance=_lieu(hasard, villes) if pays == "99100" else "",
    )


def _frequent(hasard: Random, liste: tuple[str, ...]) -> str:
    """One of the list, its beginning more often than its end."""
    return liste[int(len(liste) * hasard.random() ** 2)]


def _nom(hasard: Random) -> str:
    sort = hasard.random()
    if sort < 0.04:
        return hasard.choice(noms.NOMS_RARES)
    if sort < 0.07:
        return f"{_frequent(hasard, noms.NOMS)}-{_frequent(hasard, noms.NOMS)}"
    return _frequent(hasard, noms.NOMS)


def _prenoms(hasard: Random, liste: tuple[str, ...]) -> tuple[str, ...]:
    nombre = hasard.choices((1, 2, 3, 4), (35, 30, 28, 7))[0]
    tires = [_frequent(hasard, liste) for _ in range(nombre)]
    return tuple(dict.fromkeys(tires))


def _nom_usage(hasard: Random, nom: str, sexe: str) -> str:
    if hasard.random() >= (0.35 if sexe == "F" else 0.02):
        return ""
    conjoint = _nom(hasard)
    return f"{nom}-{conjoint}" if hasard.random() < 0.3 else conjoint


def _naissance(hasard: Random, *, inconnue_possible: bool) -> str:
    annee, mois, jour = hasard.randint(1925, 2002), hasard.randint(1, 12), hasard.randint(1, 28)
    if inconnue_possible and hasard.random() < 0.12:
        mois, jour = (0, 0) if hasard.random() < 0.6 else (mois, 0)
    return f"{annee}-{mois:02d}-{jour:02d}"


def _statut(hasard: Random) -> Statut:
    return hasard.choices(
        (Statut.INSCRIT, Statut.RADIE, Statut.DECEDE, Statut.PRIVE_DE_DROITS), (965, 18, 12, 5)
    )[0]


def _lieu(hasard: Random, villes: list[Commune]) -> str:
    """A commune of birth. Births are recorded where there is a maternity: here, any place drawn."""
    while (ville := hasard.choice(villes)).consulaire:
        pass
    return ville.code


def main(arguments: list[str]) -> None:
    """Command line: see the module's docstring."""
    graine = int(arguments[1]) if len(arguments) > 1 else GRAINE
    print(f"{generer(Path(arguments[0]), graine)} electors")


if __name__ == "__main__":
    main(sys.argv[1:])
