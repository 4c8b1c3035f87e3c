"""Entering a form on paper: the form as it lies on the desk, then a second entry of what matters.

Nothing is kept between the pages but what the page itself sends back, so that two forms can be
entered side by side and a shared post keeps nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.erreurs import MandantDejaRepresente, SaisieInvalide
from chalicelib.domaine.temps import jour
from chalicelib.portails.champs import choix_de_tours, commune_cherchee, tours_choisis
from chalicelib.portails.mairie_papier_vues import avertissements, listes, recapitulatif
from chalicelib.portails.pages import page
from chalicelib.portails.papier_champs import (
    CHAMPS,
    SECONDS,
    Saisie,
    champs_du_service,
    erreurs_de_la_page,
    seconds_du_service,
)
from chalicelib.referentiel.commune import Commune
from chalicelib.services.avertir_papier import avertir
from chalicelib.services.lister import exiger_acces
from chalicelib.services.saisie import lire_commune
from chalicelib.services.saisie_papier import Circonstances, comparer, lire_formulaire
from chalicelib.services.saisir_papier import FormulairePapier, saisir_papier
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire
from chalicelib.web.traces import liste_consultee


def formulaire(appel: Appel) -> Response:
    """The empty form."""
    _exiger_acces(appel)
    return _formulaire(appel, dict.fromkeys(CHAMPS, ""), {})


def verifier(appel: Appel) -> Response:
    """Reads the form; shows the second entry with what L73 and L75 say of it."""
    _exiger_acces(appel)
    saisie = _saisie(appel, CHAMPS)
    try:
        lu = _lire(appel, saisie)
    except SaisieInvalide as erreur:
        return _formulaire(appel, saisie, erreurs_de_la_page(saisie, erreur.erreurs), 422)
    return _verification(appel, saisie, lu)


def corriger(appel: Appel) -> Response:
    """Back to the form, as it was filled in."""
    _exiger_acces(appel)
    return _formulaire(appel, _saisie(appel, CHAMPS), {})


def enregistrer(appel: Appel) -> Response:
    """Compares both entries, then enters the procuration; the same form sent twice makes one."""
    _exiger_acces(appel)
    saisie = _saisie(appel, CHAMPS)
    qui = appel.agent_mairie
    try:
        lu = _lire(appel, saisie)
    except SaisieInvalide as erreur:
        return _formulaire(appel, saisie, erreurs_de_la_page(saisie, erreur.erreurs), 422)
    try:
        comparer(champs_du_service(saisie), seconds_du_service(_saisie(appel, SECONDS)))
        demande = saisir_papier(
            appel.contexte,
            formulaire=lu,
            agent=qui.agent,
            commune=qui.commune,
            cle=empreinte_du_formulaire(appel, "papier"),
            refusee=appel.champ("refusee") == "oui",
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _verification(appel, saisie, lu, erreur.erreurs, 422)
    except MandantDejaRepresente as erreur:
        return _verification(appel, saisie, lu, {"refusee": erreur.detail}, 409)
    return reponses.aller(appel.url(f"/mairie/papier/{demande.reference}"))


def _formulaire(
    appel: Appel, saisie: Saisie, erreurs: Mapping[str, str], statut: int = 200
) -> Response:
    lieu = _commune(appel)
    _, trouvees = commune_cherchee(saisie["mandataire_recherche"], "")
    return page(
        appel,
        "mairie/papier.html",
        statut,
        saisie=saisie,
        erreurs=erreurs,
        commune=lieu.libelle,
        communes=[{"valeur": c.code, "texte": c.libelle} for c in trouvees],
        duree_max="trois ans" if lieu.consulaire else "un an",
        choix=_choix(appel, lieu),
        **listes(),
    )


def _verification(
    appel: Appel,
    saisie: Saisie,
    lu: FormulairePapier,
    erreurs: Mapping[str, str] | None = None,
    statut: int = 200,
) -> Response:
    qui, scrutins = appel.agent_mairie, appel.contexte.depots.scrutins()
    trouves = avertir(
        appel.contexte,
        formulaire=lu,
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "avertissements d'une saisie sur papier")
    return page(
        appel,
        "mairie/papier_verification.html",
        statut,
        saisie=_saisie(appel, SECONDS),
        premiere=saisie,
        erreurs=erreurs or {},
        lignes=recapitulatif(lu, _commune(appel).libelle, scrutins),
        avertissements=avertissements(trouves),
        deja_represente=trouves.deja_represente,
    )


def _lire(appel: Appel, saisie: Saisie) -> FormulairePapier:
    """Raises SaisieInvalide, by the names of the service."""
    circonstances = Circonstances(
        _commune(appel), appel.contexte.depots.scrutins(), appel.maintenant
    )
    erreurs = {}
    if not saisie["portee"]:
        erreurs["scrutin"] = "Choisissez le vote que porte le formulaire, ou une période."
    try:
        lu = lire_formulaire(
            champs_du_service(saisie), tours_choisis(saisie["portee"])[1], circonstances
        )
    except SaisieInvalide as erreur:
        raise SaisieInvalide(erreur.erreurs | erreurs) from None
    if erreurs:
        raise SaisieInvalide(erreurs)
    return lu


def _choix(appel: Appel, lieu: Commune) -> list[dict[str, str]]:
    """The votes that are not all over: a tour that is may stand on the form (VAL-06)."""
    aujourd_hui = jour(appel.maintenant)
    scrutins = appel.contexte.depots.scrutins().values()
    siens = [
        s
        for s in scrutins
        if s.est_ouvert(aujourd_hui) and s.concerne(lieu.code, est_consulat=lieu.consulaire)
    ]
    choix = []
    for scrutin in sorted(siens, key=lambda s: s.tours[0].date):
        restants = [t for t in scrutin.tours if t.date >= aujourd_hui]
        ensembles = [[t] for t in restants]
        if len(scrutin.tours) > 1:
            ensembles.insert(0, list(scrutin.tours))
        choix += [choix_de_tours(scrutin, tours) for tours in ensembles]
    return choix


def _exiger_acces(appel: Appel) -> None:
    """Who has no delegation is told so before what he has typed. Raises DelegationAbsente."""
    qui = appel.agent_mairie
    exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)


def _commune(appel: Appel) -> Commune:
    return lire_commune(appel.agent_mairie.commune)


def _saisie(appel: Appel, champs: tuple[str, ...]) -> Saisie:
    return {champ: appel.champ(champ) for champ in champs}
