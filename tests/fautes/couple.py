"""A case of concurrency, and what the law says after several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.etats import Etat
from tests.constructeurs import RENNES, Nuage
from tests.fautes.ordonnanceur import Geste
from tests.services.invariants import verifier_tout


def rien(_: Nuage) -> None:
    """Nothing more to check."""


@dataclass(frozen=True)
class Couple:
    """Use cases at once: how the world is before, all that they may end in, what holds after.
    `memoire`: states met twice are not walked twice (three use cases and more). `long`: minutes."""

    preparer: Callable[[Nuage], Sequence[Geste]]
    issues: set[tuple[str, ...]]
    ensuite: Callable[[Nuage], object] = rien
    memoire: bool = False
    long: bool = False


def la_premiere_etablie_seule_est_acceptee(nuage: Nuage) -> None:
    """L73, whatever the order of the writes: the instant of establishment decides."""
    etablies = [
        nuage.transmettre(d)
        for n in range(3)
        for d in nuage.contexte.depots.demandes_du_mandant(f"m{n}")
        if d.etat is Etat.ETABLIE
    ]
    premiere, *suivantes = sorted(
        etablies, key=lambda d: (d.etablissement and d.etablissement.le, d.reference)
    )
    for demande in reversed(suivantes):
        with pytest.raises(ControleNonConforme):
            nuage.accepter(demande)
    assert nuage.accepter(premiere).etat is Etat.VALIDE
    verifier_tout(nuage)


def seule_la_plus_ancienne_est_valide(nuage: Nuage) -> None:
    """L73: m1 has given first, whatever was written first."""
    etats = {n: nuage.contexte.depots.demandes_du_mandant(f"m{n}")[0].etat for n in range(2)}
    assert etats[1] is Etat.VALIDE
    assert etats[0] in {Etat.NULLE_PLAFOND, Etat.A_CONTROLER}


def une_seule_demande(nuage: Nuage) -> None:
    """One Idempotency-Key makes one demande."""
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def la_ligne_dit_l_etat(nuage: Nuage) -> None:
    """The row of the register has not gone back."""
    (ligne,) = nuage.contexte.depots.registre(RENNES)
    demande = nuage.contexte.depots.demande(ligne.reference)
    assert demande is not None
    assert (ligne.etat, ligne.version) == (demande.etat, demande.version)
