"""Are all the chains of the journal whole?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from chalicelib.domaine.journal import Ecriture, Rupture, verifier
from chalicelib.services.ports import Contexte


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a verification found."""

    chaines: int
    ecritures: int
    ruptures: tuple[Rupture, ...]


def verifier_journal(contexte: Contexte) -> Bilan:
    """Every chain, against its demande while that exists, and every demande, whose journal may be
    gone; ruptures in order of reference.
    """
    par_reference: dict[str, list[Ecriture]] = defaultdict(list)
    for ecriture in contexte.depots.toutes_les_ecritures():
        par_reference[ecriture.reference].append(ecriture)
    for reference in contexte.depots.toutes_les_references():
        # A demande without any entry has an empty chain, which is broken.
        par_reference.setdefault(reference, [])
    ruptures = []
    for reference in sorted(par_reference):
        demande = contexte.depots.demande(reference)
        tete = (demande.version, demande.tete) if demande else None
        rupture = verifier(reference, par_reference[reference], tete)
        if rupture is not None:
            ruptures.append(rupture)
    return Bilan(len(par_reference), sum(map(len, par_reference.values())), tuple(ruptures))
