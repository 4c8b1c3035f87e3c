"""How the world is before a use case that is cut, and what its client does at each try."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import app
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.reference import ALPHABET
from tests.constructeurs import (
    OPJ,
    Nuage,
)
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


def pour_deposer(banc: Banc) -> Geste:
    return depot(banc.nuage, "XBQ7V2", CLE)


def pour_deposer_ailleurs(banc: Banc) -> Geste:
    """Each try is another process, whose chance is its own."""
    nuage, tirages = banc.nuage, itertools.cycle(ALPHABET)
    return lambda: depot(nuage, f"XBQ7V{next(tirages)}", CLE)()


def pour_retirer(banc: Banc) -> Geste:
    return retrait(banc.nuage, banc.nuage.deposer())


def pour_consulter(banc: Banc) -> Geste:
    reference = banc.nuage.deposer().reference
    return lambda: comptoir.consulter(banc.nuage, reference)


def pour_etablir(banc: Banc) -> Geste:
    return acte(banc.nuage, banc.nuage.deposer(), cle=CLE)


def pour_ajourner(banc: Banc) -> Geste:
    return refus_au_guichet(banc.nuage, banc.nuage.deposer(), "A1", OPJ, CLE)


def pour_refuser_au_guichet(banc: Banc) -> Geste:
    return refus_au_guichet(banc.nuage, banc.nuage.deposer(), "A5", OPJ, CLE)


def pour_accepter(banc: Banc) -> Geste:
    return acceptation(banc.nuage, banc.nuage.recue(), cle=CLE)


def pour_refuser(banc: Banc) -> Geste:
    return refus(banc.nuage, banc.nuage.recue(), cle=CLE)


def pour_transmettre(banc: Banc) -> Geste:
    banc.nuage.etablir(banc.nuage.deposer())
    return livrer(banc, app.routage)


def pour_avancer_la_ligne(banc: Banc) -> Geste:
    banc.nuage.accepter(banc.nuage.recue())
    return livrer(banc, app.routage)


def pour_ecrire_du_depot(banc: Banc) -> Geste:
    banc.nuage.deposer()
    return livrer(banc, app.courriels)


def pour_ecrire_de_l_acte(banc: Banc) -> Geste:
    banc.nuage.etablir(banc.nuage.deposer())
    return livrer(banc, app.courriels)


def pour_ecrire_de_l_acceptation(banc: Banc) -> Geste:
    banc.nuage.accepter(banc.nuage.recue())
    return livrer(banc, app.courriels)
