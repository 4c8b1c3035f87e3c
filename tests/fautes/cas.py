"""The table of use cases that are cut: one line each."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import app
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import Situation
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.reference import ALPHABET
from chalicelib.services.saisir_papier import saisir_papier
from tests.constructeurs import (
    AGENT_RENNES,
    DELEGUE,
    OPJ,
    RENNES,
    Nuage,
    formulaire_papier,
    habilitation,
    mandant,
    mandataire,
)
from tests.fautes import cas_temps
from tests.fautes.banc import Banc
from tests.fautes.couples_papier import deplacante, papillon
from tests.fautes.couples_registre import place, place_libre
from tests.fautes.gestes import (
    acceptation,
    acte,
    collecte,
    demande_de_resiliation,
    depot,
    processus,
    refus,
    refus_au_guichet,
    remplacement,
    resiliation,
    retrait,
    saisie,
    travail,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import apres_reception, comptoir
from tests.services.registre_memoire import CAMILLE, connecter

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


def le_papier(nuage: Nuage) -> Demande:
    """What the entry of a form has made."""
    papier = nuage.contexte.depots.demande("XBQ7V2")
    assert papier is not None
    return papier


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


def _collecter(banc: Banc) -> Geste:
    banc.nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    return collecte(banc.nuage, banc.nuage.deposer(), CLE)


def _remplacer(banc: Banc) -> Geste:
    """Ends the one that holds a place for which another waits."""
    nuage = banc.nuage
    nuage.recue()
    nuage.avancer(minutes=1)
    nuage.refuser(nuage.recue(qui=mandant("m2", nom="Autre")), "M06")
    return remplacement(nuage, nuage.deposer(pour=mandataire(nom="Voisin")), cle=CLE)


def _demander_la_fin(banc: Banc) -> Geste:
    return demande_de_resiliation(banc.nuage, banc.nuage.recue())


def _resilier(banc: Banc) -> Geste:
    en_cours = banc.nuage.demander_resiliation(banc.nuage.recue())
    return resiliation(banc.nuage, en_cours, cle=CLE)


def _saisir(banc: Banc) -> Geste:
    formulaire = formulaire_papier(banc.nuage.maintenant - timedelta(days=1))
    return saisie(banc.nuage, formulaire, "XBQ7V2", cle=CLE)


def _saisir_ailleurs(banc: Banc) -> Geste:
    formulaire = formulaire_papier(banc.nuage.maintenant - timedelta(days=1))
    nuage, tirages = banc.nuage, itertools.cycle(ALPHABET)
    return lambda: saisie(nuage, formulaire, f"XBQ7V{next(tirages)}", cle=CLE)()


def _saisir_refusee(banc: Banc) -> Geste:
    nuage = banc.nuage
    nuage.etablir(papillon(nuage))
    formulaire = formulaire_papier(nuage.maintenant - timedelta(days=1))
    return lambda: saisir_papier(
        processus(nuage, "XBQ7V2"),
        formulaire=formulaire,
        agent=AGENT_RENNES,
        commune=RENNES,
        cle=CLE,
        maintenant=nuage.maintenant,
        refusee=True,
    )


def _deplacer(banc: Banc) -> Geste:
    papier, _ = deplacante(banc.nuage)
    return acceptation(banc.nuage, papier, cle=CLE)


def _apres_reception(nom: str) -> Preparation:
    def preparer(banc: Banc) -> Geste:
        demande = apres_reception.prete(banc.nuage, nom)
        return lambda: apres_reception.GESTES[nom](banc.nuage, demande, cle=CLE)

    return preparer


def _au_registre(*, refuse: bool) -> Preparation:
    def preparer(banc: Banc) -> Geste:
        registre = connecter(banc.nuage)
        if refuse:
            registre.inscrire(CAMILLE, situation=Situation.RADIE)
        return travail(banc.nuage, f"R#{banc.nuage.recue().reference}")

    return preparer


def _reexaminer(banc: Banc) -> Geste:
    place_libre(banc.nuage)
    return travail(banc.nuage, place())


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
    "collecter": Cas(_collecter),
    "remplacer": Cas(_remplacer),
    "demander la fin": Cas(_demander_la_fin),
    "résilier": Cas(_resilier),
    "saisir un formulaire": Cas(_saisir, lambda nuage: nuage.transmettre(le_papier(nuage))),
    "saisir depuis un autre processus": Cas(_saisir_ailleurs, meme_hasard=False),
    "saisir un formulaire de trop": Cas(_saisir_refusee),
    "accepter et déplacer (L73)": Cas(_deplacer),
    **{nom: Cas(_apres_reception(nom)) for nom in apres_reception.GESTES},
    "valider au registre": Cas(_au_registre(refuse=False)),
    "rejeter au registre": Cas(_au_registre(refuse=True)),
    "réexaminer une place": Cas(_reexaminer),
    **{nom: Cas(preparer) for nom, preparer in cas_temps.PREPARATIONS.items()},
    "rappeler": Cas(cas_temps.rappeler(Revient), messages=1),
    "écrire du dépôt": Cas(_ecrire_du_depot, messages=1),
    "écrire de l'établissement": Cas(_ecrire_de_l_acte, messages=1),
    "écrire de l'acceptation": Cas(_ecrire_de_l_acceptation, messages=1),
}
