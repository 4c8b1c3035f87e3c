"""The procurations of one bureau, for its president: on a phone, or on one page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from chalice.app import Response

from chalicelib.domaine.bureaux import titre_de_bureau
from chalicelib.domaine.emargement import Mention, est_passe
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.temps import jour
from chalicelib.domaine.texte import normaliser
from chalicelib.portails.mairie_commun import chemin, nom_court
from chalicelib.portails.mairie_emargement import EMARGEMENT, TOUS, choisir, encre_rouge
from chalicelib.portails.pages import page
from chalicelib.portails.vues_emargement import (
    Rangee,
    gestes_par_bureau,
    par_bureau,
    vue_impression,
    vue_vote,
)
from chalicelib.services.emargement import mentions_du_jour
from chalicelib.services.imprimer import Suite, depuis_la_derniere
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee


def bureau(appel: Appel) -> Response:
    """Who may vote for whom there on the day `tour`, by name, and what is new since the paper;
    `tous` is the whole commune, for one that has a single bureau.
    """
    commune, _, vote = choisir(appel, appel.parametres.get("tour", ""))
    code = appel.parametre_de_chemin("bureau")
    passe = est_passe(vote.jour, jour(appel.maintenant))
    archives = appel.montage.archives
    suite = None if passe else depuis_la_derniere(appel.contexte, archives, commune, vote.jour)
    toutes = suite.mentions if suite else mentions_du_jour(appel.contexte, commune, vote.jour)
    mentions = [mention for mention in toutes if code in (TOUS, mention.bureau)]
    liste_consultee(appel, "bureau")
    return page(
        appel,
        "mairie/bureau.html",
        commune=nom_court(commune),
        bureau=titre_de_bureau("" if code == TOUS else code, ()),
        vote=vue_vote(vote),
        instant=instant_fr(appel.maintenant),
        rouge=encre_rouge(commune),
        passe=passe,
        depuis=vue_impression(suite.depuis) if suite else None,
        gestes=_gestes(suite, code),
        nombre=len(mentions),
        lettres=_lettres(mentions),
        sans_bureau=0 if code == TOUS else sum(1 for mention in toutes if not mention.bureau),
        retour=chemin(EMARGEMENT, {"tour": vote.jour.isoformat()}),
    )


def _gestes(suite: Suite | None, code: str) -> Sequence[Rangee]:
    if suite is None:
        return ()
    bureaux = gestes_par_bureau(suite.nouveautes, suite.raisons, suite.mentions)
    return [ligne for un in bureaux if code in (TOUS, un.code) for ligne in un.lignes]


def _lettres(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """By the first letter of the mandant's name, as on the list of electors."""
    rangees = [rangee for un in par_bureau(mentions) for rangee in un.lignes]
    return [
        {"lettre": lettre, "lignes": list(groupe)}
        for lettre, groupe in groupby(rangees, key=lambda x: (normaliser(x.mandant) or "#")[0])
    ]
