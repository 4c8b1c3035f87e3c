"""What a search by name and the queue ask of DynamoDB in a commune of 50,000 procurations.

    python -m outils.bench_recherche

Its rows and their words are served by `bench_etal`: the calls, the entries read and the time of our
own code, JSON included, are measured; the network and DynamoDB's own time are not.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.depots import conversion
from chalicelib.depots.connexion import connexion
from chalicelib.depots.recherche import entrees
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.reference import tirer
from chalicelib.services.denombrer import denombrer
from chalicelib.services.rechercher import rechercher
from chalicelib.services.router import ligne_du_registre
from outils.bench_etal import Etal, Item, servis
from outils.bench_monde import MAINTENANT, Monde, monde
from tests.constructeurs import AGENT_RENNES, RENNES

LIGNES = 50_000
A_CONTROLER = 2_000
FIN = MAINTENANT + timedelta(days=400)

_NOMS = """Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel
Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau
Vincent Muller Lefevre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand
Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Le-Goff
N'Diaye De-La-Tour Œuvrard Łukasik"""
_PRENOMS = """Marie Jean Pierre Michel Nathalie Isabelle Sylvie Catherine Philippe Alain Patrick
Françoise Martine Camille Élodie Léa Manon Jean-Baptiste Anne-Sophie Louis Gabriel Jade"""
CHERCHES = (
    "durand",
    "martin marie",
    "le goff",
    "ndiaye camille",
    "lef",
    "marie",
    "a",
    "œuvrard lou",
)


@dataclass
class Lecture:
    """The calls of one reading, the items that DynamoDB looked at, and how long it took."""

    appels: list[str] = field(default_factory=list)
    lus: int = 0
    ms: float = 0


def mesurer() -> dict[str, Any]:
    """The worst search, then the queue."""
    with monde("moto") as m, servis(*peupler(m)):
        cherches = {texte: _lire(partial(_chercher, m, texte)) for texte in CHERCHES}
        file = _lire(partial(denombrer, m.nuage.contexte, RENNES, MAINTENANT))
    pires = cherches.values()
    return {
        "lignes": LIGNES,
        "voyages": max(len(lu.appels) for lu in pires),
        "lus": max(lu.lus for lu in pires),
        "ms": max(lu.ms for lu in pires),
        "file_voyages": len(file.appels),
        "file_lus": file.lus,
        "file_ms": file.ms,
        "detail": {texte: f"{lu.lus} lus, {lu.ms:.0f} ms" for texte, lu in cherches.items()},
    }


def peupler(m: Monde) -> tuple[Etal, Etal, dict[str, Item]]:
    """Words and rows of one commune, as the routing would have written them."""
    modele = m.recue()
    hasard = random.Random(50_000)  # noqa: S311
    recherche, par_etat, lignes = Etal(), Etal(), {}
    for rang in range(LIGNES):
        demande = _une(modele, hasard)
        etat = Etat.A_CONTROLER if rang < A_CONTROLER else Etat.VALIDE
        ligne = replace(
            ligne_du_registre(demande, m.nuage.contexte.depots.scrutins()),
            etat=etat,
            etablie_le=MAINTENANT + timedelta(seconds=rang),
        )
        item = conversion.modele_ligne(ligne, FIN).serialize()
        lignes[demande.reference] = item
        par_etat.poser(item)
        for entree in entrees(demande, RENNES, FIN):
            recherche.poser(entree.serialize())
    recherche.trier()
    par_etat.trier()
    return recherche, par_etat, lignes


def _une(modele: Demande, hasard: random.Random) -> Demande:
    """Family names are as rare as they are: one in eight is among the fifty most borne."""
    civil, mandataire = modele.mandant.etat_civil, modele.mandataire
    civil = replace(civil, nom=_nom(hasard), prenoms=_prenoms(hasard), nom_usage="")
    return replace(
        modele,
        reference=tirer(hasard),
        mandant=replace(modele.mandant, etat_civil=civil),
        mandataire=replace(mandataire, nom=_nom(hasard), prenoms=_prenoms(hasard)[:1]),
    )


def _nom(hasard: random.Random) -> str:
    if hasard.random() < 1 / 8:
        return hasard.choice(_NOMS.split())
    syllabes = ("LE", "MAR", "DU", "BO", "KER", "GUI", "TEL", "RAN", "VO", "PEN", "SA", "CHE")
    return "".join(hasard.choice(syllabes) for _ in range(3)).title()


def _prenoms(hasard: random.Random) -> tuple[str, ...]:
    return tuple(hasard.sample(_PRENOMS.split(), 2))


def _chercher(m: Monde, texte: str) -> object:
    return rechercher(
        m.nuage.contexte,
        agent=AGENT_RENNES,
        commune=RENNES,
        texte=texte,
        curseur="",
        maintenant=MAINTENANT,
    )


def _lire(faire: Callable[[], object]) -> Lecture:
    with _releve() as lu:
        depart = time.perf_counter()
        faire()
        lu.ms = 1000 * (time.perf_counter() - depart)
    return lu


@contextmanager
def _releve() -> Iterator[Lecture]:
    lu = Lecture()

    def recevoir(parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        lu.appels.append(model.name)
        lu.lus += parsed.get("ScannedCount", 0)

    evenements = connexion().client.meta.events
    evenements.register("after-call.dynamodb", recevoir)
    try:
        yield lu
    finally:
        evenements.unregister("after-call.dynamodb", recevoir)


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        bilan = mesurer()
    json.dump(bilan, sys.stdout, ensure_ascii=False)
