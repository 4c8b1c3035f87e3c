"""What the mairie printed for its bureaux, and what is new since: its main page on polling day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalice.app import Response

from chalicelib.domaine.emargement import Contenu, Genre, Impression, Nouveautes, est_passe
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.temps import jour
from chalicelib.portails.mairie_commun import chemin, nom_court
from chalicelib.portails.mairie_emargement import EMARGEMENT, choisir, encre_rouge
from chalicelib.portails.pages import page
from chalicelib.portails.vues_emargement import (
    Bureau,
    chemin_d_impression,
    choix_de_bureau,
    choix_de_vote,
    gestes_par_bureau,
    par_bureau,
    vue_impression,
    vue_vote,
)
from chalicelib.services.emargement import Vote
from chalicelib.services.imprimer import (
    ImpressionAbsente,
    Suite,
    depuis_la_derniere,
    imprimer_la_liste,
    imprimer_les_nouveautes,
    relire,
)
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire
from chalicelib.web.traces import liste_consultee

IMPRESSIONS = "/mairie/impressions"

LIGNES_MONTREES = 2000
"""Rows that one page shows; beyond, it names the bureaux and each is printed by itself."""

LIGNES_MAX = 10_000
"""Rows of a PDF that one call draws in time; beyond, bureau by bureau."""


def nouveautes(appel: Appel) -> Response:
    """What is new since the latest print for the day `tour`, and all that was printed."""
    commune, votes, vote = choisir(appel, appel.parametres.get("tour", ""))
    passe = est_passe(vote.jour, jour(appel.maintenant))
    archives = appel.montage.archives
    suite = None if passe else depuis_la_derniere(appel.contexte, archives, commune, vote.jour)
    impressions = archives.impressions(commune, vote.jour)
    liste_consultee(appel, "nouveautés")
    return page(
        appel,
        "mairie/impressions.html",
        commune=nom_court(commune),
        vote=vue_vote(vote),
        votes=choix_de_vote(votes),
        passe=passe,
        instant=instant_fr(appel.maintenant),
        rouge=encre_rouge(commune),
        **_suite(suite),
        impressions=[vue_impression(x) for x in reversed(impressions)],
        liste=chemin(EMARGEMENT, {"tour": vote.jour.isoformat()}),
        rien=appel.parametres.get("rien") == "oui",
        saisie={"tour": vote.jour.isoformat()},
    )


def imprimer(appel: Appel) -> Response:
    """Records a print, field `genre`, of the day `tour`, then leads to the very paper."""
    commune, _, vote = choisir(appel, appel.champ("tour"))
    genre = appel.champ("genre")
    if genre not in set(Genre):
        raise SaisieInvalide.du_champ("genre", "Choisissez la liste entière ou les nouveautés.")
    cas = imprimer_la_liste if genre == Genre.LISTE else imprimer_les_nouveautes
    faite = cas(
        appel.contexte,
        appel.montage.archives,
        agent=appel.agent_mairie.agent,
        commune=commune,
        jour=vote.jour,
        cle=empreinte_du_formulaire(appel, "impression", genre, vote.jour.isoformat()),
        maintenant=appel.maintenant,
    )
    if faite is None:
        suite = {"tour": vote.jour.isoformat(), "rien": "oui"}
        return reponses.aller(appel.url(chemin(IMPRESSIONS, suite)))
    return reponses.aller(appel.url(chemin_d_impression(faite)))


def impression(appel: Appel) -> Response:
    """One print as it was, of one `bureau` or all: what goes to the bureaux."""
    vote, faite, _, bureaux = _relire(appel)
    bureau = appel.parametres.get("bureau", "")
    montres = [b for b in bureaux if bureau in ("", b.code)]
    trop = sum(len(b.lignes) for b in montres) > LIGNES_MONTREES
    return page(
        appel,
        "mairie/impression.html",
        commune=nom_court(faite.commune),
        vote=vue_vote(vote),
        impression=vue_impression(faite),
        est_liste=faite.genre is Genre.LISTE,
        rouge=encre_rouge(faite.commune),
        choix=choix_de_bureau(bureaux),
        bureaux=[] if trop else montres,
        sommaire=[_un_bureau(faite, b) for b in bureaux] if trop else [],
        chemin=f"{IMPRESSIONS}/{faite.numero}",
        pdf=chemin_d_impression(faite, "/pdf", bureau),
        retour=chemin(IMPRESSIONS, {"tour": vote.jour.isoformat()}),
        saisie={"tour": vote.jour.isoformat(), "bureau": bureau},
    )


def impression_pdf(appel: Appel) -> Response:
    """The same as a PDF, one bureau a page."""
    from chalicelib.registre.emargement import gestes_en_pdf, liste_en_pdf

    vote, faite, contenu, bureaux = _relire(appel)
    bureau = appel.parametres.get("bureau", "")
    montres = [b for b in bureaux if bureau in ("", b.code)]
    if sum(len(b.lignes) for b in montres) > LIGNES_MAX:
        raise SaisieInvalide.du_champ(
            "bureau", "Cette liste est trop longue pour un seul fichier : choisissez un bureau."
        )
    vue, jour_de_vote = vue_impression(faite), vue_vote(vote)
    titre = f"{nom_court(faite.commune)}, procurations du {jour_de_vote['jour']}"
    sous_titres = (
        jour_de_vote["scrutin"],
        f"{vue['titre']}, imprimée le {vue['quand']} par {vue['par']}"
        if faite.genre is Genre.LISTE
        else f"{vue['titre']}, imprimées le {vue['quand']} par {vue['par']}",
    )
    if faite.genre is Genre.LISTE:
        mentions = [m for m in contenu.mentions if bureau in ("", m.bureau)]
        corps = liste_en_pdf(titre, sous_titres, mentions)
    else:
        gestes = (
            (b.titre, x.geste, x.mandant, x.mandataire, x.pourquoi)
            for b in montres
            for x in b.lignes
        )
        corps = gestes_en_pdf(titre, sous_titres, gestes)
    nom = f"emargement-{faite.commune}-{vote.jour:%Y%m%d}-{faite.numero}.pdf"
    return reponses.fichier(corps, "application/pdf", nom)


def _un_bureau(faite: Impression, bureau: Bureau) -> dict[str, Any]:
    return {
        "titre": bureau.titre,
        "nombre": len(bureau.lignes),
        "chemin": chemin_d_impression(faite, bureau=bureau.code) if bureau.code else "",
    }


def _suite(suite: Suite | None) -> dict[str, Any]:
    if suite is None:
        return {"depuis": None, "bureaux": [], "nombre": 0, "en_tout": 0}
    return {
        "depuis": vue_impression(suite.depuis),
        "bureaux": gestes_par_bureau(suite.nouveautes, suite.raisons, suite.mentions),
        "nombre": suite.nouveautes.nombre,
        "en_tout": len(suite.mentions),
    }


def _relire(appel: Appel) -> tuple[Vote, Impression, Contenu, Sequence[Bureau]]:
    commune, _, vote = choisir(appel, appel.parametres.get("tour", ""))
    numero = appel.parametre_de_chemin("numero")
    if not (numero.isascii() and numero.isdecimal() and len(numero) <= 6):
        raise ImpressionAbsente
    faite, contenu, trouvees = relire(appel.montage.archives, commune, vote.jour, int(numero))
    liste_consultee(appel, "impression")
    return vote, faite, contenu, _bureaux(faite, contenu, trouvees)


def _bureaux(faite: Impression, contenu: Contenu, trouvees: Nouveautes) -> Sequence[Bureau]:
    if faite.genre is Genre.LISTE:
        return par_bureau(contenu.mentions)
    return gestes_par_bureau(trouvees, dict(contenu.raisons), contenu.mentions)
