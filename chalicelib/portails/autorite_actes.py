"""What an authority does with the demande of the person before it: establish, collect, refuse."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chalice.app import Response

from chalicelib.domaine.actes import Cadre, Collecte
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import MandantDejaRepresente, SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.libelles import LIBELLES_PIECE, date_fr, instant_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.portails import autorite_resiliation
from chalicelib.portails.autorite_commun import (
    PIECE_PRESENTEE_LE_PLUS_SOUVENT,
    PIECES,
    acte_demande,
    aller_au_resultat,
    ou_autre_reference,
    page_du_guichet,
    reference,
    resultat,
    vue,
)
from chalicelib.portails.pages import statut
from chalicelib.portails.vues_acheminement import injoignable
from chalicelib.services import circonstances
from chalicelib.services.collecter import collecter
from chalicelib.services.etablir import etablir
from chalicelib.services.guichet import (
    Presentation,
    acte_de_cet_agent,
    annoncer,
    consulter,
    est_a_resilier,
    exiger_acces,
)
from chalicelib.services.ports import Contexte
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from chalicelib.web import reponses, saisies
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire

MOTIFS = [
    {
        "valeur": motif.code,
        "texte": motif.libelle,
        "aide": "La référence ne sera plus utilisable."
        if motif.definitif
        else "La personne pourra revenir avec la même référence.",
    }
    for motif in MOTIFS_AUTORITE.values()
]


class _CasDUsage(Protocol):
    """`etablir` and `collecter`, which take the same circumstances."""

    def __call__(
        self,
        contexte: Contexte,
        *,
        reference: str,
        agent: Agent,
        circonstances: Circonstances,
        cle: str,
        maintenant: datetime,
    ) -> Demande:
        """The demande after the act."""


@ou_autre_reference
def etablir_la_procuration(appel: Appel) -> Response:
    """Establishes: fields `piece`, `cadre`, and those of the frame. The same form sent again leads
    to the same page. With `remplacer`, ends in the same act those that it replaces (L75).
    """
    if appel.champ("remplacer") == "oui":
        return _agir(appel, "remplacement", functools.partial(etablir, remplacer=True))
    return _agir(appel, "etablissement", etablir)


@ou_autre_reference
def recueillir_la_demande(appel: Appel) -> Response:
    """The délégué collects, for his OPJ to establish: the same fields."""
    return _agir(appel, "collecte", collecter)


@ou_autre_reference
def au_domicile(appel: Appel) -> Response:
    """The same act at the person's home: two more answers (R72-1 IV, R73)."""
    return _domicile(appel, {"piece": PIECE_PRESENTEE_LE_PLUS_SOUVENT})


@ou_autre_reference
def choisir_un_motif(appel: Appel) -> Response:
    """Why the procuration is not established."""
    return _motifs(appel)


@ou_autre_reference
def refuser_la_demande(appel: Appel) -> Response:
    """Refuses: field `motif`."""
    motif = appel.champ("motif")
    try:
        demande = refuser_au_guichet(
            appel.contexte,
            reference=reference(appel),
            agent=appel.agent,
            motif=motif,
            cle=empreinte_du_formulaire(appel, "refus", motif),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _motifs(appel, erreur.erreurs)
    return aller_au_resultat(appel, demande)


@ou_autre_reference
def fait(appel: Appel) -> Response:
    """What this agent did with it, and the field of the next reference."""
    exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    return resultat(appel, acte_de_cet_agent(appel.contexte, reference(appel), appel.agent))


def montrer(
    appel: Appel,
    saisie: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    deja: MandantDejaRepresente | None = None,
) -> Response:
    """The identity on screen beside the document in hand, and the key of the act. `deja`: what the
    mandant gives already, which a second key then ends in the same act.
    """
    presentee = consulter(
        appel.contexte, reference=reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )
    demande = presentee.demande
    if est_a_resilier(demande):
        return autorite_resiliation.fiche(appel, presentee)
    if _est_fait(appel, demande):
        return resultat(appel, demande)
    return page_du_guichet(
        appel,
        "autorite/fiche.html",
        _statut(erreurs, deja),
        deja=autorite_resiliation.deja_donnees(appel, deja) if deja else [],
        demande=vue(appel, demande),
        collecte=_vue_collecte(demande.collecte),
        pieces=PIECES,
        saisie=saisie,
        erreurs=erreurs or {},
        injoignable=injoignable(appel, demande),
        **_lieu(appel, presentee),
    )


def _agir(appel: Appel, acte: str, cas: _CasDUsage) -> Response:
    champs = saisies.circonstances(appel)
    try:
        demande = cas(
            appel.contexte,
            reference=reference(appel),
            agent=appel.agent,
            circonstances=circonstances.lire(champs),
            cle=empreinte_du_formulaire(appel, acte, *champs.values()),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        if champs["cadre"] == Cadre.DOMICILE:
            return _domicile(appel, saisies.du_domicile(appel), erreur.erreurs)
        return montrer(appel, {"piece": champs["piece"]}, erreur.erreurs)
    except MandantDejaRepresente as erreur:
        if champs["cadre"] == Cadre.DOMICILE:
            return _domicile(appel, saisies.du_domicile(appel), deja=erreur)
        return montrer(appel, {"piece": champs["piece"]}, deja=erreur)
    return aller_au_resultat(appel, demande)


def _statut(erreurs: Mapping[str, str] | None, deja: MandantDejaRepresente | None) -> int:
    return statut(deja) if deja else 422 if erreurs else 200


def _domicile(
    appel: Appel,
    saisie: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    deja: MandantDejaRepresente | None = None,
) -> Response:
    presentee = _annoncee(appel)
    if est_a_resilier(presentee.demande):
        return _aller_a_la_fiche(appel, presentee.demande)
    if _est_fait(appel, presentee.demande):
        return resultat(appel, presentee.demande)
    return page_du_guichet(
        appel,
        "autorite/domicile.html",
        _statut(erreurs, deja),
        deja=autorite_resiliation.deja_donnees(appel, deja) if deja else [],
        reference=presentee.demande.reference,
        acte=acte_demande(presentee.habilitation),
        pieces=PIECES,
        saisie=saisie,
        erreurs=erreurs or {},
    )


def _motifs(appel: Appel, erreurs: Mapping[str, str] | None = None) -> Response:
    demande = _annoncee(appel).demande
    if est_a_resilier(demande):
        return _aller_a_la_fiche(appel, demande)
    if _est_fait(appel, demande):
        return resultat(appel, demande)
    return page_du_guichet(
        appel,
        "autorite/refus.html",
        422 if erreurs else 200,
        demande=vue(appel, demande),
        motifs=MOTIFS,
        erreurs=erreurs or {},
    )


def _annoncee(appel: Appel) -> Presentation:
    return annoncer(
        appel.contexte, reference=reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )


def _aller_a_la_fiche(appel: Appel, demande: Demande) -> Response:
    """Where a procuration to résilier is dealt with: nothing else is done with it."""
    return reponses.aller(appel.url(f"/autorite/demandes/{demande.reference}"))


def _est_fait(appel: Appel, demande: Demande) -> bool:
    """Whether this agent has nothing left to do: it is established, or he has collected it."""
    if demande.etablissement is not None:
        return True
    return demande.collecte is not None and demande.collecte.agent == appel.agent.cle


def _lieu(appel: Appel, presentee: Presentation) -> dict[str, object]:
    habilitation = presentee.habilitation
    return {
        "acte": acte_demande(habilitation),
        "au_domicile": habilitation.poste == "" and presentee.demande.collecte is None,
    }


def _vue_collecte(acte: Collecte | None) -> dict[str, str]:
    """What the OPJ reads of the délégué's work."""
    if acte is None:
        return {}
    return {
        "par": f"{acte.prenom} {acte.nom}, {acte.unite}",
        "le": instant_fr(acte.le),
        "a": acte.lieu,
        "piece": LIBELLES_PIECE.get(acte.piece, acte.piece),
        "ecrit_du": date_fr(acte.ecrit_du) if acte.ecrit_du else "",
    }
