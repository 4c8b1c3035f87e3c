"""Every order in which the API calls of concurrent use cases can come, one after the other.

Each use case runs in a coroutine (greenlet) that stops before each of its API calls. Between two
calls it touches nothing that the others see, so the orders of the calls are all that can happen. A
schedule is the list of who goes at each step; the tree of schedules is walked depth first, each
from the same photo of the world. How many calls a use case makes depends on what it meets: who
loses a race is judged again. So the tree is discovered as it is walked.

With `memoire`, a state met twice (same world, same answers given to each use case so far) is not
walked again: what follows is the same. Three use cases then take seconds and not hours.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from greenlet import GreenletExit, getcurrent, greenlet

from chalicelib.domaine.erreurs import ErreurMetier
from tests.fautes.banc import Appel, Banc

Geste = Callable[[], Any]

PAS_AU_PLUS = 120
"""Calls in one schedule. More means a use case that never ends."""


@dataclass(frozen=True)
class Issue:
    """One schedule that went to its end: who went at each step and what each use case gave."""

    ordre: tuple[int, ...]
    appels: tuple[str, ...]
    resultats: tuple[Any, ...]

    @property
    def bascules(self) -> int:
        """How many times another one goes on: the fewest is the easiest to read."""
        return sum(a != b for a, b in zip(self.ordre, self.ordre[1:], strict=False))

    def __str__(self) -> str:
        pas = [f"{qui}:{appel}" for qui, appel in zip(self.ordre, self.appels, strict=True)]
        fins = [f"{n} -> {nom(r)}" for n, r in enumerate(self.resultats)]
        return f"[{' '.join(pas)}] {', '.join(fins)}"


@dataclass
class Bilan:
    """What the walk has seen."""

    ordonnancements: int = 0
    elagues: int = 0
    pas: int = 0
    """The longest schedule."""
    issues: Counter[tuple[str, ...]] = field(default_factory=Counter)
    echecs: list[tuple[Issue, BaseException]] = field(default_factory=list)


class _Acteur(greenlet):
    """One use case, stopped before its next call (`attend`) or at its end (`resultat`)."""

    def __init__(self, geste: Geste) -> None:
        super().__init__(self._jouer)
        self.geste = geste
        self.attend = ""
        self.resultat: Any = None
        self.vecu = hashlib.sha256()
        self.abandonne = False

    def _jouer(self) -> None:
        try:
            self.resultat = self.geste()
        # A refusal is an outcome; anything else fails the schedule, which is told with it.
        except Exception as erreur:  # noqa: BLE001
            self.resultat = erreur

    def abandonner(self) -> None:
        """Leaves it where it is: it makes no call any more, not even to tidy up."""
        self.abandonne = True
        self.throw(_Abandonne)


class _Abandonne(GreenletExit):
    """This schedule is left before its end."""


def explorer(
    banc: Banc,
    gestes: Sequence[Geste],
    verifier: Callable[[Issue], object],
    *,
    limite: int,
    memoire: bool = False,
) -> Bilan:
    """Walks every schedule of `gestes` from the present state of the world, and calls `verifier` at
    the end of each. The world is put back at the end.

    When some fail, raises what the one with the fewest switches raised, with its schedule in a
    note. Raises AssertionError when there are more schedules than `limite`: the proof would not be
    whole.
    """
    depart = banc.photographier()
    bilan = Bilan()
    connus: set[str] | None = set() if memoire else None
    a_jouer: list[tuple[int, ...]] = [()]
    while a_jouer:
        prefixe = a_jouer.pop()
        banc.remettre(depart)
        issue = _jouer(banc, gestes, prefixe, a_jouer, connus)
        if issue is None:
            bilan.elagues += 1
            continue
        bilan.ordonnancements += 1
        assert bilan.ordonnancements <= limite, f"plus de {limite} ordonnancements : borne atteinte"
        bilan.pas = max(bilan.pas, len(issue.ordre))
        bilan.issues[tuple(map(nom, issue.resultats))] += 1
        try:
            _exiger_des_refus(issue)
            verifier(issue)
        except Exception as echec:  # noqa: BLE001  (told below, with its schedule)
            bilan.echecs.append((issue, echec))
    banc.remettre(depart)
    if bilan.echecs:
        issue, echec = min(bilan.echecs, key=lambda e: (e[0].bascules, len(e[0].ordre)))
        echec.add_note(
            f"{len(bilan.echecs)} sur {bilan.ordonnancements} ; le plus simple : {issue}"
        )
        raise echec
    return bilan


def _exiger_des_refus(issue: Issue) -> None:
    for resultat in issue.resultats:
        if isinstance(resultat, Exception) and not isinstance(resultat, ErreurMetier):
            raise resultat


def un_apres_l_autre(banc: Banc, gestes: Sequence[Geste], ordre: Sequence[int]) -> Issue:
    """The schedule without any concurrency: each use case whole, in this order."""
    resultats: list[Any] = [None] * len(gestes)
    for qui in ordre:
        try:
            resultats[qui] = gestes[qui]()
        except ErreurMetier as refus:
            resultats[qui] = refus
    return Issue(tuple(ordre), ("",) * len(gestes), tuple(resultats))


def nom(resultat: Any) -> str:
    """The outcome of a use case in a word: the state it gives, or the refusal."""
    if isinstance(resultat, Exception):
        return type(resultat).__name__
    etat = getattr(resultat, "etat", resultat)
    return str(etat)


def _jouer(
    banc: Banc,
    gestes: Sequence[Geste],
    prefixe: tuple[int, ...],
    a_jouer: list[tuple[int, ...]],
    connus: set[str] | None,
) -> Issue | None:
    """Plays the prefix, then always the first who can go, and adds to `a_jouer` the other choices
    met. None when a state that is known already was met."""
    acteurs = [_Acteur(geste) for geste in gestes]
    ordre: list[int] = []
    appels: list[str] = []
    with banc.aiguiller(_arreter):
        try:
            for acteur in acteurs:
                acteur.switch()
            while vivants := [n for n, acteur in enumerate(acteurs) if not acteur.dead]:
                rang = len(ordre)
                assert rang < PAS_AU_PLUS, f"plus de {PAS_AU_PLUS} appels : {appels}"
                if rang >= len(prefixe):
                    if connus is not None and not _nouveau(banc, acteurs, connus):
                        return None
                    a_jouer.extend((*ordre, n) for n in reversed(vivants[1:]))
                qui = prefixe[rang] if rang < len(prefixe) else vivants[0]
                # The same choices lead to the same state, or what is walked is not a tree.
                assert qui in vivants, f"ordonnancement non reproductible : {prefixe}"
                ordre.append(qui)
                appels.append(acteurs[qui].attend)
                acteurs[qui].switch()
        finally:
            for acteur in acteurs:
                if not acteur.dead:
                    acteur.abandonner()
    return Issue(tuple(ordre), tuple(appels), tuple(a.resultat for a in acteurs))


def _arreter(operation: str, appel: Appel) -> Any:
    """Stops the use case before its call, until it is its turn."""
    acteur = getcurrent()
    if not isinstance(acteur, _Acteur):
        return appel()
    if acteur.abandonne:
        raise _Abandonne
    acteur.attend = operation
    assert acteur.parent is not None
    acteur.parent.switch()
    try:
        reponse = appel()
    except Exception as erreur:
        acteur.vecu.update(repr(erreur).encode())
        raise
    dite = {cle: valeur for cle, valeur in reponse.items() if cle != "ResponseMetadata"}
    acteur.vecu.update(repr(dite).encode())
    return reponse


def _nouveau(banc: Banc, acteurs: Sequence[_Acteur], connus: set[str]) -> bool:
    vecus = [(a.dead, a.attend, a.vecu.hexdigest(), nom(a.resultat)) for a in acteurs]
    etat = repr((banc.empreinte(), vecus))
    if etat in connus:
        return False
    connus.add(etat)
    return True
