"""The émargement list of a day of vote, bureau by bureau (R76), and the bureaux still to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib.domaine.bureaux import lire_bureau
from chalicelib.domaine.emargement import Mention, est_passe
from chalicelib.domaine.erreurs import SaisieInvalide, TransitionInterdite
from chalicelib.domaine.reference import normaliser
from chalicelib.domaine.temps import jour
from chalicelib.portails.mairie_commun import chemin, nom_court
from chalicelib.portails.pages import page
from chalicelib.portails.vues_emargement import (
    Bureau,
    choix_de_bureau,
    choix_de_vote,
    par_bureau,
    vue_impression,
    vue_vote,
)
from chalicelib.services.emargement import Vote, choisir_vote, mentions_du_jour, votes_de
from chalicelib.services.indiquer_bureau import indiquer_bureau
from chalicelib.services.lister import exiger_acces
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

EMARGEMENT = "/mairie/emargement"

LIGNES_AFFICHEES = 500
"""Beyond, the page names the bureaux and each is read by itself."""

BUREAUX_A_SAISIR = 40
"""Rows without a bureau that one form holds."""

_CHAMP = "bureau_"

TOUS = "tous"
"""In the address of the president's page: the whole commune."""


@dataclass(frozen=True, slots=True)
class Lecture:
    """The vote that was chosen, among which, and what serves that day."""

    commune: str
    votes: Sequence[Vote]
    vote: Vote
    mentions: tuple[Mention, ...]


def emargement(appel: Appel) -> Response:
    """The list of the day `tour` (the next vote unless stated otherwise), of one `bureau` or all;
    what was printed of it.
    """
    return _page(appel, _lire(appel, appel.parametres.get("tour", "")))


def indiquer_les_bureaux(appel: Appel) -> Response:
    """Fields `bureau_<reference>`, those that are filled, and `tour`: each is written by itself, so
    that what is right is kept when something else is not.
    """
    qui, saisie = appel.agent_mairie, dict[str, str]()
    erreurs: dict[str, str] = {}
    for champ in (c for c in appel.formulaire if c.startswith(_CHAMP)):
        try:
            if not lire_bureau(appel.champ(champ)):
                continue
            indiquer_bureau(
                appel.contexte,
                reference=normaliser(champ.removeprefix(_CHAMP)),
                agent=qui.agent,
                commune=qui.commune,
                bureau=appel.champ(champ),
                maintenant=appel.maintenant,
            )
        except SaisieInvalide as erreur:
            erreurs[champ], saisie[champ] = erreur.detail, appel.champ(champ)
        except TransitionInterdite:
            # It serves no more since the page was shown: it leaves the list, and needs no bureau.
            continue
    lu = _lire(appel, appel.champ("tour"))
    if erreurs:
        return _page(appel, lu, saisie, erreurs)
    return reponses.aller(
        appel.url(chemin(EMARGEMENT, {"tour": lu.vote.jour.isoformat(), "enregistre": "oui"}))
    )


def emargement_csv(appel: Appel) -> Response:
    """The same rows as a file, for the software of the mairie."""
    from chalicelib.registre.emargement import exporter_l_emargement

    lu = _lire(appel, appel.parametres.get("tour", ""))
    nom = f"emargement-{lu.commune}-{lu.vote.jour:%Y%m%d}.csv"
    contenu = exporter_l_emargement(_du_bureau(lu.mentions, appel.parametres.get("bureau", "")))
    return reponses.fichier(contenu, "text/csv; charset=utf-8", nom)


def choisir(appel: Appel, tour: str) -> tuple[str, Sequence[Vote], Vote]:
    """The commune of an agent who has access to it, its votes and the chosen one. Raises
    DelegationAbsente, SaisieInvalide.
    """
    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    votes = votes_de(appel.contexte, commune)
    return commune, votes, choisir_vote(votes, tour, appel.maintenant)


def _lire(appel: Appel, tour: str) -> Lecture:
    commune, votes, vote = choisir(appel, tour)
    mentions = mentions_du_jour(appel.contexte, commune, vote.jour)
    liste_consultee(appel, "émargement")
    return Lecture(commune, votes, vote, mentions)


def _page(
    appel: Appel,
    lu: Lecture,
    saisie: dict[str, str] | None = None,
    erreurs: dict[str, str] | None = None,
) -> Response:
    demande = appel.parametres.get("bureau", "")
    filtre = {"tour": lu.vote.jour.isoformat(), "bureau": demande}
    bureaux = par_bureau(lu.mentions)
    sans = next((b for b in bureaux if not b.code), None)
    seule = sans is not None and len(bureaux) == 1
    montres = [b for b in bureaux if (b.code or seule) and demande in ("", b.code)]
    impressions = appel.montage.archives.impressions(lu.commune, lu.vote.jour)
    return page(
        appel,
        "mairie/emargement.html",
        422 if erreurs else 200,
        commune=nom_court(lu.commune),
        vote=vue_vote(lu.vote),
        votes=choix_de_vote(lu.votes),
        passe=est_passe(lu.vote.jour, jour(appel.maintenant)),
        bureaux=choix_de_bureau(bureaux),
        nombre=len(lu.mentions),
        derniere=vue_impression(impressions[-1]) if impressions else None,
        rouge=encre_rouge(lu.commune),
        sommaire=_sommaire(montres, lu.vote) if not (demande or seule) else [],
        seule=chemin_du_bureau(TOUS, lu.vote) if seule else "",
        montres=montres if demande or len(lu.mentions) <= LIGNES_AFFICHEES else [],
        sans_bureau=list(sans.lignes[:BUREAUX_A_SAISIR]) if sans else [],
        sans_bureau_en_tout=len(sans.lignes) if sans else 0,
        enregistre=appel.parametres.get("enregistre") == "oui",
        csv=chemin(f"{EMARGEMENT}.csv", filtre),
        saisie=filtre | (saisie or {}),
        erreurs=erreurs or {},
    )


def encre_rouge(commune: str) -> bool:
    """NC-01, article R213-1: in New Caledonia the mention is made in red ink."""
    from chalicelib.domaine.regimes import NOUVELLE_CALEDONIE

    return commune.startswith(NOUVELLE_CALEDONIE)


def chemin_du_bureau(code: str, vote: Vote) -> str:
    """The page of the president of a bureau."""
    from urllib.parse import quote

    return chemin(f"/mairie/bureaux/{quote(code)}", {"tour": vote.jour.isoformat()})


def _sommaire(bureaux: Iterable[Bureau], vote: Vote) -> list[dict[str, Any]]:
    tour = vote.jour.isoformat()
    return [
        {
            "titre": bureau.titre,
            "nombre": len(bureau.lignes),
            "chemin": chemin(EMARGEMENT, {"tour": tour, "bureau": bureau.code}),
            "president": chemin_du_bureau(bureau.code, vote),
        }
        for bureau in bureaux
    ]


def _du_bureau(mentions: Iterable[Mention], bureau: str) -> list[Mention]:
    return [m for m in mentions if bureau in ("", m.bureau)]
