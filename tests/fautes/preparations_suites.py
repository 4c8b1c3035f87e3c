"""The same for what comes after: ends, paper, the register, time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import Situation
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.reference import ALPHABET
from chalicelib.services.certification import NIVEAU_CERTIFIE
from chalicelib.services.etablir_certifie import etablir_certifie
from chalicelib.services.resilier_certifie import resilier_certifie
from chalicelib.services.reverifier import reverifier
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
from tests.fautes.banc import Banc
from tests.fautes.couples_papier import deplacante, papillon
from tests.fautes.couples_registre import place, place_libre
from tests.fautes.gestes import (
    acceptation,
    collecte,
    demande_de_resiliation,
    processus,
    remplacement,
    resiliation,
    saisie,
    travail,
)
from tests.fautes.ordonnanceur import Geste
from tests.fautes.preparations import CLE, Preparation
from tests.services import apres_reception
from tests.services.registre_memoire import CAMILLE, connecter


def le_papier(nuage: Nuage) -> Demande:
    """What the entry of a form has made."""
    papier = nuage.contexte.depots.demande("XBQ7V2")
    assert papier is not None
    return papier


def pour_collecter(banc: Banc) -> Geste:
    banc.nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    return collecte(banc.nuage, banc.nuage.deposer(), CLE)


def pour_remplacer(banc: Banc) -> Geste:
    """Ends the one that holds a place for which another waits."""
    nuage = banc.nuage
    nuage.recue()
    nuage.avancer(minutes=1)
    nuage.refuser(nuage.recue(qui=mandant("m2", nom="Autre")), "M06")
    return remplacement(nuage, nuage.deposer(pour=mandataire(nom="Voisin")), cle=CLE)


def pour_demander_la_fin(banc: Banc) -> Geste:
    return demande_de_resiliation(banc.nuage, banc.nuage.recue())


def pour_resilier(banc: Banc) -> Geste:
    en_cours = banc.nuage.demander_resiliation(banc.nuage.recue())
    return resiliation(banc.nuage, en_cours, cle=CLE)


def pour_saisir(banc: Banc) -> Geste:
    formulaire = formulaire_papier(banc.nuage.maintenant - timedelta(days=1))
    return saisie(banc.nuage, formulaire, "XBQ7V2", cle=CLE)


def pour_saisir_ailleurs(banc: Banc) -> Geste:
    formulaire = formulaire_papier(banc.nuage.maintenant - timedelta(days=1))
    nuage, tirages = banc.nuage, itertools.cycle(ALPHABET)
    return lambda: saisie(nuage, formulaire, f"XBQ7V{next(tirages)}", cle=CLE)()


def pour_saisir_refusee(banc: Banc) -> Geste:
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


def pour_deplacer(banc: Banc) -> Geste:
    papier, _ = deplacante(banc.nuage)
    return acceptation(banc.nuage, papier, cle=CLE)


def pour_apres_reception(nom: str) -> Preparation:
    def preparer(banc: Banc) -> Geste:
        demande = apres_reception.prete(banc.nuage, nom)
        return lambda: apres_reception.GESTES[nom](banc.nuage, demande, cle=CLE)

    return preparer


def pour_au_registre(*, refuse: bool) -> Preparation:
    def preparer(banc: Banc) -> Geste:
        registre = connecter(banc.nuage)
        if refuse:
            registre.inscrire(CAMILLE, situation=Situation.RADIE)
        return travail(banc.nuage, f"R#{banc.nuage.recue().reference}")

    return preparer


def _certifie(service: Callable[..., Demande]) -> Callable[[Nuage, Demande], Geste]:
    """An act of the mandant himself, whose identity is certified (AUT-04)."""

    def geste(nuage: Nuage, demande: Demande) -> Geste:
        return lambda: service(
            nuage.contexte,
            reference=demande.reference,
            mandant_id=demande.mandant.id,
            niveau=NIVEAU_CERTIFIE,
            cle=CLE,
            maintenant=nuage.maintenant,
        )

    return geste


def pour_etablir_certifie(banc: Banc) -> Geste:
    return _certifie(etablir_certifie)(banc.nuage, banc.nuage.deposer())


def pour_resilier_certifie(banc: Banc) -> Geste:
    return _certifie(resilier_certifie)(banc.nuage, banc.nuage.accepter(banc.nuage.recue()))


def pour_reverifier(banc: Banc) -> Geste:
    """The register ends what it had accepted: the mandant was struck off since."""
    nuage = banc.nuage
    registre = connecter(nuage)
    recue = nuage.recue()
    travail(nuage, f"R#{recue.reference}")()
    registre.inscrire(CAMILLE, situation=Situation.RADIE)
    return lambda: reverifier(nuage.contexte, recue.reference, nuage.maintenant) or "inchangée"


def pour_reexaminer(banc: Banc) -> Geste:
    place_libre(banc.nuage)
    return travail(banc.nuage, place())
