"""The delegations that the maire gives, sees and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from chalice.app import Response

from chalicelib.domaine.erreurs import ConflitDeVersion, SaisieInvalide
from chalicelib.domaine.habilitation import Delegation
from chalicelib.domaine.libelles import date_fr
from chalicelib.domaine.temps import jour
from chalicelib.portails.champs import jour_type, noms_de_date
from chalicelib.portails.mairie_commun import nom_court
from chalicelib.portails.pages import page
from chalicelib.services.deleguer import delegations_de, donner, exiger_maire, finir
from chalicelib.services.saisie import lire_date
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

CHEMIN = "/mairie/delegations"
_DATES = (*noms_de_date("du"), *noms_de_date("au"))
_CHAMPS = ("agent", "nom", *_DATES)
_FAIT = {"donnee": "La délégation est enregistrée.", "finie": "La délégation a pris fin."}
_CONFLIT = "Cette délégation a changé entre-temps. Vérifiez la liste, puis recommencez."


def delegations(appel: Appel) -> Response:
    """The delegations of the commune, and the form of a new one."""
    aujourd_hui = jour(appel.maintenant)
    dans_un_an = _texte("au", aujourd_hui + timedelta(days=365))
    return _page(appel, _texte("du", aujourd_hui) | dans_un_an)


def donner_une_delegation(appel: Appel) -> Response:
    """Gives it, or changes its dates."""
    qui = appel.agent_mairie
    exiger_maire(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    saisie = {nom: appel.champ(nom) for nom in _CHAMPS}
    try:
        donner(
            appel.contexte,
            appel.montage.mairies,
            cle=saisie["agent"],
            nom=saisie["nom"],
            du=lire_date(jour_type(saisie, "du"), "du"),
            au=lire_date(jour_type(saisie, "au"), "au"),
            agent=qui.agent,
            commune=qui.commune,
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _page(appel, saisie, erreur.erreurs, 422)
    except ConflitDeVersion:
        return _page(appel, saisie, {"": _CONFLIT}, 409)
    return reponses.aller(appel.url(f"{CHEMIN}?fait=donnee"))


def finir_une_delegation(appel: Appel) -> Response:
    """Ends it at once."""
    qui = appel.agent_mairie
    try:
        finir(
            appel.contexte,
            appel.montage.mairies,
            cle=appel.champ("agent"),
            agent=qui.agent,
            commune=qui.commune,
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _page(appel, {}, {"": erreur.erreurs["agent"]}, 422)
    except ConflitDeVersion:
        return _page(appel, {}, {"": _CONFLIT}, 409)
    return reponses.aller(appel.url(f"{CHEMIN}?fait=finie"))


def _page(
    appel: Appel,
    saisie: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    statut: int = 200,
) -> Response:
    qui, maintenant = appel.agent_mairie, appel.maintenant
    siennes = delegations_de(
        appel.contexte, appel.montage.mairies, qui.agent, qui.commune, maintenant
    )
    liste_consultee(appel, "délégations")
    return page(
        appel,
        "mairie/delegations.html",
        statut,
        commune=nom_court(qui.commune),
        moi=qui.agent.cle,
        fait="" if erreurs else _FAIT.get(appel.parametres.get("fait", ""), ""),
        vivantes=[_vue(d, maintenant) for d in siennes if d.au > maintenant],
        finies=[_vue(d, maintenant) for d in siennes if d.au <= maintenant],
        saisie=saisie,
        erreurs=erreurs or {},
    )


def _vue(delegation: Delegation, maintenant: datetime) -> dict[str, object]:
    dernier = jour(delegation.au - timedelta(microseconds=1))
    return {
        "agent": delegation.agent,
        "nom": delegation.nom or ("Le maire" if delegation.maire else "Agent sans nom enregistré"),
        "du": date_fr(jour(delegation.du)),
        "au": date_fr(dernier),
        "a_venir": delegation.du > maintenant,
        "maire": delegation.maire,
    }


def _texte(champ: str, jour_: date) -> dict[str, str]:
    valeurs = (str(jour_.day), str(jour_.month), str(jour_.year))
    return dict(zip(noms_de_date(champ), valeurs, strict=True))
