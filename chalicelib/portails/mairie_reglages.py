"""What the mairie sets for itself: its digest, its hours."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.erreurs import ConflitDeVersion, SaisieInvalide
from chalicelib.domaine.mairies import HEURES_DU_BULLETIN, Reglages
from chalicelib.portails.mairie_commun import nom_court
from chalicelib.portails.pages import page
from chalicelib.services.lister import exiger_acces
from chalicelib.services.regler_mairie import lire_reglages, reglages_de, regler
from chalicelib.web import reponses
from chalicelib.web.appel import Appel

CHEMIN = "/mairie/reglages"
_CHAMPS = (
    "version",
    "courriels",
    "horaires",
    "veille",
    "jour_du_vote",
    "impression",
    "heure_du_bulletin",
)
_CONFLIT = (
    "Un collègue a changé ces réglages pendant que vous les remplissiez. Ce que vous avez écrit "
    "est gardé : vérifiez-le, puis enregistrez à nouveau."
)


def reglages(appel: Appel) -> Response:
    """The form, filled with what is set."""
    connus = reglages_de(appel.montage.mairies, _commune(appel))
    return _formulaire(appel, _saisie_de(connus))


def enregistrer(appel: Appel) -> Response:
    """Writes what was typed; the same twice changes nothing."""
    commune = _commune(appel)
    saisie = {nom: appel.champ(nom) for nom in _CHAMPS}
    try:
        regler(
            appel.contexte,
            appel.montage.mairies,
            voulus=lire_reglages(saisie, commune),
            agent=appel.agent_mairie.agent,
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _formulaire(appel, saisie, erreur.erreurs, 422)
    except ConflitDeVersion:
        connue = str(reglages_de(appel.montage.mairies, commune).version)
        return _formulaire(appel, saisie | {"version": connue}, {"": _CONFLIT}, 409)
    return reponses.aller(appel.url(f"{CHEMIN}?fait=oui"))


def _commune(appel: Appel) -> str:
    qui = appel.agent_mairie
    return exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)


def _saisie_de(connus: Reglages) -> dict[str, str]:
    return {
        "version": str(connus.version),
        "courriels": "\n".join(connus.courriels),
        "horaires": connus.horaires,
        "veille": connus.veille,
        "jour_du_vote": connus.jour_du_vote,
        "impression": connus.impression,
        "heure_du_bulletin": str(connus.heure_du_bulletin),
    }


def _formulaire(
    appel: Appel,
    saisie: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    statut: int = 200,
) -> Response:
    return page(
        appel,
        "mairie/reglages.html",
        statut,
        commune=nom_court(appel.agent_mairie.commune),
        fait=not erreurs and appel.parametres.get("fait", "") == "oui",
        heures=[{"valeur": str(h), "texte": f"{h} heures"} for h in HEURES_DU_BULLETIN],
        saisie=saisie,
        erreurs=erreurs or {},
    )
