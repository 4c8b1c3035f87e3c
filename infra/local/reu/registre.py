"""What the simulated register answers to a request, well or wrong as it is told to."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from itertools import cycle
from typing import Annotated, Any

import msgspec

from chalicelib.domaine.concordance import repondre
from chalicelib.domaine.electeurs import Electeur, Plusieurs, Recherche, Trouve
from chalicelib.domaine.identites import Sexe
from infra.local.repertoire.repertoire import Repertoire

LENTEUR_S = 20.0
"""Far beyond what anybody waits for."""


class Conduite(StrEnum):
    """How the register behaves, until told otherwise."""

    NORMALE = "normale"
    LENTE = "lente"
    EN_PANNE = "en-panne"
    FAUSSE = "fausse"


class RequeteRefusee(ValueError):
    """The request is not one of this protocol."""


class _Recherche(msgspec.Struct, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    naissance: str
    nne: str = ""
    nom: str = ""
    prenoms: tuple[str, ...] = ()
    sexe: Sexe | None = None
    commune: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.nne or (self.nom and self.prenoms and self.sexe and self.commune))

    def au_domaine(self) -> Recherche:
        champs = msgspec.structs.asdict(self)
        del champs["id"]
        return Recherche(**champs)


class _Requete(msgspec.Struct, forbid_unknown_fields=True):
    recherches: Annotated[tuple[_Recherche, ...], msgspec.Meta(min_length=1, max_length=10)]


class RegistreSimule:
    """Answers from the synthetic electors. `comptes` says how many requests it had by conduct, and
    how many answers of each kind it gave.
    """

    def __init__(self, repertoire: Repertoire, lenteur: float = LENTEUR_S) -> None:
        self.comptes: Counter[str] = Counter()
        self._repertoire = repertoire
        self._lenteur = lenteur
        self._conduite = Conduite.NORMALE
        self._reveil = threading.Event()
        self._faussetes = cycle((_quelqu_un_d_autre, _en_desordre, _coupee))

    @property
    def conduite(self) -> Conduite:
        """How it behaves now."""
        return self._conduite

    def se_conduire(self, conduite: Conduite) -> None:
        """Changes it at once: what was waiting because the register was slow is answered."""
        self._conduite = conduite
        self._reveil.set()
        self._reveil = threading.Event()

    def traiter(self, corps: bytes) -> bytes | None:
        """The answer to a request; None when the register is down. Raises RequeteRefusee."""
        conduite = self._conduite
        self.comptes[conduite] += 1
        if conduite is Conduite.EN_PANNE:
            return None
        if conduite is Conduite.LENTE:
            self._reveil.wait(self._lenteur)
        reponses = [self._repondre(recherche) for recherche in _lire(corps)]
        self.comptes.update(reponse["resultat"] for reponse in reponses)
        fausser: Callable[[list[dict[str, Any]]], bytes] = _ecrire
        if conduite is Conduite.FAUSSE:
            fausser = next(self._faussetes)
        return fausser(reponses)

    def _repondre(self, demandee: _Recherche) -> dict[str, Any]:
        recherche = demandee.au_domaine()
        reponse = repondre(recherche, self._candidats(recherche))
        if isinstance(reponse, Trouve):
            return {"id": demandee.id, "resultat": "TROUVE", "electeur": asdict(reponse.electeur)}
        if isinstance(reponse, Plusieurs):
            return {"id": demandee.id, "resultat": "PLUSIEURS", "nombre": reponse.nombre}
        return {"id": demandee.id, "resultat": "INTROUVABLE"}

    def _candidats(self, recherche: Recherche) -> list[Electeur]:
        if recherche.nne:
            trouve = self._repertoire.par_nne(recherche.nne)
            return [trouve.inscription()] if trouve else []
        return [electeur.inscription() for electeur in self._repertoire.nes_le(recherche.naissance)]


def _lire(corps: bytes) -> tuple[_Recherche, ...]:
    try:
        recherches = msgspec.json.decode(corps, type=_Requete).recherches
    except msgspec.DecodeError as erreur:
        raise RequeteRefusee(str(erreur)) from None
    if not all(recherche.complete for recherche in recherches):
        raise RequeteRefusee("nne, or nom, prenoms, sexe and commune")
    return recherches


def _ecrire(reponses: list[dict[str, Any]]) -> bytes:
    return json.dumps({"reponses": reponses}, ensure_ascii=False).encode()


def _quelqu_un_d_autre(reponses: list[dict[str, Any]]) -> bytes:
    """Somebody who was not asked for, found where nobody was."""
    personne = {
        "nne": "999999990",
        "nom": "Personne",
        "prenoms": ["Autre"],
        "sexe": "F",
        "naissance": "1901-02-03",
        "commune": "01001",
        "bureau": "0001",
        "listes": ["LP"],
        "situation": "INSCRIT",
    }
    return _ecrire([{"id": r["id"], "resultat": "TROUVE", "electeur": personne} for r in reponses])


def _en_desordre(reponses: list[dict[str, Any]]) -> bytes:
    """Answers to other questions."""
    return _ecrire([{**reponse, "id": reponse["id"][::-1] + "x"} for reponse in reponses])


def _coupee(reponses: list[dict[str, Any]]) -> bytes:
    """An answer that ends in its middle."""
    entiere = _ecrire(reponses)
    return entiere[: len(entiere) // 2]
