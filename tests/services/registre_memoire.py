"""A national register of a few electors, that can stay away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domaine.concordance import repondre
from chalicelib.domaine.electeurs import Electeur, Liste, Recherche, Reponse
from chalicelib.domaine.identites import Sexe
from chalicelib.services.registre_national import Raison, RegistreIndisponible
from tests.constructeurs import RENNES, Nuage

CAMILLE = Electeur(
    nne="350000017",
    nom="Durand-Lévêque",
    prenoms=("Camille", "Élodie"),
    sexe=Sexe.FEMININ,
    naissance="1985-07-14",
    commune=RENNES,
    bureau="0112",
    listes=(Liste.PRINCIPALE,),
)
LOUIS = Electeur(
    nne="350000066",
    nom="Martin",
    prenoms=("Louis", "Émile"),
    sexe=Sexe.MASCULIN,
    naissance="1990-01-15",
    commune=RENNES,
    bureau="0204",
    listes=(Liste.PRINCIPALE,),
)


@dataclass
class RegistreEnMemoire:
    """Implements `RegistreNational`. `panne` keeps it away, `questions` counts the calls."""

    electeurs: list[Electeur] = field(default_factory=lambda: [CAMILLE, LOUIS])
    panne: bool = False
    questions: int = 0

    def chercher(self, *recherches: Recherche) -> tuple[Reponse, ...]:
        self.questions += 1
        if self.panne:
            raise RegistreIndisponible(Raison.DELAI)
        return tuple(repondre(recherche, self.electeurs) for recherche in recherches)

    def inscrire(self, electeur: Electeur, **autres: Any) -> Electeur:
        """Adds or replaces the elector of this number."""
        nouveau = replace(electeur, **autres)
        self.electeurs = [e for e in self.electeurs if e.nne != nouveau.nne] + [nouveau]
        return nouveau


def connecter(nuage: Nuage) -> RegistreEnMemoire:
    """Connects a register to this cloud: the law of 2022 applies from now on."""
    registre = RegistreEnMemoire()
    nuage.contexte = replace(nuage.contexte, registre=registre)
    return registre
