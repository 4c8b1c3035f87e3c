"""The table of use cases that are cut: one line each."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import app
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.reference import ALPHABET
from tests.constructeurs import OPJ, Nuage
from tests.fautes.banc import Banc
from tests.fautes.gestes import (
    acceptation,
    acte,
    depot,
    refus,
    refus_au_guichet,
    retrait,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import comptoir

CLE = "la-meme-cle"

_LAMBDA = SimpleNamespace(
    function_name="flux",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-3:123456789012:function:flux",
    aws_request_id="00000000-0000-0000-0000-000000000001",
)

Preparation = Callable[[Banc], Geste]


@dataclass(frozen=True)
class Cas:
    """A use case to cut: prepares the world and gives what the client does at each try.

    `entre_temps` is what somebody else may do between the death and the next try, when the use case
    had been written. `messages` is how many e-mails leave. `meme_hasard`: each try draws the same.
    """

    preparer: Preparation
    entre_temps: Callable[[Nuage], object] | None = None
    messages: int = 0
    meme_hasard: bool = True


class Revient(AssertionError):
    """The function gives the record back: it comes again later."""


def livrer(banc: Banc, fonction: Callable[..., Any], table: str = "demandes") -> Geste:
    """The latest record of this table's stream, brought to this function."""
    enregistrement = banc.enregistrements(table)[-1]

    def traiter() -> str:
        reponse = fonction({"Records": [enregistrement]}, _LAMBDA)
        if reponse["batchItemFailures"]:
            raise Revient
        return "traité"

    return traiter


def la_demande(nuage: Nuage) -> Demande:
    """The only one."""
    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    return demande


def _deposer(banc: Banc) -> Geste:
    return depot(banc.nuage, "XBQ7V2", CLE)


def _deposer_ailleurs(banc: Banc) -> Geste:
    """Each try is another process, whose chance is its own."""
    nuage, tirages = banc.nuage, itertools.cycle(ALPHABET)
    return lambda: depot(nuage, f"XBQ7V{next(tirages)}", CLE)()


def _retirer(banc: Banc) -> Geste:
    return retrait(banc.nuage, banc.nuage.deposer())


def _consulter(banc: Banc) -> Geste:
    reference = banc.nuage.deposer().reference
    return lambda: comptoir.consulter(banc.nuage, reference)


def _etablir(banc: Banc) -> Geste:
    return acte(banc.nuage, banc.nuage.deposer(), cle=CLE)


def _ajourner(banc: Banc) -> Geste:
    return refus_au_guichet(banc.nuage, banc.nuage.deposer(), "A1", OPJ, CLE)


def _refuser_au_guichet(banc: Banc) -> Geste:
    return refus_au_guichet(banc.nuage, banc.nuage.deposer(), "A5", OPJ, CLE)


def _accepter(banc: Banc) -> Geste:
    return acceptation(banc.nuage, banc.nuage.recue(), cle=CLE)


def _refuser(banc: Banc) -> Geste:
    return refus(banc.nuage, banc.nuage.recue(), cle=CLE)


def _transmettre(banc: Banc) -> Geste:
    banc.nuage.etablir(banc.nuage.deposer())
    return livrer(banc, app.routage)


def _avancer_la_ligne(banc: Banc) -> Geste:
    banc.nuage.accepter(banc.nuage.recue())
    return livrer(banc, app.routage)


def _ecrire_du_depot(banc: Banc) -> Geste:
    banc.nuage.deposer()
    return livrer(banc, app.courriels)


def _ecrire_de_l_acte(banc: Banc) -> Geste:
    banc.nuage.etablir(banc.nuage.deposer())
    return livrer(banc, app.courriels)


def _ecrire_de_l_acceptation(banc: Banc) -> Geste:
    banc.nuage.accepter(banc.nuage.recue())
    return livrer(banc, app.courriels)


CAS: dict[str, Cas] = {
    "déposer": Cas(_deposer, lambda nuage: retrait(nuage, la_demande(nuage))()),
    "déposer depuis un autre processus": Cas(_deposer_ailleurs, meme_hasard=False),
    "retirer": Cas(_retirer),
    "consulter au guichet": Cas(_consulter),
    "établir": Cas(_etablir, lambda nuage: nuage.transmettre(la_demande(nuage))),
    "ajourner au guichet": Cas(_ajourner, lambda nuage: nuage.avancer(minutes=5)),
    "refuser au guichet": Cas(_refuser_au_guichet),
    "transmettre à la commune": Cas(_transmettre),
    "faire avancer la ligne du registre": Cas(_avancer_la_ligne),
    "accepter": Cas(_accepter),
    "refuser": Cas(_refuser),
    "écrire du dépôt": Cas(_ecrire_du_depot, messages=1),
    "écrire de l'établissement": Cas(_ecrire_de_l_acte, messages=1),
    "écrire de l'acceptation": Cas(_ecrire_de_l_acceptation, messages=1),
}
