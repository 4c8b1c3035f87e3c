"""Several procurations accepted at once, and what became of each."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib.depots.connexion import PANNES
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.libelles import LIBELLES_ETAT, instant_fr, portee_fr
from chalicelib.domaine.reference import normaliser
from chalicelib.observabilite import incident
from chalicelib.portails.mairie_commun import chemin, choix_de_scrutin, nom_court
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune, vue_mandataire, vue_personne
from chalicelib.services.accepter_en_lot import LOT_MAX, Examinee, Lot, accepter_en_lot, preparer
from chalicelib.services.suites_du_lot import Issue, Suite, suites_du_lot
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire
from chalicelib.web.traces import liste_consultee

LOT = "/mairie/acceptations"
FAITES = f"{LOT}/faites"


def lot(appel: Appel) -> Response:
    """The next procurations that can be accepted together; `scrutin`, `suite`."""
    return _lot(appel, appel.parametres.get("scrutin", ""), appel.parametres.get("suite", ""))


def accepter_le_lot(appel: Appel) -> Response:
    """Accepts those that were ticked: field `references`, as many times as there are; `scrutin`
    and `suite` lead on. A breakdown stops there: the next page says what is done.
    """
    cochees = _references(appel.formulaire.get("references", []))
    scrutin, suite = appel.champ("scrutin"), appel.champ("suite")
    if not cochees:
        phrase = "Cochez les procurations dont vous avez vérifié les deux inscriptions."
        return _lot(appel, scrutin, appel.champ("ici"), {"references": phrase})
    qui = appel.agent_mairie
    try:
        accepter_en_lot(
            appel.contexte,
            agent=qui.agent,
            commune=qui.commune,
            references=cochees,
            cle=empreinte_du_formulaire(appel, "acceptation"),
            maintenant=appel.maintenant,
        )
    except PANNES as erreur:
        incident(erreur, route=LOT)
    lues = {"references": ",".join(cochees), "scrutin": scrutin, "suite": suite}
    return reponses.aller(appel.url(chemin(FAITES, lues)))


def faites(appel: Appel) -> Response:
    """What became of each of `references`."""
    qui = appel.agent_mairie
    demandees = _references(appel.parametres.get("references", "").split(","))
    issues = suites_du_lot(
        appel.contexte,
        agent=qui.agent,
        commune=qui.commune,
        references=demandees,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "acceptations")
    filtres = {nom: appel.parametres.get(nom, "") for nom in ("scrutin", "suite")}
    acceptees = sum(issue.suite is Suite.ACCEPTEE for issue in issues)
    return page(
        appel,
        "mairie/lot_fait.html",
        acceptees=acceptees,
        autres=len(issues) - acceptees,
        absentes=len(demandees) - len(issues),
        a_renvoyer=any(issue.suite is Suite.A_RENVOYER for issue in issues),
        issues=[_issue(issue) for issue in issues],
        suivantes=chemin(LOT, filtres),
        recommencer=chemin(LOT, {"scrutin": filtres["scrutin"]}),
    )


def _lot(
    appel: Appel, scrutin: str, curseur: str, erreurs: dict[str, str] | None = None
) -> Response:
    qui = appel.agent_mairie
    prepare: Lot = preparer(
        appel.contexte,
        agent=qui.agent,
        commune=qui.commune,
        scrutin=scrutin,
        curseur=curseur,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "lot")
    return page(
        appel,
        "mairie/lot.html",
        422 if erreurs else 200,
        commune=nom_court(qui.commune),
        pretes=[_prete(appel, une) for une in prepare.pretes],
        autres=[_personnes(une.demande) | {"obstacle": une.obstacle} for une in prepare.autres],
        scrutins=choix_de_scrutin(appel, qui.commune),
        saisie={"scrutin": scrutin, "suite": prepare.suite, "ici": curseur},
        suivantes=chemin(LOT, {"scrutin": scrutin, "suite": prepare.suite})
        if prepare.suite
        else "",
        debut=chemin(LOT, {"scrutin": scrutin}) if curseur else "",
        erreurs=erreurs or {},
    )


def _prete(appel: Appel, une: Examinee) -> dict[str, Any]:
    demande = une.demande
    acte = demande.etablissement
    return _personnes(demande) | {
        "mandant": vue_personne(demande.mandant.etat_civil),
        "mandataire": vue_mandataire(demande.mandataire, nom_de_commune),
        "portee": portee_fr(demande.portee, appel.contexte.depots.scrutins()),
        "etablie_le": instant_fr(acte.le) if acte else "",
    }


def _personnes(demande: Demande) -> dict[str, str]:
    civil, mandataire = demande.mandant.etat_civil, demande.mandataire
    return {
        "reference": demande.reference,
        "chemin": f"/mairie/procurations/{demande.reference}",
        "qui": f"{civil.nom} {' '.join(civil.prenoms)}",
        "pour": f"{mandataire.nom} {' '.join(mandataire.prenoms)}".strip(),
    }


def _issue(issue: Issue) -> dict[str, str]:
    demande, prise = issue.demande, issue.demande.decision
    etat, texte, detail = "A_CONTROLER", "Pas acceptée", issue.obstacle
    if issue.suite is Suite.ACCEPTEE:
        etat, texte = "VALIDE", "Acceptée"
    elif issue.suite is Suite.DECIDEE_AILLEURS:
        etat, texte = demande.etat.value, LIBELLES_ETAT[demande.etat]
        if prise is not None:
            detail = f"Décidée le {instant_fr(prise.le)}, pas par cet envoi."
    elif issue.suite is Suite.A_RENVOYER:
        detail = "L’enregistrement n’a pas abouti : envoyez-la à nouveau."
    elif issue.suite is Suite.SANS_DELEGATION:
        detail = "Votre délégation a pris fin : rien n’a été enregistré."
    ligne = {"etat": etat, "texte": texte, "detail": detail}
    anonyme = {"reference": demande.reference, "chemin": "", "qui": "", "pour": ""}
    return (anonyme if issue.anonyme else _personnes(demande)) | ligne


def _references(lues: list[str]) -> list[str]:
    """Those that can be, each once, as many as a lot holds."""
    bonnes = dict.fromkeys(_reference(lue) for lue in lues)
    return [reference for reference in bonnes if reference][:LOT_MAX]


def _reference(lue: str) -> str:
    try:
        return normaliser(lue)
    except ReferenceInvalide:
        return ""
