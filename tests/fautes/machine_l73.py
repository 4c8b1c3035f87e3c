"""L73, from its text alone: of all the sets of procurations that the cap allows at a vote, the one
of the first established is found by trying every set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from tests.fautes.machine_monde import VIVANTES, Dit, Vote, jour_de, votes

if TYPE_CHECKING:
    from tests.fautes.machine_vie import Vie


def les_premieres_etablies_seules_valent(m: Vie) -> None:
    """L73: among what is accepted, at each vote to come, only the first established have effect;
    what L73 makes null has earlier ones before it.
    """
    for mandataire, vote, references in _par_mandataire_et_vote(m, m.dans({"VALIDE"})):
        avec_effet = {r for r in references if vote[0].isoformat() not in _nuls(m, r)}
        trop = avec_effet - les_premieres(m, references, vote[0])
        assert not trop or vote[1] in m.scrutins_nouveaux, (
            f"au-delà du plafond de {mandataire} : {trop} le {vote}"
        )
    for ligne in m.annales.neuves:
        par_le_systeme = ligne.evenement == "NULLITE" or (
            ligne.evenement == "REJET_REGISTRE" and ligne.motif in {"M06", "M07"}
        )
        if par_le_systeme:
            assert est_de_trop(m, ligne.reference), f"nulle sans raison : {ligne.reference}"


def les_premieres(m: Vie, references: Iterable[str], jour: date) -> set[str]:
    """Of all the sets of these procurations that the cap allows, the one that keeps the first
    established, then the next ones: every set is tried.
    """
    ordre = sorted(references, key=lambda r: (m.dits[r].etablie_le, r))
    for choix in product((True, False), repeat=len(ordre)):
        gardees = [r for r, gardee in zip(ordre, choix, strict=True) if gardee]
        if _est_permis([m.dits[r] for r in gardees], jour):
            return set(gardees)
    raise AssertionError("aucune procuration est toujours permis")


def est_de_trop(m: Vie, reference: str) -> bool:
    """Whether no vote to come is left to it, all live ones of its mandataire considered."""
    aujourd_hui, dit = jour_de(m.nuage.maintenant), m.dits[reference]
    rivales = [
        r
        for r in m.dans(VIVANTES)
        if m.dits[r].mandataire.id == dit.mandataire.id and r != reference
    ]
    a_venir = [vote for vote in votes(dit, m.scrutins) if vote[0] >= aujourd_hui]
    return all(
        reference
        not in les_premieres(
            m,
            [reference, *(r for r in rivales if vote in votes(m.dits[r], m.scrutins))],
            vote[0],
        )
        for vote in a_venir
    )


def _est_permis(gardees: list[Dit], jour: date) -> bool:
    """Each within its cap, those before it counted."""
    en_france = 0
    for rang, dit in enumerate(gardees):
        total, de_france = _plafond(dit, jour)
        if rang >= total or (dit.en_france and en_france >= de_france):
            return False
        en_france += dit.en_france
    return True


def _plafond(dit: Dit, jour: date) -> tuple[int, int]:
    """In all, made in France: loi 2021-191, art. 2 (June 2021); L330-13; L73."""
    if date(2021, 2, 23) <= jour <= date(2021, 6, 27):
        return 2, 2
    return (3, 1) if dit.consulaire else (2, 1)


def _par_mandataire_et_vote(m: Vie, references: list[str]) -> Iterable[tuple[str, Vote, list[str]]]:
    aujourd_hui = jour_de(m.nuage.maintenant)
    groupes: dict[tuple[str, Vote], list[str]] = defaultdict(list)
    for reference in references:
        dit = m.dits[reference]
        for vote in votes(dit, m.scrutins):
            if vote[0] >= aujourd_hui:
                groupes[(dit.mandataire.id, vote)].append(reference)
    return ((qui, vote, groupe) for (qui, vote), groupe in groupes.items())


def se_souvenir(m: Vie) -> None:
    """Which refusals L73 justified when they were made: a freed place must undo them."""
    for ligne in m.annales.neuves:
        pour_le_plafond = ligne.motif in {"M06", "M07"} and ligne.vers in {
            "INVALIDE",
            "NULLE_PLAFOND",
        }
        if pour_le_plafond and est_de_trop(m, ligne.reference):
            m.candidates.add(ligne.reference)
        else:
            m.candidates.discard(ligne.reference)


def rien_n_attend_une_place_libre(m: Vie) -> None:
    """L73, once all the work is done: who has a place is not null any more, and who is null at some
    vote only has earlier ones before him.
    """
    aujourd_hui = jour_de(m.nuage.maintenant)
    for reference in m.candidates & set(m.annales.actuelles):
        dit = m.dits[reference]
        a_venir = {vote for vote in votes(dit, m.scrutins) if vote[0] >= aujourd_hui}
        if a_venir and not _est_represente(m, reference):
            assert est_de_trop(m, reference), f"une place l'attend : {reference}"
    for reference in m.dans({"VALIDE"}):
        for vote in votes(m.dits[reference], m.scrutins):
            if vote[0] >= aujourd_hui and vote[0].isoformat() in _nuls(m, reference):
                assert not _y_a_place(m, reference, vote), f"nulle à tort le {vote} : {reference}"


def _est_represente(m: Vie, reference: str) -> bool:
    """Whether its mandant gives another one that shares a vote with it."""
    dit = m.dits[reference]
    return any(
        m.dits[r].mandant.id == dit.mandant.id
        and votes(m.dits[r], m.scrutins) & votes(dit, m.scrutins)
        for r in m.dans(VIVANTES)
    )


def _y_a_place(m: Vie, reference: str, vote: Vote) -> bool:
    rivales = [
        r
        for r in m.dans(VIVANTES)
        if m.dits[r].mandataire.id == m.dits[reference].mandataire.id
        and vote in votes(m.dits[r], m.scrutins)
    ]
    return reference in les_premieres(m, rivales, vote[0])


def _nuls(m: Vie, reference: str) -> list[str]:
    lus: list[str] = m.annales.actuelles[reference].get("nuls") or []
    return lus
